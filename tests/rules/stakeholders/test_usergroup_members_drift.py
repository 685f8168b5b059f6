import pytest

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.stakeholders.usergroup_members_drift import usergroup_members_drift
from commplan.testing import Verdict, expect, expect_fixed, judge_text, read_workspace

ALL = catalogue(commplan_rules())
PLAN = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, slack: U03CHEN}
  groups:
    it-ops:
      members: ["person:alice", "person:bob"]
      slack_usergroup: S01ITOPS
"""
PEOPLE = """
people:
  U01ALICE: alice
  U02BOB: bob
  U03CHEN: chen
  U04DANA: {handle: dana, real_name: Dana Fox}
  U05ERIN: {handle: erin, deleted: true}
"""
READ = "(read Sat 2026-11-21 09:00Z)"


def judged(users: str, plan: str = PLAN, more: str = "", people: str = PEOPLE) -> Verdict:
    live = f"{people}usergroups:\n  S01ITOPS: {{handle: it-ops, users: [{users}]}}\n{more}"
    return judge_text(usergroup_members_drift, plan, workspace=live)


@pytest.mark.parametrize(
    ("users", "differences"),
    [
        ("U01ALICE", "missing bob"),
        ("U04DANA", "missing alice and bob; extra dana (Dana Fox, U04DANA)"),
        ("U01ALICE, U02BOB, U03CHEN", "extra chen"),
        ("U01ALICE, U02BOB, U05ERIN", "deactivated erin (U05ERIN)"),
        ("U02BOB, U03CHEN, U05ERIN", "missing alice; extra chen; deactivated erin (U05ERIN)"),
        ("U01ALICE, U02BOB, U09WHO", "extra U09WHO"),
    ],
)
def test_each_kind_of_difference_is_told_by_name(users: str, differences: str) -> None:
    (finding,) = judged(users).findings
    assert finding.message == (
        f"@it-ops (S01ITOPS) differs from group:it-ops: {differences} {READ}"
    )
    assert finding.location.pointer == "/stakeholders/groups/it-ops/members"
    assert finding.resource is not None
    assert (finding.resource.kind, finding.resource.id) == ("usergroup", "S01ITOPS")


def test_the_order_of_members_does_not_matter() -> None:
    verdict = judged("U02BOB, U01ALICE")
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_of_many_the_first_five_are_told() -> None:
    people = "".join(f"    p{n}: {{name: P{n}, slack: U1{n}}}\n" for n in range(8))
    members = ", ".join(f'"person:p{n}"' for n in range(8))
    plan = f"""
stakeholders:
  people:
{people}  groups:
    it-ops: {{slack_usergroup: S01ITOPS, members: [{members}]}}
