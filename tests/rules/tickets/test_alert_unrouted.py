from __future__ import annotations

import pytest

from commplan.rules.tickets.alert_unrouted import alert_unrouted
from commplan.testing import judge_text

PARTS = {
    "severity": "sev1",
    "channel": '"channel:c"',
    "path": '"escalation:e"',
    "owner": '"group:g"',
    "runbook": "https://kb.example.org/vpn",
}


def alert(*keys: str) -> str:
    parts = ", ".join(f"{key}: {PARTS[key]}" for key in keys)
    return f"monitoring: {{vpn: {{alerts: {{down: {{{parts}}}}}}}}}"


def test_an_alert_that_says_everything() -> None:
    assert judge_text(alert_unrouted, alert(*PARTS)).messages == ()


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("severity", "how grave it is"),
        ("channel", "where it is posted"),
        ("path", "who is called"),
        ("owner", "who keeps it useful"),
        ("runbook", "what to do"),
    ],
)
def test_each_part_is_needed(missing: str, words: str) -> None:
    (finding,) = judge_text(alert_unrouted, alert(*(PARTS.keys() - {missing}))).findings
    assert finding.message == f"alert down of vpn does not say {words}"
    assert finding.help == f"add `{missing}`"
    assert finding.location.pointer == "/monitoring/vpn/alerts/down"
    assert finding.facts == {"system": "vpn", "alert": "down", "missing": [missing]}


def test_the_path_of_its_severity_is_suggested() -> None:
    severities = '\nseverities: {sev1: {order: 1, path: "escalation:e"}}'
    (finding,) = judge_text(alert_unrouted, alert("severity") + severities).findings
    assert finding.help == "add `channel`, `path`, `owner`, `runbook`"
    known = severities + '\nescalations: {e: {steps: [{notify: ["group:g"]}]}}'
    (finding,) = judge_text(alert_unrouted, alert("severity") + known).findings
    assert finding.help == 'add `channel`, `path: "escalation:e"`, `owner`, `runbook`'


def test_a_system_without_alerts_has_nothing_to_route() -> None:
    assert judge_text(alert_unrouted, "monitoring: {vpn: {}}").messages == ()
