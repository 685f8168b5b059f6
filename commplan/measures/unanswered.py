"""Requests that are past due and that no responder has answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.clock import Calendar
from commplan.evidence import Gap
from commplan.measures.attainment import clock_of, window_of
from commplan.measures.cases import State, timed
from commplan.measures.endings import first_responses
from commplan.measures.history import History
from commplan.measures.intakes import Desk, desks
from commplan.measures.request_cases import hindrances
from commplan.measures.windows import windows_of
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
    known = {desk.channel.id: desk for desk in desks(history) if not desk.doubt}
    for sla in history.plan.slas.values():
        target = sla.target("first_response")
        if target is None:
            continue
        yield from hindrances(history, sla)
        for id_ in sla.channels:
            if id_ in known and history.starts(window_of(sla)) is not None:
                yield from _waiting(history, sla, target, known[id_])


def _waiting(history: History, sla: Sla, target: Target, desk: Desk) -> Iterator[Unanswered]:
    import narwhals as nw

    (window,) = windows = windows_of(history, (desk.measured,), window_of(sla))
    calendar = clock_of(history.plan, sla.clock, window.start, history.as_of)
    if not isinstance(calendar, Calendar):
        return
    rows = timed(history, first_responses(history, (desk,)), windows, calendar, target.duration)
    late = rows.filter(nw.col("state") == State.MISSED.value, nw.col("ended").is_null())
    hidden = ~nw.col("read") & nw.col("vague").is_null()
    unread = rows.filter(nw.col("state") == State.UNKNOWN.value, hidden)
    ((asked,),) = rows.select(nw.len()).collect().rows()
    ((unknown,),) = unread.select(nw.len()).collect().rows()
    found = late.select("at", "due", "others").sort("at").collect().rows()
    yield Unanswered(
        sla=sla,
        target=target,
        desk=desk,
        waiting=tuple(Overdue(*row) for row in found),
        unread=unknown,
        asked=asked,
        zone=Timeline(history.plan, history.as_of).zone(clocks=(sla.clock or ANY_TIME,)),
        whole=window.whole,
    )
