import pytest

from commplan.rules.security.workspace_admin_drift import workspace_admin_drift
from commplan.testing import Verdict, expect, judge_text, read_workspace

PLAN = """
metadata: {id: x, workspace: {admins: [%s]}}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, contacts: {email: chen@example.org}}
    gone: {name: Gone, slack: U04GONE}
    left: {name: Left, slack: U05LEFT, until: "2026-10-31"}
  groups:
    it-ops: {members: ["person:alice", "person:bob"]}
    leads: {slack_usergroup: S01LEADS}
  roles:
    manager: {holders: ["person:alice"], deputies: ["person:bob"]}
"""
LIVE = """
team: T01ACME
people:
  U01ALICE: {handle: alice, real_name: Alice Ng, is_admin: true}
  U02BOB: {handle: bob, is_admin: true, is_owner: true}
  U03CHEN: {handle: chen, email: chen@example.org, is_admin: false}
  U04GONE: {handle: gone, deleted: true}
  U05LEFT: {handle: left, is_admin: false}
  U06EVE: {handle: eve, is_admin: false}
usergroups:
  S01LEADS: {handle: leads, users: [U01ALICE, U02BOB]}
"""


def judge(admins: str, live: str = LIVE) -> Verdict:
    return judge_text(workspace_admin_drift, PLAN % admins, workspace=live)


@pytest.mark.parametrize(
    "admins",
    [
        '"person:alice", "person:bob"',
        '"group:it-ops"',
        '"role:manager"',
        '"group:leads"',
        '"person:bob", "group:leads", "person:gone"',
    ],
)
def test_whoever_is_declared_in_whatever_way_is_in_order(admins: str) -> None:
    verdict = judge(admins, LIVE.replace("admin: false", "admin: false, is_owner: false"))
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_who_is_in_charge_and_not_declared() -> None:
    live = LIVE.replace("handle: eve, is_admin: false", "handle: eve, is_primary_owner: true")
    (finding,) = judge('"person:bob"', live).findings
    assert finding.message == (
        "in charge of the workspace, but not among the plan's `admins`: "
        "alice (Alice Ng, U01ALICE), administrator; eve (U06EVE), owner "
        "(read Sat 2026-11-21 09:00Z)"
    )
    assert finding.location.pointer == "/metadata/workspace/admins"
    assert finding.resource == ("workspace", "T01ACME", "Acme")
    assert finding.facts == {
        "undeclared": ["U01ALICE", "U06EVE"],
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_another_administrator_is_another_finding() -> None:
    more = LIVE.replace("handle: eve, is_admin: false", "handle: eve, is_admin: true")
    first, second = (judge('"person:bob"', live).findings[0] for live in (LIVE, more))
    assert first.fingerprint != second.fingerprint


def test_who_is_declared_and_not_in_charge() -> None:
    expect(
        workspace_admin_drift,
        """
        metadata:
          id: x
          workspace:
            admins:
            - "group:it-ops"
            - "person:chen"  # <- chen (U03CHEN) is to administer the workspace, but has no such
            - "person:gone"
            - "person:left"
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
            chen: {name: Chen Wu, contacts: {email: chen@example.org}}
            gone: {name: Gone, slack: U04GONE}
            left: {name: Left, slack: U05LEFT, until: "2026-10-31"}
          groups:
            it-ops: {members: ["person:alice", "person:bob"]}
        """,
        workspace=LIVE,
    )


def test_bots_strangers_and_leavers_are_nobodys_administrators() -> None:
    live = LIVE.replace(
        "usergroups:",
        "  U07BOT: {is_bot: true, is_admin: true}\n"
        "  U08OUT: {team_id: T09OTHER, is_admin: true}\n"
        "  U09GONE: {deleted: true, is_admin: true}\nusergroups:",
    )
    verdict = judge('"group:it-ops"', live)
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    ("admins", "more", "pointer", "reason"),
    [
        (
            '"person:alice", "person:chen"',
            "not_granted: ['users:read.email']",
            "/metadata/workspace/admins/1",
            "the token lacks the scope users:read.email",
        ),
        (
            '"group:leads"',
            "not_granted: ['usergroups:read']",
            "/metadata/workspace/admins/0",
            "the token lacks the scope usergroups:read",
        ),
        (
            '"group:it-ops"',
            "unread: {people: partial}",
            "/metadata/workspace/admins",
            "people: partial",
        ),
    ],
)
def test_while_somebody_may_be_meant_nobody_is_called_undeclared(
    admins: str, more: str, pointer: str, reason: str
) -> None:
    live = LIVE if "usergroups:read" not in more else LIVE[: LIVE.index("usergroups:")]
    verdict = judge(admins, live + more)
    assert verdict.messages == ()
    assert [(skipped.pointer, skipped.reason) for skipped in verdict.skipped] == [(pointer, reason)]


def test_a_member_of_a_declared_user_group_whom_nobody_can_place() -> None:
    live = LIVE.replace("users: [U01ALICE, U02BOB]", "users: [U01ALICE, W02BOB]")
    verdict = judge('"group:leads"', live)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [
        "W02BOB is not among the accounts of the workspace"
    ]


def test_flags_that_slack_does_not_tell_are_no_pass() -> None:
    untold = read_workspace(LIVE.replace(", is_admin: false", ""))
    silent = judge_text(workspace_admin_drift, PLAN % '"group:it-ops"', workspace=untold)
    assert silent.messages == ()
    assert [skipped.reason for skipped in silent.skipped] == [
        "Slack does not tell whether chen (U03CHEN) and 2 more can administer the workspace"
    ]


def test_a_plan_that_lists_nobody_is_not_asked() -> None:
    plan = "stakeholders: {people: {alice: {name: Alice Ng, slack: U01ALICE}}}"
    verdict = judge_text(workspace_admin_drift, plan, workspace=LIVE)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_broken_list_is_another_matter() -> None:
    verdict = judge('"person:zoe"')
    assert (verdict.messages, verdict.skipped) == ((), ())
