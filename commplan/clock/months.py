"""Calendar months, which have no fixed length."""

from __future__ import annotations

from datetime import date
from functools import cache

from commplan.clock.durations import DAY
from commplan.clock.offsets import first_instant_of_wall, local_wall

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
"""The Gregorian calendar repeats itself exactly."""


def add_months(t: int, months: int, zone_name: str) -> int:
    """The instant with the same wall time some calendar months later.

    31 January plus one month is the last day of February. Zero months change
    nothing. Raises ``UnknownZone``.
    """
    if months == 0:
        return t
    wall = add_months_to_wall(local_wall(t, zone_name), months)
    return first_instant_of_wall(wall, zone_name)


def add_months_to_wall(wall: int, months: int) -> int:
    """The same for a wall number; works for any number of months."""
    days, time_of_day = divmod(wall, DAY)
    target = month_of_wall(wall) + months
    start = _start_of_month(target)
    length = _start_of_month(target + 1) - start
    day_of_month = days - _start_of_month(target - months)
    return (start + min(day_of_month, length - 1)) * DAY + time_of_day


def month_of_wall(wall: int) -> int:
    """Months from the year 0 to the one that the wall number lies in."""
    day = date.fromordinal(_EPOCH_ORDINAL + wall // DAY)
    return day.year * 12 + day.month - 1


@cache
def days_of_months(months: int) -> tuple[int, int]:
    """The fewest and the most days that some calendar months take, over all starting days.

    From 31 January a month takes 28 days, from 1 July it takes 31.
    """
    counts = set()
    for month in range(2000 * 12, (2000 + _CYCLE_YEARS) * 12):
        start, end = _start_of_month(month), _start_of_month(month + months)
        last = _start_of_month(month + 1) - 1
        counts.add(end - start)
        counts.add(add_months_to_wall(last * DAY, months) // DAY - last)
    return min(counts), max(counts)


def _start_of_month(month: int) -> int:
    """The first day of a month, in days since 1970-01-01, for years beyond 9999 too."""
    year, month_of_year = divmod(month, 12)
    cycles, year_of_cycle = divmod(year - 2000, _CYCLE_YEARS)
    first = date(2000 + year_of_cycle, month_of_year + 1, 1)
    return first.toordinal() - _EPOCH_ORDINAL + cycles * _CYCLE_DAYS
