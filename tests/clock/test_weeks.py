"""Weeks by number."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import (
    HOUR,
    WEEK,
    format_instant,
    local_time,
    parse_instant,
    start_of_week,
    weeks_of,
)

MONDAY = parse_instant("2026-11-23T00:00Z")
ZONES = ("UTC", "Europe/London", "Pacific/Apia", "Australia/Lord_Howe", "America/Santiago")


def test_a_week_begins_on_monday_at_midnight() -> None:
    (week,) = weeks_of((MONDAY, MONDAY + WEEK), "UTC")
    assert start_of_week(week, "UTC") == MONDAY
    assert weeks_of((MONDAY - 1, MONDAY), "UTC") == range(week - 1, week)
    assert weeks_of((MONDAY - HOUR, MONDAY + HOUR), "UTC") == range(week - 1, week + 1)
    assert weeks_of((MONDAY - HOUR, MONDAY + HOUR), "America/New_York") == range(week - 1, week)
    assert (
        format_instant(start_of_week(week, "America/New_York"), "America/New_York")
        == "Mon 2026-11-23 00:00 America/New_York"
    )


@given(st.integers(0, 2 * 10**15), st.sampled_from(ZONES))
def test_an_instant_lies_in_its_week(t: int, zone: str) -> None:
    (week,) = weeks_of((t, t + 1), zone)
    start, end = start_of_week(week, zone), start_of_week(week + 1, zone)
    assert start <= t < end
    assert local_time(start, zone).weekday() == 0


@pytest.mark.parametrize("zone", ZONES)
def test_weeks_follow_each_other(zone: str) -> None:
    starts = [start_of_week(week, zone) for week in range(2900, 3000)]
    for week, (start, end) in enumerate(pairwise(starts), 2900):
        assert weeks_of((start, end), zone) == range(week, week + 1)
