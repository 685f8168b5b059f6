"""Which gaps are there only because zones change their clocks on different days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from commplan.clock import Interval, Intervals, offset_runs, start_of_week, weeks_of

if TYPE_CHECKING:
    from commplan.timeline.demand import Demand


def seasonal_gaps(demand: Demand) -> Intervals:
    """The gaps of weeks that would have none if zones kept the offsets of another day.

    Of a gap that goes on over the end of a week, both weeks have to be so.
    """
    zone = demand.timeline.roster.zone
    weeks = {gap: weeks_of(gap, zone) for gap in demand.gaps}
    calm = _calm(demand, {week for touched in weeks.values() for week in touched})
    return tuple(gap for gap, touched in weeks.items() if calm.issuperset(touched))


def _calm(demand: Demand, weeks: set[int]) -> set[int]:
    """Those of some weeks that have no gap while zones keep the offsets of some instant.

    Each constellation of offsets is tried on all weeks at once, so that what is cut
    up for one plan is there for the next that keeps the same hours.
    """
    timeline, zone = demand.timeline, demand.timeline.roster.zone
    zones = timeline.zones(demand.path, clocks=demand.clocks)
    instants = _constellations(zones, timeline.window) if weeks else []
    left = set(weeks)
    for instant in instants if len(instants) > 1 else ():
        window = start_of_week(min(left), zone), start_of_week(max(left) + 1, zone)
        frozen = demand.on(timeline.frozen(instant, window))
        gaps = frozen.view.when(frozen.may_lack)
        left.intersection_update(week for gap in gaps for week in weeks_of(gap, zone))
        if not left:
            break
    return weeks - left


def _constellations(zones: Iterable[str], window: Interval) -> list[int]:
    """Instants of a window that differ in how far apart the clocks of some zones are."""
    runs = [offset_runs(zone, *window) for zone in zones]
    found: dict[tuple[int, ...], int] = {}
    for instant in sorted({run.start for in_zone in runs for run in in_zone}):
        offsets = (run.offset for in_zone in runs for run in in_zone if run[0] <= instant < run[1])
        found.setdefault(tuple(offsets), instant)
    return [*found.values()]
