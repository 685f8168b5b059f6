"""Who is on duty when."""

import time
from datetime import datetime

import pytest

from commplan.clock import (
    DAY,
    HOUR,
    WEEK,
    Duration,
    Override,
    Rotation,
    Shift,
    on_call,
    parse_duration,
    parse_instant,
    rotation_fault,
    shifts,
)


def rotation(start: str, shift: str, *users: str, zone: str = "Europe/London") -> Rotation:
    return Rotation(zone, datetime.fromisoformat(start), parse_duration(shift), users)


def override(start: str, end: str, user: str) -> Override:
    return Override(datetime.fromisoformat(start), datetime.fromisoformat(end), user)


def told(rotation: Rotation, start: str, end: str) -> tuple[Shift, ...]:
    return shifts(rotation, parse_instant(start), parse_instant(end))


def shift(start: str, end: str, user: str) -> Shift:
    return Shift(parse_instant(start), parse_instant(end), user)


WEEKLY = rotation("2026-01-05T09:00", "1w", "ana", "ben", "cem")


def test_weekly_turns() -> None:
    assert told(WEEKLY, "2026-01-05T09:00Z", "2026-02-02T09:00Z") == (
        shift("2026-01-05T09:00Z", "2026-01-12T09:00Z", "ana"),
        shift("2026-01-12T09:00Z", "2026-01-19T09:00Z", "ben"),
        shift("2026-01-19T09:00Z", "2026-01-26T09:00Z", "cem"),
        shift("2026-01-26T09:00Z", "2026-02-02T09:00Z", "ana"),
    )


def test_turns_are_cut_to_the_window() -> None:
    assert told(WEEKLY, "2026-01-07", "2026-01-13") == (
        shift("2026-01-07", "2026-01-12T09:00Z", "ana"),
        shift("2026-01-12T09:00Z", "2026-01-13", "ben"),
    )
    assert told(WEEKLY, "2026-01-07", "2026-01-07") == ()


@pytest.mark.parametrize(
    ("monday", "hours"), [("2026-03-23", 167), ("2026-10-19", 169), ("2026-06-15", 168)]
)
def test_hand_overs_keep_the_wall_time(monday: str, hours: int) -> None:
    noon = parse_instant(f"{monday}T12:00Z")
    turn = next(s for s in shifts(WEEKLY, noon - WEEK, noon + 2 * WEEK) if s.start > noon - DAY)
    assert turn.end - turn.start == hours * HOUR


def test_before_the_start_nobody_is_on_call() -> None:
    assert told(WEEKLY, "2025-01-01", "2026-01-05T09:00Z") == ()
    assert told(WEEKLY, "2026-01-05", "2026-01-06")[0].start == parse_instant("2026-01-05T09:00Z")
    assert on_call(WEEKLY, parse_instant("2026-01-05T08:59Z")) is None
    assert on_call(WEEKLY, parse_instant("2026-01-05T09:00Z")) == "ana"
    assert on_call(WEEKLY, parse_instant("2026-01-12T09:00Z") - 1) == "ana"
    assert on_call(WEEKLY, parse_instant("2026-01-12T09:00Z")) == "ben"


def test_a_hand_over_at_a_skipped_time_happens_at_the_change() -> None:
    nightly = rotation("2026-03-27T01:30", "1d", "ana", "ben")
    assert told(nightly, "2026-03-28T01:30Z", "2026-03-30T00:30Z") == (
        shift("2026-03-28T01:30Z", "2026-03-29T01:00Z", "ben"),
        shift("2026-03-29T01:00Z", "2026-03-30T00:30Z", "ana"),
    )


def test_a_hand_over_at_a_repeated_time_happens_once_at_the_first() -> None:
    nightly = rotation("2026-10-23T01:30", "1d", "ana", "ben")
    assert told(nightly, "2026-10-24T00:30Z", "2026-10-26T01:30Z") == (
        shift("2026-10-24T00:30Z", "2026-10-25T00:30Z", "ben"),
        shift("2026-10-25T00:30Z", "2026-10-26T01:30Z", "ana"),
    )


def test_a_skipped_day_is_nobodys() -> None:
    daily = rotation("2011-12-28T00:00", "1d", "ana", "ben", "cem", zone="Pacific/Apia")
    users = [s.user for s in told(daily, "2011-12-28T10:00Z", "2012-01-01T10:00Z")]
    assert users == ["ana", "ben", "ana", "ben"]


