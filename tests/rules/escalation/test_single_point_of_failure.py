from __future__ import annotations

import pytest

from commplan.rules.availability.coverage_gap import coverage_gap
from commplan.rules.escalation.single_point_of_failure import single_point_of_failure
from commplan.testing import expect, judge_text

WEEKENDS = """
metadata: {id: desk, timezone: Europe/London}
stakeholders:
  people:
    alice: {name: Alice Ng, timezone: Europe/London, calendar: "calendar:week"}
    chen: {name: Chen Wu, timezone: Australia/Sydney, calendar: "calendar:always"}
calendars:
  always: {timezone: Australia/Sydney, hours: {daily: ["00:00-24:00"]}}
  week: {timezone: Australia/Sydney, hours: {mon-fri: ["00:00-24:00"]}}
severities:
  sev1: {order: 1, path: "escalation:major"}
coverage:
  sev1: {require: 24x7}
escalations:
  major:
    steps:
    - {notify: ["person:alice"], ack_within: 15m}
    - {notify: ["person:chen"], ack_within: 15m}
"""
DUTY = """
rotations:
  duty:
    timezone: UTC
    start: "2026-01-05T00:00"
    shift: 1w
    users: ["person:alice", "person:chen"]
"""


def messages(text: str) -> tuple[str, ...]:
    verdict = judge_text(single_point_of_failure, text)
    assert not verdict.skipped
    return verdict.messages


def reasons(text: str) -> list[str]:
    verdict = judge_text(single_point_of_failure, text)
    assert not verdict.findings
    return [skipped.reason for skipped in verdict.skipped]


def test_weekends_that_hang_on_one_person_are_told_in_their_zone() -> None:
    finding, *others = judge_text(single_point_of_failure, WEEKENDS).findings
    assert not others
    assert finding.message == (
        "Sat 2026-11-28 00:00 Australia/Sydney: without chen nobody is left for sev1 "
        "until Mon 00:00 (every weekend)"
    )
    assert finding.location.pointer == "/severities/sev1/path"
    assert [related.location.pointer for related in finding.related] == [
        "/coverage/sev1/require",
        "/stakeholders/people/chen",
    ]
    assert (finding.facts["person"], finding.facts["depth"], finding.facts["required"]) == (
        "chen",
        0,
        1,
    )


def test_gaps_are_left_to_the_rules_of_coverage() -> None:
    two = WEEKENDS.replace("{require: 24x7}", "{require: 24x7, min_depth: 2}")
    assert messages(two) == ()
    assert len(judge_text(coverage_gap, two).findings) == 1


def test_everybody_who_is_ever_alone_is_told_of() -> None:
    text = WEEKENDS.replace('["person:alice"]', '["rotation:duty"]').replace(
        '["person:chen"]', '["rotation:duty"]'
    )
    found = judge_text(single_point_of_failure, text + DUTY).findings
    assert [finding.facts["person"] for finding in found] == ["alice", "chen"]
    assert len({finding.fingerprint for finding in found}) == 2
    assert found[0].message == (
        "Mon 2026-11-23 00:00 Europe/London: without alice nobody is left for sev1 "
        "until Mon 2026-11-30 00:00 (and 26 other times)"
    )


def test_a_role_falls_to_the_next_who_is_there() -> None:
    alone = WEEKENDS.replace('["person:alice"]', '["role:lead"]').replace(
        '["person:chen"]', '["role:lead"]'
    )
    role = '  roles: {{lead: {{holders: ["person:chen"]{}}}}}\ncalendars:'
    without = alone.replace("calendars:", role.format(""))
    assert messages(without)[0].startswith(
        "Sat 2026-11-21 20:00 Australia/Sydney: without chen nobody is left for sev1 until"
    )
    deputy = alone.replace("calendars:", role.format(', deputies: ["person:alice"]'))
    assert messages(deputy) == messages(WEEKENDS)
    reachable = role.format(', deputies: ["person:alice"], reachable: 24x7')
    assert messages(alone.replace("calendars:", reachable)) == ()


