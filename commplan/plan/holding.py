"""Which SLAs hold for the incidents of which severity."""

from commplan.plan.plan import Plan
from commplan.plan.promises import IncidentSeverity, Sla


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
