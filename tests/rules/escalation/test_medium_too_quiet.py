from __future__ import annotations

import pytest

from commplan.rules.escalation.medium_too_quiet import medium_too_quiet
from commplan.testing import expect, judge_text

NIGHTS = """
metadata: {id: desk}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01, timezone: Europe/London}
    bob: {name: Bob Ito, slack: U02, timezone: Europe/London}
  groups:
    pair: {members: ["person:alice", "person:bob"]}
rotations:
  duty: {timezone: Europe/London, start: "2026-01-05T09:00", shift: 1w, users: ["group:pair"]}
severities:
  sev1: {order: 1, path: "escalation:major"}
coverage:
  sev1: {require: 24x7}
escalations:
  major:
    steps:
    - notify: ["rotation:duty"]
      via: [{slack: 0m}]
      ack_within: 15m
    - {notify: ["rotation:duty"], via: [{phone: 5m}], ack_within: 15m}
"""


def messages(text: str, **parameters: object) -> tuple[str, ...]:
    verdict = judge_text(medium_too_quiet, text, parameters=parameters)
    assert not verdict.skipped
    return verdict.messages


def test_every_night_is_told_by_its_first() -> None:
    finding, *others = judge_text(medium_too_quiet, NIGHTS).findings
    assert not others
    assert finding.message == (
        "Sat 2026-11-21 22:00 Europe/London: step 1 of escalation:major wakes nobody until 07:00; "
        "alice and bob get slack only (every night)"
    )
    assert finding.location.pointer == "/escalations/major/steps/0/via"
    facts = dict(finding.facts)
    assert facts.pop("gaps") == 53 * 7
    # Each of the two clock changes lies in a night.
    assert facts.pop("total_seconds") == 53 * 7 * 9 * 3600
    assert facts == {
        "path": "major",
        "step": 1,
        "severities": ["sev1"],
        "people": ["alice", "bob"],
        "media": ["slack"],
        "from": "2026-11-21T22:00:00Z",
        "to": "2026-11-22T07:00:00Z",
        "gap_seconds": 9 * 3600,
    }
    assert [related.location.pointer for related in finding.related] == ["/coverage/sev1/require"]


@pytest.mark.parametrize("medium", ["phone", "push", "sms"])
def test_one_loud_method_is_enough(medium: str) -> None:
    assert messages(NIGHTS.replace("[{slack: 0m}]", f"[{{slack: 0m}}, {{{medium}: 10m}}]")) == ()


def test_what_is_loud_can_be_set() -> None:
    assert (
        "gets slack and email only"
        in messages(
            NIGHTS.replace("[{slack: 0m}]", "[{slack: 0m}, {email: 0m}]").replace(
                ', "person:bob"', ""
            )
        )[0]
    )
    assert messages(NIGHTS, loud=["slack", "phone"]) == ()
    assert len(messages(NIGHTS, loud=["push"])) == 2


def test_a_step_without_methods_uses_slack() -> None:
    text = NIGHTS.replace("      via: [{slack: 0m}]\n", "")
    finding, *others = judge_text(medium_too_quiet, text).findings
    assert not others
    assert finding.location.pointer == "/escalations/major/steps/0"
    assert "alice and bob get slack only" in finding.message


def test_one_person_awake_is_enough() -> None:
    text = NIGHTS.replace("bob: {name: Bob Ito, slack: U02, timezone: Europe/London}", "{bob}")
    sydney = text.replace("{bob}", "bob: {name: Bob Ito, slack: U02, timezone: Australia/Sydney}")
    assert messages(sydney) == ()
    # New York sleeps from 03:00 to 12:00 in London, and for two weeks in March from 02:00.
    york = text.replace("{bob}", "bob: {name: Bob Ito, slack: U02, timezone: America/New_York}")
    assert messages(york)[0].startswith(
        "Mon 2027-03-15 02:00 Europe/London: step 1 of escalation:major wakes nobody until 07:00; "
    )


def test_nights_are_those_of_the_person_else_of_the_plan_else_of_most_people() -> None:
    plan = NIGHTS + 'protocols: {notifications: {quiet_hours: "23:00-06:00"}}\n'
    assert messages(plan)[0].startswith("Sat 2026-11-21 23:00 Europe/London")
    person = plan.replace("name: Alice Ng", 'name: Alice Ng, quiet_hours: "01:00-10:00"')
    assert messages(person)[0].startswith(
        "Sun 2026-11-22 01:00 Europe/London: step 1 of escalation:major wakes nobody until 06:00"
    )


def test_only_required_hours_are_judged() -> None:
    hours = """
calendars:
  early: {{timezone: Europe/London, hours: {{mon-fri: ["{}-17:00"]}}}}
"""
    text = NIGHTS.replace("require: 24x7", 'require: "calendar:early"')
    assert messages(text + hours.format("07:00")) == ()
    assert messages(text + hours.format("06:30")) == (
        (
            "Mon 2026-11-23 06:30 Europe/London: step 1 of escalation:major wakes nobody "
            "until 07:00; alice and bob get slack only (every Mon–Fri)"
        ),
    )


