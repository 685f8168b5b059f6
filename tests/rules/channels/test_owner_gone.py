import pytest

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.channels.owner_gone import owner_gone
from commplan.testing import expect, judge_text

ALL = catalogue(commplan_rules())

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
"""
CHANNELS = """
channels:
  it-help:
    kind: slack
    slack: C01HELP
    owner: "person:alice"  # <- #it-help is owned by person:alice, but nobody answers
  status: {kind: status-page, owner: "person:bob"}  # <- channel:status is owned by
  archived: {kind: slack, slack: C02, owner: "person:alice"}
  missing: {kind: slack, slack: C03, owner: "person:alice"}
  hidden: {kind: slack, slack: C04, owner: "person:alice", visibility: private}
  retired: {kind: email, owner: "person:alice", state: retired}
  unowned: {kind: email}
  broken: {kind: email, owner: "person:zoe"}
"""
LIVE = """
people: {U01ALICE: {handle: alice, deleted: true}, U02BOB: {handle: bob, deleted: true}, U03: chen}
channels: {C01HELP: it-help, C02: {name: old, is_archived: true}}
usergroups: {S01: {users: [U03]}, S02: {users: [U01ALICE]}, S03: {users: [U99]}}
"""


def test_channels_of_every_kind_have_owners() -> None:
    expect(
        owner_gone,
        CHANNELS + PEOPLE,
        workspace=LIVE,
    )


def test_everybody_behind_a_role_counts() -> None:
    plan = (
        """
channels: {it-help: {kind: slack, slack: C01HELP, owner: "role:desk"}}
"""
        + PEOPLE
        + """
    chen: {name: Chen Wu, slack: U03}
  roles:
    desk: {holders: ["person:alice"], deputies: ["person:bob", "person:chen"]}
"""
    )
    assert judge_text(owner_gone, plan, workspace=LIVE).messages == ()
    gone = plan.replace(', "person:chen"]', "]")
    (finding,) = judge_text(owner_gone, gone, workspace=LIVE).findings
    assert finding.message == (
        "#it-help is owned by role:desk, but nobody answers to that: alice (U01ALICE) is "
        "deactivated, bob (U02BOB) is deactivated (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.resource == ("channel", "C01HELP", "it-help")
    assert finding.facts == {
        "channel": "it-help",
        "owner": "role:desk",
        "people": ["alice", "bob"],
        "read_at": "2026-11-21T09:00:00Z",
    }
    assert "/stakeholders/roles/desk/holders/0" in [r.location.pointer for r in finding.related]


@pytest.mark.parametrize(
    ("usergroup", "reason"),
    [
        ("S01", None),
        ("S02", None),
        ("S03", "its member U99 is not among the accounts of the workspace"),
    ],
)
def test_a_user_group_is_its_members_and_its_faults_are_its_own(
    usergroup: str, reason: str | None
) -> None:
    plan = f"""
    channels: {{it-help: {{kind: slack, slack: C01HELP, owner: "group:it-ops"}}}}
    stakeholders: {{groups: {{it-ops: {{slack_usergroup: {usergroup}}}}}}}
    """
    verdict = judge_text(owner_gone, plan, workspace=LIVE)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == ([reason] if reason else [])


def test_a_user_group_that_could_not_be_read_is_not_assessed() -> None:
    plan = """
    channels: {it-help: {kind: slack, slack: C01HELP, owner: "group:it-ops"}}
    stakeholders: {groups: {it-ops: {slack_usergroup: S01}}}
    """
    live = "{channels: {C01HELP: it-help}, not_granted: ['usergroups:read']}"
    verdict = judge_text(owner_gone, plan, workspace=live)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.pointer == "/channels/it-help/owner"
    assert skipped.resource == ("channel", "C01HELP", "it-help")


@pytest.mark.parametrize("fields", ["slack: U09OLGA", "contacts: {phone: 'secret:x'}"])
def test_an_owner_whom_slack_does_not_tell_about_is_not_assessed(fields: str) -> None:
    plan = f"""
    channels: {{it-help: {{kind: slack, slack: C01HELP, owner: "person:olga"}}}}
    stakeholders: {{people: {{olga: {{name: Olga, {fields}}}}}}}
    """
    live = "{people: {U09OLGA: {team_id: T09}}, channels: {C01HELP: it-help}}"
    verdict = judge_text(owner_gone, plan, workspace=live)
    assert (verdict.messages, len(verdict.skipped)) == ((), 1)


def test_an_owner_who_is_also_called_by_a_step_is_reported_there() -> None:
    plan = (
        """
channels: {it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}}
escalations: {desk: {steps: [{notify: ["person:alice"]}]}}
"""
        + PEOPLE
    )
    assert judge_text(owner_gone, plan, workspace=LIVE, rules=ALL).messages == ()


def test_an_owner_who_left_by_the_plans_own_account_is_no_news() -> None:
    plan = 'channels: {it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}}' + PEOPLE
    left = plan.replace("U01ALICE}", 'U01ALICE, until: "2026-10-31"}')
    assert judge_text(owner_gone, left, workspace=LIVE).messages == ()
