"""Calendars: weekly opening hours, holidays and exceptions, as UTC intervals.

On each local date a range opens at the first occurrence of its opening time and
closes at the last occurrence of its closing time; a wall time that a clock
change skips means the instant of the change. A holiday removes the ranges that
open on its date, an exception replaces them; a range that opened the evening
before runs on.
"""

from bisect import bisect_left
from datetime import date
from functools import lru_cache

from commplan.clock.durations import DAY, MINUTE, WEEK
from commplan.clock.hours import Exceptions, Hours, Range, length_of
from commplan.clock.intervals import Interval, Intervals, clip, normalize
from commplan.clock.offsets import Run, first_reading, last_reading, offset_runs
from commplan.named import NamedTuple

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_MARGIN = 6 * DAY
"""Ranges open up to two days before they close, and a change reaches a day to either side."""


class Calendar(NamedTuple):
    """When something is open, in the local time of one zone. Hashable, so that it can be a key."""

    timezone: str
    """A name that :func:`commplan.clock.zone` knows."""
    hours: tuple[Hours, ...]
    holidays: frozenset[date] = frozenset()
    """Local dates on which nothing opens."""
    exceptions: Exceptions = ()
    """Local dates with ranges of their own, none for closed; they win over holidays."""


ALWAYS = Calendar("UTC", tuple(Hours(weekday, 0, 24 * 60) for weekday in range(7)))
"""The clock ``24x7``."""


@lru_cache(maxsize=128)
def open_intervals(
    calendar: Calendar, start: int, end: int, frozen_at: int | None = None
) -> Intervals:
    """When the calendar is open within a window of instants.

    With ``frozen_at``, as if the zone kept the offset of that instant for ever.
    Remembered for the last calendars and windows, so plans that share a
    calendar pay once. Raises ``UnknownZone``.
    """
    if end <= start:
        return ()
    runs = offset_runs(calendar.timezone, start - _MARGIN, end + _MARGIN, frozen_at)
    special = _special_days(calendar)
    week = _week(calendar)
    found: list[Interval] = []
    day = _day_of(start, runs[0]) - 2
    last = _day_of(end, runs[-1]) + 2
    for run in runs:
        plain_from = max(day, -(-(run.start + run.offset) // DAY) + 1)
        plain_to = min(last, (run.end + run.offset) // DAY - 2)
        if plain_from < plain_to:
            for careful in range(day, plain_from):
                found += _carefully(calendar, special, runs, careful)
            found += _plainly(week, special, run.offset, plain_from, plain_to)
            found += _exceptions_among(special, runs, plain_from, plain_to)
            day = plain_to
    for careful in range(day, last):
        found += _carefully(calendar, special, runs, careful)
    return clip(normalize(found), start, end)


@lru_cache(maxsize=4096)
def intervals_of_day(calendar: Calendar, day: int) -> Intervals:
    """The intervals that open on a local date, given in days since 1970-01-01.

    They may end on the next date; those of two days may touch or overlap.
    """
    runs = offset_runs(calendar.timezone, day * DAY - _MARGIN, day * DAY + _MARGIN)
    return normalize(_carefully(calendar, _special_days(calendar), runs, day))


def _day_of(t: int, run: Run) -> int:
    """The local date, in days since 1970-01-01."""
    return (t + run.offset) // DAY


def _special_days(calendar: Calendar) -> dict[int, tuple[Range, ...]]:
    """Days that do not follow the weekly hours, in days since 1970-01-01, with their ranges."""
    special: dict[int, tuple[Range, ...]] = {
        day.toordinal() - _EPOCH_ORDINAL: () for day in calendar.holidays
    }
    special.update(
        (day.toordinal() - _EPOCH_ORDINAL, ranges) for day, ranges in calendar.exceptions
    )
    return special


def _week(calendar: Calendar) -> list[Interval]:
    """Opening and closing of the weekly ranges, on the wall clock since Monday 00:00."""
    return sorted(
        (
            weekday * DAY + opens * MINUTE,
            weekday * DAY + (opens + length_of(opens, closes)) * MINUTE,
        )
        for weekday, opens, closes in calendar.hours
    )


def _plainly(
    week: list[Interval], special: dict[int, tuple[Range, ...]], offset: int, start: int, end: int
) -> list[Interval]:
    """Weekly ranges that open on days from ``start`` up to ``end``, far from any clock change."""
    # Day 0 of the epoch was a Thursday.
    monday = start - (start + 3) % 7
    found = [
        (midnight + opens, midnight + closes)
        for midnight in range(monday * DAY - offset, end * DAY - offset, WEEK)
        for opens, closes in week
    ]
    first = bisect_left(found, (start * DAY - offset, 0))
    last = bisect_left(found, (end * DAY - offset, 0))
    if any(start <= day < end for day in special):
        return [pair for pair in found[first:last] if (pair[0] + offset) // DAY not in special]
    return found[first:last]


def _exceptions_among(
    special: dict[int, tuple[Range, ...]], runs: tuple[Run, ...], start: int, end: int
) -> list[Interval]:
    return [
        interval
        for day, ranges in special.items()
        if ranges and start <= day < end
        for interval in _placed(ranges, runs, day)
    ]


def _carefully(
    calendar: Calendar, special: dict[int, tuple[Range, ...]], runs: tuple[Run, ...], day: int
) -> list[Interval]:
    """Ranges of one day whose wall times a clock change may repeat or skip."""
    weekday = (day + 3) % 7
    usual = tuple(hours[1:] for hours in calendar.hours if hours.weekday == weekday)
    return _placed(special.get(day, usual), runs, day)


def _placed(ranges: tuple[Range, ...], runs: tuple[Run, ...], day: int) -> list[Interval]:
    placed: list[Interval] = []
    for opens, closes in ranges:
        wall = day * DAY + opens * MINUTE
        close = wall + length_of(opens, closes) * MINUTE
        placed.append((first_reading(runs, wall), last_reading(runs, close)))
    return placed
