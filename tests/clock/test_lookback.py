"""When windows begin, against a walk back through the days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import (
    ALWAYS,
    DAY,
    LONGEST_CLOSURE,
    Calendar,
    Duration,
    parse_duration,
    parse_exceptions,
    parse_hours,
    parse_instant,
    window_start,
)
from tests.depth import examples

LONDON = Calendar("Europe/London", parse_hours({"mon-fri": ["09:00-17:30"]}))
CHRISTMAS = LONDON._replace(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
NEVER = Calendar("Europe/London", ())
_SECOND = 1_000_000


@pytest.mark.parametrize(
    ("calendar", "end", "window", "start"),
    [
        (LONDON, "2026-03-27T10:00Z", "1bd", "2026-03-26T10:00Z"),
        # Over the change to summer time the local time stays.
        (LONDON, "2026-03-30T09:00Z", "1bd", "2026-03-27T10:00Z"),
        # From a day off, and from outside hours: moved into the hours of the day.
        (LONDON, "2026-11-21T09:00Z", "20bd", "2026-10-26T09:00Z"),
        (LONDON, "2026-03-26T20:00Z", "1bd", "2026-03-25T17:30Z"),
        (LONDON, "2026-03-26T05:00Z", "1bd", "2026-03-25T09:00Z"),
        (CHRISTMAS, "2026-12-29T12:00Z", "1bd", "2026-12-24T12:00Z"),
        (ALWAYS, "2026-03-27T10:00Z", "3bd", "2026-03-24T10:00Z"),
        (LONDON, "2026-03-31T10:00Z", "1mo", "2026-02-28T10:00Z"),
        (LONDON, "2026-03-30T10:00Z", "28d", "2026-03-02T10:00Z"),
    ],
)
def test_windows_begin_so_long_before(
    calendar: Calendar, end: str, window: str, start: str
) -> None:
    found = window_start(parse_instant(end), parse_duration(window), calendar)
    assert found == parse_instant(start)


def test_business_days_need_a_calendar_that_has_some() -> None:
    end, two = parse_instant("2026-03-27T10:00Z"), parse_duration("2bd")
    assert window_start(end, two) is None
    assert window_start(end, two, NEVER) is None
    assert window_start(end, parse_duration("999999999bd"), LONDON) is None
    once = NEVER._replace(exceptions=parse_exceptions({"2025-02-20": ["12:00-13:00"]}))
    at = parse_instant("2025-02-20T12:00Z")
    one = parse_duration("1bd")
    assert window_start(at + LONGEST_CLOSURE, one, once) == at
    assert window_start(at + LONGEST_CLOSURE + DAY, one, once) is None


def naive_start(zone: str, worked: set[int], off: set[date], end: int, count: int) -> int:
    """One day back after the other on a wall calendar; hours are 09:00–12:00, 13:00–17:00."""
    tz = ZoneInfo(zone)
    local = datetime.fromtimestamp(end // _SECOND, tz)
    day = local.date()
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() in worked and day not in off

    def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
        wall = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=tz)
        return wall.astimezone(UTC)

    same = at(local.hour, local.minute, local.second)
    if same < at(9):
        same = at(9)
    elif at(12) < same < at(13):
        same = at(12)
    elif same > at(17):
        same = at(17)
    return round(same.timestamp()) * _SECOND


@examples(60)
@given(
    zone=st.sampled_from(["Europe/London", "America/New_York", "Asia/Kathmandu", "UTC"]),
    worked=st.sets(st.integers(0, 6), min_size=1),
    off=st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40),
    second=st.integers(0, 364 * 86400),
    count=st.integers(1, 40),
)
def test_the_same_as_walking_back(
    zone: str, worked: set[int], off: set[date], second: int, count: int
) -> None:
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    hours = parse_hours({days[day]: ["09:00-12:00", "13:00-17:00"] for day in worked})
    calendar = Calendar(zone, hours, frozenset(off))
    end = parse_instant("2026-01-01T00:00Z") + second * _SECOND
    start = window_start(end, Duration(business_days=count), calendar)
    assert start == naive_start(zone, worked, off, end, count)
