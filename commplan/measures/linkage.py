"""How many requests have a ticket that somebody works on, and how many nobody had to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import Duration
from commplan.evidence import TicketRecord
from commplan.measures.answer_rows import replies
from commplan.measures.asked import Asked, asked_for, asked_in
from commplan.measures.closings import closed_requests
from commplan.measures.history import History
from commplan.measures.literals import certainly, flag
from commplan.measures.request_rows import posts_kept
from commplan.measures.ticketing import ticketed
from commplan.measures.windows import Window

if TYPE_CHECKING:
    import narwhals as nw

SHOWN = 3
"""So many examples are told."""
_REQUEST = ["channel", "request"]
_COUNTS = ("n", "ticketed", "assigned", "automated", "unread")


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
    examples: tuple[int, ...]
    """The newest requests that lack what is judged, the newest first."""
    is_recorded: bool
    """Whether tickets are recorded, so that an assignee is judged, too."""

    @property
    def linked(self) -> int:
        """How many requests are as they should be."""
        return self.assigned if self.is_recorded else self.ticketed


def linkage_of(
    history: History, length: Duration, grace: Duration, tickets: Sequence[TicketRecord] | None
) -> tuple[Linkage, ...]:
    """The requests of a window, for each intake channel; without those younger than ``grace``.

    ``tickets`` is None where nothing is recorded: then a key in the thread is all that is asked.
    """
    import narwhals as nw

    asked = asked_in(history, length)
    rows = history.engine.keep(_rows(history, asked, grace, tickets or ()))
    sums = rows.group_by("channel").agg(nw.col(*_COUNTS).sum()).select("channel", *_COUNTS)
    counts = {channel: list(map(int, row)) for channel, *row in sums.collect().rows()}
    lacking = rows.filter(
        nw.col("n") == 1, nw.col("ticketed" if tickets is None else "assigned") == 0
    )
    newest = (
        lacking.with_columns(
            later=nw.col("n").cum_sum(reverse=True).over("channel", order_by="request")
        )
        .filter(nw.col("later") <= SHOWN)
        .select("channel", "request")
        .collect()
    )
    examples: dict[str, list[int]] = {}
    for channel, at in sorted(newest.rows(), reverse=True):
        examples.setdefault(channel, []).append(int(at))
    none = [0] * len(_COUNTS)
    found = []
    for one in asked.windows:
        n, has, assigned, automated, unread = counts.get(one.measured.id, none)
        shown = tuple(examples.get(one.measured.id, ()))
        is_recorded = tickets is not None
        found.append(Linkage(one, n, has, assigned, automated, unread, shown, is_recorded))
    return tuple(found)


def _rows(
    history: History, asked: Asked, grace: Duration, tickets: Sequence[TicketRecord]
) -> nw.LazyFrame[Any]:
    """A row for each request that counts, with a 1 or 0 for each of the figures."""
    import narwhals as nw

    old = nw.col("at") + grace.microseconds <= nw.col("window_end")
    made = posts_kept(history, asked.desks)
    has = ticketed(history, asked.desks, made, tickets).with_columns(has=flag(value=True))
    ended = closed_requests(history, asked.desks, tickets)
    solved = certainly("only_bots") & certainly("closed") & ~certainly("reopened")
    return (
        asked_for(history, asked.windows)
        .filter(old)
        .select("channel", "read", request="at")
        .join(has, on=_REQUEST, how="left")
        .join(_answered_by_bots(history, asked), on=_REQUEST, how="left")
        .join(ended, on=_REQUEST, how="left")
        .with_columns(
            n=nw.col("read"),
            ticketed=nw.col("read") & certainly("has"),
            assigned=nw.col("read") & certainly("assigned"),
            automated=nw.col("read") & solved,
            unread=~nw.col("read"),
        )
        .with_columns(nw.col(*_COUNTS).cast(nw.Int64))
        .select(*_REQUEST, *_COUNTS)
    )


def _answered_by_bots(history: History, asked: Asked) -> nw.LazyFrame[Any]:
    """The requests that somebody else answered, and whether ``only_bots`` did."""
    import narwhals as nw

    by_other = nw.col("requester").is_null() | certainly(nw.col("author") != nw.col("requester"))
    return (
        replies(history, posts_kept(history, asked.desks))
        .filter(by_other | ~nw.col("human"))
        .with_columns(human=nw.col("human").cast(nw.Int64))
        .group_by(*_REQUEST)
        .agg(humans=nw.col("human").sum())
        .select(*_REQUEST, only_bots=nw.col("humans") == 0)
    )
