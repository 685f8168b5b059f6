import pytest

from commplan.rules.stakeholders.profile_drift import profile_drift
from commplan.testing import Verdict, expect, expect_fixed, judge_text, read_workspace

PLAN = """
stakeholders:
  people:
    dana: {name: Dana Fox, slack: U04DANA, timezone: Europe/London}
"""
COVERED = """
severities:
  sev1: {order: 1, path: "escalation:desk"}
  sev2: {order: 2, path: "escalation:desk"}
  sev3: {order: 3, path: "escalation:other"}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:00"]}}
  us: {timezone: America/New_York, hours: {mon-fri: ["09:00-17:00"]}}
coverage:
  sev1: {require: "calendar:uk"}
  sev3: {require: "calendar:uk"}
escalations:
  desk: {steps: [{notify: ["person:dana"], ack_within: 30m}]}
  other: {steps: [{notify: ["person:alice"], ack_within: 30m}]}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}
    dana:
      name: Dana Fox
      slack: U04DANA
      timezone: Europe/London
      calendar: "calendar:uk"
"""
READ = "(read Sat 2026-11-21 09:00Z)"


def judged(account: str, plan: str = PLAN) -> Verdict:
    live = f"people: {{U04DANA: {account}, U01ALICE: {{real_name: Alice Ng, tz: Europe/London}}}}"
    return judge_text(profile_drift, plan, workspace=live)


def told(account: str, plan: str = PLAN) -> str:
    (message,) = judged(account, plan).messages
    return message


def test_only_what_differs_is_told_at_its_own_place() -> None:
    expect(
        profile_drift,
        """
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, timezone: Europe/London}
            bob:
              name: Bob Ito  # <- bob (U02BOB) is called 'Robert I.' in Slack, not 'Bob Ito'
              slack: U02BOB
            chen:
              name: Chen Wu
              slack: U03CHEN
              timezone: Europe/Berlin  # <- chen (U03CHEN) lives by Asia/Tokyo in Slack
            dana: {name: Dana Fox, slack: U04DANA, until: "2026-11-20", timezone: Asia/Tokyo}
            erin:
              name: Erin Vale
              slack: U05ERIN
              timezone: Asia/Tokyo  # <- is called 'E. Hill' in Slack, not 'Erin Vale', and lives by
        """,
        workspace="""
        people:
          U01ALICE: {real_name: Alice Ng, tz: Europe/London}
          U02BOB: {real_name: Robert I., tz: Asia/Tokyo}
          U03CHEN: {real_name: Chen Wu, tz: Asia/Tokyo}
          U04DANA: {real_name: Dana Fox, tz: Europe/London}
          U05ERIN: {real_name: E. Hill, tz: Europe/London}
        """,
    )


@pytest.mark.parametrize(
    ("declared", "live"),
    [
        ("Dana Fox", "{real_name: D., display_name: Dana Fox}"),
        ("Dana Fox", "{real_name: Dana Fox, display_name: foxy}"),
        ("Dana Fox", "{real_name: DANA  fox, display_name: ''}"),
        ("Karl Ødegård", "{real_name: Karl Odegard}"),
        ("Karl Odegard", "{display_name: karl ødegård}"),
        ("José Núñez", "{real_name: Jose Nunez}"),
        ("Jürgen Groß", "{real_name: Jurgen Gross}"),
        ("Łukasz Æsir", "{real_name: LUKASZ AESIR}"),
        ("王 小明", "{real_name: 王小明}"),
    ],
)
def test_names_that_are_written_otherwise_are_the_same(declared: str, live: str) -> None:
    plan = PLAN.replace("Dana Fox", declared).replace(", timezone: Europe/London", "")
    verdict = judged(live, plan)
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize("live", ["{real_name: Dana}", "{display_name: dana, real_name: D. Fox}"])
def test_a_part_of_a_name_is_another_name(live: str) -> None:
    plan = PLAN.replace(", timezone: Europe/London", "")
    assert "not 'Dana Fox'" in told(live, plan)


@pytest.mark.parametrize("live", ["Europe/London", "Europe/Jersey", "GB", "Europe/Lisbon"])
def test_zones_whose_clocks_agree_are_the_same(live: str) -> None:
    assert judged(f"{{real_name: Dana Fox, tz: {live}}}").messages == ()


def test_a_zone_that_agrees_for_half_a_year_is_another() -> None:
    assert told("{real_name: Dana Fox, tz: UTC}") == (
        f"dana (U04DANA) lives by UTC in Slack, not by Europe/London {READ}"
    )


