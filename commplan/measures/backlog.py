"""Whether work piles up: what is open at the end of each week, and how much arrives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from commplan.clock import DAY, Duration
from commplan.evidence import TicketRecord
from commplan.measures.asked import asked_for, asked_in
from commplan.measures.history import History
from commplan.measures.shares import too_short

WEEK = 7 * DAY


class Backlog(NamedTuple):
    """Work over some weeks that end as of now."""

    arrived: tuple[int, ...]
    """How many requests or tickets were made in each week, the earliest first."""
    open: tuple[int, ...]
    """How many were open at the end of each week."""
    doubt: str = ""
    """Why there may have been more; empty where these are all."""

    @property
    def weeks(self) -> int:
        """How many weeks were looked at."""
        return len(self.arrived)


def ticket_backlog(tickets: Sequence[TicketRecord], as_of: int, weeks: int) -> Backlog:
    """The backlog by records of tickets; one is open until it is closed.

    Records that begin in a later week than the first one leave a doubt.
    """
    ends = _ends(as_of, weeks)
    made = [ticket.created_at for ticket in tickets]
    is_open = [
        sum(
            ticket.created_at <= end and (ticket.closed_at is None or ticket.closed_at > end)
            for ticket in tickets
        )
        for end in ends
    ]
    arrived = tuple(sum(end - WEEK < at <= end for at in made) for end in ends)
    late = not made or min(made) > ends[0]
    doubt = "; records of tickets begin later than that" if late else ""
    return Backlog(arrived, tuple(is_open), doubt)


def request_backlog(history: History, weeks: int) -> Backlog | None:
    """The backlog by requests; one is open that has no answer at the end of its week.

    What is older is not counted: a request that nobody ever answers is no growing
    backlog. Nor are weeks of which not all was read, for they would look calm. None where
    no intake channel can be measured.
    """
    import narwhals as nw

    asked = asked_in(history, Duration(microseconds=weeks * WEEK))
    if not asked.windows:
        return None
    ends = _ends(history.as_of, weeks)
    rows = (
        asked_for(history, asked.windows)
        .filter(nw.col("at") > ends[0] - WEEK)
        .with_columns(week=(history.as_of - nw.col("at")) // WEEK)
        .with_columns(end=history.as_of - nw.col("week") * WEEK)
        .with_columns(
            open=(nw.col("response_by").is_null() | (nw.col("response_by") > nw.col("end"))).cast(
                nw.Int64
            )
        )
        .group_by("week")
        .agg(nw.len(), nw.col("open").sum())
        .collect()
        .rows()
    )
    found = {int(week): (int(n), int(left)) for week, n, left in rows}
    known = (history.as_of - max(window.start for window in asked.windows)) // WEEK
    counts = [found.get(week, (0, 0)) for week in reversed(range(min(weeks, known)))]
    return Backlog(
        tuple(n for n, _ in counts), tuple(left for _, left in counts), too_short(asked.windows)
    )


def _ends(as_of: int, weeks: int) -> list[int]:
    """The end of each week, the earliest first."""
    return [as_of - week * WEEK for week in reversed(range(weeks))]
