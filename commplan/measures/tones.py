"""How often a team's messages have words that hurt or mislead, week by week; of nobody alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from commplan.clock import WEEK, Duration
from commplan.history import Author
from commplan.measures.history import History, MeasuredIn
from commplan.measures.looking import named
from commplan.measures.looking.tone import TONE, WORDS
from commplan.measures.threads import half_read_in
from commplan.measures.windows import Window, windows_of, within


class Tones(NamedTuple):
    """The terms and words that people wrote in one channel."""

    window: Window
    terms: tuple[int, ...]
    """How many terms of the lexicons in each whole week that was read, the latest last."""
    words: tuple[int, ...]
    """How many words, likewise."""
    writers: int
    """How many people wrote."""
    half_read: int
    """Threads of which replies were not read."""


def channel_tones(
    history: History, channels: Iterable[MeasuredIn], weeks: int
) -> tuple[Tones, ...]:
    """What people wrote in some channels, replies included, in the weeks up to as of now."""
    import narwhals as nw

    looked_at = windows_of(history, channels, Duration(weeks * WEEK))
    if not looked_at:
        return ()
    col = nw.col
    machine = nw.coalesce(col("author").is_in(sorted(history.machines)), nw.lit(value=False))
    written = within(history, looked_at, history.frames.messages).filter(
        col("kind") == Author.HUMAN.value, ~machine, ~col("author").is_null()
    )
    writers = written.group_by("channel").agg(col("author").n_unique()).collect()
    counted = history.frames.marks.filter(
        (col("kind") == WORDS) | ((col("kind") == TONE) & (col("value") == named(history.plan)))
    )
    ago = written.select("channel", "at", week=(col("window_end") - col("at")) // WEEK)
    by_week = (
        counted.join(ago, on=["channel", "at"], how="inner")
        .group_by("channel", "kind", "week")
        .agg(col("amount").sum())
        .collect()
    )
    amounts = {(channel, kind, week): amount for channel, kind, week, amount in by_week.rows()}
    people = dict(writers.rows())
    halves = half_read_in(history, looked_at)

    def series(window: Window, kind: str) -> tuple[int, ...]:
        known = (window.end - window.start) // WEEK
        channel = window.measured.id
        return tuple(int(amounts.get((channel, kind, n), 0)) for n in reversed(range(known)))

    return tuple(
        Tones(
            window=one,
            terms=series(one, TONE),
            words=series(one, WORDS),
            writers=int(people.get(one.measured.id, 0)),
            half_read=halves.get(one.measured.id, 0),
        )
        for one in looked_at
    )