def test_a_shift_falls_to_nobody_unless_a_role_holds_it() -> None:
    text = (WEEKENDS + DUTY).replace('["person:alice"]', '["rotation:duty"]')
    text = text.replace('["person:chen"]', '["rotation:duty"]')
    role = text.replace('users: ["person:alice", "person:chen"]', 'users: ["role:lead"]').replace(
        "calendars:",
        '  roles: {lead: {holders: ["person:alice"], deputies: ["person:chen"]}}\ncalendars:',
    )
    assert len(messages(text)) == 2
    assert messages(role) == ()


def test_without_coverage_the_clock_of_the_sla_counts() -> None:
    sla = 'slas:\n  {}: {{applies: {{severity: sev1}}, clock: "{}", targets: {{resolve: 1d}}}}\n'
    text = WEEKENDS.replace("coverage:\n  sev1: {require: 24x7}\n", "{slas}")
    assert messages(text.replace("{slas}", sla.format("major", "24x7"))) == messages(WEEKENDS)
    assert messages(text.replace("{slas}", sla.format("major", "calendar:week"))) == ()
    assert messages(text.replace("{slas}", "")) == ()
    both = sla.format("major", "calendar:week") + sla.format("minor", "24x7").replace("slas:\n", "")
    assert messages(text.replace("{slas}", both)) == messages(WEEKENDS)


def test_a_method_that_somebody_lacks_does_not_count() -> None:
    text = WEEKENDS.replace("calendar:week", "calendar:always")
    assert messages(text) == ()
    by_phone = text.replace('["person:chen"],', '["person:chen"], via: [{phone: 0m}],')
    assert "without alice" in messages(by_phone)[0]


def test_doubts_are_told() -> None:
    text = WEEKENDS.replace(', calendar: "calendar:week"', "")
    assert reasons(text) == ["whether sev1 relies on one person alone hangs on alice (no calendar)"]
    both = text.replace(', calendar: "calendar:always"', "")
    assert reasons(both) == [
        "whether sev1 relies on one person alone hangs on alice and chen (no calendar)"
    ]


def test_doubts_about_a_deputy_are_told() -> None:
    text = WEEKENDS.replace(', calendar: "calendar:week"', "").replace(
        '["person:alice"]', '["role:lead"]'
    )
    text = text.replace('["person:chen"]', '["role:lead"]').replace(
        "calendars:",
        '  roles: {lead: {holders: ["person:chen"], deputies: ["person:alice"]}}\ncalendars:',
    )
    assert reasons(text) == ["whether sev1 relies on one person alone hangs on alice (no calendar)"]


def test_a_group_that_only_slack_knows_may_be_somebody_else() -> None:
    text = WEEKENDS.replace('["person:alice"]', '["group:desk"]').replace(
        "calendars:", "  groups: {desk: {slack_usergroup: S01}}\ncalendars:"
    )
    assert reasons(text)[0].endswith("hangs on group:desk (members known to Slack only)")
    alone = text.replace('["person:chen"]', '["group:desk"]')
    assert reasons(alone)[0].endswith("hangs on group:desk (members known to Slack only)")


def test_a_clock_that_cannot_be_read_is_not_judged() -> None:
    text = WEEKENDS.replace("require: 24x7", 'require: "calendar:odd"').replace(
        "severities:", '  odd: {timezone: Europe/Londn, hours: {mon: ["09:00-10:00"]}}\nseverities:'
    )
    assert reasons(text)[0].startswith("nobody can tell when sev1 has to be covered: calendar:odd")


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ('path: "escalation:major"', 'path: "escalation:minor"'),
        ("person:alice", "person:alcie"),
        ("require: 24x7", 'require: "calendar:nowhere"'),
        ('["person:alice"]', '["escalation:major"]'),
    ],
)
def test_what_is_left_to_other_rules(change: str, to: str) -> None:
    assert change in WEEKENDS
    expect(single_point_of_failure, WEEKENDS.replace(change, to))
