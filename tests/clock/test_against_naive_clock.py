"""Calendars, deadlines, rotations and depth against a clock that is walked minute by minute."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from commplan.clock import (
    DAY,
    MINUTE,
    Calendar,
    Duration,
    Hours,
    Interval,
    Intervals,
    Override,
    Rotation,
    depth,
    due,
    elapsed,
    on_call,
    open_intervals,
    shifts,
)
from tests.depth import examples

CHANGES = (
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Sydney", date(2026, 4, 5)),
    ("Australia/Sydney", date(2026, 10, 4)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 30)),
    ("America/Santiago", date(2026, 4, 5)),
    ("America/Santiago", date(2026, 9, 6)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("Asia/Beirut", date(2026, 10, 25)),
    ("America/Havana", date(2026, 11, 1)),
    ("Asia/Kolkata", date(2026, 5, 5)),
    ("Pacific/Apia", date(2011, 12, 30)),
)
"""Local dates on or around which the clocks change; Kolkata's never do."""

WALKED_DAYS = 5
WINDOW_DAYS = 2


class NaiveClock:
    """All minutes around a date with what the wall clock shows, from the standard library."""

    def __init__(self, zone: str, day: date) -> None:
        noon = datetime.combine(day, time(12), UTC)
        self.zone = zone
        self.day = day
        self.start = int(noon.timestamp()) // 60 - WALKED_DAYS * 1440
        stamps = range(self.start, self.start + 2 * WALKED_DAYS * 1440)
        info = ZoneInfo(zone)
        self.walls = [
            datetime.fromtimestamp(minute * 60, info).replace(tzinfo=None) for minute in stamps
        ]
        # Sorted by nature, so that each search is quick: the latest time shown so
        # far, and the earliest that is still to be shown.
        self.highest = list(accumulate(self.walls, max))
        self.lowest_ahead = list(accumulate(reversed(self.walls), min))[::-1]

    def first(self, wall: datetime) -> int:
        """The first minute at which the clock shows that time, or a later one if it is skipped."""
        return self.start + bisect_left(self.highest, wall)

    def last(self, wall: datetime) -> int:
        """The last minute at which the clock shows that time, or the first after it if skipped."""
        place = bisect_right(self.lowest_ahead, wall)
        shown = place > 0 and self.walls[place - 1] == wall
        return self.start + place - (1 if shown else 0)

    def window(self, offset: int, length: int) -> tuple[int, int]:
        """A window, in minutes, inside what has been walked."""
        start = self.start + (WALKED_DAYS - WINDOW_DAYS) * 1440 + offset
        return start, start + length

    def open_minutes(self, calendar: Calendar, start: int, end: int) -> set[int]:
        found: set[int] = set()
        exceptions = dict(calendar.exceptions)
        for step in range(-WALKED_DAYS + 1, WALKED_DAYS - 1):
            day = self.day + timedelta(days=step)
            usual = [h[1:] for h in calendar.hours if h.weekday == day.weekday()]
            if day in calendar.holidays:
                usual = []
            midnight = datetime.combine(day, time())
            for opens, closes in exceptions.get(day, usual):
                close = closes if closes > opens else closes + 1440
                first = self.first(midnight + timedelta(minutes=opens))
                found.update(range(first, self.last(midnight + timedelta(minutes=close))))
        return {minute for minute in found if start <= minute < end}


@cache
def naive_clock(zone: str, day: date) -> NaiveClock:
    return NaiveClock(zone, day)


clocks = st.sampled_from(CHANGES).map(lambda change: naive_clock(*change))
windows = st.tuples(st.integers(0, 2 * 1440), st.integers(0, 2 * 1440))
minutes_of_day = st.integers(0, 23).map(lambda hour: 60 * hour) | st.integers(0, 1439)
ranges = st.tuples(minutes_of_day, minutes_of_day | st.just(1440))


@st.composite
def calendars(draw: st.DrawFn, clock: NaiveClock) -> Calendar:
    days = st.integers(-2, 2).map(lambda step: clock.day + timedelta(days=step))
    hours = draw(
        st.frozensets(st.builds(lambda d, r: Hours(d, *r), st.integers(0, 6), ranges), max_size=9)
    )
    holidays = draw(st.frozensets(days, max_size=1))
    exceptions = draw(st.dictionaries(days, st.tuples(ranges) | st.just(()), max_size=2))
    return Calendar(clock.zone, tuple(sorted(hours)), holidays, tuple(sorted(exceptions.items())))


@st.composite
def clocks_and_calendars(draw: st.DrawFn) -> tuple[NaiveClock, Calendar]:
    clock = draw(clocks)
    return clock, draw(calendars(clock))


def as_intervals(minutes: set[int]) -> Intervals:
    """Runs of minutes as intervals of instants."""
    starts = sorted(minute for minute in minutes if minute - 1 not in minutes)
    ends = sorted(minute + 1 for minute in minutes if minute + 1 not in minutes)
    return tuple((a * MINUTE, b * MINUTE) for a, b in zip(starts, ends, strict=True))


