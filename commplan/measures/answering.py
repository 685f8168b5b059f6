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


class Waits(NamedTuple):
    """How long some requests waited for their first answer."""

    answered: int
    """How many requests there are."""
    people: int
    """How many gave those answers."""
    median: float | None
    """In microseconds; None where none was answered."""


class Helping(NamedTuple):
    """Who is the first to answer in one channel."""

    window: Window
    requests: int
    by_others: Waits
    """Those of them that somebody else answered before any responder."""
    by_responders: Waits
    """The others, as far as a responder answered them."""
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
    other, response = nw.col("other_at"), nw.col("response_at")
    rows = (
        asked_for(history, asked.windows)
        .filter(nw.col("read"))
        .with_columns(helped=certainly(helped))
        .with_columns(first=nw.when(nw.col("helped")).then(other).otherwise(response))
        .join(
            answers(history).select("channel", "author", at="request", first="at"),
            on=["channel", "at", "first"],
            how="left",
        )
        .select("channel", "helped", "author", waited=nw.col("first") - nw.col("at"))
        .collect()
        .rows()
    )
    found: dict[str, list[_First]] = {}
    for channel, *first in rows:
        found.setdefault(channel, []).append(_First(*first))
    unread = _unread(history, asked.windows)
    return tuple(
        _helping(one, found.get(one.measured.id, ()), unread.get(one.measured.id, 0))
        for one in asked.windows
    )


class _First(NamedTuple):
    """The first answer to a request, if there is one."""

    helped: bool
    author: str | None
    waited: float | None


def _helping(window: Window, found: Sequence[_First], unread: int) -> Helping:
    by_others = [first for first in found if first.helped]
    by_responders = [first for first in found if not first.helped]
    return Helping(window, len(found), _waits(by_others), _waits(by_responders), unread)


def _waits(found: Sequence[_First]) -> Waits:
    waited = [first.waited for first in found if first.waited is not None]
    people = {first.author for first in found} - {None}
    return Waits(len(waited), len(people), percentile(waited, 0.5) if waited else None)


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
