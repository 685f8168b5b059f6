"""Somebody on call who does not want to be disturbed, or says that they are away."""

from __future__ import annotations

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
    from commplan.api import Account, Drift, OnDuty, Rest, Timeline, Verdicts


@rule(
    "AVL301",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A09 B11",
    reads=("people", "emails", "dnd"),
    of=("rotations",),
)
def on_duty_but_away(
    drift: Drift,
    timeline: Timeline,
    *,
    away: tuple[str, ...] = ("palm_tree", "face_with_thermometer", "baby", "airplane"),
    max_age: str = "1h",
) -> Verdicts:
    """Somebody who is on call is in do-not-disturb, or has the status of somebody away.

    Slack holds back what they would be called with, or they are on a beach and have
    forgotten their shift. Let somebody else take it over, as an `override` in the plan,
    or ask them. A status counts by its emoji (`away`) until it expires. Both change by
    the hour, so the workspace has to be read within `max_age` of the instant for which
    the plan is judged.

    Bad:
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-11-16T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-11-16T09:00"
            shift: 1w
            users: ["person:bob", "person:alice"]
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Workspace:
        people:
          U01ALICE: {handle: alice, status_emoji: ":palm_tree:", dnd: {enabled: false}}
          U02BOB: {handle: bob, status_emoji: ":coffee:", dnd: {enabled: false}}

    Facts:
        person: the person's id in the plan
        rotations: ids of the rotations in which they are on call
        until: when the shift in the first of them ends, or null
        do_not_disturb, do_not_disturb_until: whether it is on, and when it ends
        status: name of the emoji, or null for a status that does not matter
        status_until: when the status expires, or null
        at: the instant for which the plan is judged
        read_at: when the workspace was read
    """
    apart = abs(timeline.as_of - drift.workspace.taken_at) > exact_parameter("max_age", max_age)
    shifts: dict[str, list[OnDuty]] = {}
    for duty in on_duty(timeline):
        if why := _doubt(timeline, duty):
            yield NotAssessed(why, at=duty.at)
        for person in duty.people:
            shifts.setdefault(person, []).append(duty)
    for person, duties in shifts.items():
        account = drift.accounts[person]
        resource = Resource(*account.object)
        if account.why:
            yield NotAssessed(account.why, at=duties[0].at, resource=resource)
        elif account.well and apart:
            now = format_instant(timeline.as_of, "UTC")
            why = f"the workspace was not read within {max_age} of {now}{drift.as_read}"
            yield NotAssessed(why, at=duties[0].at, resource=resource)
        elif account.well:
            rest = drift.rest(account, timeline.as_of, away)
            yield from _judged(drift, account, rest, duties, timeline.as_of)


def _doubt(timeline: Timeline, duty: OnDuty) -> str:
    """Why nobody can tell from the plan who is on call."""
    if duty.fault or not duty.untold:
        return duty.fault
    return f"who is on call in {duty.label} hangs on {timeline.doubts(duty.untold)}"


def _judged(drift: Drift, account: Account, rest: Rest, duties: list[OnDuty], now: int) -> Verdicts:
    first, *others = duties
    resource = Resource(*account.object)
    if rest.wanted:
        yield Problem(
            at=first.at,
            message=f"{account.label} is on call in {listed([duty.label for duty in duties])}"
            f"{first.ends}, but {_told(rest, first)}{drift.as_read}",
            help="let somebody else take over with an override, "
            f"or ask {account.person.id} to be there",
            related=tuple(Related(duty.at, f"on call in {duty.label}, too") for duty in others),
            facts={
                "person": account.person.id,
                "rotations": [duty.rotation.id for duty in duties],
                "until": _utc(first.until),
                "do_not_disturb": rest.quiet,
                "do_not_disturb_until": _utc(rest.quiet_until),
                "status": rest.emoji or None,
                "status_until": _utc(rest.away_until),
                "at": format_utc(now),
                "read_at": drift.read_at,
            },
            resource=resource,
        )
    elif rest.doubt:
        yield NotAssessed(rest.doubt, at=first.at, resource=resource)


def _told(rest: Rest, duty: OnDuty) -> str:
    """What Slack shows: ``is in do-not-disturb until … and has the status :palm_tree: …``."""
    told = []
    if rest.quiet:
        told.append(f"is in do-not-disturb{_until(rest.quiet_until, duty)}")
    if rest.emoji:
        told.append(f"has the status :{rest.emoji}:{_until(rest.away_until, duty)}")
    return " and ".join(told)


def _until(t: int | None, duty: OnDuty) -> str:
    return "" if t is None else f" until {format_instant(t, duty.zone)}"


def _utc(t: int | None) -> str | None:
    return None if t is None else format_utc(t)
