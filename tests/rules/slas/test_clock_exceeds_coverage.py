from __future__ import annotations

import pytest

from commplan.rules.slas.clock_exceeds_coverage import clock_exceeds_coverage
from commplan.testing import expect, judge_text

TWO_IN_LONDON = """
metadata: {id: desk, timezone: Europe/London}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}
    bob: {name: Bob Ito, slack: U02BOB, calendar: "calendar:uk"}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
severities:
  sev1: {order: 1, path: "escalation:desk", sla: "sla:helpdesk"}
slas:
  helpdesk: {clock: 24x7, targets: {first_response: 30m}}
escalations:
  desk:
    steps:
    - {notify: ["person:alice"], ack_within: 15m}
    - {notify: ["person:bob"], ack_within: 15m}
"""


def test_the_longest_gap_of_a_week_is_told() -> None:
    finding, *others = judge_text(clock_exceeds_coverage, TWO_IN_LONDON).findings
    assert not others
    assert finding.message == (
        "Fri 2026-11-27 17:30 Europe/London: sla:helpdesk runs but nobody is covered "
        "until Mon 09:00 (63h 30m, the longest of 5 gaps a week)"
    )
    assert finding.location.pointer == "/slas/helpdesk/clock"
    assert dict(finding.facts) == {
        "sla": "helpdesk",
        "uncovered": ["sev1"],
        "from": "2026-11-27T17:30:00Z",
        "to": "2026-11-30T09:00:00Z",
        "depth": 0,
        "required": 1,
        "gap_seconds": 228600,
        "gaps": 266,
        "total_seconds": 23945400,
    }
    assert [related.message for related in finding.related] == ["escalation:desk answers for sev1"]


def test_people_without_calendar_leave_it_open() -> None:
    verdict = judge_text(
        clock_exceeds_coverage, TWO_IN_LONDON.replace(', calendar: "calendar:uk"', "")
    )
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        (
            "whether anybody is covered for sev1 while sla:helpdesk runs hangs on "
            "alice and bob (no calendar)"
        )
    ]


def test_one_person_without_calendar_is_enough_for_doubt() -> None:
    text = TWO_IN_LONDON.replace('U02BOB, calendar: "calendar:uk"', "U02BOB")
    verdict = judge_text(clock_exceeds_coverage, text)
    assert not verdict.findings
    assert "hangs on bob (no calendar)" in verdict.skipped[0].reason


def test_a_rotation_or_a_role_that_is_always_reachable_covers() -> None:
    rotation = """
rotations:
  primary: {timezone: Europe/London, start: "2026-01-05T09:00", shift: 1w, users: ["person:bob"]}
"""
    expect(clock_exceeds_coverage, TWO_IN_LONDON + rotation)
    role = TWO_IN_LONDON.replace(
        "calendars:", '  roles: {lead: {holders: ["person:bob"], reachable: 24x7}}\ncalendars:'
    )
    expect(clock_exceeds_coverage, role.replace('"person:bob"], ack', '"role:lead"], ack'))


def test_a_rotation_that_begins_later_covers_from_then_on() -> None:
    rotation = """
rotations:
  primary: {timezone: Europe/London, start: "2026-11-23T00:00", shift: 1w, users: ["person:bob"]}
"""
    assert judge_text(clock_exceeds_coverage, TWO_IN_LONDON + rotation).messages == (
        (
            "Sat 2026-11-21 09:00 Europe/London: sla:helpdesk runs but nobody is covered "
            "until Mon 00:00 (39h, the only gap)"
        ),
    )


def test_leave_opens_a_gap() -> None:
    text = """
    metadata: {id: desk, timezone: Europe/London}
    stakeholders:
      people:
        alice:
          name: Alice Ng
          calendar: "calendar:uk"
          leave: [{from: "2026-12-24", to: "2026-12-24"}]
    calendars:
      uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
    channels:
      it-help: {kind: slack, owner: "person:alice"}
    slas:
      helpdesk:
        applies: {channel: it-help}
        clock: "calendar:uk"  # <- Thu 2026-12-24 09:00 Europe/London: sla:helpdesk runs
        targets: {first_response: 30m}
    """
    expect(clock_exceeds_coverage, text)
    assert (
        "until 17:30 (8h 30m, the only gap)" in judge_text(clock_exceeds_coverage, text).messages[0]
    )


def test_holidays_of_the_clock_and_of_the_people_may_differ() -> None:
    expect(
        clock_exceeds_coverage,
        """
        metadata: {id: desk, timezone: Europe/London}
        stakeholders:
          people:
            alice: {name: Alice Ng, calendar: "calendar:closed"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
          closed:
            timezone: Europe/London
            hours: {mon-fri: ["09:00-17:30"]}
            exceptions: {"2026-12-24": ["09:00-13:00"], "2026-12-31": []}
        channels:
          it-help: {kind: slack, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: "calendar:uk"  # <- Thu 2026-12-31 09:00 Europe/London
            targets: {first_response: 30m}
        """,
    )


def test_hours_that_coverage_requires_are_left_to_the_coverage_rules() -> None:
    silent = TWO_IN_LONDON + "coverage: {sev1: {require: 24x7}}\n"
    expect(clock_exceeds_coverage, silent)
    partly = (
        TWO_IN_LONDON.replace(
            "severities:",
            """\
  weekend: {timezone: Europe/London, hours: {sat-sun: ["00:00-24:00"]}}
severities:""",
        )
        + 'coverage: {sev1: {require: "calendar:weekend"}}\n'
    )
    assert judge_text(clock_exceeds_coverage, partly).messages == (
        (
            "Mon 2026-11-23 17:30 Europe/London: sla:helpdesk runs but nobody is covered "
            "until 09:00 (15h 30m, the longest of 6 gaps a week)"
        ),
    )


