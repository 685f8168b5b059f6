"""A stretch of time cut up wherever something changes that matters to one question."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import xor
from typing import NamedTuple

from commplan.clock import Calendar, Interval, Intervals, normalize, open_intervals
from commplan.plan import Reference
from commplan.timeline.moment import Moment
from commplan.timeline.roster import Roster, substitutes

Turn = str | bool | None
Turns = tuple[Turn, ...]
"""Whose turn it is in each rotation of the scope, then whether each person is away."""


class _Stretch(NamedTuple):
    """From one hand-over, departure or return to the next."""

    start: int
    end: int
    turns: Turns
    first: int
    last: int
    """Which runs of the calendars lie in it, as a half-open range; the outer two may stick out."""


class View:
    """The window of a timeline as the few moments of which it is made.

    A rule tests moments, of which there are some dozens, instead of instants:
    ``view.when(lambda moment: …)``. Hours change often and alike in all plans,
    turns and absences seldom and differently, so the two are kept apart: the
    hours are cut up once for all plans that share their calendars.
    """

    def __init__(
        self,
        roster: Roster,
        calendars: tuple[str, ...],
        rotations: tuple[str, ...],
        people: tuple[str, ...],
    ) -> None:
        self._roster = roster
        self._calendars = calendars
        self._rotations = rotations
        self._people = people
        self.window = roster.window
        self._opening = _open_together(
            tuple(map(roster.calendar, calendars)), roster.window, roster.frozen_at
        )

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Every constellation of the window, once."""
        return tuple(moment for masks in self._moments.values() for moment in masks.values())

    def when(self, test: Callable[[Moment], bool]) -> Intervals:
        """The instants of the window whose moment passes a test."""
        passing = {
            turns: {mask for mask, moment in masks.items() if test(moment)}
            for turns, masks in self._moments.items()
        }
        if not any(passing.values()):
            return ()
        if all(len(masks) == len(passing[turns]) for turns, masks in self._moments.items()):
            return (self.window,)
        return normalize(self._instants(passing))

    def at(self, t: int) -> Moment:
        """The moment of one instant of the window."""
        stretch = self._stretches[bisect_right(self._stretches, t, key=lambda s: s.start) - 1]
        starts, masks = self._opening
        return self._moments[stretch.turns][masks[bisect_right(starts, t) - 1]]

    def _instants(self, passing: Mapping[Turns, set[int]]) -> Iterator[Interval]:
        starts, masks = self._opening
        ends = (*starts[1:], self.window[1])
        for start, end, turns, first, last in self._stretches:
            for run in range(first, last):
                if masks[run] in passing[turns]:
                    yield max(starts[run], start), min(ends[run], end)

    @cached_property
    def _moments(self) -> dict[Turns, dict[int, Moment]]:
        masks = self._opening[1]
        found: dict[Turns, set[int]] = {}
        for stretch in self._stretches:
            found.setdefault(stretch.turns, set()).update(masks[stretch.first : stretch.last])
        opens = {mask: self._open(mask) for mask in set(masks)}
        return {
            turns: {mask: self._moment(opens[mask], turns) for mask in sorted(present)}
            for turns, present in found.items()
        }

    def _open(self, mask: int) -> frozenset[str]:
        return frozenset(name for bit, name in enumerate(self._calendars) if mask >> bit & 1)

    def _moment(self, open: frozenset[str], turns: Turns) -> Moment:
        on_duty = zip(self._rotations, turns, strict=False)
        away = zip(self._people, turns[len(self._rotations) :], strict=True)
        return Moment(
            self._roster,
            open,
            {rotation: self._users[rotation].get(turn) for rotation, turn in on_duty},
            frozenset(person for person, is_away in away if is_away),
        )

    @cached_property
    def _users(self) -> dict[str, dict[Turn, Reference]]:
        """Users by rotation and by their text, which is how shifts name them."""
        duties = self._roster.plan.rotations
        return {
            rotation: {
                str(user): user
                for user in (*substitutes(duties[rotation]), *duties[rotation].users)
            }
            for rotation in self._rotations
        }

    @cached_property
    def _stretches(self) -> tuple[_Stretch, ...]:
        start, end = self.window
        starts = self._opening[0]
        changes: dict[int, list[tuple[int, Turn]]] = {start: []}
        for t, what, value in self._changes():
            changes.setdefault(t, []).append((what, value))
        changes.pop(end, None)
        turns: list[Turn] = [*(None for _ in self._rotations), *(False for _ in self._people)]
        times = sorted(changes)
        found = []
        for t, until in zip(times, (*times[1:], end), strict=True):
            for what, value in changes[t]:
                turns[what] = value
            runs = bisect_right(starts, t) - 1, bisect_left(starts, until)
            found.append(_Stretch(t, until, tuple(turns), *runs))
        return tuple(found)

    def _changes(self) -> Iterable[tuple[int, int, Turn]]:
        """Instants at which a turn begins or somebody leaves or returns, in no order."""
        for number, rotation in enumerate(self._rotations):
            for shift in self._roster.shifts(rotation):
                yield shift.start, number, shift.user
        for number, person in enumerate(self._people, len(self._rotations)):
            for left, returned in self._roster.away(person):
                yield left, number, True
                yield returned, number, False


@lru_cache(maxsize=64)
def _open_together(
    calendars: tuple[Calendar, ...], window: Interval, frozen_at: int | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Instants at which a calendar opens or closes, and which are open from then on.

    The second are bit masks, the first calendar in the lowest bit. Remembered
    for the last calendars and windows, which many plans share.
    """
    start, end = window
    changes: dict[int, int] = {start: 0}
    for number, calendar in enumerate(calendars):
        for opens, closes in open_intervals(calendar, start, end, frozen_at):
            changes[opens] = changes.get(opens, 0) ^ 1 << number
            changes[closes] = changes.get(closes, 0) ^ 1 << number
    changes.pop(end, None)
    starts = sorted(changes)
    return tuple(starts), tuple(accumulate((changes[t] for t in starts), xor))
