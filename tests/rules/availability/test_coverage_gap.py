from __future__ import annotations

import pytest

from commplan.rules.availability.coverage_gap import coverage_gap
from commplan.rules.slas.clock_exceeds_coverage import clock_exceeds_coverage
from commplan.testing import expect, judge_text

SATURDAYS = """
metadata: {id: desk, timezone: Europe/London}
stakeholders:
  people:
    alice: {name: Alice Ng, calendar: "calendar:late-sat"}
    bob: {name: Bob Ito, calendar: "calendar:all"}
calendars:
  all: {timezone: Europe/London, hours: {daily: ["00:00-24:00"]}}
  late-sat:
    timezone: Europe/London
    hours: {sun-fri: ["00:00-24:00"], sat: ["08:00-24:00"]}
severities:
  sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
slas:
  major: {clock: 24x7, targets: {acknowledge: 15m}}
coverage:
  sev1: {require: 24x7, min_depth: 2}
escalations:
  major:
    steps:
    - {notify: ["person:alice"], ack_within: 15m}
    - {notify: ["person:bob"], ack_within: 15m}
"""


def message(text: str) -> str:
    (found,) = judge_text(coverage_gap, text).messages
    return found


def test_the_longest_gap_is_told_at_its_first_start() -> None:
    finding, *others = judge_text(coverage_gap, SATURDAYS).findings
    assert not others
    assert finding.message == (
        "Sat 2026-11-28 00:00 Europe/London: sev1 has 1 person (bob) until 08:00, "
        "2 are required (every Sat)"
    )
    assert finding.location.pointer == "/coverage/sev1/require"
    assert dict(finding.facts) == {
        "severity": "sev1",
        "depth": 1,
        "required": 2,
        "from": "2026-11-28T00:00:00Z",
        "to": "2026-11-28T08:00:00Z",
        "gap_seconds": 8 * 3600,
        # The first Saturday had begun, the last one begins at the end of the horizon.
        "gaps": 53,
        "total_seconds": 53 * 8 * 3600,
    }
    assert finding.related == ()


def test_exactly_enough_is_enough() -> None:
    expect(coverage_gap, SATURDAYS.replace("min_depth: 2", "min_depth: 1"))
    expect(coverage_gap, SATURDAYS.replace(", min_depth: 2", ""))
    assert "3 are required" in message(SATURDAYS.replace("min_depth: 2", "min_depth: 3"))


def test_whoever_comes_and_goes_in_a_gap_is_named() -> None:
    text = SATURDAYS.replace("min_depth: 2", "min_depth: 3")
    assert message(text) == (
        "Sat 2026-11-21 09:00 Europe/London: sev1 has at most 2 people (alice and bob) "
        "until Sat 2027-11-27 09:00, 3 are required"
    )
    turns = SATURDAYS.replace('["person:alice"]', '["rotation:duty"]').replace(
        '["person:bob"]', '["rotation:duty"]'
    )
    rotation = """
rotations:
  duty:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "person:bob"]
"""
    assert "sev1 has 1 person at a time (alice and bob) until" in message(turns + rotation)


def test_where_nobody_is_the_sla_stands_beside_it() -> None:
    text = SATURDAYS.replace("calendar:all", "calendar:late-sat")
    finding = judge_text(coverage_gap, text).findings[0]
    assert finding.message == (
        "Sat 2026-11-28 00:00 Europe/London: nobody covers sev1 until 08:00, "
        "2 are required (every Sat)"
    )
    assert [r.message for r in finding.related] == ["the clock of sla:major runs then, too"]
    assert finding.related[0].location.pointer == "/slas/major/clock"
    expect(clock_exceeds_coverage, text)
    still = text.replace("clock: 24x7", 'clock: "calendar:late-sat"')
    assert judge_text(coverage_gap, still).findings[0].related == ()


def test_leave_overrides_and_holidays_count() -> None:
    leave = SATURDAYS.replace("late-sat", "all", 1).replace(
        "name: Bob Ito", 'name: Bob Ito, leave: [{from: "2026-12-01", to: "2026-12-02"}]'
    )
    assert message(leave) == (
        "Tue 2026-12-01 00:00 Europe/London: sev1 has 1 person (alice) until Thu 00:00, "
        "2 are required"
    )
    exception = SATURDAYS.replace("late-sat", "all", 1).replace(
        '["00:00-24:00"]}}', '["00:00-24:00"]}, exceptions: {"2026-12-25": ["12:00-24:00"]}}', 1
    )
    assert message(exception) == (
        "Fri 2026-12-25 00:00 Europe/London: nobody covers sev1 until 12:00, 2 are required"
    )
    rotation = """
rotations:
  duty:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice"]
    overrides: [{from: "2026-12-03T10:00", to: "2026-12-03T12:00", user: "person:bob"}]
"""
    duty = SATURDAYS.replace('["person:alice"]', '["rotation:duty"]')
    assert message(duty + rotation) == (
        "Thu 2026-12-03 10:00 Europe/London: sev1 has 1 person (bob) until 12:00, 2 are required"
    )


