from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import HOUR, WEEK, Rhythm, instant_of, parse_instant, parse_rhythm


@pytest.mark.parametrize(
    ("text", "weekdays", "minute"),
    [
        ("every Mon 09:00", (0,), 540),
        ("every Monday at 9:00, before the call", (0,), 540),
        ("Every wednesday 17:30 sharp", (2,), 1050),
        ("every weekday 08:30", (0, 1, 2, 3, 4), 510),
        ("every day 00:00", (0, 1, 2, 3, 4, 5, 6), 0),
        ("every mon, thu 10:00", (0, 3), 600),
        ("every fri-mon 10:00", (0, 4, 5, 6), 600),
    ],
)
def test_rhythms_that_people_write(text: str, weekdays: tuple[int, ...], minute: int) -> None:
    assert parse_rhythm(text) == Rhythm(weekdays, minute)


@pytest.mark.parametrize(
    "text", ["", "weekly", "every Mon", "every Mon 25:00", "every moon 09:00", "every 2w Mon 09:00"]
)
def test_what_is_no_rhythm(text: str) -> None:
    with pytest.raises(ValueError, match=r"every|names no days"):
        parse_rhythm(text)


def test_a_time_that_a_clock_change_skips_is_that_change() -> None:
    start = parse_instant("2026-03-28")
    assert parse_rhythm("every Sun 01:30").between(start, start + WEEK, "Europe/London") == (
        parse_instant("2026-03-29T01:00:00Z"),
    )


@given(
    start=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    hour=st.integers(0, 23),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    minute=st.integers(4 * 60, 24 * 60 - 1),
    zone=st.sampled_from(["UTC", "Europe/London", "Australia/Sydney", "America/New_York"]),
)
def test_every_time_of_a_fortnight(
    start: date, hour: int, weekdays: set[int], minute: int, zone: str
) -> None:
    """Day by day; clocks change before four in these zones."""
    begin = instant_of(datetime.combine(start, clock_time(hour), UTC))
    end = begin + 2 * WEEK
    found = Rhythm(tuple(sorted(weekdays)), minute).between(begin, end, zone)
    expected = []
    for days in range(-2, 17):
        day, shown = start + timedelta(days=days), clock_time(*divmod(minute, 60))
        at = instant_of(datetime.combine(day, shown, ZoneInfo(zone)))
        if day.weekday() in weekdays and begin <= at < end:
            expected.append(at)
    assert found == tuple(expected)
    assert all(b - a >= HOUR for a, b in pairwise(found))
