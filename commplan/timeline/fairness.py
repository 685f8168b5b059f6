"""Hours that nobody likes, and on whom they fall: duty out of hours, meetings early and late."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from commplan.clock import (
    Calendar,
    Hours,
    Intervals,
    clip,
    exact_length,
    normalize,
    open_intervals,
    parse_days,
    parse_range,
    subtract,
    total,
)
from commplan.named import NamedTuple
from commplan.plan import Meeting, Person, Programme
from commplan.timeline.roster import zone_exists

if TYPE_CHECKING:
    from commplan.timeline.load import Load
    from commplan.timeline.timeline import Timeline

DAYTIME = "08:00-18:00"
"""When a meeting is convenient, in anybody's own zone."""


class Burden(NamedTuple):
    """Microseconds of inconvenient hours, by who carries them."""

    carried: Mapping[str, int]

    @property
    def worst(self) -> str:
        """Who carries most of them."""
        return min(self.carried, key=lambda who: (-self.carried[who], who))

    @property
    def most(self) -> int:
        """How much that is."""
        return self.carried[self.worst]

    @property
    def total(self) -> int:
        """What all carry together."""
        return sum(self.carried.values())

    @property
    def ratio(self) -> float:
        """The most that anybody carries, by the mean; 1 where there is nothing to carry."""
        return self.most * len(self.carried) / self.total if self.most else 1.0


def duty_out_of_hours(timeline: Timeline, load: Load) -> Burden | None:
    """Duty outside their own hours, by everybody who takes turns, over whole rounds.

    None where the window has no room for a turn of everybody. People without hours
    of their own are out of them all the time.
    """
    roster, rounds = timeline.roster, load.whole_rounds(timeline.window)
    if rounds is None:
        return None
    carried = {}
    for person in load.people:
        on_call = clip(load.spells.get(person, ()), *rounds)
        calendar = roster.calendar_of(timeline.plan.people[person])
        carried[person] = total(subtract(on_call, roster.hours(calendar) if calendar else ()))
    return Burden(carried)


class Audience(NamedTuple):
    """People who are expected at the same recurring meetings."""

    programmes: tuple[Programme, ...]
    """The programmes that have these meetings."""
    people: tuple[Person, ...]
    unlisted: tuple[str, ...]
    """Groups whose members only Slack knows: ``group:desk``."""


def audiences(timeline: Timeline) -> tuple[Audience, ...]:
    """Who is expected at the meetings of a plan whose times can be told."""
    plan = timeline.plan
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Programme]] = {}
    for _, programme in sorted(plan.programmes.items()):
        meeting = programme.meeting
        if meeting is not None and timeline.sound(*meeting.audience) and _held(timeline, meeting):
            reach = plan.reach(*meeting.audience)
            people = tuple(sorted(person.id for person in reach.people))
            groups = tuple(sorted(f"group:{group.id}" for group in reach.unlisted))
            found.setdefault((people, groups), []).append(programme)
    return tuple(
        Audience(tuple(programmes), tuple(plan.people[name] for name in people), groups)
        for (people, groups), programmes in found.items()
    )


def odd_meetings(timeline: Timeline, audience: Audience) -> Burden:
    """Hours of meetings outside the daytime of each region in which somebody lives."""
    zones = sorted({timeline.roster.zone_of(person) for person in audience.people})
    meetings = [programme.meeting for programme in audience.programmes if programme.meeting]
    held = [_held(timeline, meeting) for meeting in meetings]
    days = {zone: open_intervals(_daytime(zone), *timeline.window) for zone in zones}
    return Burden(
        {zone: sum(total(subtract(times, day)) for times in held) for zone, day in days.items()}
    )


def _held(timeline: Timeline, meeting: Meeting) -> Intervals:
    """When a meeting takes place; never if its times cannot be told."""
    zone = meeting.timezone or timeline.roster.zone
    length = exact_length(meeting.duration) if meeting.duration else None
    if not length or meeting.begins is None or not zone_exists(zone):
        return ()
    begins, _ = parse_range(f"{meeting.begins}-24:00")
    weekdays = sorted({day for days in meeting.days for day in parse_days(days)})
    starts = Calendar(zone, tuple(Hours(weekday, begins, begins + 1) for weekday in weekdays))
    times = ((start, start + length) for start, _ in open_intervals(starts, *timeline.window))
    return normalize(times)


@lru_cache(maxsize=64)
def _daytime(zone: str) -> Calendar:
    opens, closes = parse_range(DAYTIME)
    return Calendar(zone, tuple(Hours(weekday, opens, closes) for weekday in range(7)))
