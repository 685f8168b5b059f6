"""Inconvenient hours that fall on the same people again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    DAYTIME,
    HOUR,
    SECOND,
    NotAssessed,
    Problem,
    Related,
    Severity,
    audiences,
    duty_out_of_hours,
    listed,
    odd_meetings,
    rule,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commplan.api import Burden, Timeline, Verdicts

FEWEST = 3
"""Among two people, or one, nothing can be called uneven."""


@rule("AVL205", severity=Severity.INFO, profile="complete", since="0.1", source="A09 A13")
def unfair_hours(timeline: Timeline, *, max_ratio: float = 1.5) -> Verdicts:
    """Duty out of hours, or meetings early and late, fall unevenly on people or regions.

    Whoever lives far from the others is called at night, and joins every meeting
    after dinner. Duty is looked at for each person of a rotation, outside their own
    calendar and over whole rounds of turns; meetings that the same people attend for
    each region (time zone), outside 08:00 to 18:00. More than `max_ratio` times the
    mean is uneven. Move hand-overs, let meetings change their hour by turns, or give
    time off in return.

    Bad:
        programmes:
          standup:
            owner: "person:alice"
            meeting:
              days: mon-fri
              at: "09:00"
              duration: 30m
              timezone: Europe/London
              audience: ["person:alice", "person:bob", "person:chen"]
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, timezone: Europe/London}
            bob: {name: Bob Ito, slack: U02BOB, timezone: Europe/London}
            chen: {name: Chen Wu, slack: U03CHEN, timezone: Australia/Sydney}

    Good:
        programmes:
          standup:
            owner: "person:alice"
            meeting:
              days: mon,wed,fri
              at: "09:00"
              duration: 30m
              timezone: Europe/London
              audience: ["person:alice", "person:bob", "person:chen"]
          late-standup:
            owner: "person:chen"
            meeting:
              days: tue,thu
              at: "22:00"
              duration: 30m
              timezone: Europe/London
              audience: ["person:alice", "person:bob", "person:chen"]
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, timezone: Europe/London}
            bob: {name: Bob Ito, slack: U02BOB, timezone: Europe/London}
            chen: {name: Chen Wu, slack: U03CHEN, timezone: Australia/Sydney}

    Facts:
        rotation: id of the rotation, or null
        programmes: ids of the programmes whose meetings it is about, or null
        person, region: who carries most, and their zone; for meetings the region alone
        seconds, total_seconds: what they carry, and what all do, over the horizon
        ratio, max_ratio: the most that anybody carries, by the mean
    """
    yield from _duty(timeline, max_ratio)
    yield from _meetings(timeline, max_ratio)


def _duty(timeline: Timeline, limit: float) -> Verdicts:
    plan, roster = timeline.plan, timeline.roster
    for load in timeline.loads:
        name, at = f"rotation:{load.rotation.id}", load.rotation.at / "users"
        people = [plan.people[person] for person in load.people]
        untold = [person.id for person in people if roster.calendar_of(person) is None]
        if len(people) < FEWEST and not load.unlisted:
            continue
        if untold or load.unlisted:
            doubts = timeline.doubts([*untold, *load.unlisted])
            yield NotAssessed(f"whether duty in {name} is shared fairly hangs on {doubts}", at)
            continue
        burden = duty_out_of_hours(timeline, load)
        if burden is None:
            yield NotAssessed(f"a round of {name} takes longer than the horizon", at)
        elif burden.ratio > limit:
            zone = roster.zone_of(plan.people[burden.worst])
            yield Problem(
                at=at,
                message=f"{burden.worst} in {zone} "
                f"{_carries(burden)} out-of-hours hours of {name} {_compared(burden, limit)}",
                help="move hand-overs, or let those take more turns who are at work then",
                facts={
                    "rotation": load.rotation.id,
                    "programmes": None,
                    "person": burden.worst,
                    "region": zone,
                    **_facts(burden, limit),
                },
            )


def _meetings(timeline: Timeline, limit: float) -> Verdicts:
    for audience in audiences(timeline):
        names = [programme.id for programme in audience.programmes]
        places = [p.meeting.at / "at" for p in audience.programmes if p.meeting]
        untold = [p.id for p in audience.people if timeline.roster.home(p) is None]
        if len(audience.people) < FEWEST and not audience.unlisted:
            continue
        if untold or audience.unlisted:
            doubts = timeline.doubts([*untold, *audience.unlisted])
            yield NotAssessed(
                f"whether the meetings of {listed(names)} suit all regions hangs on {doubts}",
                places[0],
            )
            continue
        burden = odd_meetings(timeline, audience)
        if burden.ratio > limit:
            yield Problem(
                at=places[0],
                message=f"{burden.worst} {_carries(burden)} hours of meetings ({listed(names)}) "
                f"outside {DAYTIME.replace('-', '–')} {_compared(burden, limit)}",
                help="let the meeting change its hour by turns",
                related=tuple(Related(place, "so is this one") for place in places[1:]),
                facts={
                    "rotation": None,
                    "programmes": names,
                    "person": None,
                    "region": burden.worst,
                    **_facts(burden, limit),
                },
            )


def _carries(burden: Burden) -> str:
    return f"carries {round(burden.most / HOUR)} of {round(burden.total / HOUR)}"


def _compared(burden: Burden, limit: float) -> str:
    ratio = f"{burden.ratio:.1f}"
    if float(ratio) <= limit:
        ratio = f"{burden.ratio:.3g}"
    return f"({ratio} × the mean, limit {limit:g})"


def _facts(burden: Burden, limit: float) -> Mapping[str, object]:
    return {
        "seconds": burden.most // SECOND,
        "total_seconds": burden.total // SECOND,
        "ratio": round(burden.ratio, 3),
        "max_ratio": limit,
    }