def test_gaps_of_other_kinds_are_counted() -> None:
    text = SATURDAYS.replace(
        "name: Alice Ng", 'name: Alice Ng, leave: [{from: "2026-12-01", to: "2026-12-01"}]'
    )
    assert message(text).endswith(
        "Tue 2026-12-01 00:00 Europe/London: sev1 has 1 person (bob) until Wed 00:00, "
        "2 are required (and 53 other times)"
    )
    short = text.replace("2026-12-01", "2026-12-05")
    assert message(short).endswith("until Sun 00:00, 2 are required (and 52 other times)")
    wednesday = SATURDAYS.replace(
        "    hours: {sun-fri",
        '    exceptions: {"2026-12-02": ["02:00-24:00"]}\n    hours: {sun-fri',
    )
    assert message(wednesday).endswith("(every Sat and 1 other time)")


def test_only_required_hours_are_judged() -> None:
    text = SATURDAYS.replace("require: 24x7", 'require: "calendar:late-sat"')
    expect(coverage_gap, text)


def test_every_severity_is_judged_on_its_own() -> None:
    text = SATURDAYS.replace(
        "slas:", '  sev2: {order: 2, path: "escalation:major"}\nslas:', 1
    ).replace("escalations:", '  sev2: {require: "calendar:all", min_depth: 2}\nescalations:', 1)
    found = judge_text(coverage_gap, text).findings
    assert [f.facts["severity"] for f in found] == ["sev1", "sev2"]


def test_doubts_are_told() -> None:
    text = SATURDAYS.replace(', calendar: "calendar:late-sat"', "")
    verdict = judge_text(coverage_gap, text)
    assert not verdict.findings
    assert [s.reason for s in verdict.skipped] == [
        "whether sev1 has enough people hangs on alice (no calendar)"
    ]


def test_what_is_certain_is_found_in_spite_of_doubts() -> None:
    text = SATURDAYS.replace(', calendar: "calendar:all"', "")
    verdict = judge_text(coverage_gap, text)
    assert verdict.messages == (
        (
            "Sat 2026-11-28 00:00 Europe/London: sev1 has at most 1 person (bob) until 08:00, "
            "2 are required (every Sat)"
        ),
    )
    assert verdict.findings[0].facts["depth"] == 0
    assert not verdict.skipped


def test_a_group_that_only_slack_knows_may_be_any_number_of_people() -> None:
    text = SATURDAYS.replace('["person:alice"]', '["group:desk"]').replace(
        "calendars:", "  groups: {desk: {slack_usergroup: S01}}\ncalendars:"
    )
    for depth in (2, 30):
        verdict = judge_text(coverage_gap, text.replace("min_depth: 2", f"min_depth: {depth}"))
        assert not verdict.findings
        assert verdict.skipped[0].reason.endswith(
            "hangs on group:desk (members known to Slack only)"
        )


def test_a_clock_that_cannot_be_read_is_not_judged() -> None:
    text = SATURDAYS.replace("require: 24x7", 'require: "calendar:odd"').replace(
        "severities:", '  odd: {timezone: Europe/Londn, hours: {mon: ["09:00-10:00"]}}\nseverities:'
    )
    verdict = judge_text(coverage_gap, text)
    assert not verdict.findings
    assert verdict.skipped[0].reason.startswith(
        "nobody can tell when sev1 has to be covered: calendar:odd is not valid"
    )


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("require: 24x7, ", ""),
        ("require: 24x7", 'require: "calendar:nowhere"'),
        ('path: "escalation:major", ', ""),
        ("person:alice", "person:alcie"),
        ("sev1: {require", "sve1: {require"),
        ('["person:alice"]', '["escalation:major"]'),
    ],
)
def test_what_is_left_to_other_rules(change: str, to: str) -> None:
    assert change in SATURDAYS
    verdict = judge_text(coverage_gap, SATURDAYS.replace(change, to))
    assert verdict.findings == verdict.skipped == ()


def test_a_path_that_reaches_nobody_is_left_to_other_rules() -> None:
    text = SATURDAYS.replace("person:alice", "group:none").replace("person:bob", "group:none")
    verdict = judge_text(
        coverage_gap, text.replace("calendars:", "  groups: {none: {}}\ncalendars:")
    )
    assert verdict.findings == verdict.skipped == ()
