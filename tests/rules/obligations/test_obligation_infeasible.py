from __future__ import annotations

import pytest

from commplan.rules.obligations.obligation_infeasible import obligation_infeasible
from commplan.testing import Verdict, judge_text

DPO = """
metadata: {id: it-ops, timezone: Europe/London}
obligations:
  gdpr-33:
    trigger: personal-data-breach
    deadline: 72h
    clock: calendar
    decision: "role:dpo"
    work_needed: 4h
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:us"}
    bob: {name: Bob Ito, slack: U02BOB}
    dana: {name: Dana Fox, slack: U04DANA, calendar: "calendar:uk"}
  roles:
    dpo: {holders: ["person:dana"]}
calendars:
  uk:
    timezone: Europe/London
    hours: {mon-fri: ["09:00-17:30"]}
    holidays: {source: "holidays:GB/ENG"}
    exceptions: {"2026-12-24": ["09:00-13:00"]}
  us:
    timezone: America/New_York
    hours: {mon-fri: ["09:00-18:00"]}
    holidays: {source: "holidays:US"}
"""
DEPUTY = ('["person:dana"]}', '["person:dana"], deputies: ["person:alice"]}')


def judged(*changes: tuple[str, str], more: str = "", **options: object) -> Verdict:
    text = DPO
    for what, instead in changes:
        assert what in text
        text = text.replace(what, instead)
    return judge_text(obligation_infeasible, text + more, **options)  # type: ignore[arg-type]


def test_christmas() -> None:
    finding, *others = judged().findings
    assert not others
    assert finding.message == (
        "aware Thu 2026-12-24 13:00 Europe/London: "
        "the 72h to Sun 2026-12-27 13:00 hold 0h of role:dpo, 4h are needed"
    )
    assert finding.location.pointer == "/obligations/gdpr-33/deadline"
    assert finding.related[0].location.pointer == "/stakeholders/roles/dpo"
    assert finding.facts == {
        "obligation": "gdpr-33",
        "decision": "role:dpo",
        "at": "2026-12-24T13:00:00Z",
        "due": "2026-12-27T13:00:00Z",
        "held_seconds": 0,
        "needed_seconds": 14400,
        "reached_seconds": 0,
    }


def test_easter() -> None:
    assert judged(as_of="2026-03-01T09:00:00Z").messages == (
        (
            "aware Thu 2026-04-02 17:30 Europe/London: "
            "the 72h to Sun 2026-04-05 17:30 hold 0h of role:dpo, 4h are needed"
        ),
    )


def test_a_deputy_with_other_holidays_helps_at_easter_not_at_christmas() -> None:
    spring = ("metadata:", "coverage: {horizon: 8w}\nmetadata:")
    assert judged(spring, as_of="2026-03-01T09:00:00Z").findings
    assert not judged(spring, DEPUTY, as_of="2026-03-01T09:00:00Z").findings
    (message,) = judged(DEPUTY).messages
    assert message == (
        "aware Thu 2026-12-24 23:00 Europe/London: "
        "the 72h to Sun 2026-12-27 23:00 hold 0h of role:dpo, 4h are needed"
    )


def test_roles_that_are_always_reachable_have_every_hour() -> None:
    always = ('["person:dana"]}', '["person:dana"], reachable: 24x7}')
    assert not judged(always).findings
    assert not judged(always, ("72h", "4h")).findings
    assert judged(always, ("72h", "3h")).messages == (
        (
            "aware Sat 2026-11-21 09:00 Europe/London: "
            "the 3h to Sat 2026-11-21 12:00 hold 3h of role:dpo, 4h are needed"
        ),
    )
    leave = ("Dana Fox,", 'Dana Fox, leave: [{from: "2026-12-01", to: "2026-12-03"}],')
    (message,) = judged(always, leave).messages
    assert message.startswith("aware Tue 2026-12-01 00:00 Europe/London: the 72h to Fri 2026-12-04")


@pytest.mark.parametrize(("needed", "enough"), [("8h30m", True), ("8h31m", False)])
def test_exactly_enough_is_enough(needed: str, enough: bool) -> None:
    before_christmas = ("metadata:", "coverage: {horizon: 4w}\nmetadata:")
    verdict = judged(before_christmas, ("work_needed: 4h", f"work_needed: {needed}"))
    assert (not verdict.findings) == enough


def test_an_hour_that_is_shown_twice_is_lost_on_the_monday() -> None:
    (message,) = judged(
        ("metadata:", "coverage: {horizon: 1w}\nmetadata:"),
        ("work_needed: 4h", "work_needed: 8h"),
        as_of="2026-10-20T09:00:00Z",
    ).messages
    assert message == (
        "aware Fri 2026-10-23 10:00 Europe/London: "
        "the 72h to Mon 2026-10-26 09:00 hold 7h 30m of role:dpo, 8h are needed"
    )


