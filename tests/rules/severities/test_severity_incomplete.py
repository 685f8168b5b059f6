from __future__ import annotations

import pytest

from commplan.rules.severities.severity_incomplete import severity_incomplete
from commplan.testing import expect, judge_text


def test_the_gravest_need_criteria_and_a_message_the_others_criteria() -> None:
    expect(
        severity_incomplete,
        """
        severities:
          sev1: {order: 1, criteria: {users: ">=100"}}
          sev2: {order: 2, criteria: {users: ">=10"}}  # <- no incident message is due in sev2
          sev3: {order: 3}  # <- sev3 has no measurable criterion
          sev4: {order: 4, criteria: {users: ">=0"}}
        messages:
          update: {kind: incident, when: "sev1 or data_exposed"}
          near-miss: {kind: proactive, when: "sev2"}
        """,
    )


@pytest.mark.parametrize(
    "criteria",
    ['{users_affected_pct: ">=25"}', "{data_exposed: true}", "{or: [data_exposed]}"],
)
def test_thresholds_and_flags_are_measurable(criteria: str) -> None:
    expect(severity_incomplete, f"severities: {{sev3: {{order: 3, criteria: {criteria}}}}}")


@pytest.mark.parametrize("criteria", ["{}", "{or: []}"])
def test_nothing_is_not(criteria: str) -> None:
    text = f"severities: {{sev3: {{order: 3, criteria: {criteria}}}}}"
    (finding,) = judge_text(severity_incomplete, text).findings
    assert finding.message == "sev3 has no measurable criterion: who triages has to guess"
    assert finding.location.pointer == "/severities/sev3/criteria"
    assert finding.facts == {"severity": "sev3", "order": 3, "missing": "criteria"}


def test_a_cell_of_the_priority_matrix_is_a_criterion() -> None:
    expect(
        severity_incomplete,
        """
        severities:
          sev3: {order: 3}
          sev4: {order: 4}
          sev5: {order: 5}  # <- sev5 has no measurable criterion
        priority_matrix:
          high: {high: sev3, low: sev4}
          low: {high: sev4, low: sev4}
        """,
    )


@pytest.mark.parametrize(
    ("when", "named"),
    [
        ("severity in [sev1, sev2]", True),
        ("sev1 and customer_impact", True),
        ("sev10", False),
        ("a-sev1", False),
        ("any incident", False),
    ],
)
def test_a_severity_is_named_by_its_whole_id(when: str, named: bool) -> None:
    text = (
        'severities: {sev1: {order: 1, criteria: {users: ">=1"}}}\n'
        f'messages: {{m: {{kind: incident, when: "{when}"}}}}'
    )
    assert judge_text(severity_incomplete, text).messages == (
        () if named else ("no incident message is due in sev1: none names it in its `when`",)
    )


@pytest.mark.parametrize(
    ("messages", "why", "remedy"),
    [
        (
            "{}",
            "there is none at all",
            'add a message type with `kind: incident` and `when: "severity in [sev1]"`',
        ),
        (
            "{m: {kind: incident}}",
            "none names it in its `when`",
            "name it in the `when` of message m",
        ),
        (
            "{m: {kind: incident}, n: {kind: incident, when: night}}",
            "none names it in its `when`",
            "name it in a `when`, such as `severity in [sev1]`",
        ),
    ],
)
def test_what_to_do(messages: str, why: str, remedy: str) -> None:
    text = f'severities: {{sev1: {{order: 1, criteria: {{u: ">1"}}}}}}\nmessages: {messages}'
    (finding,) = judge_text(severity_incomplete, text).findings
    assert finding.message == f"no incident message is due in sev1: {why}"
    assert finding.help == remedy


def test_how_many_are_grave_can_be_configured() -> None:
    text = 'severities: {s: {order: 3, criteria: {u: ">1"}}}'
    assert judge_text(severity_incomplete, text, parameters={"top": 3}).messages != ()
    assert judge_text(severity_incomplete, text, parameters={"top": 2}).messages == ()
