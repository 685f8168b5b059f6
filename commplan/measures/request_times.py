"""How long requests in one channel took, for an indicator that is measured by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from commplan.clock import Calendar
from commplan.evidence import Evidence
from commplan.measures.cases import State, gathered, timed
from commplan.measures.history import History
from commplan.measures.intakes import desks
from commplan.measures.request_cases import ENDINGS
from commplan.measures.resolutions import tickets_table
from commplan.measures.windows import Window, windows_since
from commplan.plan import ANSWERED

REQUEST_METRICS = tuple(ENDINGS)
"""What messages tell the length of."""


class RequestTimes(NamedTuple):
    """The requests of a window; lengths in microseconds of open time."""

    lengths: Any
    """An array, as the next."""
    is_open: Any
    """Which of them still wait: they have waited so long at least."""
    left_out: Mapping[str, int]
    """How many were not counted, by why; only those that there are."""
    window: Window


def request_times(
    history: History,
    evidence: Evidence,
    channel: str,
    metric: str,
    since: int,
    calendar: Calendar,
) -> RequestTimes | str:
    """The requests in a channel of the plan, or why nothing can be said of them.

    They are those from an instant on. ``evidence`` has the tickets that tell when requests
    were closed.

    Raises KeyError for a metric that messages do not tell.
    """
    where = tuple(desk for desk in desks(history) if desk.channel.id == channel)
    if not where or where[0].doubt:
        return where[0].doubt if where else history.unread(channel)
    windows = windows_since(history, [desk.measured for desk in where], since)
    tickets = None if metric in ANSWERED else tickets_table(history, evidence)
    rows = timed(history, ENDINGS[metric](history, where, tickets), windows, calendar, None)
    cases = gathered(rows)
    return RequestTimes(
        lengths=cases.waited,
        is_open=cases.is_open,
        left_out={
            state.value: cases.counts[state]
            for state in (State.WITHDRAWN, State.CLOSED, State.LOST, State.UNKNOWN)
            if cases.counts[state]
        },
        window=windows[0],
    )
