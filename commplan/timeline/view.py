"""A stretch of time as the few moments of which it is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from functools import cached_property
from typing import TypeVar

from commplan.clock import Interval, Intervals, normalize
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
        return tuple(moment for masks in self._moments.values() for moment in masks.values())

    def when(self, test: Callable[[Moment], bool]) -> Intervals:
        """The instants of the window whose moment passes a test."""
        passing = {
            turns: {mask for mask, moment in masks.items() if test(moment)}
            for turns, masks in self._moments.items()
        }
        if not any(passing.values()):
            return ()
        if all(len(passing[turns]) == len(masks) for turns, masks in self._moments.items()):
            return (self._roster.window,)
        return normalize(self._cut.when(passing))

    def spells(self, labels: Callable[[Moment], Collection[Label]]) -> dict[Label, Intervals]:
        """When each of the labels holds that a function gives to moments."""
        given = {
            turns: {mask: labels(moment) for mask, moment in masks.items()}
            for turns, masks in self._moments.items()
        }
        found: dict[Label, list[Interval]] = {}
        if any(held for masks in given.values() for held in masks.values()):
            for start, end, turns, mask in self._cut.runs():
                for label in given[turns][mask]:
                    spells = found.setdefault(label, [])
                    touching = spells and spells[-1][1] == start
                    spells.append((spells.pop()[0] if touching else start, end))
        return {label: tuple(spells) for label, spells in found.items()}

    def during(self, interval: Interval) -> tuple[Moment, ...]:
        """The moments of an interval, each once, in order of time."""
        since, until = interval
        found = (
            self._moments[turns][mask]
            for start, end, turns, mask in self._cut.runs()
            if start < until and since < end
        )
        return tuple(dict.fromkeys(found))

    def at(self, t: int) -> Moment:
        """The moment of one instant of the window."""
        turns, mask = self._cut.at(t)
        return self._moments[turns][mask]

    @cached_property
    def _moments(self) -> dict[Turns, dict[int, Moment]]:
        opens = {mask: self._open(mask) for masks in self._cut.kinds.values() for mask in masks}
        found = {}
        for turns, masks in self._cut.kinds.items():
            duty = self._duty(turns)
            found[turns] = {
                mask: Moment(self._roster, opens[mask], duty, self.doubtful) for mask in masks
            }
        return found

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
