from __future__ import annotations

import pytest

from commplan.finding import Finding
from commplan.rules.availability.coverage_gap import coverage_gap
from commplan.rules.availability.dst_coverage_gap import dst_coverage_gap
from commplan.rules.slas.clock_exceeds_coverage import clock_exceeds_coverage
from commplan.testing import expect, judge_text

SUN = """
metadata: {id: sun}
stakeholders:
  people:
    isla: {name: Isla Marsh, calendar: "calendar:sydney"}
    amir: {name: Amir Sayed, calendar: "calendar:london"}
    eve: {name: Eve Stone, calendar: "calendar:new-york"}
calendars:
  sydney: {timezone: Australia/Sydney, hours: {daily: ["08:00-18:00"]}}
  london: {timezone: Europe/London, hours: {daily: ["08:00-18:00"]}}
  new-york: {timezone: America/New_York, hours: {daily: ["13:00-18:00"]}}
severities:
  sev1: {order: 1, path: "escalation:sun", sla: "sla:sun"}
slas:
  sun: {clock: 24x7, targets: {first_response: 1h}}
coverage:
  sev1: {require: 24x7}
escalations:
  sun:
    steps:
    - {notify: ["person:isla", "person:amir", "person:eve"], ack_within: 30m}
"""
YEAR = SUN.replace("coverage:", "coverage:\n  horizon: 365d")


def found(text: str, as_of: str = "2026-11-21T09:00:00Z") -> Finding:
    (finding,) = judge_text(dst_coverage_gap, text, as_of=as_of).findings
    return finding


def test_hours_that_fit_in_july_leave_a_hole_on_155_days() -> None:
    finding = found(YEAR, as_of="2026-01-01T00:00:00Z")
    assert finding.message == (
        "Thu 2026-01-01 07:00Z: nobody covers sev1 until 08:00Z; Sydney (UTC+11) has closed, "
        "London opens 08:00 GMT (155 days of 2026, 1 Jan–28 Mar and 25 Oct–31 Dec)"
    )
    assert finding.facts["gaps"] == 155
    assert finding.facts["total_seconds"] == 155 * 3600
    expect(coverage_gap, YEAR, as_of="2026-01-01T00:00:00Z")
    expect(clock_exceeds_coverage, YEAR, as_of="2026-01-01T00:00:00Z")
    july = SUN.replace("coverage:", "coverage:\n  horizon: 31d")
    expect(dst_coverage_gap, july, as_of="2026-07-01T00:00:00Z")


def test_days_are_told_by_year() -> None:
    finding = found(SUN)
    assert finding.message == (
        "Sun 2026-11-22 07:00Z: nobody covers sev1 until 08:00Z; Sydney (UTC+11) has closed, "
        "London opens 08:00 GMT (40 days of 2026 and 114 days of 2027, "
        "22 Nov–27 Mar and 31 Oct–27 Nov)"
    )
    assert finding.location.pointer == "/coverage/sev1/require"
    assert [related.location.pointer for related in finding.related] == ["/slas/sun/clock"]
    assert set(finding.facts) == {
        *("severity", "depth", "required", "from", "to"),
        *("gap_seconds", "gaps", "total_seconds"),
    }


def test_an_hour_earlier_closes_it() -> None:
    expect(
        dst_coverage_gap,
        SUN.replace('London, hours: {daily: ["08', 'London, hours: {daily: ["07'),
    )


def test_a_hole_that_only_moves_is_of_the_other_kind() -> None:
    nobody_at_noon = SUN.replace(
        'York, hours: {daily: ["13:00-18:00"]', 'York, hours: {daily: ["14:00-18:00"]'
    )
    expect(dst_coverage_gap, nobody_at_noon)
    assert len(judge_text(coverage_gap, nobody_at_noon).findings) == 1
    alone = SUN.replace('"person:isla", ', "").replace(', "person:eve"', "")
    expect(dst_coverage_gap, alone)
    assert len(judge_text(coverage_gap, alone).findings) == 1


