"""Updates that an SLA promises: the messages that carry them, and who has to be there for each."""

from collections.abc import Iterable, Iterator

from commplan.clock import Intervals
from commplan.named import NamedTuple
from commplan.plan import (
    IncidentSeverity,
    Message,
    Plan,
    Reference,
    Sla,
    severities_named,
    severities_of,
)
from commplan.timeline.demand import Demand
from commplan.timeline.moment import Moment
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
    concerned = {severity.id for severity in severities}
    demands = [d for d in timeline.demands if d.severity.id in concerned and d.fault is None]
    clocks = (clock, *(required for demand in demands for required in demand.clocks))
    view = timeline.view(party, *(demand.path for demand in demands), clocks=clocks)
    missed = {
        moment: moment.people(party, trusting=True)
        for moment in view.moments
        if moment.runs(clock)
        and not moment.people(party)
        and any(_is_met(demand, moment) for demand in demands)
    }
    gaps = view.when(lambda moment: missed.get(moment) == ())
    return Absence(gaps, frozenset(person for people in missed.values() for person in people))


def _is_met(demand: Demand, moment: Moment) -> bool:
    """Whether there may be as many people as there have to be, so that this is no gap anyway."""
    _, most = demand.numbers(moment)
    return most >= (demand.depth if demand.runs(moment) else 1)
