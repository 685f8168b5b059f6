from __future__ import annotations

import pytest

from commplan.finding import Finding
from commplan.rules.availability.unfair_hours import unfair_hours
from commplan.testing import expect, judge_text

DUTY = """
metadata: {id: duty}
stakeholders:
  people:
    ann: {name: Ann, calendar: "calendar:long"}
    ben: {name: Ben, calendar: "calendar:long"}
    chen: {name: Chen, timezone: Australia/Sydney, calendar: "calendar:short"}
calendars:
  long: {timezone: UTC, hours: {daily: ["10:00-24:00"]}}
  short: {timezone: UTC, hours: {daily: ["16:00-24:00"]}}
rotations:
  primary:
    timezone: UTC
    start: "2026-01-01T00:00"
    shift: 1d
    users: ["person:ann", "person:ben", "person:chen"]
coverage: {horizon: 3d}
"""
"""A day of duty holds ten hours out of hours for two people, sixteen for the third."""

MEETING = """
metadata: {{id: meet, timezone: Europe/London}}
stakeholders:
  people:
    ann: {{name: Ann, timezone: Europe/London}}
    ben: {{name: Ben, timezone: Europe/London}}
    chen: {{name: Chen, timezone: Australia/Sydney}}
programmes:
  standup:
    owner: "person:ann"
    meeting:
      days: {days}
      at: "{at}"
      duration: 30m
      audience: ["person:ann", "person:ben", "person:chen"]
coverage: {{horizon: 52w}}
"""


def found(text: str, **more: object) -> Finding:
    (finding,) = judge_text(unfair_hours, text, **more).findings  # type: ignore[arg-type]
    return finding


def reasons(text: str) -> list[str]:
    verdict = judge_text(unfair_hours, text)
    assert not verdict.findings
    return [skipped.reason for skipped in verdict.skipped]


def test_the_one_who_carries_most_is_compared_with_the_mean() -> None:
    expect(unfair_hours, DUTY, as_of="2026-11-21T00:00:00Z")
    finding = found(DUTY, as_of="2026-11-21T00:00:00Z", parameters={"max_ratio": 1.3})
    assert finding.message == (
        "chen in Australia/Sydney carries 16 of 36 out-of-hours hours of rotation:primary "
        "(1.33 × the mean, limit 1.3)"
    )
    assert finding.location.pointer == "/rotations/primary/users"
    assert dict(finding.facts) == {
        "rotation": "primary",
        "programmes": None,
        "person": "chen",
        "region": "Australia/Sydney",
        "seconds": 16 * 3600,
        "total_seconds": 36 * 3600,
        "ratio": 1.333,
        "max_ratio": 1.3,
    }


def test_ten_ten_and_forty_hours() -> None:
    users = '["person:ann", "person:chen", "person:ben", "person:chen", "person:chen"]'
    text = DUTY.replace('["person:ann", "person:ben", "person:chen"]', users)
    text = text.replace("horizon: 3d", "horizon: 6d").replace('"16:00-24:00"', '"13:20-24:00"')
    assert found(text).message == (
        "chen in Australia/Sydney carries 40 of 60 out-of-hours hours of rotation:primary "
        "(2.0 × the mean, limit 1.5)"
    )


def test_exactly_the_limit_is_fair() -> None:
    text = DUTY.replace('"16:00-24:00"', '"10:00-24:00"').replace("chen, t", "chen, t")
    twice = text.replace('"person:chen"]', '"person:chen", "person:chen"]')
    twice = twice.replace("horizon: 3d", "horizon: 4d")
    expect(unfair_hours, twice)
    assert "20 of 40" in found(twice, parameters={"max_ratio": 1.49}).message


@pytest.mark.parametrize("as_of", [f"2026-11-21T{hour:02}:00:00Z" for hour in range(0, 24, 5)])
def test_whole_rounds_make_it_fair_whenever_one_looks(as_of: str) -> None:
    text = DUTY.replace("short", "long").replace("  long: {t", "  other: {t", 1)
    for horizon in ("3d", "5d", "8d"):
        expect(unfair_hours, text.replace("horizon: 3d", f"horizon: {horizon}"), as_of=as_of)


def test_months_come_round_too() -> None:
    text = DUTY.replace("shift: 1d", "shift: 1mo").replace("horizon: 3d", "horizon: 7mo")
    assert (
        "of rotation:primary (1.4 × the mean" in found(text, parameters={"max_ratio": 1.2}).message
    )
    short = text.replace("horizon: 7mo", "horizon: 80d")
    assert reasons(short) == ["a round of rotation:primary takes longer than the horizon"]


def test_a_round_beyond_the_horizon_is_not_judged() -> None:
    text = DUTY.replace("horizon: 3d", "horizon: 71h")
    assert reasons(text) == ["a round of rotation:primary takes longer than the horizon"]
    later = DUTY.replace("2026-01-01", "2029-01-01")
    assert reasons(later) == ["a round of rotation:primary takes longer than the horizon"]