def test_a_channel_is_answered_by_its_responders_not_by_its_owner() -> None:
    text = """
    metadata: {id: desk, timezone: Europe/London}
    stakeholders:
      people:
        alice: {name: Alice Ng, calendar: "calendar:uk"}
        bob: {name: Bob Ito, calendar: "calendar:uk"}
      groups:
        early: {members: ["person:alice"]}
      roles:
        head: {holders: ["person:bob"], reachable: 24x7}
    calendars:
      uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
    channels:
      it-help: {kind: slack, owner: "role:head", intake: {responders: "group:early"}}
    slas:
      helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 30m}}
    """
    verdict = judge_text(clock_exceeds_coverage, text)
    assert len(verdict.findings) == 1
    assert verdict.findings[0].related[0].message == "group:early answers for channel:it-help"
    expect(clock_exceeds_coverage, text.replace(', intake: {responders: "group:early"}', ""))


def test_of_several_promises_the_uncovered_are_named() -> None:
    text = (
        TWO_IN_LONDON.replace(
            "severities:",
            """\
channels:
  it-help: {kind: slack, owner: "role:head"}
  it-vip: {kind: slack, owner: "person:alice"}
severities:""",
        )
        .replace(
            "calendars:", '  roles: {head: {holders: ["person:bob"], reachable: 24x7}}\ncalendars:'
        )
        .replace("{clock: 24x7", "{applies: {channel: [it-help, it-vip]}, clock: 24x7")
    )
    assert judge_text(clock_exceeds_coverage, text).messages == (
        (
            "Fri 2026-11-27 17:30 Europe/London: sla:helpdesk runs but nobody is covered for sev1 "
            "and channel:it-vip until Mon 09:00 (63h 30m, the longest of 5 gaps a week)"
        ),
    )


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("clock: 24x7", 'clock: "calendar:uk"'),
        ("clock: 24x7, ", ""),
        ("clock: 24x7", 'clock: "calendar:nowhere"'),
        ('["person:alice"], ack', '["person:alcie"], ack'),
        ('path: "escalation:desk", ', ""),
        (', sla: "sla:helpdesk"', ""),
    ],
)
def test_what_is_in_order_or_left_to_other_rules(change: str, to: str) -> None:
    assert change in TWO_IN_LONDON
    verdict = judge_text(clock_exceeds_coverage, TWO_IN_LONDON.replace(change, to))
    assert verdict.findings == verdict.skipped == ()


def test_a_severity_counts_where_only_the_sla_names_it() -> None:
    text = TWO_IN_LONDON.replace(', sla: "sla:helpdesk"', "").replace(
        "{clock: 24x7", "{applies: {severity: sev1}, clock: 24x7"
    )
    assert len(judge_text(clock_exceeds_coverage, text).findings) == 1


def test_nobody_named_and_cycles_are_left_to_other_rules() -> None:
    expect(
        clock_exceeds_coverage,
        """
        stakeholders:
          groups:
            empty: {}
            a: {members: ["group:b"]}
            b: {members: ["group:a"]}
        channels:
          it-help: {kind: slack, owner: "group:empty"}
          it-loop: {kind: slack, owner: "group:a"}
          it-none: {kind: slack}
        slas:
          helpdesk:
            applies: {channel: [it-help, it-loop, it-none]}
            clock: 24x7
            targets: {first_response: 30m}
        """,
    )


def test_a_group_that_only_slack_knows_leaves_it_open() -> None:
    verdict = judge_text(
        clock_exceeds_coverage,
        """
        stakeholders:
          groups: {desk: {slack_usergroup: S01DESK}}
        channels:
          it-help: {kind: slack, owner: "group:desk"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 30m}}
        """,
    )
    assert not verdict.findings
    assert verdict.skipped[0].reason.endswith("hangs on group:desk (members known to Slack only)")


def test_a_clock_that_cannot_be_read_is_not_judged() -> None:
    verdict = judge_text(
        clock_exceeds_coverage,
        """
        stakeholders:
          people: {alice: {name: Alice Ng}}
        calendars:
          uk: {timezone: Europe/Londn, hours: {mon-fri: ["09:00-17:30"]}}
        channels:
          it-help: {kind: slack, owner: "person:alice"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: "calendar:uk", targets: {resolve: 1d}}
        """,
    )
    assert not verdict.findings
    assert verdict.skipped[0].reason.startswith(
        "nobody can tell when sla:helpdesk runs: calendar:uk is not valid"
    )


def test_a_week_with_a_clock_change_is_measured_in_real_hours() -> None:
    text = TWO_IN_LONDON.replace(
        "metadata: {id: desk, ", "coverage: {horizon: 5d}\nmetadata: {id: desk, "
    )
    spring = judge_text(clock_exceeds_coverage, text, as_of="2026-03-26T12:00:00Z")
    autumn = judge_text(clock_exceeds_coverage, text, as_of="2026-10-22T11:00:00Z")
    assert "Fri 2026-03-27 17:30 Europe/London" in spring.messages[0]
    assert "until Mon 09:00 (62h 30m" in spring.messages[0]
    assert "until Mon 09:00 (64h 30m" in autumn.messages[0]


def test_a_zone_that_all_share_is_used_where_the_plan_names_none() -> None:
    text = TWO_IN_LONDON.replace("metadata: {id: desk, timezone: Europe/London}\n", "")
    assert "17:30 Europe/London" in judge_text(clock_exceeds_coverage, text).messages[0]