def test_a_week_with_a_hole_of_its_own_is_of_the_other_kind_as_a_whole() -> None:
    christmas = YEAR.replace(
        'London, hours: {daily: ["08:00-18:00"]}',
        'London, hours: {daily: ["08:00-18:00"]}, exceptions: {"2026-12-25": []}',
    )
    seasonal = found(christmas, as_of="2026-01-01T00:00:00Z")
    (lasting,) = judge_text(coverage_gap, christmas, as_of="2026-01-01T00:00:00Z").findings
    assert seasonal.facts["gaps"] == 148
    assert lasting.message == (
        "Fri 2026-12-25 07:00Z: nobody covers sev1 until 18:00Z (and 6 other times)"
    )


@pytest.mark.parametrize(
    ("zone", "first"),
    [("UTC", "2026-11-30T05:00:00Z"), ("Pacific/Honolulu", "2026-11-24T07:00:00Z")],
)
def test_weeks_begin_on_monday_in_the_zone_of_the_plan(zone: str, first: str) -> None:
    """An hour without anybody early on a Monday, which is still Sunday in Honolulu."""
    text = SUN.replace("{id: sun}", f"{{id: sun, timezone: {zone}}}").replace(
        "Australia/Sydney,",
        'Australia/Sydney, exceptions: {"2026-11-30": ["08:00-16:00", "17:00-18:00"]},',
    )
    (lasting,) = judge_text(coverage_gap, text).findings
    assert (lasting.facts["from"], lasting.facts["gaps"]) == (first, 8)
    assert found(text).facts["gaps"] == 147


def test_a_second_person_may_be_what_is_missing() -> None:
    text = (
        SUN.replace("{require: 24x7}", "{require: 24x7, min_depth: 2}")
        .replace(
            "calendars:",
            '    kim: {name: Kim, calendar: "calendar:always"}\ncalendars:\n'
            '  always: {timezone: UTC, hours: {daily: ["00:00-24:00"]}}',
        )
        .replace('"person:isla", ', '"person:isla", "person:kim", ')
    )
    assert found(text).message.startswith(
        "Sun 2026-11-22 07:00Z: sev1 has 1 person (kim) until 08:00Z, 2 are required; Sydney"
    )


def test_working_weeks_are_told_by_their_days() -> None:
    text = SUN.replace("daily", "mon-fri").replace("{require: 24x7}", '{require: "calendar:week"}')
    text = text.replace(
        "severities:",
        '  week: {timezone: Europe/London, hours: {mon-fri: ["06:00-10:00"]}}\nseverities:',
    )
    assert found(text).message.endswith(
        "(29 days of 2026 and 81 days of 2027, every Mon–Fri, 23 Nov–26 Mar and 1–26 Nov)"
    )


def test_doubts_are_told() -> None:
    verdict = judge_text(dst_coverage_gap, SUN.replace(', calendar: "calendar:london"', ""))
    assert not verdict.findings
    assert [s.reason for s in verdict.skipped] == [
        "whether sev1 has enough people hangs on amir (no calendar)"
    ]


def test_places_are_named_once_and_hours_without_a_place_by_their_calendar() -> None:
    text = SUN.replace("Europe/London", "UTC").replace(
        "calendars:",
        """\
    noah: {name: Noah Pell, calendar: "calendar:also-sydney"}
calendars:
  also-sydney: {timezone: Australia/Sydney, hours: {daily: ["12:00-18:00"]}}""",
    )
    text = text.replace('"person:isla", ', '"person:isla", "person:noah", ')
    assert "; Sydney (UTC+11) has closed, calendar:london opens 08:00 UTC (" in found(text).message


def test_hours_that_no_calendar_ends_are_told_without() -> None:
    """A required clock in another zone opens before anybody comes in."""
    text = SUN.replace("{require: 24x7}", '{require: "calendar:early"}').replace(
        "severities:",
        '  early: {timezone: Australia/Sydney, hours: {daily: ["18:30-18:45"]}}\nseverities:',
    )
    assert "nobody covers sev1 until 07:45Z (" in found(text).message
