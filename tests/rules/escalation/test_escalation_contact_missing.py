from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.escalation.escalation_contact_missing import escalation_contact_missing
from commplan.testing import expect, judge_text

ALL = catalogue(commplan_rules())

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, slack: U03CHEN}
"""
STEP = """
escalations:
  desk:
    steps:
    - notify: ["person:alice", "person:bob"]
    - notify: ["person:chen"]
"""


def test_the_place_is_the_reference_that_names_them() -> None:
    expect(
        escalation_contact_missing,
        """
escalations:
  desk:
    steps:
    - notify:
      - "role:lead"
      - "person:bob"  # <- step 1 of escalation:desk calls bob (U02BOB), but that account is the bot
    - notify:
      - "group:leads"  # <- calls group:leads (S01), but that user group does not exist in Slack
      - "person:chen"
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, slack: U03CHEN}
  groups:
    leads: {slack_usergroup: S01}
  roles:
    lead:
      holders:
      - "person:alice"  # <- step 1 of escalation:desk calls alice (U01ALICE), but that account
      deputies: ["person:chen"]
""",
        workspace="people: {U02BOB: {handle: jira, is_bot: true}, U03CHEN: chen}",
    )


def test_one_who_is_missing_in_two_steps_is_one_finding() -> None:
    plan = STEP.replace('["person:chen"]', '["person:chen", "person:alice"]') + PEOPLE
    live = "people: {U02BOB: bob, U03CHEN: chen}"
    (finding,) = judge_text(escalation_contact_missing, plan, workspace=live).findings
    assert finding.message == (
        "step 1 of escalation:desk calls alice (U01ALICE), but that account does not exist "
        "in Slack (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.resource == ("person", "U01ALICE", None)
    assert finding.facts == {
        "path": "desk",
        "step": 1,
        "target": "person:alice",
        "declared": "U01ALICE",
        "state": "not-found",
        "read_at": "2026-11-21T09:00:00Z",
    }
    assert [(r.location.pointer, r.message) for r in finding.related] == [
        ("/stakeholders/people/alice/slack", "alice is U01ALICE here"),
        ("/escalations/desk/steps/1/notify/1", "step 2 of escalation:desk calls person:alice"),
    ]


def test_a_missing_user_group_is_the_resource() -> None:
    plan = (
        STEP.replace('"person:bob"', '"group:leads"')
        + PEOPLE
        + "  groups: {leads: {slack_usergroup: S01}}\n"
    )
    live = "people: {U01ALICE: alice, U02BOB: bob, U03CHEN: chen}"
    (finding,) = judge_text(escalation_contact_missing, plan, workspace=live).findings
    assert finding.resource == ("usergroup", "S01", None)
    assert (finding.facts["target"], finding.facts["state"]) == ("group:leads", "missing")


def test_a_step_of_which_nobody_is_left_is_another_matter() -> None:
    live = "people: {U03CHEN: chen}"
    assert (
        judge_text(escalation_contact_missing, STEP + PEOPLE, workspace=live, rules=ALL).messages
        == ()
    )


def test_disabled_and_empty_user_groups_exist() -> None:
    plan = (
        STEP.replace('"person:bob"', '"group:leads"')
        + PEOPLE
        + "  groups: {leads: {slack_usergroup: S01}}\n"
    )
    for group in ("{users: []}", "{date_delete: 1790000000, users: []}"):
        live = f"people: {{U01ALICE: a, U02BOB: b, U03CHEN: c}}\nusergroups: {{S01: {group}}}"
        assert judge_text(escalation_contact_missing, plan, workspace=live).messages == ()


def test_strangers_and_what_was_not_read_are_not_assessed() -> None:
    plan = (
        STEP.replace('"person:bob"', '"person:bob", "group:leads"')
        + PEOPLE
        + "  groups: {leads: {slack_usergroup: S01}}\n"
    )
    live = """
    people: {U01ALICE: {team_id: T09}, U02BOB: bob, U03CHEN: chen}
    not_granted: ["usergroups:read"]
    """
    verdict = judge_text(escalation_contact_missing, plan, workspace=live)
    assert verdict.messages == ()
    assert [(skipped.pointer, skipped.reason) for skipped in verdict.skipped] == [
        (
            "/escalations/desk/steps/0/notify/0",
            "U01ALICE is an account of another organisation (T09)",
        ),
        ("/escalations/desk/steps/0/notify/2", "the token lacks the scope usergroups:read"),
    ]
