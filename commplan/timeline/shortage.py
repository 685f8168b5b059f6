"""Gaps in what a severity demands, in words: who is there, and who would have to be."""

from __future__ import annotations

from commplan.cached import cached_property
from commplan.clock import Intervals, days_among, format_clock, format_offset
from commplan.plan import Sla, listed
from commplan.timeline.demand import Demand
from commplan.timeline.gaps import Gaps


class Shortage:
    """Some of the gaps of a demand, told by the worst of them."""

    def __init__(self, demand: Demand, gaps: Intervals, zone: str | None = None) -> None:
        """``zone`` is the one in which to tell people of them, if not that of the demand."""
        self.demand = demand
        zone = zone or demand.timeline.zone(demand.path)
        self.gaps = Gaps(gaps, zone, demand.timeline.window)

    @property
    def told(self) -> str:
        """The worst gap: ``…: sev1 has 1 person (bob) until 08:00, 2 are required``."""
        required = self.demand.depth
        more = f", {required} are required" if required > 1 else ""
        return f"{self.gaps.since}: {self._there} until {self.gaps.until}{more}"

    @property
    def _there(self) -> str:
        severity, (fewest, most) = self.demand.severity.id, self._numbers
        if not most:
            return f"nobody covers {severity}"
        moments = self.demand.view.during(self.gaps.worst)
        names = {n for moment in moments for n in moment.people(self.demand.path, trusting=True)}
        at_most = "at most " if fewest < most else ""
        noun = "person" if most == 1 else "people"
        in_turn = " at a time" if len(names) > most else ""
        return f"{severity} has {at_most}{most} {noun}{in_turn} ({listed(sorted(names))})"

    @cached_property
    def _numbers(self) -> tuple[float, float]:
        """The fewest and the most people who are there in the worst gap."""
        moments = self.demand.view.during(self.gaps.worst)
        numbers = [number for moment in moments for number in self.demand.numbers(moment)]
        return min(numbers), max(numbers)

    @property
    def hand_over(self) -> str:
        """Whose hours end and begin with the worst gap.

        ``Sydney (UTC+11) has closed, London opens 08:00 GMT``; an empty text where
        nobody's do.
        """
        start, end = self.gaps.worst
        roster = self.demand.timeline.roster
        people = roster.plan.reach(self.demand.path).people
        closed: dict[str, None] = {}
        opening: dict[str, None] = {}
        for calendar in sorted(filter(None, set(map(roster.calendar_of, people)))):
            zone, hours = roster.calendar(calendar).timezone, roster.hours(calendar)
            *_, place = zone.rpartition("/")
            place = place.replace("_", " ") if "/" in zone else f"calendar:{calendar}"
            if any(closes == start for _, closes in hours):
                closed[f"{place} ({format_offset(start, zone)})"] = None
            if any(opens == end for opens, _ in hours):
                opening[f"{place} opens {format_clock(end, zone)}"] = None
        gone = f"{listed([*closed])} {'have' if len(closed) > 1 else 'has'} closed"
        return ", ".join([gone, *opening] if closed else opening)

    @property
    def days(self) -> str:
        """The days on which gaps begin: ``155 days of 2026, 1 Jan–28 Mar and …``."""
        return days_among(self.gaps.all, self.gaps.zone, self.gaps.window)

    @property
    def slas(self) -> tuple[Sla, ...]:
        """SLAs whose clock runs in the worst gap while nobody is there."""
        empty = [
            moment
            for moment in self.demand.view.during(self.gaps.worst)
            if not any(self.demand.numbers(moment))
        ]
        return tuple(s for s in self.demand.slas if any(moment.runs(s.clock) for moment in empty))

    @property
    def facts(self) -> dict[str, object]:
        """For ``facts`` of a finding."""
        return {
            "severity": self.demand.severity.id,
            "depth": self._numbers[0],
            "required": self.demand.depth,
            **self.gaps.facts,
        }
