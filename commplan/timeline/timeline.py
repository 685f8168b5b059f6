"""The plan unrolled over time: who is there when, whom a path reaches, and how soon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from commplan.cached import cached_property
from commplan.clock import (
    ALWAYS,
    WEEK,
    Calendar,
    Duration,
    Interval,
    Intervals,
    Shift,
    due,
    parse_duration,
)
from commplan.errors import CommplanError, ConfigError
from commplan.plan import ANY_TIME, Plan, Reference
from commplan.plan.values import duration, mapping
from commplan.timeline.calls import NOTICE, Unrolled, unroll
from commplan.timeline.certain import is_certain
from commplan.timeline.cycle import Cycle, Node, cycles
from commplan.timeline.doubts import doubts
from commplan.timeline.roster import Roster, zone_exists
from commplan.timeline.scope import Scope, scope
from commplan.timeline.view import Kinds, Subject, View

if TYPE_CHECKING:
    from commplan.timeline.demand import Demand
    from commplan.timeline.load import Load

HORIZON = Duration(53 * WEEK)
"""A year and a week: every clock change, every holiday, and a whole week to compare with."""

_CLOCK = "calendar:"


class Timeline:
    """One plan from an instant up to a horizon; everything is worked out when asked for.

    ``as_of`` is in microseconds UTC. ``coverage.horizon`` of the plan wins over
    ``horizon``. ``window`` replaces both ends.
    """

    def __init__(
        self,
        plan: Plan,
        as_of: int,
        horizon: Duration | None = None,
        *,
        window: Interval | None = None,
    ) -> None:
        self.plan = plan
        self.as_of = as_of
        self._horizon = horizon or HORIZON
        self._window = window
        self._scopes: dict[tuple[Node, ...], Scope] = {}
        self._views: dict[Subject, View] = {}
        self._certain: dict[tuple[str, str, str], bool] = {}

    @cached_property
    def window(self) -> Interval:
        """The instants that are looked at; raises CommplanError for more than a century."""
        if self._window is not None:
            return self._window
        declared = duration(mapping(self.plan.value.get("coverage")).get("horizon"))
        end = due(ALWAYS, self.as_of, declared or self._horizon)
        if end is None:  # which the schema refuses in a plan
            raise CommplanError(f"a horizon of {declared or self._horizon} is more than a century")
        return self.as_of, end

    def over(self, horizon: str) -> Timeline:
        """The same over another horizon, unless the plan states one; for parameters of rules.

        Raises ConfigError for what is no duration, nothing, or more than a century.
        """
        try:
            length = parse_duration(horizon)
            end = due(ALWAYS, self.as_of, length)
            if end is None or end == self.as_of:
                fault = "nothing to look at" if end else "more than a century"
                raise ValueError(f"{horizon!r} is {fault}")
        except ValueError as error:
            raise ConfigError(f"horizon: {error}") from None
        return self if length == self._horizon else Timeline(self.plan, self.as_of, length)

    def until(self, end: int) -> Timeline:
        """The same up to another end: what begins within the horizon becomes due after it."""
        return Timeline(self.plan, self.as_of, window=(self.window[0], end))

    @cached_property
    def roster(self) -> Roster:
        """Hours, turns and absences by id."""
        return Roster(self.plan, self.window)

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """When somebody has to be there for which severity; what can be judged of it."""
        from commplan.timeline.demand import demands  # only rules about coverage pay for it

        return demands(self)

    @cached_property
    def loads(self) -> tuple[Load, ...]:
        """Rotations, and when they fall to whom."""
        from commplan.timeline.load import loads  # only rules about duty pay for it

        return loads(self)

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """References that lead back to where they came from."""
        return cycles(self.plan)

    def calendar(self, clock: str) -> Calendar:
        """The calendar of a clock, ``24x7`` or ``calendar:id``; raises CalendarError."""
        return ALWAYS if clock == ANY_TIME else self.roster.calendar(_id(clock))

    def hours(self, clock: str) -> Intervals:
        """When a clock runs; raises CalendarError."""
        return (self.window,) if clock == ANY_TIME else self.roster.hours(_id(clock))

    def knows(self, *clocks: str | None) -> bool:
        """Whether the clocks exist, if they are given; one that does not is left to PLN101."""
        calendars = self.plan.calendars
        return all(c is None or c == ANY_TIME or _id(c) in calendars for c in clocks)

    def clock_fault(self, clock: str | None) -> str | None:
        """Why nobody can tell when a clock that exists runs; None if all is well, or no clock."""
        if clock is None or clock == ANY_TIME:
            return None
        fault = self.roster.calendar_fault(_id(clock))
        return None if fault is None else f"{clock} is not valid: {fault}"

    def shifts(self, rotation: str) -> tuple[Shift, ...]:
        """Who is on call when in a rotation; users are ``kind:id``. None if it is out of order."""
        return self.roster.shifts(rotation)

    def away(self, person: str) -> Intervals:
        """When a person is on leave or past the last day."""
        return self.roster.away(person)

    def unrolled(self, path: str, notice: Mapping[str, str] = NOTICE) -> Unrolled:
        """The calls of an escalation path and its end; raises ConfigError for a bad notice."""
        if notice == NOTICE:
            return self.roster.unrolled(path)
        return unroll(self.plan, self.plan.paths[path], notice)

    def sound(self, *references: Reference) -> bool:
        """Whether everything behind some references exists and none leads back to itself.

        What is not sound is left to the rules that speak of that.
        """
        if not self.plan.broken and not self.cycles:
            return True  # as in most plans, and without a walk
        found = self._scope(references)
        return not found.broken and not any(cycle.nodes & found.nodes for cycle in self.cycles)

    def is_certain(self, reference: Reference, clock: str) -> bool:
        """Whether a sound reference certainly stands for somebody whenever a clock runs."""
        key = (reference.kind, reference.id, clock)
        if key not in self._certain:
            self._certain[key] = is_certain(self.roster, reference, clock)
        return self._certain[key]

    def view(self, *references: Reference, clocks: Iterable[str | None] = ()) -> View:
        """The window as the moments that differ in what references stand for or clocks say.

        Raises CalendarError for a clock with a :meth:`clock_fault`.
        """
        found = self._scope(references)
        people = self.plan.people
        subject = Subject(
            calendars=tuple(sorted(_calendars(clocks).union(found.calendars))),
            rotations=found.rotations,
            people=tuple(name for name in found.people if people[name].ever_away),
            doubtful=found.doubtful,
        )
        if subject not in self._views:
            self._views[subject] = View(self.roster, Kinds(self.roster, subject))
        return self._views[subject]

    def zone(self, *references: Reference, clocks: Iterable[str | None] = ()) -> str:
        """The zone in which to tell people of instants that concern some references or clocks.

        The plan's own, else the one that all calendars and rotations behind them
        share, else UTC.
        """
        if self.roster.declared_zone is not None:
            return self.roster.declared_zone
        zones = self._zones(references, clocks)
        return zones.pop() if len(zones) == 1 and all(map(zone_exists, zones)) else "UTC"

    def zones(self, *references: Reference, clocks: Iterable[str | None] = ()) -> tuple[str, ...]:
        """The zones whose clocks decide whom references stand for, or when other clocks run."""
        return tuple(sorted(filter(zone_exists, self._zones(references, clocks))))

    def _zones(self, references: tuple[Reference, ...], clocks: Iterable[str | None]) -> set[str]:
        found = self._scope(references)
        calendars = _calendars(clocks).union(found.calendars)
        rotations = (self.plan.rotations[rotation].timezone for rotation in found.rotations)
        return {*(self.plan.calendars[calendar].timezone for calendar in calendars), *rotations}

    def doubts(self, ids: Iterable[str]) -> str:
        """Why an answer hangs on some people: ``alice and bob (no calendar)``."""
        return doubts(self.roster, ids)

    def _scope(self, references: tuple[Reference, ...]) -> Scope:
        key = tuple((reference.kind, reference.id) for reference in references)
        if key not in self._scopes:
            self._scopes[key] = scope(self.roster, references)
        return self._scopes[key]


def _calendars(clocks: Iterable[str | None]) -> set[str]:
    return {_id(clock) for clock in clocks if clock is not None and clock != ANY_TIME}


def _id(clock: str) -> str:
    return clock.removeprefix(_CLOCK)
