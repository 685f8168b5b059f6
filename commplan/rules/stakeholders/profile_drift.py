"""A person whose account goes by another name, or lives by another clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    Fix,
    NotAssessed,
    Problem,
    Put,
    Related,
    Resource,
    Severity,
    moves,
    rule,
    same_clock,
    zone_exists,
)

if TYPE_CHECKING:
    from commplan.api import Account, Drift, LivePerson, Move, Person, Place, Timeline, Verdicts


@rule(
    "STK302",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A03 A09",
    fix="unsafe",
    reads=("people", "emails"),
)
def profile_drift(drift: Drift, timeline: Timeline) -> Verdicts:
    """Name or time zone of a person's account differ from the plan.

    Somebody who has moved keeps working hours, and Slack knows before the plan does:
    from then on the plan counts on them when they sleep. Where the zone differs, the
    finding says whether a gap in what `coverage` requires opens (AVL201) if the hours
    move along. A name matches if it is the display name or the real name, whatever
    the case, spaces and accents; zones match if their clocks always agree. Correct
    the plan, or ask the person to correct their profile.

    Bad:
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA, timezone: Europe/London}

    Good:
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA, timezone: America/New_York}

    Workspace:
        people:
          U04DANA: {handle: dana, real_name: Dana Fox, tz: America/New_York}

    Facts:
        person: the person's id in the plan
        name, live_name: the names in the plan and in Slack, where they differ
        timezone, live_timezone: the zones in the plan and in Slack, where they differ
        opens: severities of which coverage would have a gap; null where no zone differs
        from, to: the gap that is printed
        read_at: when the workspace was read
    """
    for account in drift.accounts.values():
        if account.left:
            continue
        if account.well and account.live is not None:
            yield from _compared(drift, timeline, account, account.live)
        elif account.deactivated or account.unknown:
            why = account.why or f"Slack tells no time zone of {account.label}, who is deactivated"
            yield NotAssessed(why, at=account.at, resource=Resource(*account.object))


class _Difference(NamedTuple):
    at: Place
    live: str | None
    clause: str
    facts: dict[str, object]


def _compared(drift: Drift, timeline: Timeline, account: Account, live: LivePerson) -> Verdicts:
    person, resource = account.person, Resource(*account.object)
    different = []
    called = drift.people.is_called(account)
    if called is None:
        yield NotAssessed(drift.people.no_name(account), at=person.at / "name", resource=resource)
    elif not called:
        different.append(_name(person, live))
    if person.timezone is not None and zone_exists(person.timezone):
        if live.tz is None or not zone_exists(live.tz):
            told = "no time zone" if live.tz is None else f"no time zone that is known ({live.tz})"
            why = f"Slack tells {told} of {account.label}"
            yield NotAssessed(why, at=person.at / "timezone", resource=resource)
        elif not same_clock(person.timezone, live.tz, timeline.window):
            different.append(_zone(timeline, person, person.timezone, live.tz))
    if different:
        *others, gravest = different
        facts = {key: value for one in different for key, value in one.facts.items()}
        yield Problem(
            at=gravest.at,
            message=f"{account.label} {', and '.join(one.clause for one in different)}"
            f"{drift.as_read}",
            help=f"correct {person.id} in the plan, or ask {person.id} to correct the profile",
            related=tuple(Related(one.at, "this differs, too") for one in others),
            facts={"person": person.id, "opens": None, **facts, "read_at": drift.read_at},
            resource=resource,
            fix=Fix(tuple(Put(one.at, one.live) for one in different))
            if all(one.live for one in different)
            else None,
        )


def _name(person: Person, live: LivePerson) -> _Difference:
    name = live.display_name or live.real_name  # neither where a snapshot is redacted
    called = "goes by another name" if name is None else f"is called {name!r}"
    return _Difference(
        person.at / "name",
        name,
        f"{called} in Slack, not {person.name!r}",
        {"name": person.name, "live_name": name},
    )


def _zone(timeline: Timeline, person: Person, declared: str, live: str) -> _Difference:
    found = [*moves(timeline, person, live)]
    opening = [move for move in found if move.opened]
    gap = opening[0].shortage.gaps.facts if opening else {}
    return _Difference(
        person.at / "timezone",
        live,
        f"lives by {live} in Slack, not by {declared}{_consequence(found, opening)}",
        {
            "timezone": declared,
            "live_timezone": live,
            "opens": [move.demand.severity.id for move in opening],
            **{key: gap[key] for key in ("from", "to") if gap},
        },
    )


def _consequence(found: list[Move], opening: list[Move]) -> str:
    """Whether a gap in what ``coverage`` requires opens if the hours move along."""
    if opening:
        shortage, others = opening[0].shortage, len(opening) - 1
        company = f" ({shortage.gaps.company})" if shortage.gaps.company else ""
        noun = "severity" if others == 1 else "severities"
        more = f", likewise {others} more {noun}" if others else ""
        return f"; hours that move along open a gap (AVL201): {shortage.told}{company}{more}"
    if any(move.untold for move in found):
        return "; whether hours that move along open a gap, the plan does not tell"
    return "; hours that move along open no gap" if found else ""
