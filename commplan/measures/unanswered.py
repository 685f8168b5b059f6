"""Requests that are past due and that no responder has answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.evidence import Gap
from commplan.measures.cases import State
from commplan.measures.history import History
from commplan.measures.intakes import Desk
from commplan.measures.literals import whole
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
        for promise in promises(history, sla, sla.channels):
            if promise.target.name == "first_response":
                yield from _waiting(history, promise)


def _waiting(history: History, promise: Promise) -> Iterator[Unanswered]:
    sla, counts, overdue = promise.sla, _counts(history, promise), _overdue(history, promise)
    for desk, window in zip(promise.where, promise.windows, strict=True):
        asked, unread = counts.get(desk.id, (0, 0))
        yield Unanswered(
            sla=sla,
            target=promise.target,
            desk=desk,
            waiting=tuple(overdue.get(desk.id, ())),
            unread=unread,
            asked=asked,
            zone=Timeline(history.plan, history.as_of).zone(clocks=(sla.clock or ANY_TIME,)),
            whole=window.whole,
        )


def _counts(history: History, promise: Promise) -> dict[str, tuple[int, int]]:
    """How many requests there were in each channel, and of how many nobody knows."""
    import narwhals as nw

    hidden = ~nw.col("read") & nw.col("vague").is_null()
    unread = hidden & (nw.col("state") == State.UNKNOWN.number)
    counted = (
        promise.rows(history)
        .select("channel", unread=nw.when(unread).then(whole(1)).otherwise(whole(0)))
        .group_by("channel")
        .agg(asked=nw.len(), unread=nw.col("unread").sum())
    )
    rows = counted.collect().rows()  # DuckDB's sums are decimals
    return {channel: (int(asked), int(unread)) for channel, asked, unread in rows}


def _overdue(history: History, promise: Promise) -> dict[str, list[Overdue]]:
    """What waits in each channel, the oldest first."""
    import narwhals as nw

    late = (
        promise.rows(history)
        .filter(nw.col("state") == State.MISSED.number, nw.col("ended").is_null())
        .select("channel", "at", "due")
    )
    others = requests(history, promise.where).select("channel", "at", "others")
    told = late.join(others, on=["channel", "at"], how="inner")
    found: dict[str, list[Overdue]] = {}
    for channel, *row in told.select("channel", "at", "due", "others").sort("at").collect().rows():
        found.setdefault(channel, []).append(Overdue(*row))
    return found