def test_monthly_turns_are_clamped_but_do_not_creep() -> None:
    monthly = rotation("2026-01-31T00:00", "1mo", "ana", "ben", zone="UTC")
    assert told(monthly, "2026-02-01", "2026-05-01") == (
        shift("2026-02-01", "2026-02-28", "ana"),
        shift("2026-02-28", "2026-03-31", "ben"),
        shift("2026-03-31", "2026-04-30", "ana"),
        shift("2026-04-30", "2026-05-01", "ben"),
    )


def test_an_override_replaces_whoever_is_on() -> None:
    covered = WEEKLY._replace(overrides=(override("2026-01-11T20:00", "2026-01-12T20:00", "dov"),))
    assert told(covered, "2026-01-10", "2026-01-14") == (
        shift("2026-01-10", "2026-01-11T20:00Z", "ana"),
        shift("2026-01-11T20:00Z", "2026-01-12T20:00Z", "dov"),
        shift("2026-01-12T20:00Z", "2026-01-14", "ben"),
    )


def test_of_overlapping_overrides_the_later_in_the_list_wins() -> None:
    covered = WEEKLY._replace(
        overrides=(
            override("2026-01-07T00:00", "2026-01-10T00:00", "dov"),
            override("2026-01-08T00:00", "2026-01-09T00:00", "eva"),
            override("2026-01-09T12:00", "2026-01-09T12:00", "nobody"),
            override("2026-01-09T12:00", "2026-01-08T12:00", "backwards"),
        )
    )
    assert told(covered, "2026-01-06", "2026-01-11") == (
        shift("2026-01-06", "2026-01-07", "ana"),
        shift("2026-01-07", "2026-01-08", "dov"),
        shift("2026-01-08", "2026-01-09", "eva"),
        shift("2026-01-09", "2026-01-10", "dov"),
        shift("2026-01-10", "2026-01-11", "ana"),
    )


def test_an_override_in_local_time_reaches_over_a_change() -> None:
    covered = WEEKLY._replace(overrides=(override("2026-03-28T12:00", "2026-03-29T12:00", "dov"),))
    found = told(covered, "2026-03-28T10:00Z", "2026-03-29T14:00Z")
    assert found[1] == shift("2026-03-28T12:00Z", "2026-03-29T11:00Z", "dov")


def test_an_override_before_the_start_puts_nobody_on_call() -> None:
    early = WEEKLY._replace(overrides=(override("2025-12-24T00:00", "2026-01-06T00:00", "dov"),))
    assert told(early, "2025-12-01", "2026-01-07") == (
        shift("2026-01-05T09:00Z", "2026-01-06", "dov"),
        shift("2026-01-06", "2026-01-07", "ana"),
    )


def test_consecutive_turns_of_one_user_are_one_shift() -> None:
    alone = rotation("2026-01-05T09:00", "1w", "ana")
    assert told(alone, "2026-02-01", "2026-06-01") == (shift("2026-02-01", "2026-06-01", "ana"),)
    same = WEEKLY._replace(overrides=(override("2026-01-07T00:00", "2026-01-08T00:00", "ana"),))
    assert len(told(same, "2026-01-06", "2026-01-11")) == 1


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (rotation("2026-01-05T09:00", "1w"), "it has no users"),
        (rotation("2026-01-05T09:00", "0h", "ana"), "its shift of 0s is shorter than 15m"),
        (rotation("2026-01-05T09:00", "14m", "ana"), "its shift of 14m is shorter than 15m"),
        (
            rotation("2026-01-05T09:00", "5bd", "ana"),
            "a shift in business days has no length of its own",
        ),
    ],
)
def test_a_broken_rotation_has_nobody_on_call(broken: Rotation, fault: str) -> None:
    assert rotation_fault(broken) == fault
    assert told(broken, "2026-02-01", "2026-06-01") == ()
    assert on_call(broken, parse_instant("2026-02-01")) is None
    assert rotation_fault(WEEKLY) is None


def test_frozen_clocks_hand_over_after_equal_weeks() -> None:
    july = parse_instant("2026-07-01")
    start, end = parse_instant("2026-03-01"), parse_instant("2026-12-01")
    turns = shifts(WEEKLY, start, end, july)[1:-1]
    assert {turn.end - turn.start for turn in turns} == {WEEK}
    assert {turn.start % DAY for turn in turns} == {8 * HOUR}


@pytest.mark.parametrize("start", ["0001-01-01T00:00", "9998-12-31T23:59"])
@pytest.mark.parametrize("length", [Duration(DAY), Duration(months=1), Duration(months=10**9)])
def test_a_start_centuries_away_takes_no_time(start: str, length: Duration) -> None:
    ancient = rotation(start, "1d", "ana", "ben")._replace(shift=length)
    began = time.process_time()
    on_call(ancient, parse_instant("2026-02-01"))
    assert time.process_time() - began < 1
