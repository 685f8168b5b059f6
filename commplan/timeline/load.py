"""What rotations ask of people: who is on call when, how often, how long, after how much rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count, pairwise, takewhile
from math import lcm
from operator import itemgetter
from typing import TYPE_CHECKING

from commplan.clock import (
    DAY,
    Interval,
    Intervals,
    add_months,
    clip,
    offset_runs,
    reading,
    total,
    union,
)
from commplan.named import NamedTuple
from commplan.plan import DutyRotation, Reference

if TYPE_CHECKING:
    from commplan.timeline.timeline import Timeline

TOLERANCE = 0.005
"""Half a percent of the time: what changing clocks, or a swapped evening, may add to a share."""
_MONTH = 31 * DAY


class Load(NamedTuple):
    """A rotation, and when it falls to whom."""

    rotation: DutyRotation
    people: tuple[str, ...]
    """Everybody who takes turns, as far as the plan lists them."""
    unlisted: tuple[str, ...]
    """Groups among the users whose members only Slack knows: ``group:desk``."""
    spells: Mapping[str, Intervals]
    """By person, when they are on call; shifts that follow each other are one."""

    def whole_rounds(self, window: Interval) -> Interval | None:
        """The part of a window in which everybody has equally many turns, from their first on.

        None if there is no room for one round of turns.
        """
        if not self.spells:
            return None
        start, end = max(window[0], self.start), window[1]
        if self.round is not None:
            until = start + (end - start) // self.round * self.round
        else:
            months = self.rotation.shift.months * len(self.rotation.users)
            zone = self.rotation.timezone
            ends = (add_months(start, after, zone) for after in count(months, months))
            *_, until = start, *takewhile(end.__ge__, ends)
        return (start, until) if start < until else None

    @property
    def round(self) -> int | None:
        """Microseconds until everybody has had a turn; None for turns of calendar months."""
        shift = self.rotation.shift
        return None if shift.months else shift.microseconds * len(self.rotation.users)

    @property
    def shift(self) -> int:
        """Microseconds of a turn, of the longest month if it is one."""
        return self.rotation.shift.microseconds + self.rotation.shift.months * _MONTH

    @property
    def start(self) -> int:
        """The first instant at which somebody is on call, as somebody has to be."""
        return min(spells[0][0] for spells in self.spells.values())


def loads(timeline: Timeline) -> tuple[Load, ...]:
    """The rotations of a plan, without those out of order: other rules speak of them."""
    found = []
    for rotation in timeline.plan.rotations.values():
        here = Reference("rotation", rotation.id, rotation.at)
        if timeline.roster.turns(rotation.id) is not None and timeline.sound(here):
            found.append(_load(timeline, rotation, here))
    return tuple(found)


def _load(timeline: Timeline, rotation: DutyRotation, here: Reference) -> Load:
    reach = timeline.plan.reach(*rotation.users)
    return Load(
        rotation=rotation,
        people=tuple(person.id for person in reach.people),
        unlisted=tuple(f"group:{group.id}" for group in reach.unlisted),
        spells=timeline.view(here).spells(lambda moment: moment.people(here)),
    )


class Share(NamedTuple):
    """How much of the time somebody is on call, over all rotations."""

    person: str
    rotations: tuple[str, ...]
    share: float
    round: int | None
    """Microseconds after which all of it comes round again; None if not within the window."""
    doubt: float
    """How much the share may be off for reasons that say nothing about the plan."""


def shares(loads: Iterable[Load], window: Interval) -> Iterator[Share]:
    """The share of everybody, over whole rounds: so that it does not matter when one looks."""
    for person, carried in _by_person(loads).items():
        start = max(window[0], *(load.start for load in carried))
        rounds = [load.round for load in carried]
        common = lcm(*(each for each in rounds if each))
        count = 0 if None in rounds else (window[1] - start) // common
        end = start + count * common if count else window[1]
        shifts = 0 if count else sum(load.shift for load in carried)
        spells = tuple(load.spells[person] for load in carried)
        yield Share(
            person=person,
            rotations=tuple(load.rotation.id for load in carried),
            share=_time(spells, (start, end)) / (end - start),
            round=common if count else None,
            doubt=max(TOLERANCE, shifts / (end - start)),
        )


class Stint(NamedTuple):
    """A stretch of duty of one person, or of rest between two."""

    interval: Interval
    person: str
    rotations: tuple[str, ...]
    zone: str
    length: int
    """Microseconds on the wall clock of that zone, so that changes of clocks do not count."""


def stints(loads: Iterable[Load]) -> Iterator[Stint]:
    """The longest duty of everybody in each rotation, without a hand-over to somebody else."""
    for load in loads:
        zone = load.rotation.timezone
        for person, spells in load.spells.items():
            length, spell = _longest(zone, spells)
            yield Stint(spell, person, (load.rotation.id,), zone, length)


@lru_cache(maxsize=256)
def _time(many: tuple[Intervals, ...], window: Interval) -> int:
    """How much of a window lies in some of the intervals. Remembered: plans rotate alike."""
    return total(clip(union(*many), *window))


@lru_cache(maxsize=256)
def _longest(zone: str, spells: Intervals) -> tuple[int, Interval]:
    """The longest spell on the wall clock, the first of equals. Remembered for the same reason."""
    return max(_on_walls(zone, spells), key=itemgetter(0))


def rests(timeline: Timeline, loads: Iterable[Load], worked: int) -> Iterator[Stint]:
    """The shortest rest of everybody between shifts that are worked through.

    Those are the turns of rotations whose shift is at most ``worked`` microseconds. A
    stretch of such turns that is longer has no rest in it: its length is told as
    zero, over the whole stretch.
    """
    working = [load for load in loads if load.shift <= worked]
    for person, carried in _by_person(working).items():
        zones = {load.rotation.timezone for load in carried}
        at_home = timeline.roster.zone_of(timeline.plan.people[person])
        zone = zones.pop() if len(zones) == 1 else at_home
        spells = union(*(load.spells[person] for load in carried))
        breaks = [(end, start) for (_, end), (start, _) in pairwise(spells)]
        found = [*_on_walls(zone, breaks)]
        found += [(0, spell) for length, spell in _on_walls(zone, spells) if length > worked]
        if found:
            length, interval = min(found)
            rotations = tuple(sorted(load.rotation.id for load in carried))
            yield Stint(interval, person, rotations, zone, length)


def sites(timeline: Timeline, load: Load) -> Mapping[str, int]:
    """How many users of a rotation keep each calendar, or else live in each zone."""
    people = (timeline.plan.people[person] for person in load.people)
    return Counter(p.calendar.id if p.calendar else timeline.roster.zone_of(p) for p in people)


def _by_person(loads: Iterable[Load]) -> Mapping[str, list[Load]]:
    found: dict[str, list[Load]] = {}
    for load in loads:
        for person in load.spells:
            found.setdefault(person, []).append(load)
    return found


def _on_walls(zone: str, intervals: Sequence[Interval]) -> Iterator[tuple[int, Interval]]:
    """Intervals, in order, with their lengths on the wall clock of a zone."""
    if intervals:
        runs = offset_runs(zone, intervals[0][0], intervals[-1][1] + 1)
        for start, end in intervals:
            yield reading(runs, end) - reading(runs, start), (start, end)
