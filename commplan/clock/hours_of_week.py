"""What holds at which hour of the week, on the clocks of a zone."""

from __future__ import annotations

from collections.abc import Iterable

from commplan.clock.durations import HOUR, MINUTE, WEEK
from commplan.clock.intervals import Interval, Intervals, clip, total
from commplan.clock.offsets import local_wall
from commplan.clock.weeks import SINCE_MONDAY

HOURS = WEEK // HOUR
QUARTER = 15 * MINUTE
"""Every zone has been whole quarters of an hour from UTC for half a century."""


def hour_of_week(t: int, zone_name: str) -> int:
    """From 0 (Monday 00:00 to 01:00) to 167. Raises ``UnknownZone``."""
    return (local_wall(t, zone_name) + SINCE_MONDAY) % WEEK // HOUR


def mean_by_hour(layers: Iterable[Intervals], window: Interval, zone_name: str) -> list[float]:
    """How many of some layers are open at each hour of the week, on the mean of a window.

    One layer gives the share of each hour for which it is open. Hours of the week that
    the window does not touch are 0. Raises ``UnknownZone``.
    """
    clipped = [clip(layer, *window) for layer in layers]
    open_time, time = [0] * HOURS, [0] * HOURS
    start, end = window
    while start < end:
        until = min(end, start - start % QUARTER + QUARTER)
        hour = hour_of_week(start, zone_name)
        time[hour] += until - start
        open_time[hour] += sum(total(clip(layer, start, until)) for layer in clipped)
        start = until
    return [held / length if length else 0.0 for held, length in zip(open_time, time, strict=True)]
