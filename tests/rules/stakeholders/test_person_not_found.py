import pytest

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.stakeholders.person_not_found import person_not_found
from commplan.testing import expect, judge_text

ALL = catalogue(commplan_rules())

PLAN = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob:
      name: Bob Ito
      slack: U02BOB
"""


def test_only_the_people_who_are_not_there_are_named() -> None:
    expect(
        person_not_found,
        """
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob:
              name: Bob Ito
              slack: U02BOB  # <- bob is U02BOB in the plan, but that account does not exist
            chen: {name: Chen Wu, slack: U03CHEN}
            dana: {name: Dana Fox}
        """,
        workspace="people: {U01ALICE: alice, U03CHEN: {deleted: true}}",
    )


@pytest.mark.parametrize(
    ("account", "words"),
    [
        ("{handle: jira, is_bot: true}", "is the bot 'jira'"),
        ("{handle: pager, is_bot: true, deleted: true}", "is the bot 'pager'"),
        ("{handle: form, is_workflow_bot: true}", "is the workflow 'form'"),
        ("{is_bot: true}", "is the bot"),
    ],
)
def test_what_is_no_human_is_called_what_it_is(account: str, words: str) -> None:
    live = f"people: {{U01ALICE: {account}, U02BOB: bob}}"
    (message,) = judge_text(person_not_found, PLAN, workspace=live).messages
    assert message == (
        f"alice is U01ALICE in the plan, but that account {words} (read Sat 2026-11-21 09:00Z)"
    )


def test_people_who_authorised_an_app_are_people() -> None:
    live = "people: {U01ALICE: {is_app_user: true}, U02BOB: {is_app_user: true}}"
    assert judge_text(person_not_found, PLAN, workspace=live).messages == ()


def test_an_address_is_looked_up_where_there_is_no_id() -> None:
    expect(
        person_not_found,
        """
        stakeholders:
          people:
            alice:
              name: Alice Ng
              contacts:
                email: alice@example.org
            bob:
              name: Bob Ito
              contacts:
                email: bob@example.org  # <- bob is bob@example.org in the plan
            chen: {name: Chen Wu, slack: U03CHEN, contacts: {email: old@example.org}}
        """,
        workspace="""
        people:
          U01ALICE: {handle: alice, email: Alice@Example.org}
          U03CHEN: {handle: chen, email: chen@example.org}
        """,
    )


def test_the_finding_says_what_to_write_where_the_name_gives_it_away() -> None:
    live = "people: {U02BOB: bob, U07: {real_name: alice NG}}"
    (finding,) = judge_text(person_not_found, PLAN, workspace=live).findings
    assert finding.help == "write `slack: U07`, the account of Alice Ng"
    assert finding.resource == ("person", "U01ALICE", None)
    assert finding.facts == {
        "person": "alice",
        "declared": "U01ALICE",
        "state": "not-found",
        "read_at": "2026-11-21T09:00:00Z",
    }
    twice = "people: {U02BOB: bob, U07: {real_name: Alice Ng}, U08: {display_name: Alice Ng}}"
    (finding,) = judge_text(person_not_found, PLAN, workspace=twice).findings
    assert finding.help == "copy the id from the profile in Slack, or take alice out of the plan"


def test_who_cannot_be_looked_up_is_not_assessed() -> None:
    live = "people: {U01ALICE: {team_id: T09OTHER}, U02BOB: bob}"
    verdict = judge_text(person_not_found, PLAN, workspace=live)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == "U01ALICE is an account of another organisation (T09OTHER)"
    assert skipped.pointer == "/stakeholders/people/alice/slack"
    assert skipped.resource == ("person", "U01ALICE", None)


def test_without_the_scope_nobody_is_assessed() -> None:
    verdict = judge_text(person_not_found, PLAN, workspace="not_granted: ['users:read']")
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [
        "the token lacks the scope users:read"
    ] * 2


def test_what_is_no_id_is_reported_once_by_the_rule_about_ids() -> None:
    plan = "stakeholders: {people: {alice: {name: Alice, slack: D08CF0BPYGG}}}"
    verdict = judge_text(person_not_found, plan, workspace="{}")
    assert verdict.messages == ()
    assert len(verdict.skipped) == 1


def test_a_target_of_a_step_is_left_to_the_rules_about_steps() -> None:
    plan = PLAN + 'escalations: {desk: {steps: [{notify: ["person:alice", "person:bob"]}]}}'
    assert (
        judge_text(person_not_found, plan, workspace="people: {U02BOB: b}", rules=ALL).messages
        == ()
    )
