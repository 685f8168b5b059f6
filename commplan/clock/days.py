"""Days of the calendar as plans count them: the granularity of everything that falls due."""

from __future__ import annotations

from datetime import date

from commplan.clock.durations import DAY, Duration
from commplan.clock.months import add_months_to_wall

_EPOCH = date(1970, 1, 1).toordinal()
_LAST = date.max.toordinal()


def day_after(day: date, duration: Duration) -> date:
    """The day some time after a day; what falls due on it is late from the day after.

    Months are those of the calendar: a month after 31 January is the last day of
    February. Business days are Monday to Friday. Of exact durations whole days
    count. What lies beyond the year 9999 is its last day.
    """
    if duration.months:
        wall = (day.toordinal() - _EPOCH) * DAY
        ordinal = add_months_to_wall(wall, duration.months) // DAY + _EPOCH
    elif duration.business_days:
        ordinal = day.toordinal() + _spanned(day.weekday(), duration.business_days)
    else:
        ordinal = day.toordinal() + duration.microseconds // DAY
    return date.fromordinal(min(ordinal, _LAST))


def _spanned(weekday: int, business_days: int) -> int:
    """The days that some business days take up; on a weekend they count from its Friday."""
    since_friday = max(weekday - 4, 0)
    weeks, rest = divmod(business_days, 5)
    weekend = 2 if weekday - since_friday + rest > 4 else 0
    return 7 * weeks + rest + weekend - since_friday
