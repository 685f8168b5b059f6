"""A severity that nobody can recognise, or of which nobody is told."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import IncidentSeverity, Message, Plan, Problem, Severity, rule, severities_named


@rule(
    "SEV101",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A07 B04; NIST CSF RS.MA-03",
)
def severity_incomplete(plan: Plan, *, top: int = 2) -> Iterator[Problem]:
    """A severity has no measurable criterion, or a grave one no message about its incidents.

    Without a criterion whoever triages guesses at three in the morning: give each
    severity a threshold, a flag that is set or not, or a cell of the priority
    matrix. And of the gravest incidents (`order` up to `top`) people must hear: name
    each of those severities in the `when` of a message type of kind `incident`.

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:desk", sla: "sla:major"}
        messages:
          incident-update: {kind: incident, when: severity is sev1}
        slas:
          major: {clock: 24x7, targets: {first_response: 1h}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:bob"], ack_within: 30m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        severities:
          sev1:
            order: 1
            criteria: {users_affected_pct: ">=25"}
            path: "escalation:desk"
            sla: "sla:major"
        messages:
          incident-update: {kind: incident, when: severity is sev1}
        slas:
          major: {clock: 24x7, targets: {first_response: 1h}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:bob"], ack_within: 30m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        severity: the id of the severity
        order: how grave it is
        missing: criteria, or messages
    """
    if not plan.severities:
        return
    in_matrix = {severity for row in plan.priority_matrix.values() for severity in row.values()}
    incidents = [message for message in plan.messages.values() if message.kind == "incident"]
    why = "none names it in its `when`" if incidents else "there is none at all"
    named = {
        severity
        for message in incidents
        for severity in severities_named(message.when, tuple(plan.severities))
    }
    for severity in plan.severities.values():
        if not severity.is_measured and severity.id not in in_matrix:
            yield Problem(
                at=severity.at / "criteria",
                message=f"{severity.id} has no measurable criterion: who triages has to guess",
                help='add `criteria`, such as `{users_affected_pct: ">=25"}`',
                facts=_facts(severity, "criteria"),
            )
        if severity.order <= top and severity.id not in named:
            yield Problem(
                at=severity.at,
                message=f"no incident message is due in {severity.id}: {why}",
                help=_remedy(severity, incidents),
                facts=_facts(severity, "messages"),
            )


def _remedy(severity: IncidentSeverity, incidents: list[Message]) -> str:
    if len(incidents) == 1:
        return f"name it in the `when` of message {incidents[0].id}"
    if incidents:
        return f"name it in a `when`, such as `severity in [{severity.id}]`"
    return f'add a message type with `kind: incident` and `when: "severity in [{severity.id}]"`'


def _facts(severity: IncidentSeverity, missing: str) -> dict[str, object]:
    return {"severity": severity.id, "order": severity.order, "missing": missing}
