"""A stretch of time as the few moments of which it is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import TypeVar

from commplan.cached import cached_property
from commplan.clock import Interval, Intervals
from commplan.named import NamedTuple
from commplan.timeline.cut import Constellation, Plot, Turns, cut
from commplan.timeline.moment import Duty, Moment
from commplan.timeline.roster import Roster

Label = TypeVar("Label", bound=Hashable)


class Subject(NamedTuple):
    """What can change the answer to a question: ids, in an order."""

    calendars: tuple[str, ...]
    rotations: tuple[str, ...]
    people: tuple[str, ...]
    """Those who are ever away."""
    doubtful: bool
    """Whether there is anybody of whom nobody can tell when they are there."""


class Kinds(dict[Constellation, Moment]):
    """The moments of a question, each made when it is first met.

    They hold no instants, so that they are the same however clocks are set.
    """

    def __init__(self, roster: Roster, subject: Subject) -> None:
        super().__init__()
        self.subject = subject
        self._roster = roster
        self._duties: dict[Turns, Duty] = {}
        self._open: dict[int, frozenset[str]] = {}

    def __missing__(self, constellation: Constellation) -> Moment:
        turns, mask = constellation
        if turns not in self._duties:
            self._duties[turns] = self._duty(turns)
        if mask not in self._open:
            calendars = enumerate(self.subject.calendars)
            self._open[mask] = frozenset(name for bit, name in calendars if mask >> bit & 1)
        self[constellation] = Moment(
            self._roster, self._open[mask], self._duties[turns], self.subject.doubtful
        )
        return self[constellation]

    def _duty(self, turns: Turns) -> Duty:
        _, names, ever_away, doubtful = self.subject
        rotations = zip(names, turns, strict=False)
        people = zip(ever_away, turns[len(names) :], strict=True)
        return Duty(
            self._roster,
            {rotation: self._roster.user(rotation, turn) for rotation, turn in rotations},
            frozenset(person for person, is_away in people if is_away),
            doubtful,
        )


class View:
    """The window of a timeline, cut up by what matters to one question.

    A rule tests moments, of which there are some dozens, instead of instants:
    ``view.when(lambda moment: …)``. Raises CalendarError for calendars whose
    hours cannot be known.
    """

    def __init__(self, roster: Roster, kinds: Kinds) -> None:
        self._kinds = kinds
        subject = kinds.subject
        plot = Plot(
            window=roster.window,
            calendars=tuple(roster.calendar(calendar) for calendar in subject.calendars),
            rotations=tuple(roster.turns(rotation) for rotation in subject.rotations),
            absences=tuple(roster.away(person) for person in subject.people),
            frozen_at=roster.frozen_at,
        )
        self._roster = roster
        self._cut = cut(plot)

    @property
    def doubtful(self) -> bool:
        """Whether there is anybody of whom nobody can tell when they are there."""
        return self._kinds.subject.doubtful

    def frozen(self, at: int, window: Interval) -> View:
        """The same over another window, as if zones kept the offsets of an instant for ever.

        Leave, last days, holidays and exceptions stay where they are.
        """
        return View(self._roster.over(window, at), self._kinds)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Every constellation of the window, once."""
        return tuple(self._moments.values())

    def when(self, test: Callable[[Moment], bool]) -> Intervals:
        """The instants of the window whose moment passes a test."""
        held = tuple([(0,) if test(moment) else () for moment in self.moments])
        return self._cut.spells(held)[0] if any(held) else ()

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
        found = (constellation for _, _, constellation in self._cut.runs(interval))
        return tuple(self._moments[constellation] for constellation in dict.fromkeys(found))

    def at(self, t: int) -> Moment:
        """The moment of one instant of the window."""
        return self._moments[self._cut.at(t)]

    @cached_property
    def _moments(self) -> dict[Constellation, Moment]:
        return {found: self._kinds[found] for found in self._cut.constellations}
