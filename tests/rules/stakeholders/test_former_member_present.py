import pytest

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.stakeholders.former_member_present import former_member_present
from commplan.testing import Verdict, expect, judge_text, read_workspace

PLAN = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    lea:
      name: Lea Fox
      slack: U09LEA
      until: "2026-11-20"
  groups:
    it-ops: {slack_usergroup: S01ITOPS, members: ["person:alice"]}
channels:
  help: {kind: slack, slack: C01HELP}
  team: {kind: slack, slack: C04OPS}
  mail: {kind: email}
"""
PEOPLE = "people: {U01ALICE: alice, U09LEA: lea}"
READ = "(read Sat 2026-11-21 09:00Z)"
AT = "/stakeholders/people/lea/until"


def live(help_: str = "", team: str = "", group: str = "") -> str:
    return f"""
{PEOPLE}
channels:
  C01HELP: {{name: help, members: [{help_}]}}
  C04OPS: {{name: team, members: [{team}]}}
usergroups:
  S01ITOPS: {{handle: it-ops, users: [{group}]}}
"""


def judged(workspace: str, plan: str = PLAN) -> Verdict:
    return judge_text(former_member_present, plan, workspace=workspace)


def reasons(verdict: Verdict) -> list[tuple[str, str | None]]:
    assert verdict.messages == ()
    return [(skipped.reason, skipped.pointer) for skipped in verdict.skipped]


def test_everything_that_somebody_is_still_in_is_one_finding() -> None:
    (finding,) = judged(live("U09LEA", "U01ALICE, U09LEA", "U01ALICE, U09LEA")).findings
    assert finding.message == (
        "lea (U09LEA), whose last day was 2026-11-20, is still in #help (C01HELP), "
        f"#team (C04OPS) and @it-ops (S01ITOPS) {READ}"
    )
    assert finding.location.pointer == AT
    assert finding.resource is not None
    assert (finding.resource.kind, finding.resource.id) == ("person", "U09LEA")
    assert finding.facts["channels"] == ["C01HELP", "C04OPS"]
    assert finding.facts["usergroups"] == ["S01ITOPS"]
    assert [related.location.pointer for related in finding.related] == [
        "/channels/help/slack",
        "/channels/team/slack",
        "/stakeholders/groups/it-ops/slack_usergroup",
    ]


@pytest.mark.parametrize("where", [{"help_": "U09LEA"}, {"group": "U09LEA"}])
def test_one_of_them_is_enough(where: dict[str, str]) -> None:
    assert len(judged(live(**where)).messages) == 1


def test_whoever_is_in_nothing_of_the_plan_has_left() -> None:
    verdict = judged(live("U01ALICE", "U01ALICE", "U01ALICE"))
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    ("until", "timezone", "taken_at", "left"),
    [
        ("2026-11-21", "", "2026-11-21T23:59:59Z", False),
        ("2026-11-21", "", "2026-11-22T00:00:00Z", True),
        ("2026-11-21", ", timezone: Australia/Sydney", "2026-11-21T12:59:59Z", False),
        ("2026-11-21", ", timezone: Australia/Sydney", "2026-11-21T13:00:00Z", True),
        ("2026-11-21", ", timezone: America/New_York", "2026-11-22T04:59:59Z", False),
        ("2026-11-21", ", timezone: America/New_York", "2026-11-22T05:00:00Z", True),
    ],
)
def test_the_last_day_ends_where_the_person_lives(
    until: str, timezone: str, taken_at: str, left: bool
) -> None:
    plan = f"""
    stakeholders:
      people:
        lea: {{name: Lea Fox, slack: U09LEA, until: "{until}"{timezone}}}
    channels:
      team: {{kind: slack, slack: C04OPS}}
    """
    workspace = live(team="U09LEA") + f'taken_at: "{taken_at}"'
    for as_of in ("2026-01-01", "2027-01-01"):  # what Slack said is of the instant it was read
        verdict = judge_text(former_member_present, plan, workspace=workspace, as_of=as_of)
        assert bool(verdict.messages) == left


def test_only_leavers_are_looked_for() -> None:
    expect(
        former_member_present,
        """
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB, until: "2027-01-01"}
            lea:
              name: Lea Fox
              contacts: {email: lea@example.org}
              until: "2026-01-31"  # <- lea (lea@example.org), whose last day was 2026-01-31
        channels:
          team: {kind: slack, name: team}
        """,
        workspace="""
        people: {U01ALICE: alice, U02BOB: bob, U09LEA: {handle: lea, email: lea@example.org}}
        channels: {C04OPS: {name: team, members: [U01ALICE, U02BOB, U09LEA]}}
        """,
    )


@pytest.mark.parametrize("account", ["{deleted: true}", "{is_bot: true}"])
def test_accounts_that_nobody_uses_are_left_alone(account: str) -> None:
    workspace = live("U09LEA", group="U09LEA").replace("U09LEA: lea", f"U09LEA: {account}")
    verdict = judged(workspace)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_channels_out_of_use_and_disabled_groups_do_not_count() -> None:
    plan = PLAN.replace("C04OPS}", "C04OPS, state: retired}")
    workspace = live(team="U09LEA", group="U09LEA").replace(
        "{handle: it-ops", "{handle: it-ops, date_delete: 1790000000"
    )
    verdict = judged(workspace, plan)
    assert (verdict.messages, verdict.skipped) == ((), ())
    archived = live(team="U09LEA").replace("name: team", "name: team, is_archived: true")
    assert judged(archived).messages == ()


def test_the_group_of_a_rotation_counts() -> None:
    plan = (
        PLAN.replace("slack_usergroup: S01ITOPS, ", "")
        + """
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice"]
    slack_usergroup: S01ITOPS