"""
    live = "people:\n" + "".join(f"  U1{n}: p{n}\n" for n in range(8)) + "  U2: other\n"
    (message,) = judged("U2", plan, people=live).messages
    assert "missing p0, p1, p2, p3, p4 and 3 more; extra other (U2)" in message


@pytest.mark.parametrize(
    ("source", "users"),
    [
        ("role:desk", "U01ALICE, U02BOB"),
        ("rotation:primary", "U01ALICE, U02BOB"),
        ("group:both", "U01ALICE, U02BOB"),
    ],
)
def test_a_source_derives_the_members(source: str, users: str) -> None:
    plan = PLAN.replace('members: ["person:alice", "person:bob"]', f'source: "{source}"')
    plan += """
    both: {members: ["person:alice", "person:bob"]}
  roles:
    desk: {holders: ["person:alice"], deputies: ["person:bob"]}
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "person:bob"]
"""
    assert judged(users, plan).messages == ()
    (finding,) = judged("U01ALICE", plan).findings
    assert "missing bob" in finding.message
    assert finding.location.pointer == "/stakeholders/groups/it-ops/source"


def test_several_groups_with_one_user_group_are_one_promise() -> None:
    plan = PLAN + '    more: {members: ["person:chen"], slack_usergroup: S01ITOPS}\n'
    plan += "    alias: {slack_usergroup: S01ITOPS}\n"
    assert judged("U01ALICE, U02BOB, U03CHEN", plan).messages == ()
    (finding,) = judged("U01ALICE, U02BOB", plan).findings
    assert finding.message == (
        f"@it-ops (S01ITOPS) differs from group:it-ops and group:more: missing chen {READ}"
    )
    assert [related.message for related in finding.related] == ["group:more, too"]


def test_members_of_a_group_within_that_slack_alone_knows_belong_to_it() -> None:
    plan = PLAN.replace('"person:bob"]', '"group:crew"]') + "    crew: {slack_usergroup: S02CREW}\n"
    crew = "  S02CREW: {handle: crew, users: [U02BOB, U04DANA]}\n"
    assert judged("U01ALICE, U02BOB, U04DANA", plan, crew).messages == ()
    (message,) = judged("U01ALICE, U02BOB", plan, crew).messages
    assert "missing dana (Dana Fox, U04DANA)" in message
    untold = judged("U01ALICE, U02BOB", plan, "  S02CREW: {handle: crew}\n")
    assert untold.messages == ()
    assert [s.reason for s in untold.skipped] == ["the members of S02CREW were not read"]


def test_a_group_within_of_which_nothing_is_known_leaves_extras_open() -> None:
    plan = PLAN.replace('"person:bob"]', '"group:crew"]') + "    crew: {class: it-staff}\n"
    verdict = judged("U04DANA", plan)
    (message,) = verdict.messages
    assert "missing alice (read" in message
    assert [s.reason for s in verdict.skipped] == [
        "group:crew lists no members and names no user group"
    ]


def test_whoever_is_gone_is_told_elsewhere() -> None:
    people = PEOPLE.replace("U02BOB: bob", "U02BOB: {handle: bob, deleted: true}")
    assert judged("U01ALICE", people=people).messages == ()
    assert judged("U01ALICE, U02BOB", people=people).messages == ()
    assert judged("U01ALICE", people=PEOPLE.replace("  U02BOB: bob\n", "")).messages == ()


LEFT = PLAN.replace("slack: U03CHEN}", 'slack: U03CHEN, until: "2026-11-20"}')


def test_whoever_has_left_is_told_once() -> None:
    everybody = "U01ALICE, U02BOB, U03CHEN"
    (message,) = judged(everybody, LEFT).messages
    assert "extra chen" in message
    live = f"{PEOPLE}usergroups: {{S01ITOPS: {{handle: it-ops, users: [{everybody}]}}}}\n"
    if "STK312" in ALL.by_code:
        with_all = judge_text(usergroup_members_drift, LEFT, workspace=live, rules=ALL)
        assert with_all.messages == ()
    member = LEFT.replace('"person:bob"]', '"person:bob", "person:chen"]')
    assert judged("U01ALICE, U02BOB", member).messages == ()
    assert judged(everybody, member).messages == ()


def test_two_ids_of_one_person_are_joined_where_slack_joins_them() -> None:
    people = PEOPLE.replace("U02BOB: bob", "W02BOB: {handle: bob, enterprise_user_id: U02BOB}")
    for member in ("U02BOB", "W02BOB"):
        assert judged(f"U01ALICE, {member}", people=people).messages == ()
        plan = PLAN.replace("U02BOB", "W02BOB")
        assert judged(f"U01ALICE, {member}", plan, people=people).messages == ()


def test_ids_of_two_kinds_that_nothing_joins_are_not_assessed() -> None:
    verdict = judged("U01ALICE, W02BOB")
    assert verdict.messages == ()
    assert [s.reason for s in verdict.skipped] == [
        (
            "W02BOB is not among the accounts of the workspace; "
            "nobody can tell whether it is bob (U02BOB)"
        )
    ]


def test_in_an_enterprise_any_other_id_may_be_somebody_who_seems_to_be_missing() -> None:
    live = read_workspace(f"{PEOPLE}usergroups: {{S01ITOPS: {{users: [U01ALICE, U77]}}}}")
    for enterprise, reasons in ((None, 0), ("E01", 1)):
        workspace = live._replace(enterprise_id=enterprise)
        verdict = judge_text(usergroup_members_drift, PLAN, workspace=workspace)
        assert (len(verdict.messages), len(verdict.skipped)) == (1 - reasons, reasons)


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        ("usergroups: {S01ITOPS: {handle: it-ops}}", "the members of S01ITOPS were not read"),
        ("not_granted: ['usergroups:read']", "the token lacks the scope usergroups:read"),
        (
            "usergroups: {S01ITOPS: {users: [U01ALICE]}}\nnot_granted: ['users:read']",
            "the token lacks the scope users:read",
        ),
    ],
)
def test_what_could_not_be_read_is_not_assessed(live: str, reason: str) -> None:
    verdict = judge_text(usergroup_members_drift, PLAN, workspace=live)
    assert verdict.messages == ()
    assert [(s.reason, s.pointer) for s in verdict.skipped] == [
        (reason, "/stakeholders/groups/it-ops/members")
    ]


def test_somebody_without_id_may_be_any_of_the_others() -> None:
    plan = PLAN.replace("slack: U02BOB", "level: junior")
    verdict = judged("U01ALICE, U04DANA, U05ERIN", plan)
    (message,) = verdict.messages
    assert "group:it-ops: deactivated erin" in message
    assert [s.reason for s in verdict.skipped] == [
        "the plan gives neither a Slack id nor an e-mail address of bob"
    ]


@pytest.mark.parametrize(
    "live",
    [
        "{}",
        "usergroups: {S01ITOPS: {date_delete: 1790000000, users: [U04DANA]}}",
    ],
)
def test_a_missing_or_disabled_group_is_another_matter(live: str) -> None:
    verdict = judge_text(usergroup_members_drift, PLAN, workspace=live)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_an_empty_group_is_told_once() -> None:
    live = f"{PEOPLE}usergroups: {{S01ITOPS: {{handle: it-ops, users: []}}}}"
    alone = judge_text(usergroup_members_drift, PLAN, workspace=live)
    with_all = judge_text(usergroup_members_drift, PLAN, workspace=live, rules=ALL)
    assert (len(alone.messages), len(with_all.messages)) == (1, 0)


def test_groups_without_members_or_without_user_group_promise_nothing() -> None:
    expect(
        usergroup_members_drift,
        """
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
          groups:
            bare: {slack_usergroup: S01ITOPS}
            listed: {members: ["person:alice"]}
            broken: {members: ["person:alic"], slack_usergroup: S01ITOPS}
            loop: {members: ["group:loop"], slack_usergroup: S02}
        """,
        workspace=PEOPLE + "usergroups: {S01ITOPS: {users: [U02BOB]}, S02: {users: [U02BOB]}}",
    )


def test_a_group_that_turns_with_the_shifts_is_another_matter() -> None:
    plan = (
        PLAN
        + """
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "person:bob"]
    slack_usergroup: S01ITOPS
"""
    )
    assert judged("U01ALICE", plan).messages == ()


PEOPLE_OF_SLACK = "people: {U01ALICE: alice, U02BOB: bob, U03CHEN: chen, U09ZOE: zoe}\n"
DECLARED = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, slack: U03CHEN}
  groups:
    it-ops: {slack_usergroup: S01ITOPS, members: ["person:alice", "person:bob"]}
"""


def test_members_are_taken_from_slack_where_the_plan_knows_them_all() -> None:
    live = PEOPLE_OF_SLACK + "usergroups: {S01ITOPS: {handle: it-ops, users: [U01ALICE, U03CHEN]}}"
    mended = DECLARED.replace("person:bob", "person:chen")
    expect_fixed(usergroup_members_drift, DECLARED, mended, workspace=live)


def test_a_member_whom_no_plan_names_is_left_to_the_author() -> None:
    live = PEOPLE_OF_SLACK + "usergroups: {S01ITOPS: {handle: it-ops, users: [U01ALICE, U09ZOE]}}"
    expect_fixed(usergroup_members_drift, DECLARED, DECLARED, workspace=live)
