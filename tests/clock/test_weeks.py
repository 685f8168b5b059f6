"""The Mondays that bound weeks."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import DAY, HOUR, WEEK, local_time, parse_instant, week_starts

MONDAY = parse_instant("2026-11-23T00:00Z")
ZONES = ("UTC", "Europe/London", "Pacific/Apia", "Australia/Lord_Howe", "America/Santiago")


def test_a_week_begins_on_monday_at_midnight() -> None:
    assert week_starts((MONDAY, MONDAY + WEEK), "UTC") == (MONDAY, MONDAY + WEEK)
    assert week_starts((MONDAY - 1, MONDAY), "UTC") == (MONDAY - WEEK, MONDAY)
    around = (MONDAY - HOUR, MONDAY + HOUR)
    assert week_starts(around, "UTC") == (MONDAY - WEEK, MONDAY, MONDAY + WEEK)
    new_york = tuple(t + 5 * HOUR for t in (MONDAY - WEEK, MONDAY))
    assert week_starts(around, "America/New_York") == new_york


@given(st.integers(0, 2 * 10**15), st.integers(1, 100 * DAY), st.sampled_from(ZONES))
def test_the_weeks_of_a_window_hold_it(start: int, length: int, zone: str) -> None:
    mondays = week_starts((start, start + length), zone)
    assert mondays[0] <= start < mondays[1]
    assert mondays[-2] < start + length <= mondays[-1]
    for monday in mondays:
        assert local_time(monday, zone).weekday() == 0
    for monday, following in pairwise(mondays):
        days = local_time(following, zone).date() - local_time(monday, zone).date()
        assert days.days == 7
