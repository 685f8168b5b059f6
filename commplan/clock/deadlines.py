"""When a promise falls due on a calendar, and how much of its time has gone by.

Only open time counts. Something is due at the first instant by which enough of
it has passed, so a target that is used up exactly at closing time is due then,
not at the next opening. An answer at the due instant is in time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter

from commplan.clock.calendars import ALWAYS, Calendar, intervals_of_day, open_intervals
from commplan.clock.durations import DAY, Duration
from commplan.clock.intervals import Interval, Intervals, clip, total
from commplan.clock.months import add_months
from commplan.clock.offsets import first_instant_of_wall, local_wall

LONGEST_CLOSURE = 400 * DAY
"""A calendar that stays closed for so long counts as never opening again."""
FAR = 100 * 366 * DAY
"""Nothing further off than that is looked for."""
_BLOCK = 400 * DAY
"""Open time is looked up in fixed blocks, so that thousands of requests share a few look-ups."""


def due(calendar: Calendar, start: int, duration: Duration) -> int | None:
    """The instant at which a promise made at ``start`` falls due.

    - Exact durations are used up by open time alone; zero is due at once.
    - Business days: the same wall time on the n-th later local date that has
      hours, moved into those hours.
    - Calendar months: the same wall time on the same day of a later month, or
      its last day, open or not.

    None if that never happens: the calendar stays closed for 400 days, or the
    instant lies more than a century away. Raises ``UnknownZone``.
    """
    if duration.months:
        found: int | None = add_months(start, duration.months, calendar.timezone)
    elif duration.business_days:
        found = business_day(calendar, start, duration.business_days)
    else:
        found = due_within(_open_from(calendar, start), start, duration.microseconds)
    return found if found is not None and found - start <= FAR else None


def due_within(intervals: Iterable[Interval], start: int, microseconds: int) -> int | None:
    """The first instant by which that much of the intervals lies after ``start``, or None."""
    if microseconds <= 0:
        return start
    left = microseconds
    for opens, closes in intervals:
        since = max(opens, start)
        if closes - since >= left:
            return since + left
        left -= max(closes - since, 0)
    return None


def latest_start(calendar: Calendar, end: int, microseconds: int) -> int | None:
    """The last instant from which so much open time is used up by ``end``: the reverse of due.

    Whatever starts later falls due after ``end``. None if the calendar has been
    closed for 400 days before, or the instant lies more than a century back.
    """
    left = microseconds
    if left <= 0:
        return end
    for opens, closes in _open_until(calendar, end):
        if closes - opens >= left:
            return closes - left
        left -= closes - opens
    return None


def elapsed(calendar: Calendar, start: int, end: int) -> int:
    """Open time from one instant up to another, in microseconds. Raises ``UnknownZone``."""
    return sum(total(clip(_block(calendar, n), start, end)) for n in _blocks(start, end))


def _blocks(start: int, end: int) -> range:
    return range(start // _BLOCK, -(-end // _BLOCK))


def _block(calendar: Calendar, number: int) -> Intervals:
    start, end = number * _BLOCK, (number + 1) * _BLOCK
    if calendar is ALWAYS:  # the clock of every horizon: a run need not unroll it day by day
        return ((start, end),)
    return open_intervals(calendar, start, end)


def _open_from(calendar: Calendar, start: int) -> Iterator[Interval]:
    """Open intervals from an instant on, until the calendar stays closed for too long."""
    last_closing = start
    for number in _blocks(start, start + FAR):
        block = _block(calendar, number)
        # Not copied: most promises are due within the first few of hundreds.
        for place in range(bisect_right(block, start, key=itemgetter(1)), len(block)):
            opens, closes = block[place]
            if opens - last_closing > LONGEST_CLOSURE:
                return
            yield max(opens, start), closes
            last_closing = closes
        if (number + 1) * _BLOCK - last_closing > LONGEST_CLOSURE:
            return


def _open_until(calendar: Calendar, end: int) -> Iterator[Interval]:
    """Open intervals up to an instant, the last one first, until none comes for too long."""
    next_opening = end
    for number in reversed(_blocks(end - FAR, end)):
        block = _block(calendar, number)
        for place in reversed(range(bisect_left(block, end, key=itemgetter(0)))):
            opens, closes = block[place]
            if next_opening - closes > LONGEST_CLOSURE:
                return
            yield opens, min(closes, end)
            next_opening = opens
        if next_opening - number * _BLOCK > LONGEST_CLOSURE:
            return


def business_day(calendar: Calendar, t: int, count: int) -> int | None:
    """The same wall time on the n-th later local date with hours; the n-th earlier for -n.

    Moved into the hours of that date. None where the calendar is closed for 400 days, or
    where that is more than a century away.
    """
    step = 1 if count > 0 else -1
    today, time_of_day = divmod(local_wall(t, calendar.timezone), DAY)
    last_open = today
    for day in range(today + step, today + step * (FAR // DAY), step):
        if abs(day - last_open) * DAY > LONGEST_CLOSURE:
            return None
        hours = intervals_of_day(calendar, day)
        if not hours:
            continue
        last_open = day
        count -= step
        if count == 0:
            same_time = first_instant_of_wall(day * DAY + time_of_day, calendar.timezone)
            return _moved_into(hours, same_time)
    return None


def _moved_into(hours: Intervals, t: int) -> int:
    """The instant itself if the day is open then (or just closing), else the nearest before it.

    Before the first opening it is that opening. In a break it is the closing
    before it, since no open time is lost by that.
    """
    nearest = hours[0][0]
    for opens, closes in hours:
        if t < opens:
            return nearest
        if t <= closes:
            return t
        nearest = closes
    return nearest
