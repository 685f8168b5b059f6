"""When time on a clock is up, as a function of when it begins.

Whoever looks for the worst start need not try every minute. Between two
:meth:`Countdown.bends` the end either keeps pace with the start or stands still, so
sums and differences of such ends are at their worst at a bend, next to one, or
where an end comes to a bend of something else (:meth:`Countdown.starts`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise

from commplan.clock.calendars import ALWAYS, Calendar, intervals_of_day, open_intervals
from commplan.clock.deadlines import LONGEST_CLOSURE, due, latest_start
from commplan.clock.durations import DAY, Duration
from commplan.clock.intervals import Interval
from commplan.clock.lengths import exact_length
from commplan.clock.months import add_months_to_wall, days_of_months
from commplan.clock.offsets import (
    first_instant_of_wall,
    last_instant_of_wall,
    local_wall,
    offset_runs,
)
from commplan.named import NamedTuple

MARGIN = 4 * DAY
"""What starts earlier may end so much later, where days or months are counted."""
_SHORTER_BY = 3
"""Days by which the ends of two months differ at most."""


class Countdown(NamedTuple):
    """Some time on a clock."""

    calendar: Calendar
    duration: Duration

    def end(self, start: int) -> int | None:
        """When it is up; None if that never happens. Raises ``UnknownZone``."""
        if self.calendar is ALWAYS and not self.duration.business_days + self.duration.months:
            return start + self.duration.microseconds
        return due(self.calendar, start, self.duration)

    def starts(self, end: int) -> Iterator[int]:
        """Starts from which it is up at an instant: the last one, or one on each of some days."""
        length = exact_length(self.duration)
        if length is None:
            yield from self._starts_of_wall(local_wall(end, self.calendar.timezone))
        elif (start := latest_start(self.calendar, end, length)) is not None:
            yield start

    def least(self, window: Interval) -> int:
        """Microseconds that pass at least from a start in a window to its end."""
        if (length := exact_length(self.duration)) is not None:
            return length
        days = self.duration.business_days - 1
        if self.duration.months:
            days, _ = days_of_months(self.duration.months)
        start, end = window
        runs = offset_runs(self.calendar.timezone, start, end + days * DAY + MARGIN)
        offsets = [run.offset for run in runs]
        return max(days * DAY - max(offsets) + min(offsets), 0)

    def bends(self, window: Interval) -> Iterator[int]:
        """Instants at or next to which the end begins to move, stops or jumps; in no order.

        ``window`` holds the starts; some of the bends lie outside of it.
        """
        last = self.end(window[1])
        reach = (window[0], window[1] + LONGEST_CLOSURE if last is None else last + MARGIN)
        length = exact_length(self.duration)
        if length is None:
            yield from self._bends_by_days(window, reach)
        elif self.calendar is not ALWAYS:
            for opens, closes in open_intervals(self.calendar, *reach):
                yield opens
                yield closes
                yield from self.starts(closes)

    def _bends_by_days(self, window: Interval, reach: Interval) -> Iterator[int]:
        zone = self.calendar.timezone
        for day in days_touched(window, zone):
            yield first_instant_of_wall(day * DAY, zone)
        for before, after in pairwise(offset_runs(zone, *reach)):
            yield after.start
            # Where it would end in the hour that is skipped or shown twice.
            yield from self._starts_of_wall(after.start + before.offset)
            yield from self._starts_of_wall(after.start + after.offset)
        if self.duration.business_days:
            for day in days_touched(reach, zone):
                for edge in chain.from_iterable(intervals_of_day(self.calendar, day)):
                    yield from self.starts(edge)

    def _starts_of_wall(self, wall: int) -> Iterator[int]:
        """Starts from which days or months are up when the clock shows something."""
        zone = self.calendar.timezone
        for start in self._months_before(wall) if self.duration.months else self._days_before(wall):
            yield first_instant_of_wall(start, zone)
            yield last_instant_of_wall(start, zone)

    def _months_before(self, wall: int) -> Iterator[int]:
        months = self.duration.months
        earliest = add_months_to_wall(wall, -months)
        for later in range(_SHORTER_BY + 1):
            start = earliest + later * DAY
            if add_months_to_wall(start, months) == wall:
                yield start

    def _days_before(self, wall: int) -> Iterator[int]:
        """The same time on each day of which this one is the n-th later working day."""
        end_day, time_of_day = divmod(wall, DAY)
        counted = 0
        for day in range(end_day, end_day - LONGEST_CLOSURE // DAY, -1):
            if counted == self.duration.business_days:
                yield day * DAY + time_of_day
            works = bool(intervals_of_day(self.calendar, day))
            counted += works
            if counted > self.duration.business_days or not (works or counted):
                return


def without_clock(duration: Duration, zone_name: str) -> Countdown:
    """How time runs where no clock is named: through nights, weekends and holidays.

    Business days are Monday to Friday, months those of the calendar, in a zone.
    """
    if exact_length(duration) is not None:
        return Countdown(ALWAYS, duration)
    days = range(5 if duration.business_days else 7)
    hours = tuple(hours for hours in ALWAYS.hours if hours.weekday in days)
    return Countdown(Calendar(zone_name, hours), duration)


def days_touched(window: Interval, zone: str) -> range:
    """The local dates that a window touches, in days since 1970-01-01."""
    first, last = (local_wall(t, zone) // DAY for t in window)
    return range(first, last + 1)
