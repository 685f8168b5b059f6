"""Weeks from Monday 00:00 on the clocks of a zone, by number."""

from __future__ import annotations

from commplan.clock.durations import DAY, WEEK
from commplan.clock.intervals import Interval
from commplan.clock.offsets import first_instant_of_wall, local_wall

_SINCE_MONDAY = 3 * DAY
"""Day 0 of the epoch was a Thursday."""


def weeks_of(interval: Interval, zone_name: str) -> range:
    """Numbers of the weeks that an interval touches. Raises ``UnknownZone``."""
    start, end = interval
    first, last = local_wall(start, zone_name), local_wall(end - 1, zone_name)
    return range((first + _SINCE_MONDAY) // WEEK, (last + _SINCE_MONDAY) // WEEK + 1)


def start_of_week(number: int, zone_name: str) -> int:
    """The instant at which a week begins. Raises ``UnknownZone``."""
    return first_instant_of_wall(number * WEEK - _SINCE_MONDAY, zone_name)
