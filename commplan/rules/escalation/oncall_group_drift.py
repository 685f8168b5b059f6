"""An on-call user group that holds somebody else than whoever is on call."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING

from commplan.api import (
    NotAssessed,
    Problem,
    Related,
    Resource,
    Severity,
    exact_parameter,
    format_instant,
    format_utc,
    listed,
    on_duty,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Account, BoundUsergroup, Crew, Drift, OnDuty, Timeline, Verdicts

_GROUP = "group:"


@rule(
    "ESC302",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A07; real: target/goalert #1228",
    reads=("usergroups", "people", "emails"),
)
def oncall_group_drift(drift: Drift, timeline: Timeline, *, max_skew: str = "15m") -> Verdicts:
    """The user group of a rotation does not hold whoever is on call in it.

    People mention the group in an emergency, and it rings with somebody whose shift is
    over. Most often whatever writes the group has stopped, or the rotation was swapped
    in one place only. Bring the group up to date, or the rotation. A group that
    several rotations name holds everybody who is on call in one of them. Who is on
    call changes while Slack does not, so the workspace has to be read within
    `max_skew` of the instant for which the plan is judged.

    Bad:
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]
            slack_usergroup: S05ONCALL
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:bob", "person:alice"]
            slack_usergroup: S05ONCALL
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Workspace:
        people:
          U01ALICE: alice
          U02BOB: bob
        usergroups:
          S05ONCALL: {handle: on-call, users: [U01ALICE]}

    Facts:
        usergroup: the id in the plan
        rotations: ids of the rotations that name it
        on_call: who should be in it, at the instant in `at`
        members: who is in it
        missing, extra, deactivated: how they differ
        at: the instant for which the plan is judged
        read_at: when the workspace was read
    """
    duties = {duty.rotation.id: duty for duty in on_duty(timeline)}
    apart = abs(timeline.as_of - drift.workspace.taken_at) > exact_parameter("max_skew", max_skew)
    for usergroup in drift.usergroups:
        rotations = [
            rotation.id
            for rotation in drift.plan.rotations.values()
            if rotation.slack_usergroup == usergroup.id
        ]
        if rotations and duties.keys() >= set(rotations):  # PLN101 speaks of others
            on_call = [duties[rotation] for rotation in rotations]
            if why := drift.other_workspace or (apart and _apart(drift, timeline, max_skew)):
                at = on_call[0].rotation.at / "slack_usergroup"
                yield NotAssessed(why, at=at, resource=Resource(*usergroup.object))
            else:
                yield from _compared(drift, timeline, usergroup, on_call)


def _apart(drift: Drift, timeline: Timeline, max_skew: str) -> str:
    now = format_instant(timeline.as_of, "UTC")
    return f"the workspace was not read within {max_skew} of {now}{drift.as_read}"


def _compared(
    drift: Drift, timeline: Timeline, usergroup: BoundUsergroup, on_call: list[OnDuty]
) -> Verdicts:
    at = on_call[0].rotation.at / "slack_usergroup"
    resource = Resource(*usergroup.object)
    if why := _doubt(timeline, on_call):
        yield NotAssessed(why, at=at, resource=resource)
        return
    found = drift.crew(usergroup, _subjects(drift, on_call))
    if found.differs:
        yield Problem(
            at=at,
            message=f"{usergroup.title} holds {listed(found.members, 6) or 'nobody'}, "
            f"but {_told(found, on_call)}{drift.as_read}",
            help=f"put whoever is on call into {usergroup.title} and nobody else, "
            "or correct the rotation",
            related=tuple(
                Related(duty.turn.at, f"whose turn it is in {duty.label}")
                for duty in on_call
                if duty.turn is not None
            ),
            facts={
                "usergroup": usergroup.id,
                "rotations": [duty.rotation.id for duty in on_call],
                "on_call": _people(on_call),
                "members": list(found.members),
                "missing": list(found.missing),
                "extra": list(found.extra),
                "deactivated": list(found.deactivated),
                "at": format_utc(timeline.as_of),
                "read_at": drift.read_at,
            },
            resource=resource,
        )
    if found.doubt:
        yield NotAssessed(found.doubt, at=at, resource=resource)


def _doubt(timeline: Timeline, on_call: list[OnDuty]) -> str:
    """Why nobody can tell from the plan who should be in the group."""
    fault = next((duty.fault for duty in on_call if duty.fault), "")
    untold = [name for duty in on_call for name in duty.untold if not _is_group(name)]
    if untold:
        fault = fault or f"who is on call hangs on {timeline.doubts(untold)}"
    if fault or any(duty.people or duty.untold for duty in on_call):
        return fault
    labels = listed([duty.label for duty in on_call])
    now = format_instant(timeline.as_of, on_call[0].zone)
    return f"nobody is on call in {labels} at {now}, and no user group can be empty"


def _subjects(drift: Drift, on_call: list[OnDuty]) -> Iterator[Account | BoundUsergroup]:
    """Everybody who is on call, and the user groups whose members are."""
    yield from (drift.accounts[person] for person in _people(on_call))
    for duty in on_call:
        for name in filter(_is_group, duty.untold):
            group = drift.usergroup_of(name.removeprefix(_GROUP))
            if group is not None:
                yield group


def _is_group(name: str) -> bool:
    return name.startswith(_GROUP)


def _people(on_call: list[OnDuty]) -> list[str]:
    return list(dict.fromkeys(person for duty in on_call for person in duty.people))


def _told(found: Crew, on_call: list[OnDuty]) -> str:
    """Who should be in it, and until when: ``only bob is on call in rotation:primary until …``."""
    people = [*_people(on_call), *(name for duty in on_call for name in duty.untold)]
    first = min(on_call, key=lambda duty: duty.until or inf)
    only = "" if found.missing else "only "
    verb = "is" if len(people) == 1 else "are"
    labels = listed([duty.label for duty in on_call])
    return f"{only}{listed(people, 6)} {verb} on call in {labels}{first.ends}"
