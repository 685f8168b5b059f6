"""How evenly people write in a channel; nobody is told apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from commplan.clock import Duration
from commplan.history import Author
from commplan.measures.history import History, MeasuredIn
from commplan.measures.intakes import is_machine
from commplan.measures.threads import half_read_in
from commplan.measures.windows import Window, windows_of, within


class Voices(NamedTuple):
    """Who wrote in one channel."""

    window: Window
    counts: tuple[int, ...]
    """How many messages each writer wrote, the most first."""
    half_read: int
    """Threads of which replies were not read."""


def channel_voices(
    history: History, channels: Iterable[MeasuredIn], length: Duration
) -> tuple[Voices, ...]:
    """What people wrote in some channels, replies included, in a window that ends as of now."""
    import narwhals as nw

    looked_at = windows_of(history, channels, length)
    if not looked_at:
        return ()
    written = within(history, looked_at, history.frames.messages)
    counted = (
        written.filter(
            nw.col("kind") == Author.HUMAN.value, ~is_machine(history), ~nw.col("author").is_null()
        )
        .group_by("channel", "author")
        .agg(nw.len())
        .select("channel", "len")
        .collect()
    )
    counts: dict[str, list[int]] = {}
    for channel, count in counted.rows():
        counts.setdefault(channel, []).append(int(count))
    halves = half_read_in(history, looked_at)
    return tuple(
        Voices(
            one,
            tuple(sorted(counts.get(one.measured.id, ()), reverse=True)),
            halves.get(one.measured.id, 0),
        )
        for one in looked_at
    )
