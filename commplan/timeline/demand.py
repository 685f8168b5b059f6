"""When somebody has to be there for a severity, and whether anybody is."""

from __future__ import annotations

from collections.abc import Collection
from math import inf
from typing import TYPE_CHECKING
from weakref import proxy

from commplan.cached import cached_property
from commplan.clock import Intervals
from commplan.place import Place
from commplan.plan import IncidentSeverity, Reference, Requirement, Sla, slas_of
from commplan.timeline.clock_changes import seasonal_gaps
from commplan.timeline.moment import Moment
from commplan.timeline.view import View

if TYPE_CHECKING:
    from commplan.timeline.timeline import Timeline


class Demand:
    """The hours in which people must be reachable for a severity, and its path, who are reached.

    Of those of whom nobody can tell whether they are there, either none is taken
    to be there or all are: what holds both ways is certain.
    """

    def __init__(
        self,
        timeline: Timeline,
        severity: IncidentSeverity,
        path: Reference,
        required: Requirement | None,
        slas: tuple[Sla, ...],
    ) -> None:
        # Weak: the timeline keeps its demands, and no cycle is collected while plans are judged.
        self.timeline: Timeline = proxy(timeline)
        self.severity = severity
        self.path = path
        """The severity's reference to its path."""
        self.required = required
        """What ``coverage`` requires; None where the hours are those of the SLAs."""
        self.slas = slas
        """The SLAs of the severity that have a clock."""

    @cached_property
    def clocks(self) -> tuple[str, ...]:
        """The clocks, one of which has to run: of ``coverage``, else those of the SLAs."""
        if self.required is not None and self.required.require is not None:
            return (self.required.require,)
        return tuple(dict.fromkeys(sla.clock for sla in self.slas if sla.clock is not None))

    @property
    def at(self) -> Place:
        """Where the plan says when somebody has to be there."""
        return self.slas[0].at / "clock" if self.required is None else self.required.at / "require"

    @property
    def depth(self) -> int:
        """How many people have to be there."""
        return 1 if self.required is None else self.required.min_depth

    @property
    def fault(self) -> str | None:
        """Why nobody can tell when somebody has to be there; None if all is well."""
        faults = filter(None, map(self.timeline.clock_fault, self.clocks))
        fault = next(faults, None)
        return fault and f"nobody can tell when {self.severity.id} has to be covered: {fault}"

    @cached_property
    def view(self) -> View:
        """The moments that differ in who is there, in what is required, in whether SLAs run."""
        running = (sla.clock for sla in self.slas if not self.timeline.clock_fault(sla.clock))
        return self.timeline.view(self.path, clocks=(*self.clocks, *running))

    def runs(self, moment: Moment) -> bool:
        """Whether somebody has to be there."""
        return any(map(moment.runs, self.clocks))

    def numbers(self, moment: Moment) -> tuple[float, float]:
        """The fewest and the most people who may be there."""
        certain = len(moment.people(self.path))
        if not self.view.doubtful:
            return certain, certain
        possible = moment.people(self.path, trusting=True)
        # A group known to Slack only, or a party outside, may be any number of people.
        most = inf if any(":" in name for name in possible) else len(possible)
        return min(certain, most), max(certain, most)

    def lacks(self, moment: Moment) -> bool:
        """Whether there are certainly fewer people than have to be."""
        return self.runs(moment) and self.numbers(moment)[1] < self.depth

    def may_lack(self, moment: Moment) -> bool:
        """Whether there may be fewer people than have to be."""
        return self.runs(moment) and self.numbers(moment)[0] < self.depth

    @cached_property
    def gaps(self) -> Intervals:
        """When there are certainly too few."""
        return self.view.when(self.lacks)

    @cached_property
    def seasonal(self) -> Intervals:
        """Those of the gaps that are there only because zones change their clocks."""
        return seasonal_gaps(self)

    @property
    def lasting(self) -> Intervals:
        """The other gaps, which no clock is to blame for."""
        seasonal = set(self.seasonal)
        return tuple(gap for gap in self.gaps if gap not in seasonal)

    @cached_property
    def doubt(self) -> str | None:
        """Why it cannot be said whether there are gaps; None where there are, or are none."""
        if self.fault is not None:
            return self.fault
        if self.gaps or not self.doubtful:
            return None
        people = self.timeline.doubts(self.doubtful)
        return f"whether {self.severity.id} has enough people hangs on {people}"

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Those on whom it hangs whether there are too few."""
        moments = self.view.moments if self.view.doubtful else ()
        return self.untold([m for m in moments if self.may_lack(m) and not self.lacks(m)])

    def untold(self, moments: Collection[Moment]) -> frozenset[str]:
        """Those of whom nobody can tell whether they are there at some moments."""
        certain = {name for moment in moments for name in moment.people(self.path)}
        possible = {n for moment in moments for n in moment.people(self.path, trusting=True)}
        return frozenset(possible - certain or possible)


def demands(timeline: Timeline) -> tuple[Demand, ...]:
    """What the severities of a plan demand, as far as it can be judged.

    Left out is what other rules speak of: severities without a path or without
    hours, references that lead nowhere or in a circle, paths that reach nobody.
    """
    plan = timeline.plan
    found = []
    for severity in plan.severities.values():
        path = severity.path
        if path is None or not timeline.sound(path) or plan.reach(path).nobody:
            continue
        declared = plan.coverage.get(severity.id)
        required = declared if declared and declared.require else None
        known = (sla for sla in slas_of(plan, severity) if sla.clock and timeline.knows(sla.clock))
        demand = Demand(timeline, severity, path, required, tuple(known))
        if demand.clocks and timeline.knows(*demand.clocks):
            found.append(demand)
    return tuple(found)
