"""How many requests have a ticket that somebody works on, and how many nobody had to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from commplan.clock import Duration
from commplan.evidence import TicketRecord
from commplan.measures.answer_rows import replies
from commplan.measures.asked import asked_for, asked_in
from commplan.measures.closings import endings
from commplan.measures.history import History
from commplan.measures.literals import certainly, flag
from commplan.measures.request_rows import posts_kept
from commplan.measures.ticketing import ticketed
from commplan.measures.windows import Window

_REQUEST = ["channel", "request"]


class Linkage(NamedTuple):
    """The requests of one channel beside their tickets."""

    window: Window
    requests: int
    ticketed: int
    """Those of them that have a ticket."""
    assigned: int
    """Those of them that have one on which somebody works."""
    automated: int
    """Those of them that were closed after a bot and nobody else had answered."""
    unread: int
    """Requests that are left out, because replies to them were not read."""


def linkage_of(
    history: History, length: Duration, grace: Duration, tickets: Sequence[TicketRecord]
) -> tuple[Linkage, ...]:
    """The requests of a window, for each intake channel; without those younger than ``grace``."""
    import narwhals as nw

    asked = asked_in(history, length)
    old = nw.col("at") + grace.microseconds <= nw.col("window_end")
    counted = asked_for(history, asked.windows).filter(old)
    made = posts_kept(history, asked.desks)
    written = replies(history, made).filter(
        nw.col("requester").is_null()
        | certainly(nw.col("author") != nw.col("requester"))
        | ~nw.col("human")
    )
    by = (
        written.with_columns(human=nw.col("human").cast(nw.Int64))
        .group_by(*_REQUEST)
        .agg(humans=nw.col("human").sum(), answered=nw.len())
        .select(*_REQUEST, only_bots=nw.col("humans") == 0)
    )
    has = ticketed(history, asked.desks, made, tickets).with_columns(has=flag(value=True))
    ended = endings(history, asked.desks, tickets).select(*_REQUEST, "closed", "reopened")
    told = (
        counted.select("channel", "read", request="at")
        .join(has, on=_REQUEST, how="left")
        .join(by, on=_REQUEST, how="left")
        .join(ended, on=_REQUEST, how="left")
        .with_columns(
            n=nw.col("read"),
            ticketed=nw.col("read") & certainly("has"),
            assigned=nw.col("read") & certainly("assigned"),
            automated=nw.col("read")
            & certainly("only_bots")
            & certainly("closed")
            & ~certainly("reopened"),
            unread=~nw.col("read"),
        )
        .with_columns(nw.col("n", "ticketed", "assigned", "automated", "unread").cast(nw.Int64))
        .group_by("channel")
        .agg(nw.col("n", "ticketed", "assigned", "automated", "unread").sum())
        .collect()
    )
    counts = {channel: tuple(map(int, row)) for channel, *row in told.rows()}
    return tuple(
        Linkage(one, *counts.get(one.measured.id, (0, 0, 0, 0, 0))) for one in asked.windows
    )
