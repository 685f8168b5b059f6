"""Paths against promises: whether a path brings enough people before a target is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from commplan.cached import cached_property
from commplan.clock import Intervals, exact_length
from commplan.plan import (
    EscalationPath,
    IncidentSeverity,
    Plan,
    Reference,
    Requirement,
    Sla,
    Target,
    slas_of,
)
from commplan.timeline.arrivals import Arrival, Levels, There, gathered, there_for
from commplan.timeline.calls import Call, Unrolled
from commplan.timeline.moment import Moment
from commplan.timeline.timeline import Timeline
from commplan.timeline.view import View

GRAVEST = 2
"""Severities up to this order need several levels in time, others one."""


class _Gains(dict[Moment, Levels]):
    """What a path brings at each moment, for all severities that it serves.

    Many moments differ in nobody whom the path calls: those have one answer.
    """

    def __init__(self, calls: Sequence[Call]) -> None:
        super().__init__()
        self._calls = calls
        self._known: dict[There, Levels] = {}

    def __missing__(self, moment: Moment) -> Levels:
        there = there_for(self._calls, moment)
        if there not in self._known:
            self._known[there] = gathered(self._calls, there)
        self[moment] = self._known[there]
        return self[moment]


class Race:
    """The path of a severity against the first target of its SLA."""

    def __init__(
        self,
        timeline: Timeline,
        severity: IncidentSeverity,
        reference: Reference,
        sla: Sla,
        target: Target,
        unrolled: Unrolled,
        needed: int,
        gains: _Gains,
    ) -> None:
        self.severity = severity
        self.reference = reference
        """The severity's reference to its path."""
        self.sla = sla
        self.target = target
        self.unrolled = unrolled
        self.needed = needed
        """How many levels have to bring somebody new in time."""
        self._gains = gains
        self._timeline = timeline

    @property
    def path(self) -> EscalationPath:
        """The path of the severity."""
        return self._timeline.plan.paths[self.reference.id]

    @property
    def required(self) -> Requirement | None:
        """What ``coverage`` requires for the severity."""
        return self._timeline.plan.coverage.get(self.severity.id)

    @cached_property
    def view(self) -> View:
        """The moments that differ in whom the path reaches, or in whether a clock runs."""
        required = self.required
        clocks = (self.sla.clock, required.require if required else None)
        return self._timeline.view(self.reference, clocks=clocks)

    @property
    def unfixed(self) -> str | None:
        """A time that depends on a calendar, so that nothing can be compared."""
        if exact_length(self.target.duration) is None:
            return f"a target of {self.target.duration}"
        waits = (call.step.ack_within for call in self.unrolled.calls)
        return next((f"a wait of {w}" for w in waits if w and exact_length(w) is None), None)

    @property
    def times(self) -> Intervals:
        """When the path is too slow for an incident that begins then."""
        slowest = self.unrolled.slowest
        is_quick = slowest is not None and slowest <= self.target.duration.microseconds
        if self.needed == 1 and is_quick:
            return ()  # whoever is the first to be reached is reached in time
        return self.view.when(self.late)

    def late(self, moment: Moment) -> bool:
        """Whether the path is too slow for an incident that begins now.

        Not judged while the clock stands still, nor at an instant that is a gap
        anyway: nobody is covered, or fewer than ``coverage`` requires.
        """
        if not moment.runs(self.sla.clock):
            return False
        came = _arrivals(self.levels(moment))
        required = self.required
        is_required = required is not None and moment.runs(required.require)
        depth = required.min_depth if required and is_required else 1
        if sum([len(arrival.people) for arrival in came]) < depth:
            return False
        if len(came) < self.needed:
            return True
        return came[self.needed - 1].time > self.target.duration.microseconds

    def levels(self, moment: Moment) -> Levels:
        """What each level of the path brings at a moment."""
        return self._gains[moment]

    def last(self, levels: Levels) -> Arrival | None:
        """The arrival that completes what is needed; None if the path never brings so many."""
        came = _arrivals(levels)
        return came[self.needed - 1] if len(came) >= self.needed else None


def _arrivals(levels: Levels) -> list[Arrival]:
    return [level for level in levels if isinstance(level, Arrival)]


def races(plan: Plan, timeline: Timeline, levels: int, notice: Mapping[str, str]) -> Iterator[Race]:
    """Every severity with a path and an SLA that promises a first reaction.

    Left out is what other rules speak of: references that lead nowhere or in a
    circle, clocks that are missing or not valid.
    """
    gains: dict[str, _Gains] = {}
    for severity in plan.severities.values():
        if severity.path is None or not timeline.sound(severity.path):
            continue
        required = plan.coverage.get(severity.id)
        require = required.require if required else None
        for sla in slas_of(plan, severity):
            target = sla.target("acknowledge") or sla.target("first_response")
            clocks = (sla.clock, require)
            known = sla.clock is not None and timeline.knows(*clocks)
            if target is not None and known and not any(map(timeline.clock_fault, clocks)):
                path, unrolled = severity.path, timeline.unrolled(severity.path.id, notice)
                yield Race(
                    timeline,
                    severity,
                    path,
                    sla,
                    target,
                    unrolled,
                    needed=levels if severity.order <= GRAVEST else 1,
                    gains=gains.setdefault(path.id, _Gains(unrolled.calls)),
                )
