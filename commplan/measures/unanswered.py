"""Requests that are past due and that no responder has answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.evidence import Gap
from commplan.measures.cases import State
from commplan.measures.history import History
from commplan.measures.intakes import Desk
from commplan.measures.request_cases import Promise, hindrances, promises
from commplan.measures.request_rows import requests
from commplan.plan import ANY_TIME, Sla, Target
from commplan.timeline import Timeline


class Overdue(NamedTuple):
    """One request; instants are microseconds UTC."""

    at: int
    due: int
    others: int
    """How many answers others have given."""


class Unanswered(NamedTuple):
    """The requests of one channel that wait for a first response past its due instant."""

    sla: Sla
    target: Target
    desk: Desk
    waiting: tuple[Overdue, ...]
    """The oldest first."""
    unread: int
    """Of how many nobody knows whether a responder answered: not all replies were read."""
    asked: int
    """How many requests there were in the window."""
    zone: str
    """In which to tell people of it."""
    whole: bool
    """Whether all of the window was read."""


def unanswered_requests(history: History) -> Iterator[Unanswered | Gap]:
    """Each channel to which an SLA with a target for the first response applies.

    A request that was withdrawn or deleted, or is not due yet, waits for nobody. Looked
    at is the window of the SLA's objective.
    """
    for sla in history.plan.slas.values():
        if sla.target("first_response") is None:
            continue
        yield from hindrances(history, sla)
        for channel in sla.channels:
            for promise in promises(history, sla, (channel,)):
                if promise.target.name == "first_response":
                    yield _waiting(history, promise)


def _waiting(history: History, promise: Promise) -> Unanswered:
    import narwhals as nw

    sla, rows = promise.sla, promise.rows(history)
    late = rows.filter(nw.col("state") == State.MISSED.number, nw.col("ended").is_null())
    hidden = ~nw.col("read") & nw.col("vague").is_null()
    unread = rows.filter(nw.col("state") == State.UNKNOWN.number, hidden)
    ((asked,),) = rows.select(nw.len()).collect().rows()
    ((unknown,),) = unread.select(nw.len()).collect().rows()
    others = requests(history, promise.where).select("channel", "at", "others")
    told = late.select("channel", "at", "due").join(others, on=["channel", "at"], how="inner")
    found = told.select("at", "due", "others").sort("at").collect().rows()
    return Unanswered(
        sla=sla,
        target=promise.target,
        desk=promise.where[0],
        waiting=tuple(Overdue(*row) for row in found),
        unread=unknown,
        asked=asked,
        zone=Timeline(history.plan, history.as_of).zone(clocks=(sla.clock or ANY_TIME,)),
        whole=promise.windows[0].whole,
    )
