"""Updates that an SLA promises: the messages that carry them, and who has to be there for each."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from commplan.clock import Intervals
from commplan.plan import (
    IncidentSeverity,
    Message,
    Plan,
    Reference,
    Requirement,
    Sla,
    severities_named,
)
from commplan.timeline.moment import Moment
from commplan.timeline.promises import severities_of
from commplan.timeline.timeline import Timeline

_INCIDENT = "incident"


class Update(NamedTuple):
    """A kind of message that keeps a promise of updates."""

    message: Message
    severities: tuple[IncidentSeverity, ...]
    """Those that it is sent for and the SLA is promised for."""


class Absence(NamedTuple):
    """When somebody without whom no update goes out is not there."""

    gaps: Intervals
    """When that is certain, the clock runs, and there are people for the severity otherwise."""
    doubtful: frozenset[str]
    """Those on whom it hangs whether there are more such times."""


class _Cover(NamedTuple):
    """Who has to be there for a severity anyway."""

    path: Reference
    required: Requirement | None

    def holds(self, moment: Moment) -> bool:
        """Whether there are as many people as there have to be, so that this is no gap."""
        people = moment.people(self.path, trusting=True)
        required = self.required
        depth = required.min_depth if required and moment.runs(required.require) else 1
        return len(people) >= depth or any(":" in id_ for id_ in people)


def updates_of(plan: Plan, sla: Sla) -> Iterator[Update]:
    """The incident messages whose ``when`` names a severity of the SLA."""
    severities = {severity.id: severity for severity in severities_of(plan, sla)}
    for message in plan.messages.values() if severities else ():
        named = severities_named(message.when, tuple(severities))
        if named and message.kind == _INCIDENT:
            yield Update(message, tuple(severities[name] for name in named))


def absence(
    timeline: Timeline, clock: str, party: Reference, severities: Iterable[IncidentSeverity]
) -> Absence:
    """When nobody of a party is there while a clock runs; both are in order.

    Left out are instants at which nobody, or fewer people than ``coverage``
    requires, would be there for the severities anyway.
    """
    alone = timeline.view(party, clocks=(clock,))
    if all(moment.people(party) for moment in alone.moments if moment.runs(clock)):
        return Absence((), frozenset())
    covers = tuple(_covers(timeline, severities))
    requires = (cover.required.require for cover in covers if cover.required)
    view = timeline.view(party, *(cover.path for cover in covers), clocks=(clock, *requires))
    missed = {
        moment: moment.people(party, trusting=True)
        for moment in view.moments
        if moment.runs(clock)
        and not moment.people(party)
        and any(cover.holds(moment) for cover in covers)
    }
    gaps = view.when(lambda moment: missed.get(moment) == ())
    return Absence(gaps, frozenset(person for people in missed.values() for person in people))


def _covers(timeline: Timeline, severities: Iterable[IncidentSeverity]) -> Iterator[_Cover]:
    for severity in severities:
        required = timeline.plan.coverage.get(severity.id)
        require = required.require if required else None
        if not timeline.knows(require) or timeline.clock_fault(require):
            required = None
        if severity.path is not None and timeline.sound(severity.path):
            yield _Cover(severity.path, required)
