"""What SLAs are promised for, and who is to keep them."""

from collections.abc import Iterator

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan import Plan, Reference, Sla, severities_of


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
