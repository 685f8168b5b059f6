"""When a window begins that ends at an instant: due dates, counted backwards."""

from __future__ import annotations

from commplan.clock.calendars import Calendar, intervals_of_day
from commplan.clock.deadlines import FAR, LONGEST_CLOSURE, moved_into
from commplan.clock.durations import DAY, Duration
from commplan.clock.months import add_months
from commplan.clock.offsets import first_instant_of_wall, local_wall


def window_start(end: int, window: Duration, calendar: Calendar | None = None) -> int | None:
    """The instant from which a window looks that ends at another, its months those of UTC.

    Business days are those of the calendar: the same wall time on the n-th earlier local
    date that has hours, moved into those hours. None for business days without a calendar,
    or on one that has been closed for 400 days, or where that is more than a century ago.
    """
    if window.business_days:
        return None if calendar is None else _days_before(calendar, end, window.business_days)
    return add_months(end, -window.months, "UTC") - window.microseconds


def _days_before(calendar: Calendar, end: int, count: int) -> int | None:
    today, time_of_day = divmod(local_wall(end, calendar.timezone), DAY)
    next_open = today
    for day in range(today - 1, today - FAR // DAY, -1):
        if (next_open - day) * DAY > LONGEST_CLOSURE:
            return None
        hours = intervals_of_day(calendar, day)
        if not hours:
            continue
        next_open = day
        count -= 1
        if count == 0:
            same_time = first_instant_of_wall(day * DAY + time_of_day, calendar.timezone)
            return moved_into(hours, same_time)
    return None
