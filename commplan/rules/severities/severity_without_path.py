"""A severity that calls nobody."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Severity, rule


@rule("SEV103", severity=Severity.ERROR, profile="basic", since="0.1", source="A07")
def severity_without_path(plan: Plan) -> Iterator[Problem]:
    """A severity names no escalation path.

    An incident of that severity is declared and then nobody knows who is called
    next. Name the path, if need be the one of a neighbouring severity.

    Bad:
        severities:
          sev3: {order: 3, sla: "sla:helpdesk"}
        slas:
          helpdesk: {clock: 24x7, targets: {first_response: 4h}}

    Good:
        severities:
          sev3: {order: 3, path: "escalation:desk", sla: "sla:helpdesk"}
        slas:
          helpdesk: {clock: 24x7, targets: {first_response: 4h}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 2h}
            - {notify: ["person:bob"], ack_within: 2h}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        severity: the id of the severity
    """
    paths = plan.ids("escalation")
    suggestion = paths[0] if len(paths) == 1 else "…"
    for severity in plan.severities.values():
        if severity.path is None:
            yield Problem(
                at=severity.at,
                message=f"{severity.id} names no escalation path",
                help=f'add `path: "escalation:{suggestion}"`',
                facts={"severity": severity.id},
            )
