import pytest

from commplan.rules.escalation.escalation_level_unstaffed import escalation_level_unstaffed
from commplan.testing import expect, judge_text

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, slack: U03CHEN}
    dana: {name: Dana Fox, contacts: {phone: "secret:oncall/dana"}}
  groups:
    leads: {slack_usergroup: S01}
    old: {slack_usergroup: S02}
    empty: {slack_usergroup: S03}
    lost: {slack_usergroup: S04}
"""
LIVE = """
people:
  U01ALICE: {handle: alice, deleted: true}
  U02BOB: {handle: pager, is_bot: true}
  U03CHEN: chen
usergroups:
  S01: {handle: leads, users: [U03CHEN]}
  S02: {handle: old, users: [U03CHEN], date_delete: 1790000000}
  S03: {handle: empty, users: [U01ALICE]}
"""


def step(*targets: str) -> str:
    items = ", ".join(f'"{target}"' for target in targets)
    return f"escalations: {{desk: {{steps: [{{notify: [{items}]}}]}}}}\n" + PEOPLE


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        (["person:alice"], "alice (U01ALICE) is deactivated"),
        (["person:bob"], "bob (U02BOB) is the bot 'pager'"),
        (["group:old"], "group:old (S02) is disabled since 2026-09-21"),
        (["group:empty"], "group:empty (S03) has no active full member (1 deactivated or bot)"),
        (["group:lost"], "group:lost (S04) does not exist in Slack"),
        (
            ["person:alice", "group:lost"],
            "alice (U01ALICE) is deactivated, group:lost (S04) does not exist in Slack",
        ),
    ],
)
def test_every_way_in_which_nobody_is_left(targets: list[str], words: str) -> None:
    (message,) = judge_text(escalation_level_unstaffed, step(*targets), workspace=LIVE).messages
    assert message == (
        f"step 1 of escalation:desk reaches nobody: {words} (read Sat 2026-11-21 09:00Z)"
    )


@pytest.mark.parametrize(
    "targets",
    [
        ["person:chen"],
        ["person:alice", "person:chen"],
        ["person:alice", "group:leads"],
        ["group:old", "group:leads"],
        ["person:alice", "external:netco"],
        ["person:alice", "tool:pager"],
        ["channel:it-help"],
    ],
)
def test_one_who_answers_is_enough(targets: list[str]) -> None:
    plan = (
        step(*targets)
        + "  external: {netco: {contact: 'secret:netco'}}\n"
        + "tools: {pager: {kind: paging}}\nchannels: {it-help: {kind: slack}}\n"
    )
    verdict = judge_text(escalation_level_unstaffed, plan, workspace=LIVE)
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    ("targets", "live", "reason"),
    [
        (
            ["person:alice", "person:chen"],
            LIVE.replace("U03CHEN: chen", "U03CHEN: {team_id: T09}"),
            "U03CHEN is an account of another organisation (T09)",
        ),
        (
            ["person:alice", "person:dana"],
            LIVE,
            "the plan gives neither a Slack id nor an e-mail address of dana",
        ),
        (
            ["person:alice", "group:leads"],
            LIVE + "not_granted: ['usergroups:read']",
            None,
        ),
        (
            ["group:leads"],
            "not_granted: ['usergroups:read']",
            "the token lacks the scope usergroups:read",
        ),
    ],
)
def test_one_who_may_answer_leaves_it_open(
    targets: list[str], live: str, reason: str | None
) -> None:
    verdict = judge_text(escalation_level_unstaffed, step(*targets), workspace=live)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == ([reason] if reason else [])


def test_the_key_of_the_targets_is_marked_for_each_level() -> None:
    expect(
        escalation_level_unstaffed,
        """
escalations:
  desk:
    steps:
    - ack_within: 5m
      notify:  # <- step 1 of escalation:desk reaches nobody
      - "person:alice"
    - notify: ["person:chen"]
    - notify: ["person:bob"]  # <- step 3 of escalation:desk reaches nobody
"""
        + PEOPLE,
        workspace=LIVE,
    )


def test_the_finding_in_full() -> None:
    plan = step("person:alice", "group:lost") + 'metadata: {id: x, owner: "person:alice"}\n'
    (finding,) = judge_text(escalation_level_unstaffed, plan, workspace=LIVE).findings
    assert finding.resource == ("person", "U01ALICE", "alice")
    assert finding.facts == {
        "path": "desk",
        "step": 1,
        "targets": {"person:alice": "deactivated", "group:lost": "missing"},
        "read_at": "2026-11-21T09:00:00Z",
    }
    assert [(r.location.pointer, r.message) for r in finding.related] == [
        ("/stakeholders/people/alice/slack", "alice is U01ALICE here"),
        ("/metadata/owner", "the plan names person:alice"),
        ("/stakeholders/groups/lost/slack_usergroup", "group:lost is S04 here"),
    ]


def test_steps_of_nothing_and_of_broken_references_are_left_to_other_rules() -> None:
    for plan in (step(), step("person:zoe"), step("group:nobody")):
        plan += "    nobody: {class: it-staff}\n"
        verdict = judge_text(escalation_level_unstaffed, plan, workspace=LIVE)
        assert (verdict.messages, verdict.skipped) == ((), ())
