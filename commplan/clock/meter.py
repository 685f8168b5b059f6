"""Open time, added up once, so that any part of it is known at once."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from operator import itemgetter

from commplan.clock.intervals import Interval, Intervals


class Meter:
    """How much of some intervals lies before an instant: what a meter shows that ran in them."""

    __slots__ = ("_shown", "intervals")

    def __init__(self, intervals: Intervals) -> None:
        self.intervals = intervals
        self._shown = (0, *accumulate(end - start for start, end in intervals))

    def at(self, t: int) -> int:
        """Microseconds of the intervals that lie before an instant."""
        place = bisect_right(self.intervals, t, key=itemgetter(0))
        if place == 0:
            return 0
        start, end = self.intervals[place - 1]
        return self._shown[place - 1] + min(t, end) - start

    def least(self, length: int, window: Interval) -> int:
        """The least that any stretch of some length shows that begins in a window.

        It begins with a closing or ends with an opening; or it is the first or the last.
        """
        start, end = window
        begins = {start, end}
        begins.update(closes for _, closes in self.intervals)
        begins.update(opens - length for opens, _ in self.intervals)
        return min(self.at(t + length) - self.at(t) for t in begins if start <= t <= end)
