"""Deadlines that move off weekends and holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from commplan.clock.countdown import MARGIN, Countdown, days_touched
from commplan.clock.durations import DAY
from commplan.clock.intervals import Interval
from commplan.clock.offsets import first_instant_of_wall, local_wall
from commplan.named import NamedTuple

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_SATURDAY = 5


class Rolling(NamedTuple):
    """A countdown whose end, if it falls on a day off, moves to a time of the next working day."""

    countdown: Countdown
    timezone: str
    """Whose days count."""
    holidays: frozenset[date]
    time_of_day: int
    """Microseconds on the wall clock since midnight."""

    def end(self, start: int) -> int | None:
        """When it is up; None if that never happens."""
        end = self.countdown.end(start)
        if end is None:
            return None
        day = working = local_wall(end, self.timezone) // DAY
        while self._is_off(working):
            working += 1
        moved = working * DAY + self.time_of_day
        return end if working == day else first_instant_of_wall(moved, self.timezone)

    def starts(self, end: int) -> Iterator[int]:
        """Starts from which it is up at an instant, unless it was moved there."""
        return self.countdown.starts(end)

    def bends(self, window: Interval) -> Iterator[int]:
        """As those of the countdown, with the midnights at which days off begin and end."""
        yield from self.countdown.bends(window)
        last = self.countdown.end(window[1])
        for day in days_touched((window[0], (last or window[1]) + MARGIN), self.timezone):
            yield from self.countdown.starts(first_instant_of_wall(day * DAY, self.timezone))

    def least(self, window: Interval) -> int:
        """Microseconds that pass at least from a start in a window to its end."""
        return self.countdown.least(window)

    def _is_off(self, day: int) -> bool:
        # Day 0 of the epoch was a Thursday.
        weekend = (day + 3) % 7 >= _SATURDAY
        return weekend or date.fromordinal(_EPOCH_ORDINAL + day) in self.holidays
