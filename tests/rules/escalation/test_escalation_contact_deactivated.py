from commplan.rules.escalation.escalation_contact_deactivated import (
    escalation_contact_deactivated,
)
from commplan.testing import expect, expect_fixed, judge_text

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, slack: U03CHEN}
"""
LIVE = "people: {U01ALICE: {handle: alice, deleted: true}, U02BOB: bob, U03CHEN: chen}"
ROTATION = """
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users:
    - "person:bob"
    - "person:alice"  # <- step 1 of escalation:desk calls alice (U01ALICE), but that account is
escalations:
  desk:
    steps:
    - notify: ["rotation:primary"]
    - notify: ["person:chen", "person:alice"]
"""


def test_a_user_of_a_rotation_is_found_where_the_rotation_names_them() -> None:
    expect(escalation_contact_deactivated, ROTATION + PEOPLE, workspace=LIVE)


def test_the_step_and_the_other_places_are_related() -> None:
    plan = (
        ROTATION
        + "channels: {it-help: {kind: slack, slack: C01, owner: 'person:alice'}}\n"
        + PEOPLE
    )
    live = LIVE + "\nchannels: {C01: it-help}"
    (finding,) = judge_text(escalation_contact_deactivated, plan, workspace=live).findings
    assert finding.location.pointer == "/rotations/primary/users/1"
    assert [(r.location.pointer, r.message) for r in finding.related] == [
        ("/stakeholders/people/alice/slack", "alice is U01ALICE here"),
        ("/escalations/desk/steps/0/notify/0", "step 1 of escalation:desk calls rotation:primary"),
        ("/escalations/desk/steps/1/notify/1", "step 2 of escalation:desk calls person:alice"),
        ("/channels/it-help/owner", "#it-help has no other owner"),
    ]
    assert finding.resource == ("person", "U01ALICE", "alice")
    assert finding.facts == {
        "path": "desk",
        "step": 1,
        "person": "alice",
        "declared": "U01ALICE",
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_two_who_left_one_rotation_are_two_findings_with_places_of_their_own() -> None:
    plan = ROTATION.replace('"person:bob"', '"person:bob"\n    - "person:chen"') + PEOPLE
    live = "people: {U01ALICE: {deleted: true}, U02BOB: {deleted: true}, U03CHEN: chen}"
    found = judge_text(escalation_contact_deactivated, plan, workspace=live).findings
    assert [finding.location.pointer for finding in found] == [
        "/rotations/primary/users/0",
        "/rotations/primary/users/2",
    ]
    assert len({finding.fingerprint for finding in found}) == 2


def test_through_a_path_that_another_path_calls() -> None:
    expect(
        escalation_contact_deactivated,
        """
escalations:
  desk:
    steps:
    - notify: ["escalation:major"]
  major:
    steps:
    - notify:
      - "person:alice"  # <- step 1 of escalation:desk calls alice
      - "person:bob"
"""
        + PEOPLE,
        workspace=LIVE,
    )


def test_a_guest_and_a_missing_account_are_no_deactivated_ones() -> None:
    plan = 'escalations: {desk: {steps: [{notify: ["person:alice", "person:bob"]}]}}' + PEOPLE
    live = "people: {U02BOB: {is_ultra_restricted: true}}"
    assert judge_text(escalation_contact_deactivated, plan, workspace=live).messages == ()


def test_who_is_told_when_all_else_failed_is_no_step_target() -> None:
    plan = """
escalations:
  desk:
    steps: [{notify: ["person:bob"]}]
    on_exhausted: {notify: ["person:alice"]}
"""
    verdict = judge_text(escalation_contact_deactivated, plan + PEOPLE, workspace=LIVE)
    assert verdict.messages == ()


def test_a_stranger_is_not_assessed() -> None:
    plan = 'escalations: {desk: {steps: [{notify: ["person:alice", "person:bob"]}]}}' + PEOPLE
    live = "people: {U01ALICE: {team_id: T09, deleted: true}, U02BOB: bob}"
    verdict = judge_text(escalation_contact_deactivated, plan, workspace=live)
    assert verdict.messages == ()
    assert [skipped.resource for skipped in verdict.skipped] == [("person", "U01ALICE", None)]


def test_the_name_goes_where_somebody_is_left_who_answers() -> None:
    text = """
    escalations:
      desk:
        steps:
        - notify: ["person:alice", "person:bob"]
          ack_within: 15m
        - notify: ["group:ops"]
          ack_within: 15m
    stakeholders:
      people:
        alice: {name: Alice Ng, slack: U01ALICE}
        bob: {name: Bob Ito, slack: U02BOB}
      groups:
        ops:
          members:
          - "person:bob"
          - "person:alice"
    """
    mended = text.replace('["person:alice", "person:bob"]', '["person:bob"]')
    mended = mended.replace('          - "person:alice"\n', "")
    expect_fixed(escalation_contact_deactivated, text, mended, workspace=LIVE)
