from __future__ import annotations

import pytest

from commplan.rules.stakeholders.exclusive_roles_coincide import exclusive_roles_coincide
from commplan.testing import expect, judge_text

FOUR = """
metadata: {id: it-ops, timezone: Europe/London}
stakeholders:
  people:
    alice: {name: Alice Ng}
    bob: {name: Bob Ito}
    chen: {name: Chen Wu}
    dana: {name: Dana Fox}
  roles:
    incident-commander:
      holders: ["rotation:primary"]
      deputies: ["rotation:secondary"]
      excludes: ["role:comms-lead"]
    comms-lead:
      holders: ["rotation:secondary"]
      deputies: ["person:bob", "person:dana"]
rotations:
  primary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "person:bob", "person:chen", "person:dana"]
  secondary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "person:bob", "person:chen", "person:dana"]
"""


def moved(text: str, users: str) -> str:
    head, _, _ = text.rpartition("users:")
    return f"{head}users: {users}\n"


def test_two_rotations_in_one_order() -> None:
    finding, *others = judge_text(exclusive_roles_coincide, FOUR).findings
    assert not others
    assert finding.message == (
        "incident-commander and comms-lead are both chen from Mon 2026-11-23 09:00 "
        "to Mon 2026-11-30 09:00 Europe/London (and in 52 more weeks)"
    )
    assert finding.location.pointer == "/stakeholders/roles/incident-commander/excludes/0"
    assert finding.facts == {
        "roles": ["incident-commander", "comms-lead"],
        "person": "chen",
        "from": "2026-11-23T09:00:00Z",
        "to": "2026-11-30T09:00:00Z",
        "others": 52,
    }


def test_the_same_four_moved_by_one_never_meet() -> None:
    shifted = '["person:dana", "person:alice", "person:bob", "person:chen"]'
    expect(exclusive_roles_coincide, moved(FOUR, shifted))
    swapped = '["person:bob", "person:alice", "person:dana", "person:chen"]'
    expect(exclusive_roles_coincide, moved(FOUR, swapped))


def test_lists_that_meet_once_in_four_weeks() -> None:
    text = moved(FOUR, '["person:bob", "person:dana", "person:chen", "person:alice"]')
    assert judge_text(exclusive_roles_coincide, text).messages == (
        (
            "incident-commander and comms-lead are both chen from Mon 2026-11-23 09:00 "
            "to Mon 2026-11-30 09:00 Europe/London (and in 13 more weeks)"
        ),
    )


def test_a_pair_is_told_once_from_whichever_side() -> None:
    both = FOUR.replace(
        'deputies: ["person:bob", "person:dana"]', 'excludes: ["role:incident-commander"]'
    )
    assert len(judge_text(exclusive_roles_coincide, both).findings) == 1
    other = both.replace('      excludes: ["role:comms-lead"]\n', "")
    finding, *more = judge_text(exclusive_roles_coincide, other).findings
    assert not more
    assert finding.message.startswith("comms-lead and incident-commander are both chen from Mon")


def test_leave_makes_a_deputy_hold_both() -> None:
    text = moved(FOUR, '["person:dana", "person:alice", "person:bob", "person:chen"]').replace(
        "{name: Alice Ng}", '{name: Alice Ng, leave: [{from: "2026-12-28", to: "2026-12-30"}]}'
    )
    # From 21 December Chen is primary and Bob secondary, from the 28th Dana and Chen,
    # from 4 January Alice and Dana: nobody is missed while Alice has leave.
    expect(exclusive_roles_coincide, text)
    away = text.replace('"2026-12-28"', '"2027-01-05"').replace('"2026-12-30"', '"2027-01-06"')
    assert judge_text(exclusive_roles_coincide, away).messages == (
        (
            "incident-commander and comms-lead are both dana from Tue 2027-01-05 00:00 "
            "to Thu 2027-01-07 00:00 Europe/London"
        ),
    )


OFFICE = """
metadata: {id: it-ops, timezone: Europe/London}
calendars:
  early: {timezone: Europe/London, hours: {mon-fri: ["08:00-16:00"]}}
  late: {timezone: Europe/London, hours: {mon-fri: ["10:00-18:00"]}}
stakeholders:
  people:
    alice: {name: Alice Ng, calendar: "calendar:early"}
    bob: {name: Bob Ito, calendar: "calendar:late"}
  roles:
    commander: {holders: ["person:alice"], deputies: ["person:bob"], excludes: ["role:scribe"]}
    scribe: {holders: ["person:bob"]}
"""


def test_edges_of_calendars_count() -> None:
    finding, *others = judge_text(exclusive_roles_coincide, OFFICE).findings
    assert not others
    assert finding.message == (
        "commander and scribe are both bob from Mon 2026-11-23 16:00 "
        "to Mon 2026-11-23 18:00 Europe/London (and 264 other times)"
    )


