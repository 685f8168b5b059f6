"""Two hats that nobody should wear at once, on one head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from commplan.api import (
    Interval,
    NotAssessed,
    Plan,
    Problem,
    Reference,
    Related,
    Severity,
    Timeline,
    Verdicts,
    coincidence,
    format_day_time,
    format_instant,
    format_utc,
    local_time,
    rule,
)

_WEEK = timedelta(weeks=1)


@rule(
    "STK202",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A15; PagerDuty incident response guide",
)
def exclusive_roles_coincide(plan: Plan, timeline: Timeline, *, horizon: str = "53w") -> Verdicts:
    """Two roles, one of which excludes the other, are held by the same person at times.

    Whoever leads an incident cannot write its updates as well: one of the two is
    not done. At any instant a role is held by the first of its holders who is on
    call, in working hours or always reachable, else by the first such deputy. Let
    the rotations hand over in another order, or put other people first. It is
    looked at `horizon` ahead.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          roles:
            commander: {holders: ["rotation:primary"], excludes: ["role:scribe"]}
            scribe: {holders: ["rotation:secondary"]}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]
          secondary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          roles:
            commander: {holders: ["rotation:primary"], excludes: ["role:scribe"]}
            scribe: {holders: ["rotation:secondary"]}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]
          secondary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:bob", "person:alice"]

    Facts:
        roles: ids of both
        person: who holds both
        from, to: the first time that begins ahead; one that has begun, if there is no other
        others: how many times more
    """
    ahead = timeline.over(horizon)
    judged: set[frozenset[str]] = set()
    for role in plan.roles.values():
        this = Reference("role", role.id, role.at)
        for excluded in role.excludes:
            pair = frozenset((role.id, excluded.id))
            if len(pair) == 2 and pair not in judged and ahead.sound(this, excluded):
                judged.add(pair)
                yield from _judged(ahead, this, excluded)


def _judged(timeline: Timeline, this: Reference, excluded: Reference) -> Verdicts:
    found = coincidence(timeline, this, excluded)
    names = f"{this.id} and {excluded.id}"
    if found.spells:
        zone = timeline.zone(this, excluded)
        ahead = [spell for spell in found.spells if spell[0][0] > timeline.window[0]]
        (interval, person), *others = ahead or found.spells
        more = _more(interval, [other for other, _ in others], zone, timeline.window)
        start, end = interval
        yield Problem(
            at=excluded.at,
            message=f"{names} are both {person} {_told(interval, zone, timeline.window)}{more}",
            help="let the rotations hand over in another order, or put other people first",
            related=(Related(timeline.plan.definition(excluded).key, f"role:{excluded.id}"),),
            facts={
                "roles": [this.id, excluded.id],
                "person": person,
                "from": format_utc(start),
                "to": format_utc(end),
                "others": len(others),
            },
        )
    elif found.doubtful:
        reason = f"whether {names} are ever one person hangs on {timeline.doubts(found.doubtful)}"
        yield NotAssessed(reason, excluded.at)


def _told(spell: Interval, zone: str, window: Interval) -> str:
    """When a spell begins and ends, as far as that lies in the window."""
    start, end = spell
    if spell == window:
        return "at all times"
    if start == window[0]:
        return f"until {format_instant(end, zone)}"
    if end == window[1]:
        return f"from {format_instant(start, zone)} on"
    return f"from {format_day_time(start, zone)} to {format_instant(end, zone)}"


def _more(spell: Interval, others: Sequence[Interval], zone: str, window: Interval) -> str:
    if not others:
        return ""
    whole = (spell, *(other for other in others if other[1] < window[1]))
    if {local_time(end, zone) - local_time(start, zone) for start, end in whole} == {_WEEK}:
        return f" (and in {len(others)} more week{'s' if len(others) > 1 else ''})"
    return f" (and {len(others)} other time{'s' if len(others) > 1 else ''})"
