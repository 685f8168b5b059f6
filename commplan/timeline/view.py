"""A stretch of time as the few moments of which it is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from functools import cached_property
from typing import TypeVar

from commplan.clock import Interval, Intervals
from commplan.timeline.cut import Plot, Turns, cut
from commplan.timeline.moment import Duty, Moment
from commplan.timeline.roster import Roster

Label = TypeVar("Label", bound=Hashable)


class View:
    """The window of a timeline, cut up by what matters to one question.

    A rule tests moments, of which there are some dozens, instead of instants:
    ``view.when(lambda moment: …)``. Raises CalendarError for calendars whose
    hours cannot be known.
    """

    def __init__(
        self,
        roster: Roster,
        calendars: tuple[str, ...],
        rotations: tuple[str, ...],
        people: tuple[str, ...],
        doubtful: bool,
    ) -> None:
        self.doubtful = doubtful
        """Whether there is anybody of whom nobody can tell when they are there."""
        self._roster = roster
        self._calendars = calendars
        self._rotations = rotations
        self._people = people
        plot = Plot(
            window=roster.window,
            calendars=tuple(roster.calendar(calendar) for calendar in calendars),
            rotations=tuple(roster.turns(rotation) for rotation in rotations),
            absences=tuple(roster.away(person) for person in people),
            frozen_at=roster.frozen_at,
        )
        self._cut = cut(plot)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Every constellation of the window, once."""
        return tuple(self._moments.values())

    def when(self, test: Callable[[Moment], bool]) -> Intervals:
        """The instants of the window whose moment passes a test."""
        return self.spells(lambda moment: (0,) if test(moment) else ()).get(0, ())

    def spells(self, labels: Callable[[Moment], Collection[Label]]) -> dict[Label, Intervals]:
        """When each of the labels holds that a function gives to moments."""
        numbers: dict[Label, int] = {}
        given = tuple(
            tuple(numbers.setdefault(label, len(numbers)) for label in labels(moment))
            for moment in self.moments
        )
        return dict(zip(numbers, self._cut.spells(given), strict=True)) if numbers else {}

    def during(self, interval: Interval) -> tuple[Moment, ...]:
        """The moments of an interval, each once, in order of time."""
        since, until = interval
        found = (
            self._moments[constellation]
            for start, end, constellation in self._cut.runs()
            if start < until and since < end
        )
        return tuple(dict.fromkeys(found))

    def at(self, t: int) -> Moment:
        """The moment of one instant of the window."""
        return self._moments[self._cut.at(t)]

    @cached_property
    def _moments(self) -> dict[tuple[Turns, int], Moment]:
        opens = {mask: self._open(mask) for masks in self._cut.kinds.values() for mask in masks}
        duties = {turns: self._duty(turns) for turns in self._cut.kinds}
        return {
            (turns, mask): Moment(self._roster, opens[mask], duties[turns], self.doubtful)
            for turns, mask in self._cut.constellations
        }

    def _open(self, mask: int) -> frozenset[str]:
        return frozenset(name for bit, name in enumerate(self._calendars) if mask >> bit & 1)

    def _duty(self, turns: Turns) -> Duty:
        rotations = zip(self._rotations, turns, strict=False)
        people = zip(self._people, turns[len(self._rotations) :], strict=True)
        return Duty(
            self._roster,
            {rotation: self._roster.user(rotation, turn) for rotation, turn in rotations},
            frozenset(person for person, is_away in people if is_away),
            self.doubtful,
        )
