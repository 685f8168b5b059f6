"""Weeks from Monday 00:00 on the clocks of a zone."""

from __future__ import annotations

from functools import lru_cache

from commplan.clock.durations import DAY, WEEK
from commplan.clock.intervals import Interval
from commplan.clock.offsets import first_instant_of_wall, local_wall

SINCE_MONDAY = 3 * DAY
"""Day 0 of the epoch was a Thursday."""


@lru_cache(maxsize=32)
def week_starts(window: Interval, zone_name: str) -> tuple[int, ...]:
    """The Mondays that bound the weeks which a window touches: of n weeks, n + 1.

    Raises ``UnknownZone``.
    """
    first, last = (local_wall(t, zone_name) + SINCE_MONDAY for t in (window[0], window[1] - 1))
    return tuple(
        first_instant_of_wall(week * WEEK - SINCE_MONDAY, zone_name)
        for week in range(first // WEEK, last // WEEK + 2)
    )