def test_without_work_needed_somebody_has_to_be_there_at_all() -> None:
    silent = ("    work_needed: 4h\n", "")
    (message,) = judged(silent).messages
    assert message.endswith("the 72h to Sun 2026-12-27 13:00 hold 0h of role:dpo")
    assert not judged(silent, ("72h", "6d")).findings
    assert judged(silent).findings[0].facts["needed_seconds"] is None


@pytest.mark.parametrize(
    ("deadline", "told"),
    [
        ("1mo", None),
        (
            "2bd",
            "aware Thu 2026-12-24 13:00 Europe/London: the 2bd to Mon 2026-12-28 13:00 hold 0h",
        ),
        ("4bd", None),
    ],
)
def test_deadlines_in_months_and_business_days(deadline: str, told: str | None) -> None:
    verdict = judged(("72h", deadline))
    assert len(verdict.messages) == (told is not None)
    assert all(message.startswith(told or "") for message in verdict.messages)


def test_the_tightest_month_is_the_one_with_christmas() -> None:
    (message,) = judged(("72h", "1mo"), ("work_needed: 4h", "work_needed: 149h")).messages
    assert message == (
        "aware Thu 2026-12-03 17:30 Europe/London: "
        "the 1mo to Sun 2027-01-03 17:30 hold 148h 30m of role:dpo, 149h are needed"
    )
    assert not judged(("72h", "1mo"), ("work_needed: 4h", "work_needed: 148h30m")).findings


def test_deadlines_in_the_hours_of_a_calendar() -> None:
    office = ("clock: calendar", 'clock: "calendar:uk"')
    assert not judged(office, ("72h", "4h")).findings
    (message,) = judged(office, ("72h", "3h")).messages
    assert message.startswith("aware Sat 2026-11-21 09:00 Europe/London: the 3h to Mon 2026-11-23")
    other = ("clock: calendar", 'clock: "calendar:us"')
    (message,) = judged(other, ("72h", "9h")).messages
    assert "hold 0h of role:dpo" in message


DORA = ("gdpr-33:", "dora-intermediate:")


def test_a_pack_may_roll_weekends_and_holidays() -> None:
    eve = ("metadata:", "coverage: {horizon: 1h}\nmetadata:")
    noon = "2026-12-24T13:00:00Z"
    (message,) = judged(DORA, eve, as_of=noon).messages
    assert "the 72h to Sun 2026-12-27 13:00 hold 0h" in message
    (message,) = judged(DORA, eve, packs=("dora",), as_of=noon).messages
    assert message == (
        "aware Thu 2026-12-24 13:00 Europe/London: "
        "the 72h to Tue 2026-12-29 12:00 hold 3h of role:dpo, 4h are needed"
    )
    three = ("work_needed: 4h", "work_needed: 3h")
    assert not judged(DORA, eve, three, packs=("dora",), as_of=noon).findings
    named = ("it-ops, ", "it-ops, profiles: [dora], ")
    assert not judged(DORA, eve, three, named, as_of=noon).findings
    by_another_name = ("gdpr-33:\n", "ours:\n    duty: dora-intermediate\n")
    assert not judged(by_another_name, eve, three, named, as_of=noon).findings


def test_a_holiday_of_some_who_decide_is_no_day_off() -> None:
    """New York works on the Monday after Christmas."""
    eve = ("metadata:", "coverage: {horizon: 1h}\nmetadata:")
    (message,) = judged(DORA, eve, DEPUTY, packs=("dora",), as_of="2026-12-24T23:00:00Z").messages
    assert "the 72h to Mon 2026-12-28 12:00 hold 0h of role:dpo" in message


def test_the_midnight_after_a_weekend_is_not_moved() -> None:
    (message,) = judged(DORA, packs=("dora",)).messages
    assert message.startswith("aware Sat 2026-12-26 00:00 Europe/London: the 72h to Tue 2026-12-29")
    assert " 00:00 hold 0h of role:dpo" in message


PATH = """
escalations:
  privacy:
    steps:
    - {notify: ["person:bob"], ack_within: 70h}
    - {notify: ["role:dpo"], via: [{phone: 0m}, {slack: 0m}], ack_within: 1h}
"""
BY_PATH = ("    work_needed: 4h\n", '    work_needed: 4h\n    path: "escalation:privacy"\n')


def test_a_path_that_comes_too_late() -> None:
    finding, *others = judged(
        BY_PATH, ('["person:dana"]}', '["person:dana"], reachable: 24x7}'), more=PATH
    ).findings
    assert not others
    assert finding.message == (
        "aware Sat 2026-11-21 09:00 Europe/London: escalation:privacy calls role:dpo only after "
        "70h 10m; the 72h to Tue 2026-11-24 09:00 then hold 1h 50m of it, 4h are needed"
    )
    assert finding.location.pointer == "/obligations/gdpr-33/path"
    assert finding.facts["reached_seconds"] == 252600
    quick = PATH.replace("70h", "67h")
    always = ('["person:dana"]}', '["person:dana"], reachable: 24x7}')
    assert not judged(BY_PATH, always, more=quick).findings


