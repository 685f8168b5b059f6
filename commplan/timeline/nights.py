"""Steps of a path that nobody hears at night."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from commplan.clock import (
    Calendar,
    Hours,
    Interval,
    Intervals,
    intersect,
    open_intervals,
    parse_range,
    subtract,
    union,
)
from commplan.named import NamedTuple
from commplan.timeline.calls import Call
from commplan.timeline.demand import Demand
from commplan.timeline.moment import Moment
from commplan.timeline.roster import Roster

NIGHT = "22:00-07:00"
"""Where neither somebody nor the plan says when they are to be left alone."""

Beds = frozenset[Calendar | None]
"""The nights of those whom a step notifies; None for whom nobody can tell when it is theirs."""


class Unheard(NamedTuple):
    """A step without a loud method, in the hours of a demand."""

    demand: Demand
    call: Call
    times: Intervals
    """When everybody whom it notifies is in their night, deputies of a role included."""
    untold: frozenset[str]
    """Those on whom it hangs whether there are such times."""

    def people(self, interval: Interval) -> tuple[str, ...]:
        """Whom the step notifies in an interval."""
        moments = self.demand.view.during(interval)
        return tuple(sorted({name for m in moments for name in m.meant(self.call, trusting=True)}))


def unheard(demand: Demand, loud: Collection[str]) -> Iterator[Unheard]:
    """Steps that wake nobody in some hours of a demand, or of which it cannot be said.

    A step that resolves to nobody is not judged.
    """
    for call in demand.timeline.unrolled(demand.path.id).calls:
        if not any(method.medium in loud for method in call.step.methods):
            found = _unheard(demand, call)
            if found.times or found.untold:
                yield found


def _unheard(demand: Demand, call: Call) -> Unheard:
    roster, window = demand.timeline.roster, demand.timeline.window
    clocks = tuple(map(demand.timeline.calendar, demand.clocks))
    beds_of = _Beds(roster)
    moments: dict[tuple[Beds, Beds], list[Moment]] = {}
    for moment in demand.view.moments:
        if demand.runs(moment):
            certain, possible = moment.meant(call), moment.meant(call, trusting=True)
            beds = beds_of[certain], beds_of[possible]
            if _perhaps(beds[0], clocks, window) or _perhaps(beds[1], clocks, window):
                moments.setdefault(beds, []).append(moment)
    label = {moment: (beds,) for beds, alike in moments.items() for moment in alike}
    times: list[Intervals] = []
    untold: set[str] = set()
    for beds, instants in demand.view.spells(lambda moment: label.get(moment, ())).items():
        surely = intersect(*(_surely(either, clocks, window) for either in beds))
        perhaps = union(*(_perhaps(either, clocks, window) for either in beds))
        times.append(intersect(instants, surely))
        if subtract(intersect(instants, perhaps), surely):
            untold.update(_untold(roster, call, moments[beds]))
    return Unheard(demand, call, union(*times), frozenset(untold))


class _Beds(dict[tuple[str, ...], Beds]):
    """The nights of people, worked out once for those who are notified together."""

    def __init__(self, roster: Roster) -> None:
        super().__init__()
        self._roster = roster

    def __missing__(self, names: tuple[str, ...]) -> Beds:
        self[names] = frozenset(_night_of(self._roster, name) for name in names)
        return self[names]


def _night_of(roster: Roster, id: str) -> Calendar | None:
    person = roster.plan.people.get(id)
    zone = None if person is None else roster.home(person)
    if person is None or zone is None:
        return None
    limits = roster.plan.protocols.notifications
    return quiet_calendar(zone, person.quiet_hours or (limits and limits.quiet_hours) or NIGHT)


@lru_cache(maxsize=256)
def quiet_calendar(zone: str, text: str) -> Calendar:
    """The hours, on every day, in which somebody who lives in a zone is left alone.

    Raises ValueError for what is no range of hours.
    """
    opens, closes = parse_range(text)
    return Calendar(zone, tuple(Hours(weekday, opens, closes) for weekday in range(7)))


def _surely(beds: Beds, clocks: tuple[Calendar, ...], window: Interval) -> Intervals:
    """When clocks run and everybody is in bed."""
    return () if None in beds else _perhaps(beds, clocks, window)


@lru_cache(maxsize=256)
def _perhaps(beds: Beds, clocks: tuple[Calendar, ...], window: Interval) -> Intervals:
    """When clocks run and everybody may be in bed. Remembered: plans keep the same few hours."""
    if not beds:
        return ()
    found = union(*(open_intervals(clock, *window) for clock in clocks))
    for night in beds:
        if night is not None:
            found = intersect(found, open_intervals(night, *window))
    return found


def _untold(roster: Roster, call: Call, moments: Collection[Moment]) -> set[str]:
    certain = {name for moment in moments for name in moment.meant(call)}
    possible = {name for moment in moments for name in moment.meant(call, trusting=True)}
    homeless = {name for name in possible | certain if _night_of(roster, name) is None}
    return homeless | (possible - certain) or possible
