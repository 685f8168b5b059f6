"""What becomes of coverage where somebody lives by another clock than the plan says."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.clock import Interval, Intervals, offset_runs, subtract
from commplan.named import NamedTuple
from commplan.plan import Person, Plan
from commplan.timeline.demand import Demand
from commplan.timeline.roster import zone_exists
from commplan.timeline.shortage import Shortage
from commplan.timeline.timeline import Timeline


class Move(NamedTuple):
    """What a severity demands, after somebody's hours have moved."""

    timeline: Timeline
    """Of the plan in which they have moved."""
    demand: Demand
    opened: Intervals
    """Gaps that there would not be otherwise."""
    untold: bool
    """Whether there may be more of them, of which the plan does not tell."""
    zone: str
    """The zone in which to tell people of them: that of the plan as it stands."""

    @property
    def shortage(self) -> Shortage:
        """The gaps, in words."""
        return Shortage(self.demand, self.opened, self.zone)


def same_clock(one: str, other: str, window: Interval) -> bool:
    """Whether two zones keep the same offsets all the time, whatever they are called."""
    return one == other or offset_runs(one, *window) == offset_runs(other, *window)


def moved(timeline: Timeline, person: Person, zone: str) -> Timeline:
    """The same plan with somebody in another zone, where they keep the same hours.

    Hours move along that are those of the place where the plan takes them to be.
    Somebody who keeps another region's hours keeps them.
    """
    plan = timeline.plan
    people, calendars = plan.entries("stakeholders", "people"), plan.entries("calendars")
    entry = {**people[person.id], "timezone": zone}
    calendar, home = timeline.roster.kept[person.id], person.timezone
    if calendar is not None and home is not None and zone_exists(home):
        kept = plan.calendars[calendar].timezone
        if same_clock(kept, home, timeline.window):
            own = f"{calendar} of {person.id}"
            calendars = {**calendars, own: {**calendars[calendar], "timezone": zone}}
            entry["calendar"] = f"calendar:{own}"
    stakeholders = {**plan.entries("stakeholders"), "people": {**people, person.id: entry}}
    changed = {**plan.value, "stakeholders": stakeholders, "calendars": calendars}
    return Timeline(Plan(changed, plan.origin), timeline.as_of, window=timeline.window)


def moves(timeline: Timeline, person: Person, zone: str) -> Iterator[Move]:
    """What becomes of the required hours that somebody may be called in, severity by severity."""
    before = {demand.severity.id: demand for demand in timeline.demands}
    after = moved(timeline, person, zone)
    for demand in after.demands:
        if demand.required is None or demand.fault is not None:
            continue
        if person.id in {one.id for one in timeline.plan.reach(demand.path).people}:
            was = before[demand.severity.id]
            opened = subtract(demand.gaps, was.gaps)
            perhaps = subtract(_perhaps(demand), _perhaps(was))
            zone = timeline.zone(demand.path)
            yield Move(after, demand, opened, bool(subtract(perhaps, opened)), zone)


def _perhaps(demand: Demand) -> Intervals:
    """When there may be too few people."""
    return demand.view.when(demand.may_lack)
