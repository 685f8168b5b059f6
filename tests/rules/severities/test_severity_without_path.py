from __future__ import annotations

from commplan.rules.severities.severity_without_path import severity_without_path
from commplan.testing import expect, judge_text


def test_each_severity_without_a_path() -> None:
    expect(
        severity_without_path,
        """
        severities:
          sev1: {order: 1, path: "escalation:desk"}
          sev2: {order: 2, sla: "sla:help"}  # <- sev2 names no escalation path
          sev3: {order: 3}  # <- sev3 names no escalation path
        escalations:
          desk: {steps: []}
        """,
    )


def test_the_only_path_is_suggested() -> None:
    one = "severities: {sev1: {order: 1}}\nescalations: {desk: {steps: []}}"
    (finding,) = judge_text(severity_without_path, one).findings
    assert finding.help == 'add `path: "escalation:desk"`'
    assert finding.facts == {"severity": "sev1"}


def test_a_broken_path_is_left_to_broken_reference() -> None:
    text = 'severities: {sev1: {order: 1, path: "escalation:dsk"}}'
    assert judge_text(severity_without_path, text).messages == ()