def test_a_zone_that_the_plan_does_not_state_is_not_compared() -> None:
    plan = COVERED.replace("timezone: Europe/London\n      calendar", "calendar")
    verdict = judged("{real_name: Dana Fox, tz: Asia/Tokyo}", plan)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_the_gap_that_opens_is_told() -> None:
    (finding,) = judged("{real_name: Dana Fox, tz: America/New_York}", COVERED).findings
    assert finding.message == (
        "dana (U04DANA) lives by America/New_York in Slack, not by Europe/London; "
        "hours that move along open a gap (AVL201): Mon 2026-11-23 09:00 Europe/London: "
        f"nobody covers sev1 until 14:00 (and 264 other times) {READ}"
    )
    facts = {**finding.facts}
    assert facts.pop("read_at") == "2026-11-21T09:00:00Z"
    assert facts == {
        "person": "dana",
        "timezone": "Europe/London",
        "live_timezone": "America/New_York",
        "opens": ["sev1"],
        "from": "2026-11-23T09:00:00Z",
        "to": "2026-11-23T14:00:00Z",
    }


def test_further_severities_are_counted() -> None:
    plan = COVERED.replace("  sev3: {require", "  sev2: {require: 'calendar:uk'}\n  sev3: {require")
    message = told("{real_name: Dana Fox, tz: Asia/Tokyo}", plan)
    assert "nobody covers sev1 until" in message
    assert message.endswith(f", likewise 1 more severity {READ}")


@pytest.mark.parametrize(
    "edit",
    [
        ('notify: ["person:dana"]', 'notify: ["person:dana", "person:alice"]'),
        # Somebody who keeps another region's hours keeps them wherever they live.
        ('      calendar: "calendar:uk"', '      calendar: "calendar:us"'),
    ],
)
def test_a_move_that_changes_nothing_is_said_to(edit: tuple[str, str]) -> None:
    plan = COVERED.replace(*edit)
    message = told("{real_name: Dana Fox, tz: America/Denver}", plan)
    assert message.endswith(f"not by Europe/London; hours that move along open no gap {READ}")


def test_a_gap_that_is_there_anyway_is_not_opened() -> None:
    plan = COVERED.replace('sev1: {require: "calendar:uk"}', "sev1: {require: 24x7}")
    (finding,) = judged("{real_name: Dana Fox, tz: America/New_York}", plan).findings
    assert (finding.facts["from"], finding.facts["to"]) == (
        "2026-11-23T09:00:00Z",
        "2026-11-23T14:00:00Z",
    )


def test_where_coverage_hangs_on_somebody_without_hours_nothing_is_told_of_gaps() -> None:
    plan = COVERED.replace('notify: ["person:dana"]', 'notify: ["person:dana", "person:eve"]')
    plan += "    eve: {name: Eve Stone}\n"
    message = told("{real_name: Dana Fox, tz: America/New_York}", plan)
    assert message.endswith(
        f"whether hours that move along open a gap, the plan does not tell {READ}"
    )


def test_nothing_is_said_of_gaps_where_no_coverage_hangs_on_the_person() -> None:
    plan = COVERED.replace('notify: ["person:dana"]', 'notify: ["person:alice"]')
    message = told("{real_name: Dana Fox, tz: America/New_York}", plan)
    assert message.endswith(f"not by Europe/London {READ}")


@pytest.mark.parametrize(
    ("account", "reasons"),
    [
        (
            "{deleted: true}",
            {"slack": "Slack tells no time zone of dana (U04DANA), who is deactivated"},
        ),
        (
            "{}",
            {
                "name": "Slack tells no name of dana (U04DANA)",
                "timezone": "Slack tells no time zone of dana (U04DANA)",
            },
        ),
        (
            "{real_name: Dana Fox, tz: Moon/Tycho}",
            {"timezone": "Slack tells no time zone that is known (Moon/Tycho) of dana (U04DANA)"},
        ),
        (
            "{team_id: T09}",
            {"slack": "U04DANA is an account of another organisation (T09)"},
        ),
    ],
)
def test_what_slack_does_not_tell_is_not_assessed(account: str, reasons: dict[str, str]) -> None:
    verdict = judged(account)
    assert verdict.messages == ()
    assert {s.pointer: s.reason for s in verdict.skipped} == {
        f"/stakeholders/people/dana/{key}": reason for key, reason in reasons.items()
    }


def test_half_a_profile_is_judged_by_half() -> None:
    verdict = judged("{real_name: Dan Fox}")
    assert len(verdict.messages) == len(verdict.skipped) == 1


def test_a_zone_that_does_not_exist_is_another_matter() -> None:
    plan = PLAN.replace("Europe/London", "Europe/Londn")
    verdict = judged("{real_name: Dana Fox, tz: Europe/London}", plan)
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize("live", ["people: {}", "people: {U04DANA: {is_bot: true}}"])
def test_accounts_that_are_no_person_at_all_are_another_matter(live: str) -> None:
    verdict = judge_text(profile_drift, PLAN, workspace=read_workspace(live))
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_what_slack_says_is_written() -> None:
    text = """
    stakeholders:
      people:
        dana: {name: Dana Fox, slack: U04DANA, timezone: Europe/London}  # moved
    """
    live = "people: {U04DANA: {real_name: Dana Cole, tz: America/New_York}}"
    mended = text.replace("Dana Fox", "Dana Cole").replace("Europe/London", "America/New_York")
    expect_fixed(profile_drift, text, mended, workspace=live)
