from __future__ import annotations

from commplan.rules.escalation.escalation_dead_end import escalation_dead_end
from commplan.testing import expect, judge_text

PARTIES = """
stakeholders:
  people:
    alice: {name: Alice Ng}
  groups:
    empty: {}
    in-slack: {slack_usergroup: S01A}
  roles:
    empty: {}
    of-empty: {holders: ["group:empty"]}
    of-broken: {holders: ["person:zoe"]}
  external:
    netco: {contact: netco@example.org}
channels:
  incidents: {kind: slack}
tools:
  pager: {kind: paging}
rotations:
  nobody: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: []}
"""


def path(*targets: str, exhausted: str = "") -> str:
    steps = "\n".join(f"    - {{notify: [{notify}], ack_within: 5m}}" for notify in targets)
    end = f"\n    on_exhausted: {{notify: [{exhausted}]}}" if exhausted else ""
    return f"escalations:\n  desk:\n    steps:\n{steps}{end}{PARTIES}"


def judge(*targets: str, exhausted: str = "") -> tuple[str, ...]:
    return judge_text(escalation_dead_end, path(*targets, exhausted=exhausted)).messages


def test_a_last_step_that_reaches_machines_only() -> None:
    assert judge('"person:alice"', '"channel:incidents", "tool:pager"') == (
        "the last step of escalation:desk reaches no person, only channel:incidents and tool:pager",
    )


def test_a_channel_on_the_way_is_no_dead_end() -> None:
    assert judge('"channel:incidents"', '"person:alice"') == ()
    assert judge('"channel:incidents", "group:empty"', '"person:alice"') == ()


def test_on_exhausted_is_an_end_of_its_own() -> None:
    assert judge('"person:alice"', exhausted='"channel:incidents"') == (
        "on_exhausted of escalation:desk reaches no person, only channel:incidents",
    )
    assert judge('"person:alice"', exhausted='"group:in-slack"') == ()
    assert judge('"channel:incidents"', exhausted='"person:alice"') == (
        "the last step of escalation:desk reaches no person, only channel:incidents",
    )


def test_on_exhausted_without_anybody() -> None:
    text = "escalations: {desk: {steps: [], on_exhausted: {via: [{phone: 0m}]}}}"
    assert judge_text(escalation_dead_end, text).messages == (
        "on_exhausted of escalation:desk resolves to nobody: it names nobody",
    )


def test_any_step_that_resolves_to_nobody() -> None:
    assert judge('"group:empty"', '"role:of-empty", "role:empty"', '"person:alice"') == (
        "step 1 of escalation:desk resolves to nobody: group:empty has no members",
        (
            "step 2 of escalation:desk resolves to nobody: "
            "group:empty has no members, role:empty has no holders"
        ),
    )
    assert judge("", '"person:alice"') == (
        "step 1 of escalation:desk resolves to nobody: it names nobody",
    )


def test_a_last_step_of_a_channel_and_an_empty_group() -> None:
    assert judge('"channel:incidents", "group:empty"') == (
        (
            "the last step of escalation:desk reaches no person, only channel:incidents; "
            "group:empty has no members"
        ),
    )


def test_people_behind_any_kind_of_target() -> None:
    for target in ('"group:in-slack"', '"external:netco"', '"channel:incidents", "person:alice"'):
        assert judge('"person:alice"', target) == ()


def test_the_people_of_another_path_count() -> None:
    expect(
        escalation_dead_end,
        """
        escalations:
          desk:
            steps: [{notify: ["escalation:major"], ack_within: 5m}]
          major:
            steps: [{notify: ["person:alice"], ack_within: 5m}]
        stakeholders:
          people:
            alice: {name: Alice Ng}
        """,
    )


def test_faults_that_other_rules_report() -> None:
    for target in (
        '"person:zoe"',
        '"channel:typo"',
        '"role:of-broken"',
        '"rotation:nobody"',
        '"escalation:desk"',
        '"channel:incidents", "person:zoe"',
    ):
        assert judge('"person:alice"', target) == ()


def test_the_finding_stands_on_the_list_of_targets() -> None:
    (finding,) = judge_text(escalation_dead_end, path('"group:empty"')).findings
    assert finding.location.pointer == "/escalations/desk/steps/0/notify"
    assert finding.related[0].location.pointer == "/stakeholders/groups/empty"
    assert finding.facts == {"path": "desk", "where": "the last step", "reaches": []}
    assert finding.help == "add `members` or `slack_usergroup`"
