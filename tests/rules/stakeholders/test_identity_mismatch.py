import pytest

from commplan.rules.stakeholders.identity_mismatch import identity_mismatch
from commplan.testing import Verdict, expect, judge_text
from commplan.workspace import email_digest

PLAN = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE, contacts: {email: Alice@Example.org}}
"""
AT = "/stakeholders/people/alice/contacts/email"
READ = "(read Sat 2026-11-21 09:00Z)"


def judged(live: str, plan: str = PLAN) -> Verdict:
    return judge_text(identity_mismatch, plan, workspace=live)


def test_only_people_with_id_and_address_are_compared() -> None:
    expect(
        identity_mismatch,
        """
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {email: Alice@Example.org}}
            bob:
              name: Bob Ito
              slack: U02BOB
              contacts:
                email: bob@example.org  # <- bob (U02BOB) does not have the address bob@example.org
            chen: {name: Chen Wu, slack: U03CHEN}
            dana: {name: Dana Fox, contacts: {email: dana@example.org}}
            erin: {name: Erin Vale, slack: U05ERIN, until: "2026-11-20", contacts: {email: e@x.org}}
        """,
        workspace="""
        people:
          U01ALICE: {handle: alice, email: alice@example.org}
          U02BOB: {handle: bob, email: b.ito@example.org}
          U03CHEN: {handle: chen, email: chen@example.org}
          U05ERIN: {handle: erin, email: erin@example.org}
        """,
    )


def test_whoever_has_the_address_is_named_and_the_other_address_is_not() -> None:
    live = """
    people:
      U01ALICE: {handle: ally, email: secret@example.org}
      U02BOB: {handle: bob, email: alice@example.org}
    """
    (finding,) = judged(live).findings
    assert finding.message == (
        "alice (U01ALICE) does not have the address Alice@Example.org in Slack; "
        f"bob (U02BOB) has it {READ}"
    )
    assert finding.help == (
        "write `slack: U02BOB` if alice is the one with that address, else correct it"
    )
    assert finding.facts["answers"] == "U02BOB"
    assert finding.resource is not None
    assert finding.resource.id == "U01ALICE"
    assert "secret" not in repr(finding)


def test_an_address_that_nobody_has_any_more_is_a_mismatch() -> None:
    live = (
        "people: {U01ALICE: {email: a@example.org}, U02: {email: alice@example.org, deleted: true}}"
    )
    (finding,) = judged(live).findings
    assert finding.message == (
        f"alice (U01ALICE) does not have the address Alice@Example.org in Slack {READ}"
    )
    assert finding.facts["answers"] is None


@pytest.mark.parametrize(
    "live",
    [
        "people: {U01ALICE: {email: ALICE@example.ORG}}",
        f"people: {{U01ALICE: {{email: '{email_digest('alice@example.org')}'}}}}",
        "people: {U09: {enterprise_user_id: U01ALICE, email: alice@example.org}}",
        "{people: {U01ALICE: {email: ALICE@example.org}, U0: {email: alice@example.org}}}",
    ],
)
def test_one_account_with_both_is_well(live: str) -> None:
    verdict = judged(live)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_redacted_addresses_differ_as_clear_ones_do() -> None:
    digest, other = email_digest("ally@example.org"), email_digest("alice@example.org")
    live = f"people: {{U01ALICE: {{email: '{digest}'}}, U02BOB: {{email: '{other}'}}}}"
    (message,) = judged(live).messages
    assert message == (
        "alice (U01ALICE) does not have the address Alice@Example.org in Slack; "
        f"U02BOB has it {READ}"
    )


def test_an_account_of_which_no_address_is_told_is_somebody_else_if_another_has_it() -> None:
    live = "people: {U01ALICE: {team_id: T09}, U02BOB: {email: alice@example.org}}"
    (message,) = judged(live).messages
    assert "U02BOB has it" in message


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        (
            "people: {U01ALICE: alice}",
            "Slack does not tell the e-mail address of alice (U01ALICE)",
        ),
        (
            "people: {U01ALICE: {team_id: T09}}",
            "U01ALICE is an account of another organisation (T09)",
        ),
        (
            "people: {U01ALICE: alice}\nnot_granted: ['users:read.email']",
            "the token lacks the scope users:read.email",
        ),
        ("unread: {people: not-requested}", "people: not read"),
    ],
)
def test_what_slack_does_not_tell_is_not_assessed(live: str, reason: str) -> None:
    verdict = judged(live)
    assert verdict.messages == ()
    assert [(s.reason, s.pointer) for s in verdict.skipped] == [(reason, AT)]


@pytest.mark.parametrize("account", ["{deleted: true, email: a@b.c}", "{is_bot: true}"])
def test_accounts_that_are_gone_are_another_matter(account: str) -> None:
    verdict = judged(f"people: {{U01ALICE: {account}, U02: {{email: alice@example.org}}}}")
    assert (verdict.messages, verdict.skipped) == ((), ())
    assert judged("people: {U02: {email: alice@example.org}}").messages == ()


def test_steps_that_call_somebody_else_are_related() -> None:
    steps = "escalations: {desk: {steps: [{notify: ['person:alice'], ack_within: 5m}]}}"
    (finding,) = judged("people: {U01ALICE: {email: a@b.c}}", PLAN + steps).findings
    assert [related.message for related in finding.related] == [
        "alice is U01ALICE here",
        "step 1 of escalation:desk calls person:alice",
    ]
