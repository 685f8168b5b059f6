"""More duty than people can bear for long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from commplan.api import (
    SECOND,
    SHARE,
    WEEK,
    NotAssessed,
    Place,
    Plan,
    Problem,
    Related,
    Severity,
    Share,
    Stint,
    Timeline,
    Verdicts,
    exact_parameter,
    format_duration,
    format_instant,
    format_until,
    format_utc,
    listed,
    rests,
    rule,
    shares,
    sites,
    stints,
)

PARTS = {1: 1.0, 2: 0.75, 3: 0.5}
"""How much of the least size each site needs, by the number of sites, three or more."""


@rule(
    "AVL204",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="B11; Directive 2003/88/EC art. 3",
    takes={"max_share": SHARE},
)
def oncall_overload(
    plan: Plan,
    timeline: Timeline,
    *,
    max_share: float = 0.25,
    max_shift: str = "7d",
    min_rest: str = "11h",
    worked_shift: str = "16h",
    min_people: int = 8,
) -> Verdicts:
    """Somebody is on call too often, too long or without rest, or too few take turns.

    Whoever is on call every other week plans nothing, sleeps badly and leaves. A
    person's share counts all rotations together, over whole rounds of turns. A
    shift is as long as nobody else takes over. Rest has to lie between shifts that
    are worked through, those up to `worked_shift`. A rotation needs `min_people`
    users; where they sit at two sites (sets of users who share a calendar, else a
    zone) three quarters of that at each, at more sites half. Let more people take
    turns, in shorter ones, or waive this until they can.

    Bad:
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 2w
            users: ["person:alice", "person:bob", "person:chen", "person:dana"]
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
            chen: {name: Chen Wu, slack: U03CHEN}
            dana: {name: Dana Fox, slack: U04DANA}

    Good:
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:a", "person:b", "person:c", "person:d",
                    "person:e", "person:f", "person:g", "person:h"]
        stakeholders:
          people:
            a: {name: Alice Ng, slack: U01ALICE}
            b: {name: Bob Ito, slack: U02BOB}
            c: {name: Chen Wu, slack: U03CHEN}
            d: {name: Dana Fox, slack: U04DANA}
            e: {name: Eve Roy, slack: U05EVE}
            f: {name: Finn Lee, slack: U06FINN}
            g: {name: Gus Ode, slack: U07GUS}
            h: {name: Hal Orr, slack: U08HAL}

    Facts:
        limit: the limit that is passed, one of the parameters
        person, people: who passes it furthest, and how many do; null, and the users there are,
          for a rotation
        rotations: ids
        share, max_share: parts of the time, from 0 to 1
        from, to: the shift, or the rest
        shift_seconds, max_shift_seconds, rest_seconds, min_rest_seconds: lengths on the wall clock
        sites: users by site
        needed: how many users it takes at each
    """
    longest, rest, worked = map(
        exact_parameter,
        ("max_shift", "min_rest", "worked_shift"),
        (max_shift, min_rest, worked_shift),
    )
    carried = timeline.loads
    often = [s for s in shares(carried, timeline.window) if s.share > max_share + s.doubt]
    if often:
        yield _too_often(plan, often, max_share)
    long = [stint for stint in stints(carried) if stint.length > longest]
    if long:
        yield _too_long(plan, long, longest)
    soon = [stint for stint in rests(timeline, carried, worked) if stint.length < rest]
    if soon:
        yield _too_soon(plan, soon, rest)
    yield from _too_few(plan, timeline, min_people)


def _too_often(plan: Plan, found: Sequence[Share], limit: float) -> Problem:
    percents = {share.person: round(100 * share.share) for share in found}
    worst = min(found, key=lambda share: (-percents[share.person], share.person))
    percent = f"{percents[worst.person]} % of the time{_weeks(worst)}"
    if len(found) == 1:
        told = f"{worst.person} is on call {percent}"
    elif len(set(percents.values())) == 1:
        told = f"each of {len(found)} people is on call {percent}"
    else:
        people = sorted(percents, key=lambda person: (-percents[person], person))
        names = listed([f"{person} ({percents[person]} %)" for person in people])
        told = f"{names} are on call too much of the time"
    rotations = _rotations(found)
    return _problem(
        plan,
        rotations,
        at=_users(plan, rotations),
        message=f"{told} over {listed(rotations)}; limit {100 * limit:g} %",
        help="let more people take turns",
        facts={
            "limit": "max_share",
            "person": worst.person,
            "people": len(found),
            "share": round(worst.share, 4),
            "max_share": limit,
        },
    )


def _weeks(share: Share) -> str:
    """``(2 of 4 weeks)``, where it is as simple as that."""
    if share.round is None or share.round % WEEK or share.round == WEEK:
        return ""
    weeks = share.round // WEEK
    on_call = share.share * weeks
    simple = abs(on_call - round(on_call)) <= share.doubt * weeks
    return f" ({round(on_call)} of {weeks} weeks)" if simple else ""


def _too_long(plan: Plan, found: Sequence[Stint], limit: int) -> Problem:
    worst = min(found, key=lambda stint: (-stint.length, *stint[:3]))
    length = format_duration(worst.length)
    return _problem(
        plan,
        _rotations(found),
        at=plan.rotations[worst.rotations[0]].at / "shift",
        message=f"{_told(worst, f'is on call for {length} without a hand-over', found)}; "
        f"limit {format_duration(limit)}",
        help="hand over sooner, and to somebody else",
        facts={
            "limit": "max_shift",
            **_facts(worst, found),
            "shift_seconds": worst.length // SECOND,
            "max_shift_seconds": limit // SECOND,
        },
    )


def _too_soon(plan: Plan, found: Sequence[Stint], limit: int) -> Problem:
    worst = min(found, key=lambda stint: (stint.length, *stint[:3]))
    rest = format_duration(worst.length) if worst.length else "no"
    return _problem(
        plan,
        _rotations(found),
        at=_users(plan, worst.rotations),
        message=f"{_told(worst, f'has {rest} rest between shifts', found)}; "
        f"limit {format_duration(limit)}",
        help="let somebody else take the next shift",
        facts={
            "limit": "min_rest",
            **_facts(worst, found),
            "rest_seconds": worst.length // SECOND,
            "min_rest_seconds": limit // SECOND,
        },
    )


def _told(worst: Stint, what: str, found: Sequence[Stint]) -> str:
    start, end = worst.interval
    others = len({stint.person for stint in found}) - 1
    return (
        f"{format_instant(start, worst.zone)}: {worst.person} {what} "
        f"until {format_until(end, worst.zone, start)} over {listed(worst.rotations)}"
        + (f" (and {others} more)" if others else "")
    )


def _facts(worst: Stint, found: Sequence[Stint]) -> Mapping[str, object]:
    return {
        "person": worst.person,
        "people": len({stint.person for stint in found}),
        "from": format_utc(worst.interval[0]),
        "to": format_utc(worst.interval[1]),
    }


def _too_few(plan: Plan, timeline: Timeline, limit: int) -> Verdicts:
    few: dict[str, tuple[Mapping[str, int], int]] = {}
    for load in timeline.loads:
        name, at_sites = load.rotation.id, sites(timeline, load)
        if load.unlisted:
            yield NotAssessed(
                f"how many take turns in rotation:{name} hangs on {timeline.doubts(load.unlisted)}",
                load.rotation.at / "users",
            )
        elif at_sites:
            needed = ceil(limit * PARTS[min(len(at_sites), 3)])
            if min(at_sites.values()) < needed:
                few[name] = at_sites, needed
    if few:
        name = min(few, key=lambda each: (min(few[each][0].values()) - few[each][1], each))
        worst = few[name]
        alike = sorted(each for each in few if few[each] == worst)
        yield _problem(
            plan,
            sorted(few),
            at=_users(plan, alike[:1]),
            message=_few_told(alike, len(few), *worst),
            help="let more people take turns",
            facts={
                "limit": "min_people",
                "person": None,
                "people": sum(worst[0].values()),
                "sites": dict(worst[0]),
                "needed": worst[1],
            },
        )


def _few_told(alike: Sequence[str], found: int, at_sites: Mapping[str, int], needed: int) -> str:
    names = listed([f"rotation:{name}" for name in alike])
    has, each = ("have", " each") if len(alike) > 1 else ("has", "")
    count = sum(at_sites.values())
    users = f"{count} user{'s' if count > 1 else ''}{each}"
    rest = found - len(alike)
    others = f" (and {rest} more rotation{'s' if rest > 1 else ''})" if rest else ""
    if len(at_sites) == 1:
        return f"{names} {has} {users}{others}, {needed} are needed"
    counts = listed([f"{site} {count}" for site, count in sorted(at_sites.items())])
    return (
        f"{names} {has} {users} at {len(at_sites)} sites ({counts}){others}, "
        f"{needed} are needed at each"
    )


def _rotations(found: Iterable[Share | Stint]) -> list[str]:
    return [*dict.fromkeys(name for item in found for name in item.rotations)]


def _users(plan: Plan, rotations: Sequence[str]) -> Place:
    """The users of a rotation, or all rotations together."""
    first, *others = rotations
    return (plan.root / "rotations").key if others else plan.rotations[first].at / "users"


def _problem(
    plan: Plan,
    rotations: Sequence[str],
    *,
    at: Place,
    message: str,
    help: str,
    facts: Mapping[str, object],
) -> Problem:
    """A problem of some rotations, which are related places where there are several."""
    several = [plan.rotations[name] for name in rotations] if len(rotations) > 1 else []
    return Problem(
        at=at,
        message=message,
        help=help,
        related=tuple(
            Related(each.at.key, f"{len(each.users)} users take turns of {each.shift}")
            for each in several
        ),
        facts={"rotations": [*rotations], **facts},
    )
