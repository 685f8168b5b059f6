import pytest

from commplan.rules.stakeholders.person_is_guest import person_is_guest
from commplan.testing import expect, judge_text, read_workspace

PLAN = """
stakeholders:
  people:
    gus: {name: Gus Field, slack: U08GUS}
"""


@pytest.mark.parametrize(
    ("flags", "kind", "channels"),
    [
        ("is_restricted: true", "of some channels", "several"),
        ("is_restricted: true, is_ultra_restricted: true", "of a single channel", "one"),
        ("is_ultra_restricted: true", "of a single channel", "one"),
    ],
)
def test_both_kinds_of_guests_are_told_apart(flags: str, kind: str, channels: str) -> None:
    live = f"people: {{U08GUS: {{handle: gus, {flags}}}}}"
    (finding,) = judge_text(person_is_guest, PLAN, workspace=live).findings
    assert finding.message == (
        f"gus (U08GUS) is a guest {kind} in Slack, but no guest in the plan "
        "(read Sat 2026-11-21 09:00Z)"
    )
    assert finding.facts["channels"] == channels
    assert finding.resource is not None
    assert (finding.resource.kind, finding.resource.id) == ("person", "U08GUS")


def test_only_guests_whom_the_plan_does_not_expect_are_named() -> None:
    expect(
        person_is_guest,
        """
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            gus: {name: Gus Field, slack: U08GUS, guest: true}
            left: {name: Lea Fox, slack: U09LEA, until: "2026-11-20"}
            hal:
              name: Hal Oak
              guest: false
              contacts:
                email: hal@example.org  # <- hal (hal@example.org) is a guest of some channels
            staff: {name: Sue Day, slack: U11SUE, guest: true}
        """,
        workspace="""
        people:
          U01ALICE: alice
          U08GUS: {is_restricted: true}
          U09LEA: {is_restricted: true}
          U10HAL: {handle: hal, email: hal@example.org, is_restricted: true}
          U11SUE: sue
        """,
    )


def test_somebody_on_the_last_day_is_still_judged() -> None:
    plan = PLAN.replace("U08GUS}", 'U08GUS, until: "2026-11-21"}')
    live = "people: {U08GUS: {is_restricted: true}}"
    assert len(judge_text(person_is_guest, plan, workspace=live).messages) == 1


def test_the_places_that_count_on_the_guest_are_related() -> None:
    plan = PLAN + "escalations: {desk: {steps: [{notify: ['person:gus'], ack_within: 5m}]}}"
    live = "people: {U08GUS: {is_restricted: true}}"
    (finding,) = judge_text(person_is_guest, plan, workspace=live).findings
    assert [related.message for related in finding.related] == [
        "step 1 of escalation:desk calls person:gus"
    ]


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        (
            "people: {U08GUS: {deleted: true}}",
            "Slack does not tell whether gus (U08GUS), who is deactivated, was a guest",
        ),
        (
            "people: {U08GUS: {team_id: T09, is_restricted: true}}",
            "U08GUS is an account of another organisation (T09)",
        ),
        ("not_granted: ['users:read']", "the token lacks the scope users:read"),
    ],
)
def test_what_slack_does_not_tell_is_not_assessed(live: str, reason: str) -> None:
    verdict = judge_text(person_is_guest, PLAN, workspace=live)
    assert verdict.messages == ()
    assert [(s.reason, s.pointer) for s in verdict.skipped] == [
        (reason, "/stakeholders/people/gus/slack")
    ]


def test_an_active_account_without_its_standing_is_not_assessed() -> None:
    live = read_workspace("people: {U08GUS: gus}")
    people = tuple(person._replace(is_restricted=None) for person in live.people)
    verdict = judge_text(person_is_guest, PLAN, workspace=live._replace(people=people))
    assert verdict.messages == ()
    assert [s.reason for s in verdict.skipped] == [
        "Slack does not tell whether gus (U08GUS) is a guest"
    ]


@pytest.mark.parametrize("live", ["people: {}", "people: {U08GUS: {is_bot: true}}"])
def test_accounts_that_are_no_person_at_all_are_another_matter(live: str) -> None:
    verdict = judge_text(person_is_guest, PLAN, workspace=live)
    assert (verdict.messages, verdict.skipped) == ((), ())
