"""Days on which things fall due, against counting them off one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import Duration, day_after, days_of_months, parse_duration

days = st.dates(date(1999, 1, 1), date(2041, 12, 31))


def counted_months(day: date, months: int) -> date:
    """Walk day by day; the month is over when the first of the next one has come."""
    walked = day
    for _ in range(months):
        walked = walked.replace(day=1) + timedelta(days=31)
        walked = walked.replace(day=1)
    while walked.day < day.day and (walked + timedelta(days=1)).month == walked.month:
        walked += timedelta(days=1)
    return walked


def counted_business_days(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


@given(days, st.integers(1, 300))
def test_months_are_counted(day: date, months: int) -> None:
    assert day_after(day, Duration(months=months)) == counted_months(day, months)


@given(days, st.integers(1, 600))
def test_business_days_are_counted(day: date, count: int) -> None:
    assert day_after(day, Duration(business_days=count)) == counted_business_days(day, count)


@given(days, st.integers(0, 20_000), st.integers(0, 23))
def test_whole_days_count(day: date, count: int, hours: int) -> None:
    duration = parse_duration(f"{count}d{hours}h")
    assert day_after(day, duration) == day + timedelta(days=count)


@pytest.mark.parametrize(
    ("day", "duration", "expected"),
    [
        ("2026-01-31", "1mo", "2026-02-28"),
        ("2027-11-30", "3mo", "2028-02-29"),
        ("2028-02-29", "12mo", "2029-02-28"),
        ("2026-07-31", "3mo", "2026-10-31"),
        ("2026-12-15", "1mo", "2027-01-15"),
        ("2026-11-20", "1bd", "2026-11-23"),
        ("2026-11-21", "1bd", "2026-11-23"),
        ("2026-11-22", "5bd", "2026-11-27"),
        ("2026-11-21", "2w", "2026-12-05"),
        ("2026-11-21", "0d", "2026-11-21"),
        ("9999-12-01", "9999mo", "9999-12-31"),
        ("9999-12-31", "1d", "9999-12-31"),
        ("9999-12-31", "9999bd", "9999-12-31"),
    ],
)
def test_single_days(day: str, duration: str, expected: str) -> None:
    assert day_after(date.fromisoformat(day), parse_duration(duration)).isoformat() == expected


@pytest.mark.parametrize("months", [1, 2, 3, 6, 11, 12, 24])
def test_how_many_days_months_may_take(months: int) -> None:
    """Against every start in eight years."""
    starts = [date(2019, 1, 1) + timedelta(days=number) for number in range(8 * 365)]
    spans = {(counted_months(day, months) - day).days for day in starts}
    assert days_of_months(months) == (min(spans), max(spans))


def test_four_years_may_be_without_a_leap_day() -> None:
    assert days_of_months(4 * 12) == (4 * 365, 4 * 365 + 1)
    assert days_of_months(0) == (0, 0)
