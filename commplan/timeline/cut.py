"""Time cut up wherever an opening, a turn or an absence changes: pure, and shared by plans.

Plans of one organization keep the same hours and rotate alike; they differ in
names. So nothing here has a name: calendars are bits, users of a rotation are
numbers, and what has been cut for one plan is there for the next.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from operator import xor

from commplan.clock import Calendar, Interval, Intervals, Rotation, open_intervals, shifts
from commplan.named import NamedTuple

Turns = tuple[str | bool | None, ...]
"""Whose turn it is in each rotation, then whether each person is away."""

_MOST_ANSWERS = 64
"""Answers that one cut remembers; a year of them with every opening takes some 50 KB."""


Constellation = tuple[Turns, int]
"""Turns, and which calendars are open: the first is the lowest bit."""


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


Labels = tuple[tuple[int, ...], ...]
"""What holds in each constellation of a cut, in their order: numbers from 0 on."""


class Cut:
    """A window in stretches, and across them runs of the calendars."""

    def __init__(
        self,
        end: int,
        starts: tuple[int, ...],
        masks: tuple[int, ...],
        stretches: tuple[Stretch, ...],
    ) -> None:
        kinds: dict[Turns, set[int]] = {}
        for stretch in stretches:
            kinds.setdefault(stretch.turns, set()).update(masks[stretch.first : stretch.last])
        self.kinds = {turns: tuple(sorted(kind)) for turns, kind in kinds.items()}
        """The masks that occur together with each constellation of turns."""
        self._end = end
        self._starts = starts
        self._masks = masks
        self._stretches = stretches
        self._spells: dict[Labels, tuple[Intervals, ...]] = {}

    @property
    def constellations(self) -> Iterator[Constellation]:
        """Turns with a mask: all that occur, in an order that does not change."""
        for turns, masks in self.kinds.items():
            for mask in masks:
                yield turns, mask

    def spells(self, labels: Labels) -> tuple[Intervals, ...]:
        """When each label holds, by its number.

        Remembered, because plans that share a cut mostly ask alike: it is not the
        people of a rotation who differ, but their names.
        """
        if labels not in self._spells:
            if len(self._spells) >= _MOST_ANSWERS:
                self._spells.clear()
            self._spells[labels] = self._work_out(labels)
        return self._spells[labels]

    def _work_out(self, labels: Labels) -> tuple[Intervals, ...]:
        held = dict(zip(self.constellations, labels, strict=True))
        found: list[list[Interval]] = [[] for _ in {n for numbers in labels for n in numbers}]
        for start, end, constellation in self.runs((self._starts[0], self._end)):
            for number in held[constellation]:
                spells = found[number]
                touching = spells and spells[-1][1] == start
                spells.append((spells.pop()[0] if touching else start, end))
        return tuple(map(tuple, found))

    def runs(self, window: Interval) -> Iterator[tuple[int, int, Constellation]]:
        """Start, end and constellation of the stretches of a window in which nothing changes."""
        since, until = window
        for start, end, turns, first, last in self._stretches[self._stretch_at(since) :]:
            if start >= until:
                return
            for run in range(max(first, self._run_at(since)), last):
                opened = self._starts[run]
                if opened >= until:
                    return
                closed = self._starts[run + 1] if run + 1 < len(self._starts) else self._end
                yield max(opened, start), min(closed, end), (turns, self._masks[run])

    def at(self, t: int) -> Constellation:
        """The constellation at an instant of the window."""
        return self._stretches[self._stretch_at(t)].turns, self._masks[self._run_at(t)]

    def _stretch_at(self, t: int) -> int:
        return bisect_right(self._stretches, t, key=lambda stretch: stretch.start) - 1

    def _run_at(self, t: int) -> int:
        return bisect_right(self._starts, t) - 1


@lru_cache(maxsize=256)
def cut(plot: Plot) -> Cut:
    """Cut up a window. Raises ``UnknownZone``."""
    starts, masks = _openings(plot.calendars, plot.window, plot.frozen_at)
    return Cut(plot.window[1], starts, masks, tuple(_stretches(plot, starts)))


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