@examples(60)
@given(clocks_and_calendars(), windows)
def test_open_intervals_are_the_minutes_of_the_walk(
    case: tuple[NaiveClock, Calendar], window: tuple[int, int]
) -> None:
    clock, calendar = case
    start, end = clock.window(*window)
    expected = as_intervals(clock.open_minutes(calendar, start, end))
    assert open_intervals(calendar, start * MINUTE, end * MINUTE) == expected


@examples(60)
@given(clocks_and_calendars(), windows)
def test_elapsed_counts_the_open_minutes(
    case: tuple[NaiveClock, Calendar], window: tuple[int, int]
) -> None:
    clock, calendar = case
    start, end = clock.window(*window)
    expected = len(clock.open_minutes(calendar, start, end)) * MINUTE
    assert elapsed(calendar, start * MINUTE, end * MINUTE) == expected


@examples(60)
@given(clocks_and_calendars(), windows, st.integers(1, 1500))
def test_due_is_the_end_of_the_nth_open_minute(
    case: tuple[NaiveClock, Calendar], window: tuple[int, int], target: int
) -> None:
    clock, calendar = case
    start, end = clock.window(window[0], 2 * 1440)
    minutes = sorted(clock.open_minutes(calendar, start, end))
    assume(minutes)
    count = min(target, len(minutes))
    expected = (minutes[count - 1] + 1) * MINUTE
    assert due(calendar, start * MINUTE, Duration(count * MINUTE)) == expected
    assert elapsed(calendar, start * MINUTE, expected) == count * MINUTE


@st.composite
def rotations(draw: st.DrawFn, clock: NaiveClock) -> Rotation:
    midnight = datetime.combine(clock.day, time())
    near = st.integers(-3 * 1440, 2 * 1440).map(lambda m: midnight + timedelta(minutes=m))
    overrides = draw(
        st.lists(
            st.tuples(near, st.integers(0, 900), st.sampled_from("xy")).map(
                lambda o: Override(o[0], o[0] + timedelta(minutes=o[1]), o[2])
            ),
            max_size=2,
        )
    )
    shift = Duration(draw(st.integers(15, 3000) | st.sampled_from([30, 720, 1440])) * MINUTE)
    users = tuple(draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=3)))
    return Rotation(clock.zone, draw(near), shift, users, tuple(overrides))


@st.composite
def clocks_and_rotations(draw: st.DrawFn) -> tuple[NaiveClock, Rotation]:
    clock = draw(clocks)
    return clock, draw(rotations(clock))


def naive_users(clock: NaiveClock, rotation: Rotation, start: int, end: int) -> dict[int, str]:
    """Who is on call in each minute; minutes without anybody are left out."""
    users: dict[int, str] = {}
    wall = rotation.start
    number = 0
    while (since := clock.first(wall)) < end:
        wall += timedelta(microseconds=rotation.shift.microseconds)
        for minute in range(since, clock.first(wall)):
            users[minute] = rotation.users[number % len(rotation.users)]
        number += 1
    for override in rotation.overrides:
        for minute in range(clock.first(override.start), clock.first(override.end)):
            if minute in users:
                users[minute] = override.user
    return {minute: user for minute, user in users.items() if start <= minute < end}


@examples(60)
@given(clocks_and_rotations(), windows)
def test_shifts_name_the_user_of_each_minute(
    case: tuple[NaiveClock, Rotation], window: tuple[int, int]
) -> None:
    clock, rotation = case
    start, end = clock.window(*window)
    users = naive_users(clock, rotation, start, end)
    found = shifts(rotation, start * MINUTE, end * MINUTE)
    told = {
        minute: shift.user
        for shift in found
        for minute in range(shift.start // MINUTE, shift.end // MINUTE)
    }
    assert told == users
    assert all(
        a.end < b.start or (a.end == b.start and a.user != b.user) for a, b in pairwise(found)
    )
    assert on_call(rotation, start * MINUTE) == (
        naive_users(clock, rotation, start, start + 1).get(start)
    )


pieces: st.SearchStrategy[Interval] = st.tuples(st.integers(0, 99), st.integers(0, 99))


@examples(60)
@given(st.lists(st.frozensets(st.integers(0, 99)), max_size=5), pieces)
def test_depth_counts_the_layers_of_each_minute(
    layers: list[frozenset[int]], window: tuple[int, int]
) -> None:
    start, end = window
    found = depth([as_intervals(set(layer)) for layer in layers], start * MINUTE, end * MINUTE)
    told = [count for since, until, count in found for _ in range(since // MINUTE, until // MINUTE)]
    assert told == [sum(minute in layer for layer in layers) for minute in range(start, end)]
    assert all(a[1] == b[0] and a[2] != b[2] for a, b in pairwise(found))


def test_the_walk_covers_what_the_windows_ask_for() -> None:
    clock = naive_clock("Europe/London", date(2026, 3, 29))
    start, end = clock.window(2 * 1440, 2 * 1440)
    assert clock.start * MINUTE < start * MINUTE - 2 * DAY
    assert end <= clock.start + (2 * WALKED_DAYS - 1) * 1440