"""
    )
    assert "is still in @it-ops (S01ITOPS)" in judged(live(group="U09LEA"), plan).messages[0]


def test_two_ids_of_one_person_are_one() -> None:
    joined = live("W09LEA").replace("U09LEA: lea", "W09LEA: {enterprise_user_id: U09LEA}")
    assert len(judged(joined).messages) == 1
    assert len(judged(joined.replace("members: [W09LEA]", "members: [U09LEA]")).messages) == 1


def test_an_unknown_member_of_another_kind_may_be_the_one_who_left() -> None:
    reason = (
        "W77 is not among the accounts of the workspace; nobody can tell whether it is lea (U09LEA)"
    )
    assert reasons(judged(live("W77"))) == [(reason, AT)]
    assert reasons(judged(live(group="W77"))) == [(reason, AT)]
    assert reasons(judged(live("U77"))) == []
    enterprise = read_workspace(live("U77"))._replace(enterprise_id="E01")
    assert len(reasons(judge_text(former_member_present, PLAN, workspace=enterprise))) == 1


def test_what_could_not_be_read_is_not_assessed() -> None:
    workspace = """
    people: {U09LEA: lea}
    channels: {C01HELP: help, C04OPS: {name: team, members: []}}
    usergroups: {S01ITOPS: it-ops}
    """
    assert reasons(judged(workspace)) == [
        ("members: not read", "/channels/help/slack"),
        ("the members of S01ITOPS were not read", "/stakeholders/groups/it-ops/slack_usergroup"),
    ]
    unread = live().replace(PEOPLE, "not_granted: ['users:read']")
    assert reasons(judged(unread)) == [("the token lacks the scope users:read", AT)]
    private = PLAN.replace("C04OPS}", "C04OPS, visibility: private}")
    hidden = live().replace("  C04OPS: {name: team, members: []}\n", "")
    assert reasons(judged(hidden, private)) == [
        ("the app cannot see #team (C04OPS), which is private (CHN309)", "/channels/team/slack")
    ]


def test_an_account_that_may_be_deactivated_is_not_assessed() -> None:
    unread = live("U09LEA").replace(PEOPLE, "not_granted: ['users:read']")
    assert reasons(judged(unread)) == [("the token lacks the scope users:read", AT)]


def test_without_leavers_nothing_is_missed() -> None:
    plan = PLAN.replace("2026-11-20", "2026-11-22")
    verdict = judged("unread: {usergroups: failed, members: failed}", plan)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_guest_who_stayed_too_long_is_told_once() -> None:
    every = catalogue(commplan_rules())
    workspace = live("U09LEA", "U09LEA").replace("U09LEA: lea", "U09LEA: {is_restricted: true}")
    plan = PLAN.replace("C04OPS}", "C04OPS, guests: any}")
    assert "#help (C01HELP) and #team (C04OPS)" in judged(workspace, plan).messages[0]
    verdict = judge_text(former_member_present, plan, workspace=workspace, rules=every)
    assert [message.partition(" is still in ")[2] for message in verdict.messages] == [
        f"#team (C04OPS) {READ}"
    ]
    assert judge_text(former_member_present, PLAN, workspace=workspace, rules=every).messages == ()
