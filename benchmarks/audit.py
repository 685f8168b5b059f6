"""What reading a large workspace costs: calls, and minutes on a Slack that enforces its limits.

    python benchmarks/audit.py         prints both for channels declared by id and by name

Nothing is measured in real time: the emulator enforces the documented tiers on a
clock that only waiting moves, so that every machine gives the same figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil
from typing import NamedTuple

from commplan.sources.slack import open_slack
from commplan.sources.slack.fetches import RECENT
from commplan.sources.slack.pacing import PER_MINUTE
from commplan.testing import timeless
from commplan.testing.slack import AUDIT_SCOPES, SlackServer, VirtualClock
from commplan.workspace import FACTS, Environment, Request, WantedChannel, WantedPerson

NOW = 1_790_000_000
PAGE = 200
BURST = 0.1
"""Of a minute's calls at once: less than Slack is known to tolerate."""
LISTS = ("public-channels", "private-channels")


class Company(NamedTuple):
    """How large everything is."""

    channels: int
    people: int
    groups: int
    declared: int
    contacts: int


LARGE = Company(channels=20_000, people=15_000, groups=400, declared=300, contacts=500)
SMALL = Company(channels=2_000, people=1_500, groups=40, declared=60, contacts=100)


class Measured(NamedTuple):
    """One read beside the least that it could have taken."""

    calls: int
    least_calls: int
    minutes: float
    least_minutes: float
    refused: Mapping[str, int]
    """How often Slack said "too many", by method."""


def seed(company: Company) -> dict[str, object]:
    """A workspace in which some channels are large and most are quiet."""
    people = [f"U{n:05d}" for n in range(company.people)]
    return {
        "workspace": {"id": "T01BIG", "domain": "big"},
        "users": {one: {"name": one.lower()} for one in people},
        "bots": {f"B{n:03d}CI": {"name": f"ci-{n}"} for n in range(20)},
        "usergroups": {
            f"S{n:04d}": {"handle": f"g{n}", "users": people[n : n + 12]}
            for n in range(company.groups)
        },
        "channels": dict(_channels(company, people)),
    }


def _channels(company: Company, people: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    every = company.channels // company.declared
    for n in range(company.channels):
        channel: dict[str, object] = {"name": f"team-{n}", "archived": n % 3 == 1 and n % every > 0}
        if n % every == 0:  # declared ones are spread over the whole list
            place = n // every
            members = people[place : place + (650 if place % 10 == 0 else 40)]
            messages = RECENT + 20 if place % 2 else 30
            channel["members"] = [*members, "bot", f"U{place % 20:03d}CI"]
            channel["messages"] = [{"user": members[0], "ago": f"{i}h"} for i in range(messages)]
        yield f"C{n:05d}", channel


def request(company: Company, *, by_id: bool) -> Request:
    """Every fact that a bot can read, of the declared channels and people."""
    every = company.channels // company.declared
    wanted = range(0, company.declared * every, every)
    return Request(
        facts=tuple(fact.name for fact in FACTS.values() if not fact.for_administrators),
        channels=tuple(WantedChannel(f"C{n:05d}" if by_id else None, f"team-{n}") for n in wanted),
        people=tuple(WantedPerson(f"U{n:05d}") for n in range(company.contacts)),
        declared_only=LISTS,
        page_size=PAGE,
    )


def least(company: Company, *, by_id: bool) -> dict[str, int]:
    """The fewest calls of each method that can answer such a request.

    Settings take a call for each channel; it also says which channel an id is. Names are
    found in the list alone, which ends where the last of them stands.
    """
    every = company.channels // company.declared
    last = (company.declared - 1) * every + 1
    large = ceil(company.declared / 10)
    busy = company.declared // 2
    return {
        "auth.test": 1,
        "usergroups.list": 1,
        "conversations.listConnectInvites": 1,
        "users.list": ceil((company.people + 22) / PAGE),
        "dnd.teamInfo": ceil(company.contacts / 50),
        "conversations.list": 0 if by_id else ceil(last / PAGE),
        "conversations.info": company.declared,
        "conversations.members": company.declared - large + large * ceil(652 / PAGE),
        "conversations.history": company.declared + busy,
        "bookmarks.list": company.declared,
        "pins.list": company.declared,
        "bots.info": 21,
    }


def measure(company: Company, *, by_id: bool) -> Measured:
    """Read the workspace of a company once."""
    clock = VirtualClock(NOW)
    with SlackServer(
        seed(company), scopes=AUDIT_SCOPES, limits=True, burst=BURST, clock=clock
    ) as slack:
        start = clock()
        live = open_slack("", request(company, by_id=by_id), _environment(slack, clock))
        minutes = (clock() - start) / 60
        calls = slack.calls()
    if failed := live.failed_reads():
        raise RuntimeError(f"the read was not complete: {failed[0]}")
    bound = least(company, by_id=by_id)
    refused: dict[str, int] = {}
    for call in calls:
        if call.status == 429:
            refused[call.method] = refused.get(call.method, 0) + 1
    return Measured(
        calls=len(calls),
        least_calls=sum(bound.values()),
        minutes=minutes,
        least_minutes=max(n / PER_MINUTE[method] for method, n in bound.items()),
        refused=refused,
    )


def _environment(slack: SlackServer, clock: VirtualClock) -> Environment:
    return timeless(NOW * 1_000_000, slack)._replace(
        monotonic=clock, sleep=clock.sleep, side_by_side=clock.side_by_side
    )


def main() -> None:
    """Measure and print."""
    for by_id in (True, False):
        found = measure(LARGE, by_id=by_id)
        print(
            f"declared by {'id' if by_id else 'name'}: {found.calls} calls, at least "
            f"{found.least_calls} ({found.calls / found.least_calls:.3f}); "
            f"{found.minutes:.1f} min, at least {found.least_minutes:.1f} "
            f"({found.minutes / found.least_minutes:.3f}); refused: {dict(found.refused)}"
        )


if __name__ == "__main__":
    main()