def test_roles_that_are_always_reachable_have_their_first_holder() -> None:
    always = OFFICE.replace(
        'deputies: ["person:bob"], ex', 'deputies: ["person:bob"], reachable: 24x7, ex'
    )
    expect(exclusive_roles_coincide, always)
    one = OFFICE.replace(
        '{holders: ["person:alice"], deputies', "{reachable: 24x7, holders"
    ).replace(
        'scribe: {holders: ["person:bob"]', 'scribe: {reachable: 24x7, holders: ["person:bob"]'
    )
    (message,) = judge_text(exclusive_roles_coincide, one).messages
    assert message == "commander and scribe are both bob at all times"


def test_a_time_that_has_begun_is_told_only_where_there_is_no_other() -> None:
    text = (
        OFFICE.replace("alice: {", 'alice: {until: "2026-11-23", ').replace(
            'name: Bob Ito, calendar: "calendar:late"', "name: Bob Ito"
        )
        + """
rotations:
  duty: {timezone: Europe/London, start: "2026-01-05T09:00", shift: 1d, users: ["person:bob"]}
"""
    )
    assert judge_text(exclusive_roles_coincide, text).messages == (
        "commander and scribe are both bob from Mon 2026-11-23 16:00 Europe/London on",
    )
    short = "coverage: {horizon: 1d}\n" + text
    assert judge_text(exclusive_roles_coincide, short).messages == (
        "commander and scribe are both bob at all times",
    )
    begun = "coverage: {horizon: 3d}\n" + text
    assert judge_text(exclusive_roles_coincide, begun).messages == (
        ("commander and scribe are both bob from Mon 2026-11-23 16:00 Europe/London on"),
    )
    until = "coverage: {horizon: 50h}\n" + text
    assert judge_text(exclusive_roles_coincide, until).messages == (
        "commander and scribe are both bob until Mon 2026-11-23 08:00 Europe/London",
    )


def test_the_horizon_may_be_shorter() -> None:
    verdict = judge_text(exclusive_roles_coincide, FOUR, parameters={"horizon": "4w"})
    assert verdict.messages[0].endswith("(and in 3 more weeks)")


def test_somebody_without_calendar_leaves_it_open() -> None:
    text = OFFICE.replace(', calendar: "calendar:late"', "")
    verdict = judge_text(exclusive_roles_coincide, text)
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        "whether commander and scribe are ever one person hangs on bob (no calendar)"
    ]


def test_a_doubt_that_cannot_matter_is_none() -> None:
    """Alice is there whenever Bob may be asked to stand in."""
    text = OFFICE.replace(', calendar: "calendar:late"', "").replace(
        'holders: ["person:alice"], dep', 'holders: ["person:alice"], reachable: 24x7, dep'
    )
    verdict = judge_text(exclusive_roles_coincide, text)
    assert verdict.findings == verdict.skipped == ()


def test_one_doubtful_holder_before_the_certain_one() -> None:
    text = """
    stakeholders:
      people:
        alice: {name: Alice Ng}
        bob: {name: Bob Ito}
      roles:
        commander: {holders: ["person:alice", "rotation:duty"], excludes: ["role:scribe"]}
        scribe: {holders: ["rotation:duty"]}
    rotations:
      duty: {timezone: UTC, start: "2026-01-05T09:00", shift: 1d, users: ["person:bob"]}
    """
    verdict = judge_text(exclusive_roles_coincide, text)
    assert not verdict.findings
    assert verdict.skipped[0].reason.endswith("hangs on alice (no calendar)")


@pytest.mark.parametrize(
    ("holder", "reason"),
    [
        ("group:desk", "hangs on group:desk (members known to Slack only)"),
        ("group:listed", None),
    ],
)
def test_members_that_only_slack_knows(holder: str, reason: str | None) -> None:
    text = OFFICE.replace(
        "  roles:",
        """\
  groups:
      desk: {slack_usergroup: S01DESK}
      listed: {members: ["person:alice"]}
  roles:""".replace("      ", "    "),
    ).replace('["person:alice"], deputies: ["person:bob"]', f'["{holder}"]')
    verdict = judge_text(exclusive_roles_coincide, text)
    assert not verdict.findings
    reasons = [skipped.reason for skipped in verdict.skipped]
    assert reasons == [] if reason is None else reasons[0].endswith(reason)


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        (', excludes: ["role:scribe"]', ""),
        ('excludes: ["role:scribe"]', 'excludes: ["role:scrieb"]'),
        ('excludes: ["role:scribe"]', 'excludes: ["role:commander"]'),
        ('scribe: {holders: ["person:bob"]}', "scribe: {}"),
        ('scribe: {holders: ["person:bob"]}', 'scribe: {holders: ["person:bobb"]}'),
        ('scribe: {holders: ["person:bob"]}', 'scribe: {holders: ["role:scribe", "person:bob"]}'),
    ],
)
def test_what_is_in_order_or_left_to_other_rules(what: str, instead: str) -> None:
    assert what in OFFICE
    verdict = judge_text(exclusive_roles_coincide, OFFICE.replace(what, instead))
    assert verdict.findings == verdict.skipped == ()
