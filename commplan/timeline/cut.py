"""Time cut up wherever an opening, a turn or an absence changes: pure, and shared by plans.

Plans of one organization keep the same hours and rotate alike; they differ in
names. So nothing here has a name: calendars are bits, users of a rotation are
numbers, and what has been cut for one plan is there for the next.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from operator import xor
from typing import NamedTuple

from commplan.clock import Calendar, Interval, Intervals, Rotation, open_intervals, shifts

Turns = tuple[str | bool | None, ...]
"""Whose turn it is in each rotation, then whether each person is away."""


class Plot(NamedTuple):
    """What is to be cut up."""

    window: Interval
    calendars: tuple[Calendar, ...]
    rotations: tuple[Rotation | None, ...]
    """None for one in which nobody is ever on call."""
    absences: tuple[Intervals, ...]
    frozen_at: int | None


class Stretch(NamedTuple):
    """From one change of turns to the next."""

    start: int
    end: int
    turns: Turns
    first: int
    last: int
    """Which runs of the calendars touch it, as a half-open range."""


class Cut(NamedTuple):
    """A window in stretches, and across them runs of the calendars."""

    end: int
    starts: tuple[int, ...]
    masks: tuple[int, ...]
    """Which calendars are open from each of ``starts`` on: the first is the lowest bit."""
    stretches: tuple[Stretch, ...]
    kinds: Mapping[Turns, tuple[int, ...]]
    """The masks that occur together with each constellation of turns."""

    def when(self, wanted: Mapping[Turns, set[int]]) -> Iterator[Interval]:
        """The instants of some constellations, in order; they may touch."""
        ends = (*self.starts[1:], self.end)
        for start, end, turns, first, last in self.stretches:
            masks = wanted[turns]
            for run in range(first, last):
                if self.masks[run] in masks:
                    yield max(self.starts[run], start), min(ends[run], end)

    def runs(self) -> Iterator[tuple[int, int, Turns, int]]:
        """Start, end and constellation of every stretch in which nothing changes, in order."""
        ends = (*self.starts[1:], self.end)
        for start, end, turns, first, last in self.stretches:
            for run in range(first, last):
                yield max(self.starts[run], start), min(ends[run], end), turns, self.masks[run]

    def at(self, t: int) -> tuple[Turns, int]:
        """The constellation at an instant of the window."""
        number = bisect_right(self.stretches, t, key=lambda stretch: stretch.start)
        run = bisect_right(self.starts, t)
        return self.stretches[number - 1].turns, self.masks[run - 1]


@lru_cache(maxsize=256)
def cut(plot: Plot) -> Cut:
    """Cut up a window. Raises ``UnknownZone``."""
    starts, masks = _openings(plot.calendars, plot.window, plot.frozen_at)
    stretches = tuple(_stretches(plot, starts))
    kinds: dict[Turns, set[int]] = {}
    for stretch in stretches:
        kinds.setdefault(stretch.turns, set()).update(masks[stretch.first : stretch.last])
    together = {turns: tuple(sorted(kind)) for turns, kind in kinds.items()}
    return Cut(plot.window[1], starts, masks, stretches, together)


@lru_cache(maxsize=64)
def _openings(
    calendars: tuple[Calendar, ...], window: Interval, frozen_at: int | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Instants at which a calendar opens or closes, and which are open from then on."""
    start, end = window
    changes: dict[int, int] = {start: 0}
    for number, calendar in enumerate(calendars):
        for opens, closes in open_intervals(calendar, start, end, frozen_at):
            changes[opens] = changes.get(opens, 0) ^ 1 << number
            changes[closes] = changes.get(closes, 0) ^ 1 << number
    changes.pop(end, None)
    starts = sorted(changes)
    return tuple(starts), tuple(accumulate((changes[t] for t in starts), xor))


def _stretches(plot: Plot, starts: tuple[int, ...]) -> Iterator[Stretch]:
    start, end = plot.window
    changes: dict[int, list[tuple[int, str | bool]]] = {start: []}
    for t, what, value in _changes(plot):
        changes.setdefault(t, []).append((what, value))
    changes.pop(end, None)
    turns: list[str | bool | None] = [
        *(None for _ in plot.rotations),
        *(False for _ in plot.absences),
    ]
    times = sorted(changes)
    for t, until in zip(times, (*times[1:], end), strict=True):
        for what, value in changes[t]:
            turns[what] = value
        yield Stretch(
            t, until, tuple(turns), bisect_right(starts, t) - 1, bisect_left(starts, until)
        )


def _changes(plot: Plot) -> Iterable[tuple[int, int, str | bool]]:
    """Instants at which a turn begins or somebody leaves or returns, in no order."""
    for number, rotation in enumerate(plot.rotations):
        for shift in shifts(rotation, *plot.window, plot.frozen_at) if rotation else ():
            yield shift.start, number, shift.user
    for number, absences in enumerate(plot.absences, len(plot.rotations)):
        for left, returned in absences:
            yield left, number, True
            yield returned, number, False