def test_a_step_that_resolves_to_nobody_is_not_judged() -> None:
    text = NIGHTS.replace("2026-01-05", "2028-01-05")
    assert messages(text) == ()
    on_leave = 'leave: [{from: "2026-01-01", to: "2028-01-01"}]'
    assert messages(NIGHTS.replace("slack: U01", on_leave).replace("slack: U02", on_leave)) == ()


def test_a_step_of_several_severities_is_told_of_once() -> None:
    text = NIGHTS.replace(
        "coverage:", '  sev2: {order: 2, path: "escalation:outer"}\ncoverage:'
    ).replace("  sev1: {require: 24x7}", "  sev1: {require: 24x7}\n  sev2: {require: 24x7}")
    text += (
        '  outer: {steps: [{notify: ["escalation:major"], via: [{phone: 0m}], ack_within: 5m}]}\n'
    )
    finding, *others = judge_text(medium_too_quiet, text).findings
    assert not others
    assert finding.facts["severities"] == ["sev1", "sev2"]
    assert len(finding.related) == 2


def test_people_in_turn_are_all_named() -> None:
    text = NIGHTS.replace('["group:pair"]', '["person:alice", "person:bob"]').replace(
        "slack: U02, timezone: Europe/London", "slack: U02, timezone: Europe/Lisbon"
    )
    assert "; alice gets slack only (" in messages(text)[0]
    always = text.replace("slack: U0", 'quiet_hours: "00:00-24:00", slack: U0')
    assert "; alice and bob get slack only" in messages(always)[0]


def test_where_nobody_can_tell_when_it_is_night() -> None:
    text = NIGHTS.replace(", timezone: Europe/London}", "}")
    verdict = judge_text(medium_too_quiet, text)
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        (
            "whether step 1 of escalation:major wakes anybody at night hangs on "
            "alice and bob (no calendar)"
        )
    ]
    in_zone = text.replace("{id: desk}", "{id: desk, timezone: Europe/London}")
    assert messages(in_zone) == messages(NIGHTS)


def test_whoever_may_be_awake_leaves_it_open() -> None:
    text = NIGHTS.replace(
        'notify: ["rotation:duty"]\n', 'notify: ["rotation:duty", "group:desk"]\n'
    ).replace("rotations:", "    desk: {slack_usergroup: S01}\nrotations:")
    verdict = judge_text(medium_too_quiet, text)
    assert not verdict.findings
    assert "hangs on group:desk (members known to Slack only)" in verdict.skipped[0].reason
    asleep = text.replace("    desk: {slack_usergroup: S01}", '    desk: {members: ["person:cyd"]}')
    asleep = asleep.replace("  groups:", "    cyd: {name: Cyd, timezone: Europe/London}\n  groups:")
    assert "alice, bob and cyd get slack only" in messages(asleep)[0]
    awake = asleep.replace("{name: Cyd,", '{name: Cyd, quiet_hours: "12:00-13:00",')
    verdict = judge_text(medium_too_quiet, awake)
    assert not verdict.findings
    assert "hangs on cyd (no calendar)" in verdict.skipped[0].reason


def test_doubts_in_the_daytime_do_not_matter() -> None:
    text = (
        NIGHTS.replace("require: 24x7", 'require: "calendar:day"')
        + """
calendars:
  day: {timezone: Europe/London, hours: {daily: ["09:00-17:00"]}}
"""
    )
    text = text.replace('notify: ["rotation:duty"]\n', 'notify: ["rotation:duty", "person:cyd"]\n')
    text = text.replace("  groups:", "    cyd: {name: Cyd, timezone: Europe/London}\n  groups:")
    assert messages(text) == ()


def test_a_clock_that_cannot_be_read_is_not_judged() -> None:
    text = (
        NIGHTS.replace("require: 24x7", 'require: "calendar:odd"')
        + """
calendars:
  odd: {timezone: Europe/Londn, hours: {mon: ["09:00-10:00"]}}
"""
    )
    verdict = judge_text(medium_too_quiet, text)
    assert not verdict.findings
    assert verdict.skipped[0].reason.startswith("nobody can tell when sev1 has to be covered")


def test_references_to_nothing_are_left_to_other_rules() -> None:
    expect(medium_too_quiet, NIGHTS.replace("person:bob", "person:bbo"))
    expect(medium_too_quiet, NIGHTS.replace('path: "escalation:major"', 'path: "escalation:x"'))


def test_a_role_is_asleep_only_if_all_who_could_wear_it_are() -> None:
    text = """
severities: {sev1: {order: 1, path: "escalation:desk"}}
coverage: {sev1: {require: "calendar:uk"}}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
escalations:
  desk:
    steps:
    - {notify: ["role:lead"], via: [{slack: 0m}], ack_within: 30m}
    - {notify: ["role:lead"], via: [{phone: 0m}], ack_within: 30m}
stakeholders:
  people:
    dana: {name: Dana, timezone: America/New_York, calendar: "calendar:uk"}
    alice: {name: Alice, timezone: Europe/London, calendar: "calendar:uk"}
  roles:
    lead: {holders: ["person:dana"], deputies: ["person:alice"], reachable: 24x7}
"""
    assert messages(text) == ()
    alone = text.replace(', deputies: ["person:alice"]', "")
    assert "dana gets slack only" in messages(alone)[0]
    far = text.replace("Alice, timezone: Europe/London", "Alice, timezone: America/Chicago")
    assert "alice and dana get slack only" in messages(far)[0]
