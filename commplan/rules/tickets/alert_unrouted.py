"""An alert that fires and moves nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import Plan, Problem, Severity, one_of, rule

if TYPE_CHECKING:
    from commplan.api import Alert


@rule(
    "TKT104",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A19 B05; NIST CSF DE.AE-06",
)
def alert_unrouted(plan: Plan) -> Iterator[Problem]:
    """An alert of a monitored system lacks severity, channel, path, owner or runbook.

    What was noticed early helps only if somebody acts on it: it has to be clear how
    grave it is, where it is posted, who is called, what to do, and who sees to it
    that the alert stays useful.

    Bad:
        monitoring:
          vpn: {alerts: {vpn-down: {severity: sev1, channel: "channel:incidents"}}}
        severities:
          sev1: {order: 1, path: "escalation:desk", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {acknowledge: 1h}}
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
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
        monitoring:
          vpn:
            alerts:
              vpn-down:
                severity: sev1
                channel: "channel:incidents"
                path: "escalation:desk"
                owner: "person:alice"
                runbook: "https://kb.example.org/vpn"
        severities:
          sev1: {order: 1, path: "escalation:desk", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {acknowledge: 1h}}
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
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
        system: the id of the monitored system
        alert: the id of the alert
        missing: the keys that it lacks
    """
    for alert in plan.alerts:
        missing = {key: words for key, words, value in _parts(alert) if value is None}
        if missing:
            yield Problem(
                at=alert.at,
                message=f"alert {alert.id} of {alert.system} does not say "
                f"{one_of(missing.values())}",
                help=f"add {', '.join(f'`{_written(plan, alert, key)}`' for key in missing)}",
                facts={"system": alert.system, "alert": alert.id, "missing": list(missing)},
            )


def _parts(alert: Alert) -> tuple[tuple[str, str, object], ...]:
    return (
        ("severity", "how grave it is", alert.severity),
        ("channel", "where it is posted", alert.channel),
        ("path", "who is called", alert.path),
        ("owner", "who keeps it useful", alert.owner),
        ("runbook", "what to do", alert.runbook),
    )


def _written(plan: Plan, alert: Alert, key: str) -> str:
    """The line to add, as far as the plan tells it: the path of the alert's severity."""
    severity = plan.severities.get(alert.severity or "")
    if key == "path" and severity is not None and plan.sound(severity.path):
        return f'path: "{severity.path}"'
    return key
