"""Where the end of a countdown stops keeping pace with its start, and what starts lead to it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import (
    ALWAYS,
    DAY,
    HOUR,
    MINUTE,
    Calendar,
    Countdown,
    Duration,
    Hours,
    Interval,
    Rolling,
    latest_start,
    parse_duration,
    parse_exceptions,
    parse_hours,
    parse_instant,
)

LONDON = Calendar("Europe/London", parse_hours({"mon-fri": ["09:00-17:30"]}))
NEVER = Calendar("Europe/London", ())
CHANGES = {
    "Europe/London": ("2026-03-29", "2026-10-25"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "America/Santiago": ("2026-04-05", "2026-09-06"),
    "Africa/Cairo": ("2026-04-24", "2026-10-30"),
    "UTC": ("2026-02-28", "2026-12-31"),
}
"""Days on which clocks change, or something else of note happens."""

half_hours = st.integers(0, 47).map(lambda half: 30 * half)


@st.composite
def calendars(draw: st.DrawFn, zone: str, day: date) -> Calendar:
    """Hours of a few weekdays, some with a break, and a holiday or two near a day."""
    weekdays = draw(st.sets(st.integers(0, 6), min_size=2))
    hours = [
        Hours(weekday, draw(half_hours), draw(half_hours))
        for weekday in sorted(weekdays)
        for _ in range(draw(st.integers(1, 2)))
    ]
    days = st.integers(-9, 40).map(lambda later: day + timedelta(days=later))
    return Calendar(zone, tuple(hours), draw(st.frozensets(days, max_size=3)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Countdown, Interval]:
    """A countdown, and a window of starts around a clock change or one countdown before it."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    day = date.fromisoformat(draw(st.sampled_from(CHANGES[zone])))
    duration = draw(
        st.integers(0, 500).map(lambda n: Duration(n * 30 * MINUTE))
        | st.integers(1, 6).map(lambda n: Duration(business_days=n))
        | st.integers(1, 2).map(lambda n: Duration(months=n))
    )
    calendar = draw(calendars(zone, day) | st.just(ALWAYS))
    before = draw(st.integers(1, 5)) + draw(st.sampled_from([0, 29 * duration.months]))
    start = parse_instant(day.isoformat()) - before * DAY + draw(half_hours) * MINUTE
    return Countdown(calendar, duration), (start, start + draw(st.integers(1, 6)) * DAY)


@st.composite
def deadlines(draw: st.DrawFn) -> tuple[Countdown | Rolling, Interval]:
    """Countdowns, some of which roll over days off."""
    countdown, window = draw(cases())
    if draw(st.booleans()):
        return countdown, window
    zone = draw(st.sampled_from(sorted(CHANGES)))
    time_of_day = draw(half_hours) * MINUTE
    return Rolling(countdown, zone, countdown.calendar.holidays, time_of_day), window


@given(deadlines(), st.randoms(use_true_random=False))
def test_between_two_bends_the_end_keeps_pace_or_stands_still(
    case: tuple[Countdown | Rolling, Interval],
    random: st.Random,  # type: ignore[name-defined]
) -> None:
    countdown, (start, end) = case
    bends = {near for bend in countdown.bends((start, end)) for near in (bend - 1, bend, bend + 1)}
    points = sorted(point for point in bends | {start, end} if start <= point <= end)
    for left, right in pairwise(points):
        if right - left == 1:
            continue  # next to a bend it may jump
        middle = random.randint(left, right)
        ends = [countdown.end(point) for point in (left, middle, right)]
        first, between, last = ends
        if first is None or between is None or last is None:
            assert ends == [None, None, None]
            continue
        assert last - first in (0, right - left)
        assert between - first == (middle - left if last > first else 0)


@given(deadlines(), st.floats(0, 1))
def test_a_start_is_found_from_its_end(
    case: tuple[Countdown | Rolling, Interval], share: float
) -> None:
    countdown, (start, end) = case
    begun = start + int(share * (end - start) / MINUTE) * MINUTE
    ends = [countdown.end(begun + step) for step in (-1, 0, 1)]
    due = ends[1]
    if due is not None and ends == [due - 1, due, due + 1]:
        assert begun in [*countdown.starts(due)]


@given(deadlines(), st.floats(0, 1))
def test_it_lasts_so_long_at_least(
    case: tuple[Countdown | Rolling, Interval], share: float
) -> None:
    countdown, (start, end) = case
    begun = start + int(share * (end - start))
    until = countdown.end(begun)
    assert until is None or until - begun >= countdown.least((start, end))


