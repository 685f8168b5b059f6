"""Who answers requests, and where: by channel, never by person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import Duration
from commplan.measures.asked import asked_for, asked_in
from commplan.measures.history import History
from commplan.measures.literals import certainly
from commplan.measures.request_rows import answers
from commplan.measures.windows import Window
from commplan.statistics import percentile

if TYPE_CHECKING:
    import narwhals as nw

_REQUEST = ["channel", "request"]


class Threading(NamedTuple):
    """Where the responders of one channel reply."""

    window: Window
    replies: int
    outside: int
    """Those of them that are posted outside the thread of the request."""
    unread: int
    """Requests that are left out, because replies to them were not read."""


class Helping(NamedTuple):
    """Who is the first to answer in one channel."""

    window: Window
    requests: int
    helped: int
    """Those of them that somebody else answered before any responder."""
    median_helped: float | None
    """How long they waited for that, in microseconds."""
    median_others: float | None
    """How long the others waited for a responder; of what is not answered there is no time."""
    unread: int


class AnswerSpread(NamedTuple):
    """How the answers of one channel are spread over its responders."""

    window: Window
    responders: int
    """How many people there are whose answer counts."""
    counts: tuple[int, ...]
    """How many requests each of those who answered did answer, the most first."""
    unread: int

    @property
    def answers(self) -> int:
        """All of them; two responders in one thread are two."""
        return sum(self.counts)


def threading_of(history: History, length: Duration) -> tuple[Threading, ...]:
    """Where responders reply to the requests of a window, for each intake channel.

    A reply outside the thread is known as one by mentioning whom it answers, within
    half an hour; others cannot be told from what is no reply.
    """
    import narwhals as nw

    asked = asked_in(history, length)
    given = (
        _answered(history, asked.windows)
        .filter(nw.col("responder"))
        .group_by("channel", "at", "author")
        .agg(outside=(~nw.col("in_thread")).cast(nw.Int64).min())
        .group_by("channel")
        .agg(nw.len(), nw.col("outside").sum())
    )
    counts = {channel: (int(n), int(out)) for channel, n, out in given.collect().rows()}
    unread = _unread(history, asked.windows)
    return tuple(
        Threading(one, *counts.get(one.measured.id, (0, 0)), unread.get(one.measured.id, 0))
        for one in asked.windows
    )


def helping_of(history: History, length: Duration) -> tuple[Helping, ...]:
    """Who is the first human to answer the requests of a window, for each intake channel."""
    import narwhals as nw

    asked = asked_in(history, length)
    helped = ~nw.col("other_at").is_null() & (
        nw.col("response_at").is_null() | (nw.col("other_at") < nw.col("response_at"))
    )
    rows = (
        asked_for(history, asked.windows)
        .filter(nw.col("read"))
        .with_columns(helped=certainly(helped))
        .select(
            "channel",
            "helped",
            waited=nw.when(nw.col("helped"))
            .then(nw.col("other_at"))
            .otherwise(nw.col("response_at"))
            - nw.col("at"),
        )
        .collect()
        .rows()
    )
    waits: dict[str, list[tuple[bool, float | None]]] = {}
    for channel, was_helped, waited in rows:
        waits.setdefault(channel, []).append((was_helped, waited))
    unread = _unread(history, asked.windows)
    return tuple(
        _helping(one, waits.get(one.measured.id, ()), unread.get(one.measured.id, 0))
        for one in asked.windows
    )


def _helping(window: Window, waits: Sequence[tuple[bool, float | None]], unread: int) -> Helping:
    by_others = [waited for helped, waited in waits if helped and waited is not None]
    by_responders = [waited for helped, waited in waits if not helped and waited is not None]
    return Helping(
        window,
        len(waits),
        len(by_others),
        percentile(by_others, 0.5) if by_others else None,
        percentile(by_responders, 0.5) if by_responders else None,
        unread,
    )


def answer_spread(history: History, length: Duration) -> tuple[AnswerSpread, ...]:
    """How many of the requests of a window each responder answers, for each intake channel."""
    import narwhals as nw

    asked = asked_in(history, length)
    rows = (
        _answered(history, asked.windows)
        .filter(nw.col("responder"))
        .select("channel", "request", "author")
        .unique(["channel", "request", "author"])
        .group_by("channel", "author")
        .agg(nw.len())
        .select("channel", "len")
        .collect()
        .rows()
    )
    counts: dict[str, list[int]] = {}
    for channel, count in rows:
        counts.setdefault(channel, []).append(int(count))
    unread = _unread(history, asked.windows)
    return tuple(
        AnswerSpread(
            one,
            len(desk.responders),
            tuple(sorted(counts.get(desk.id, ()), reverse=True)),
            unread.get(desk.id, 0),
        )
        for one, desk in zip(asked.windows, asked.desks, strict=True)
    )


def _answered(history: History, looked_at: Sequence[Window]) -> nw.LazyFrame[Any]:
    """The answers to requests that count and of which all replies were read."""
    import narwhals as nw

    read = asked_for(history, looked_at).filter(nw.col("read")).select("channel", request="at")
    return answers(history).join(read, on=_REQUEST, how="inner")


def _unread(history: History, looked_at: Sequence[Window]) -> dict[str, int]:
    """How many requests of each channel have replies that were not read."""
    import narwhals as nw

    counted = asked_for(history, looked_at).filter(~nw.col("read")).group_by("channel")
    return {channel: int(n) for channel, n in counted.agg(nw.len()).collect().rows()}
