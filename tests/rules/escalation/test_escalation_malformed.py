from __future__ import annotations

from commplan.rules.escalation.escalation_malformed import escalation_malformed
from commplan.testing import expect, judge_text

PARTIES = """
stakeholders:
  people:
    alice: {name: Alice Ng}
    bob: {name: Bob Ito}
  groups:
    in-slack: {slack_usergroup: S01A}
  roles:
    boss: {holders: ["person:alice"]}
    pair: {holders: ["person:alice"], deputies: ["person:bob"]}
"""


def judge(*targets: str, **parameters: object) -> tuple[str, ...]:
    steps = ", ".join(f"{{notify: [{notify}], ack_within: 5m}}" for notify in targets)
    text = f"escalations: {{desk: {{steps: [{steps}]}}}}" + PARTIES
    return judge_text(escalation_malformed, text, parameters=parameters).messages


def test_too_few_steps() -> None:
    assert judge() == ("escalation:desk has 0 steps, at least 2 are needed",)
    assert judge('"person:alice"') == ("escalation:desk has 1 step, at least 2 are needed",)
    assert judge('"person:alice"', '"person:bob"', min_levels=3) == (
        "escalation:desk has 2 steps, at least 3 are needed",
    )
    assert judge('"person:alice"', min_levels=1) == (
        "every step of escalation:desk reaches alice and nobody else",
    )


def test_a_path_without_steps_at_all() -> None:
    text = 'escalations: {desk: {tool: "tool:pager"}}'
    # A plan must give the steps of a path; only the merged plan of an overlay is judged here.
    assert judge_text(escalation_malformed, text).messages == (
        "escalation:desk has 0 steps, at least 2 are needed",
    )


def test_one_person_at_every_step() -> None:
    assert judge('"person:alice"', '"role:boss"', '"person:alice", "person:alice"') == (
        "every step of escalation:desk reaches alice and nobody else",
    )


def test_somebody_else_at_any_step() -> None:
    assert judge('"person:alice"', '"role:pair"') == ()
    assert judge('"person:alice"', '"person:alice", "person:bob"') == ()
    assert judge('"person:alice"', '"group:in-slack"') == ()


def test_steps_that_other_rules_report() -> None:
    assert judge('"person:alice"', '"person:zoe"') == ()
    assert judge('"person:alice"', '"channel:gone"') == ()


def test_steps_without_ack_within() -> None:
    expect(
        escalation_malformed,
        """
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"]}  # <- step 1 of escalation:desk has no `ack_within`
            - {notify: ["person:bob"], ack_within: 5m}
            - {notify: ["person:alice"]}  # <- step 3 of escalation:desk has no `ack_within`
        """
        + PARTIES.replace("\n", "\n        "),
    )
