"""When a window begins that ends at an instant: due dates, counted backwards."""

from __future__ import annotations

from commplan.clock.calendars import Calendar
from commplan.clock.deadlines import business_day
from commplan.clock.durations import Duration
from commplan.clock.months import add_months


def window_start(end: int, window: Duration, calendar: Calendar | None = None) -> int | None:
    """The instant from which a window looks that ends at another, its months those of UTC.

    Business days are those of the calendar: the same wall time on the n-th earlier local
    date that has hours, moved into those hours. None for business days without a calendar,
    or on one that has been closed for 400 days, or where that is more than a century ago.
    """
    if window.business_days:
        return None if calendar is None else business_day(calendar, end, -window.business_days)
    return add_months(end, -window.months, "UTC") - window.microseconds