def test_two_people_are_not_compared() -> None:
    text = DUTY.replace('"person:ann", "person:ben", "person:chen"', '"person:ann", "person:chen"')
    expect(unfair_hours, text, parameters={"max_ratio": 1.0})
    assert reasons(text) == []


def test_people_without_hours_leave_it_open() -> None:
    text = DUTY.replace('Ben, calendar: "calendar:long"', "Ben")
    assert reasons(text) == [
        "whether duty in rotation:primary is shared fairly hangs on ben (no calendar)"
    ]
    group = DUTY.replace('["person:ann", "person:ben", "person:chen"]', '["group:desk"]').replace(
        "calendars:", "  groups: {desk: {slack_usergroup: S01}}\ncalendars:"
    )
    assert reasons(group)[0].endswith("hangs on group:desk (members known to Slack only)")


def test_leave_is_no_duty() -> None:
    leave = 'name: Chen, leave: [{from: "2026-11-01", to: "2026-12-31"}]'
    expect(
        unfair_hours,
        DUTY.replace("name: Chen", leave),
        as_of="2026-11-21T00:00:00Z",
        parameters={"max_ratio": 1.51},
    )


def test_a_region_that_always_meets_at_night() -> None:
    finding = found(MEETING.format(days="mon-fri", at="09:00"))
    assert finding.message == (
        "Australia/Sydney carries 130 of 130 hours of meetings (standup) outside 08:00–18:00 "
        "(2.0 × the mean, limit 1.5)"
    )
    assert finding.location.pointer == "/programmes/standup/meeting/at"
    assert (finding.facts["person"], finding.facts["region"]) == (None, "Australia/Sydney")
    assert finding.facts["programmes"] == ["standup"]


def test_only_hours_outside_the_daytime_count() -> None:
    expect(unfair_hours, MEETING.format(days="[mon, thu-fri]", at="22:00"))
    # Half of it before eight in the morning in Sydney, all of it in the evening in London.
    text = MEETING.format(days="tue", at="07:30").replace(
        "duration: 30m", "duration: 1h\n      timezone: Australia/Sydney"
    )
    assert found(text, parameters={"max_ratio": 1.3}).message == (
        "Europe/London carries 52 of 78 hours of meetings (standup) outside 08:00–18:00 "
        "(1.33 × the mean, limit 1.3)"
    )


def test_meetings_of_the_same_people_are_taken_together() -> None:
    early = MEETING.format(days="mon,wed", at="09:00")
    late = """\
  late:
    owner: "person:chen"
    meeting:
      days: tue,thu
      at: "22:00"
      duration: 30m
      audience: ["person:chen", "group:west"]
coverage:"""
    text = early.replace(
        "programmes:", '  groups: {west: {members: ["person:ann", "person:ben"]}}\nprogrammes:'
    )
    assert found(text).facts["programmes"] == ["standup"]
    expect(unfair_hours, text.replace("coverage:", late))
    finding = found(text.replace("coverage:", late), parameters={"max_ratio": 1.1})
    assert "hours of meetings (late and standup) outside" in finding.message
    assert finding.location.pointer == "/programmes/late/meeting/at"
    assert [r.location.pointer for r in finding.related] == ["/programmes/standup/meeting/at"]


def test_few_people_and_one_region_are_not_compared() -> None:
    text = MEETING.format(days="daily", at="20:00")
    expect(unfair_hours, text.replace('"person:ben", ', ""))
    expect(unfair_hours, text.replace("Australia/Sydney", "Europe/London"))


def test_people_whose_region_is_not_told_leave_it_open() -> None:
    text = MEETING.format(days="daily", at="09:00").replace(", timezone: Europe/London}", "}")
    text = text.replace("duration: 30m", "duration: 30m\n      timezone: Europe/London")
    assert reasons(text) == [
        "whether the meetings of standup suit all regions hangs on ann and ben (no calendar)"
    ]
    group = text.replace('"person:ben", ', '"group:all", ').replace(
        "programmes:", "  groups: {all: {slack_usergroup: S01}}\nprogrammes:"
    )
    assert "group:all (members known to Slack only)" in reasons(group)[0]


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("person:chen", "person:cehn"),
        ("duration: 30m", "duration: 1bd"),
        ("duration: 30m", "duration: 0m"),
        ("duration: 30m", "duration: 30m\n      timezone: Europe/Londn"),
    ],
)
def test_what_is_left_to_other_rules(change: str, to: str) -> None:
    text = MEETING.format(days="daily", at="09:00")
    assert change in text
    verdict = judge_text(unfair_hours, text.replace(change, to))
    assert verdict.findings == verdict.skipped == ()