@given(cases(), st.floats(0, 1))
def test_whatever_starts_later_ends_later(case: tuple[Countdown, Interval], share: float) -> None:
    (calendar, duration), (start, end) = case
    until = start + int(share * (end - start))
    exact = Duration(duration.microseconds)
    begun = latest_start(calendar, until, exact.microseconds)
    if begun is not None:
        first, second = (Countdown(calendar, exact).end(t) for t in (begun, begun + 1))
        assert first is not None
        assert first <= until
        assert second is None or second > until


@pytest.mark.parametrize(
    ("end", "duration", "start"),
    [
        ("2026-03-30T11:00Z", "4h", "2026-03-27T16:30Z"),
        # Just used up at closing time: whoever starts later waits until Monday.
        ("2026-03-28T12:00Z", "4h", "2026-03-27T13:30Z"),
        ("2026-03-27T17:30Z", "8h30m", "2026-03-27T09:00Z"),
        ("2026-03-28T12:00Z", "0m", "2026-03-28T12:00Z"),
        ("2026-03-30T08:00:01Z", "1s", "2026-03-30T08:00Z"),
    ],
)
def test_the_latest_start(end: str, duration: str, start: str) -> None:
    length = parse_duration(duration).microseconds
    assert latest_start(LONDON, parse_instant(end), length) == parse_instant(start)


def test_no_start_is_early_enough() -> None:
    now = parse_instant("2026-03-30T11:00Z")
    assert latest_start(NEVER, now, MINUTE) is None
    assert latest_start(LONDON, now, 30_000 * DAY) is None
    closed = parse_exceptions({"2020-01-06": ["09:00-10:00"]})
    assert latest_start(NEVER._replace(exceptions=closed), now, MINUTE) is None
    year_ago = parse_exceptions({"2025-03-31": ["09:00-10:00"]})
    once = NEVER._replace(exceptions=year_ago)
    assert latest_start(once, now, HOUR) == parse_instant("2025-03-31T08:00Z")
    assert latest_start(once, now, HOUR + 1) is None


def test_terms_that_never_end() -> None:
    now = parse_instant("2026-03-30T11:00Z")
    for duration in ("1h", "1bd"):
        countdown = Countdown(NEVER, parse_duration(duration))
        assert countdown.end(now) is None
        assert [*countdown.starts(now)] == []
        bends = {*countdown.bends((now, now + DAY))}
        assert all(countdown.end(bend) is None for bend in bends)


def test_round_the_clock_there_is_no_bend() -> None:
    now = parse_instant("2026-03-30T11:00Z")
    countdown = Countdown(ALWAYS, Duration(5 * HOUR))
    assert [*countdown.bends((now, now + 300 * DAY))] == []
    assert countdown.end(now) == now + 5 * HOUR
    assert [*countdown.starts(now)] == [now - 5 * HOUR]


def test_months_of_unequal_length_end_on_one_day() -> None:
    countdown = Countdown(LONDON, parse_duration("1mo"))
    noon = [parse_instant(f"2026-01-{day}T12:00Z") for day in (28, 29, 30, 31)]
    end = parse_instant("2026-02-28T12:00Z")
    assert [countdown.end(start) for start in noon] == [end] * 4
    assert sorted({*countdown.starts(end)}) == noon
    assert [*countdown.starts(parse_instant("2026-03-31T12:00Z"))] == []


FRIDAY = parse_instant("2026-12-25T09:00Z")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # 72 hours to a Sunday, a holiday, a working day, the midnight before a Saturday.
        ("2026-12-10T10:00Z", "2026-12-14T12:00Z"),
        ("2026-12-22T10:00Z", "2026-12-29T12:00Z"),
        ("2026-12-07T10:00Z", "2026-12-10T10:00Z"),
        ("2026-12-09T00:00Z", "2026-12-14T12:00Z"),
        ("2026-12-08T23:59Z", "2026-12-11T23:59Z"),
        # At noon of summer time.
        ("2026-06-04T10:00Z", "2026-06-08T11:00Z"),
    ],
)
def test_deadlines_roll_over_weekends_and_holidays(start: str, due: str) -> None:
    holidays = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
    countdown = Countdown(ALWAYS, Duration(72 * HOUR))
    rolling = Rolling(countdown, "Europe/London", holidays, 12 * HOUR)
    assert rolling.end(parse_instant(start)) == parse_instant(due)


def test_what_never_ends_never_rolls() -> None:
    rolling = Rolling(Countdown(NEVER, Duration(HOUR)), "UTC", frozenset(), 0)
    assert rolling.end(FRIDAY) is None
    assert all(rolling.end(bend) is None for bend in rolling.bends((FRIDAY, FRIDAY + DAY)))