def test_the_time_that_a_path_takes_is_lost() -> None:
    (message,) = judged(BY_PATH, more=PATH.replace("70h", "20m")).messages
    # Called half an hour after the start, when Christmas Eve is over.
    assert message.startswith("aware Thu 2026-12-24 12:30 Europe/London: the 72h to Sun 2026-12-27")


def test_a_path_that_never_comes() -> None:
    elsewhere = PATH.replace("role:dpo", "person:alice")
    finding, *others = judged(BY_PATH, more=elsewhere).findings
    assert not others
    assert finding.message == (
        "aware Sat 2026-11-21 09:00 Europe/London: escalation:privacy never calls role:dpo, "
        "who decides within 72h"
    )
    assert finding.help == "let a step notify role:dpo"
    assert finding.facts["reached_seconds"] is None
    assert finding.facts["held_seconds"] == 0
    last = elsewhere + '    on_exhausted: {notify: ["person:dana"]}\n'
    (message,) = judged(BY_PATH, more=last).messages
    assert "calls role:dpo only after 71h 10m" in message


def test_whose_turn_it_is_decides_whether_the_path_comes() -> None:
    turns = """
rotations:
  duty:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:dana", "person:bob"]
"""
    path = PATH.replace("role:dpo", "rotation:duty")
    always = ('["person:dana"]}', '["person:dana"], reachable: 24x7}')
    (message,) = judged(BY_PATH, always, more=path + turns).messages
    assert message.startswith(
        "aware Sat 2026-11-21 09:00 Europe/London: escalation:privacy never calls role:dpo"
    )
    both = path.replace('"rotation:duty"', '"rotation:duty", "person:dana"').replace("70h", "1h")
    assert not judged(BY_PATH, always, more=both + turns).findings


def test_a_call_waits_until_whoever_decides_comes_in() -> None:
    """Nobody answers for the role on a Saturday, but the message is there on Monday."""
    plain = ("exceptions: {", 'exceptions: {"2026-12-29": [], ')
    assert len(judged(BY_PATH, plain, ("72h", "8d"), more=PATH.replace("70h", "1h")).findings) == 0


def test_an_obligation_after_another_counts_from_its_notification() -> None:
    final = '  final: {after: gdpr-33, deadline: 48h, decision: "role:dpo"}\nstakeholders:'
    _, message = judged(("stakeholders:", final)).messages
    assert message == (
        "gdpr-33 sent Sat 2026-11-21 09:00 Europe/London: "
        "the 48h to Mon 2026-11-23 09:00 hold 0h of role:dpo"
    )


def test_somebody_without_calendar_leaves_it_open() -> None:
    verdict = judged(('["person:dana"]}', '["person:dana"], deputies: ["person:bob"]}'))
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        ("whether role:dpo has the time that obligation gdpr-33 needs hangs on bob (no calendar)")
    ]
    assert not judged(('["person:dana"]}', '["person:bob"], reachable: 24x7}')).skipped


def test_a_path_of_which_nobody_can_tell() -> None:
    always = ('["person:dana"]}', '["person:dana"], reachable: 24x7}')
    verdict = judged(BY_PATH, always, more=PATH.replace("70h", "1bd"))
    assert not verdict.findings
    assert verdict.skipped[0].reason.endswith(
        "waits of escalation:privacy that have no fixed length"
    )
    known_to_slack = PATH.replace('["role:dpo"]', '["group:privacy"]').replace("70h", "1h")
    group = ("  roles:", "  groups: {privacy: {slack_usergroup: S01PRIV}}\n  roles:")
    verdict = judged(BY_PATH, always, group, more=known_to_slack)
    assert not verdict.findings
    assert "hangs on group:privacy (members known to Slack only)" in verdict.skipped[0].reason


def test_work_without_fixed_length_is_not_judged() -> None:
    verdict = judged(("work_needed: 4h", "work_needed: 1bd"))
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        "obligation gdpr-33: 1bd of work have no fixed length"
    ]


def test_a_clock_that_cannot_be_read_is_not_judged() -> None:
    verdict = judged(
        ("clock: calendar", 'clock: "calendar:us"'), ("America/New_York", "America/NewYork")
    )
    assert not verdict.findings
    assert verdict.skipped[0].reason.startswith(
        "nobody can tell when obligation gdpr-33 is due: calendar:us is not valid"
    )


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ('    decision: "role:dpo"\n', ""),
        ('decision: "role:dpo"', 'decision: "role:dop"'),
        ('["person:dana"]}', "[]}"),
        ('["person:dana"]}', '["person:dnaa"]}'),
        ("clock: calendar", 'clock: "calendar:ku"'),
        ("    clock: calendar\n", '    path: "escalation:none"\n'),
    ],
)
def test_what_is_left_to_other_rules(what: str, instead: str) -> None:
    verdict = judged((what, instead))
    assert verdict.findings == verdict.skipped == ()
