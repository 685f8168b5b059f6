import pytest

from commplan.rules.security.member_without_2fa import member_without_2fa
from commplan.testing import expect, judge_text

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
"""


def test_who_has_no_second_factor() -> None:
    expect(
        member_without_2fa,
        """
        stakeholders:
          people:
            alice:
              name: Alice Ng
              slack: U01ALICE  # <- alice (U01ALICE) signs in to Slack without two-factor
            bob: {name: Bob Ito, slack: U02BOB}
            chen:
              name: Chen Wu
              contacts:
                email: chen@example.org  # <- chen (chen@example.org) signs in to Slack without
            gone: {name: Gone, slack: U04GONE}
            bot: {name: Bot, slack: U05BOT}
            left: {name: Left, slack: U06LEFT, until: "2026-10-31"}
            phone: {name: Phone, contacts: {phone: "secret:x"}}
            guest: {name: Guest, slack: U07GUEST, guest: true}  # <- guest (U07GUEST) signs in
        """,
        workspace="""
        people:
          U01ALICE: {handle: alice, has_2fa: false}
          U02BOB: {handle: bob, has_2fa: true}
          U03CHEN: {handle: chen, email: chen@example.org, has_2fa: false}
          U04GONE: {deleted: true, has_2fa: false}
          U05BOT: {is_bot: true, has_2fa: false}
          U06LEFT: {handle: left, has_2fa: false}
          U07GUEST: {handle: guest, is_restricted: true, has_2fa: false}
          U99: {handle: not-in-the-plan, has_2fa: false}
        """,
    )


def test_the_finding_in_full() -> None:
    live = "people: {U01ALICE: {handle: alice, has_2fa: false}, U02BOB: {has_2fa: true}}"
    verdict = judge_text(member_without_2fa, PEOPLE, workspace=live)
    (finding,) = verdict.findings
    assert finding.message == (
        "alice (U01ALICE) signs in to Slack without two-factor authentication "
        "(read Sat 2026-11-21 09:00Z)"
    )
    assert finding.location.pointer == "/stakeholders/people/alice/slack"
    assert finding.resource == ("person", "U01ALICE", "alice")
    assert finding.facts == {
        "person": "alice",
        "id": "U01ALICE",
        "handle": "alice",
        "read_at": "2026-11-21T09:00:00Z",
    }
    assert verdict.skipped == ()


@pytest.mark.parametrize(("number", "names"), [(2, "p0, p1"), (5, "p0, p1, p2 and 2 more")])
def test_a_bot_is_told_of_nobody_and_that_is_said_once(number: int, names: str) -> None:
    people = "".join(f"\n    p{n}: {{name: P, slack: U0{n}}}" for n in range(number))
    live = "people:" + "".join(f"\n  U0{n}: p{n}" for n in range(number))
    plan = f"stakeholders:\n  people:{people}"
    verdict = judge_text(member_without_2fa, plan, workspace=live)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == (
        "Slack tells only an administrator's token about two-factor authentication, "
        f"so that of {names} is not known"
    )
    assert skipped.pointer == "/stakeholders/people/p0/slack"


def test_what_is_known_of_some_is_said_beside_what_is_unknown_of_others() -> None:
    live = "people: {U01ALICE: {handle: alice, has_2fa: false}, U02BOB: bob}"
    verdict = judge_text(member_without_2fa, PEOPLE, workspace=live)
    assert [finding.facts["person"] for finding in verdict.findings] == ["alice"]
    assert "that of bob is not known" in verdict.skipped[0].reason


CHAT = "tools: {slack: {kind: chat, security: {sso: okta}}}"
PROFILE = """
tools: {slack: {kind: chat, security: {profile: saas}}}
security_profiles: {saas: {sso: okta}}
"""


@pytest.mark.parametrize("tools", [CHAT, PROFILE])
def test_behind_a_single_sign_on_slack_does_not_know(tools: str) -> None:
    live = "people: {U01ALICE: {has_2fa: false}, U02BOB: {has_2fa: false}}"
    verdict = judge_text(member_without_2fa, tools + PEOPLE, workspace=live)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == ("people sign in to Slack through okta, and Slack does not know how")
    assert (skipped.pointer or "").endswith("/sso")


@pytest.mark.parametrize(
    "tools",
    [
        "tools: {slack: {kind: chat, security: {sso: none}}}",
        "tools: {wiki: {kind: docs, security: {sso: okta}}}",
        "tools: {teams: {kind: chat, provider: microsoft, security: {sso: okta}}}",
    ],
)
def test_a_single_sign_on_of_something_else_changes_nothing(tools: str) -> None:
    live = "people: {U01ALICE: {has_2fa: false}, U02BOB: {has_2fa: true}}"
    verdict = judge_text(member_without_2fa, tools + PEOPLE, workspace=live)
    assert len(verdict.findings) == 1


def test_an_account_of_another_organisation_is_not_assessed() -> None:
    live = "people: {U01ALICE: {team_id: T09OTHER, has_2fa: false}, U02BOB: {has_2fa: true}}"
    verdict = judge_text(member_without_2fa, PEOPLE, workspace=live)
    assert verdict.messages == ()
    assert [skipped.resource.id for skipped in verdict.skipped if skipped.resource] == ["U01ALICE"]


def test_nobody_to_judge_is_no_gap() -> None:
    live = "people: {U01ALICE: {deleted: true}, U02BOB: {deleted: true}}"
    verdict = judge_text(member_without_2fa, CHAT + PEOPLE, workspace=live)
    assert (verdict.messages, verdict.skipped) == ((), ())
