"""Which gaps are there only because zones change their clocks on different days."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from commplan.clock import Interval, Intervals, offset_runs, week_starts

if TYPE_CHECKING:
    from commplan.timeline.demand import Demand


def seasonal_gaps(demand: Demand) -> Intervals:
    """The gaps of weeks that would have none if zones kept the offsets of another day.

    Of a gap that goes on over the end of a week, both weeks have to be so. In a single
    zone hours may move, but not away from each other.
    """
    timeline = demand.timeline
    zones = timeline.zones(demand.path, clocks=demand.clocks)
    if not demand.gaps or len(zones) < 2:
        return ()
    mondays = week_starts(timeline.window, timeline.roster.zone)
    weeks = set().union(*(_weeks(gap, mondays) for gap in demand.gaps))
    calm = weeks - _restless(demand, weeks, mondays, _constellations(zones, timeline.window))
    return tuple(gap for gap in demand.gaps if calm.issuperset(_weeks(gap, mondays)))


def _restless(
    demand: Demand, weeks: set[int], mondays: Sequence[int], instants: Iterable[int]
) -> set[int]:
    """Those of some weeks that have a gap whichever instant's offsets zones keep.

    Each is tried on all weeks at once: what has been cut up for one plan is then
    there for the next that keeps the same hours.
    """
    left = set(weeks)
    for instant in instants:
        window = mondays[min(left)], mondays[max(left) + 1]
        gaps = demand.view.frozen(instant, window).when(demand.may_lack)
        left = left.intersection(week for gap in gaps for week in _weeks(gap, mondays))
        if not left:
            break
    return left


def _weeks(gap: Interval, mondays: Sequence[int]) -> range:
    """The weeks that a gap touches, by their place among the Mondays."""
    return range(bisect_right(mondays, gap[0]) - 1, bisect_left(mondays, gap[1]))


def _constellations(zones: Iterable[str], window: Interval) -> list[int]:
    """Instants of a window that differ in how far apart the clocks of some zones are."""
    runs = [offset_runs(zone, *window) for zone in zones]
    found: dict[tuple[int, ...], int] = {}
    for instant in sorted({run.start for in_zone in runs for run in in_zone}):
        offsets = (run.offset for in_zone in runs for run in in_zone if run[0] <= instant < run[1])
        found.setdefault(tuple(offsets), instant)
    return [*found.values()]
