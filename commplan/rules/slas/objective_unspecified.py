"""A promise that nobody can be held to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import Plan, Problem, Related, Severity, Sla, listed, rule, severities_of

if TYPE_CHECKING:
    from commplan.api import IncidentSeverity


@rule(
    "SLA103",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A26 A28 A39; NIST 800-53 IR-8",
)
def objective_unspecified(plan: Plan, *, top: int = 2) -> Iterator[Problem]:
    """An SLA lacks an objective, a target for the requester, or updates for a grave severity.

    Nobody keeps a promise every time. Without an `objective`, a share of cases over a
    window, people argue about single cases instead of looking whether the promise
    holds. Whoever asked also has to know when somebody answers or when the case is
    solved (`first_response`, `resolve`); and in an incident of the gravest severities,
    up to order `top`, how long the silence between two updates may last
    (`update_every`).

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {first_response: 30m, resolve: 8h}}
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 10m}
            - {notify: ["person:bob"], ack_within: 20m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major:
            clock: 24x7
            targets: {first_response: 30m, resolve: 8h, update_every: 1h}
            objective: {attainment: 0.95, window: 90d}
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 10m}
            - {notify: ["person:bob"], ack_within: 20m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        sla: id of the SLA
        missing: the keys that it lacks
    """
    for sla in plan.slas.values():
        lacks = tuple(_lacks(sla, _gravest(plan, sla, top)))
        if lacks:
            partly = sla.objective is not None and {lack.key for lack in lacks} <= _OF_OBJECTIVE
            yield Problem(
                at=sla.at / "objective" if partly else sla.at,
                message=f"sla:{sla.id} has {listed([lack.words for lack in lacks])}",
                help=f"add {listed([f'`{lack.remedy}`' for lack in lacks])}",
                related=tuple(lack.because for lack in lacks if lack.because),
                facts={"sla": sla.id, "missing": [lack.key for lack in lacks]},
            )


_OF_OBJECTIVE = {"attainment", "window"}


class _Lack(NamedTuple):
    """Something that an SLA does not say."""

    key: str
    words: str
    remedy: str
    because: Related | None = None


def _lacks(sla: Sla, grave: IncidentSeverity | None) -> Iterator[_Lack]:
    objective = sla.objective
    if objective is None:
        yield _Lack("objective", "no objective", "objective: {attainment: 0.95, window: 28d}")
    elif objective.share is None:
        yield _Lack("attainment", "no share of cases in its objective", "attainment: 0.95")
    if objective and objective.window is None:
        yield _Lack("window", "no window of its objective", "window: 28d")
    if not sla.target("first_response") and not sla.target("resolve"):
        words = "no target of first_response or resolve"
        yield _Lack("first_response", words, "targets: {first_response: …}")
    if grave and not sla.updates:
        because = Related(grave.at / "order", f"{grave.id} is promised by sla:{sla.id}")
        words = f"no update_every for {grave.id} (order {grave.order})"
        yield _Lack("update_every", words, "targets: {update_every: …}", because)


def _gravest(plan: Plan, sla: Sla, top: int) -> IncidentSeverity | None:
    """The gravest severity that the SLA is promised for, if it is grave at all."""
    grave = (severity for severity in severities_of(plan, sla) if 0 < severity.order <= top)
    return min(grave, key=lambda severity: severity.order, default=None)
