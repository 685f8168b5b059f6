"""What SLAs are promised for, and who is to keep them."""

from collections.abc import Iterator

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan import IncidentSeverity, Plan, Reference, Sla


class Promised(NamedTuple):
    """A severity or channel that an SLA is promised for."""

    name: str
    """``sev1``, ``channel:it-help``."""
    severity: str | None
    """The id of the severity, if it is one."""
    answering: Reference
    """Who answers: the path of a severity, the responders or else the owner of a channel."""
    at: Place
    """Where the plan says who answers."""


def promised(plan: Plan, sla: Sla) -> Iterator[Promised]:
    """What an SLA is promised for and the plan says who answers for."""
    for severity in severities_of(plan, sla):
        if severity.path is not None:
            yield Promised(severity.id, severity.id, severity.path, severity.path.at)
    for channel in map(plan.channels.get, sla.channels):
        if channel is not None:
            answering = channel.answering
            if answering is not None:
                yield Promised(f"channel:{channel.id}", None, answering, answering.at)


def slas_of(plan: Plan, severity: IncidentSeverity) -> tuple[Sla, ...]:
    """The SLAs of a severity: the one that it names, and those that say they apply to it."""
    return tuple(sla for sla in plan.slas.values() if _applies(plan, sla, severity))


def severities_of(plan: Plan, sla: Sla) -> tuple[IncidentSeverity, ...]:
    """The severities that an SLA is promised for."""
    return tuple(one for one in plan.severities.values() if _applies(plan, sla, one))


def _applies(plan: Plan, sla: Sla, severity: IncidentSeverity) -> bool:
    named = severity.sla
    return severity.id in sla.severities or (
        named is not None and named.id == sla.id and plan.sound(named)
    )
