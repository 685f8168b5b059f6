"""A channel that much of its audience is not in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    SHARE,
    NotAssessed,
    Problem,
    Reference,
    Related,
    Resource,
    Severity,
    circle,
    listed,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Attendance, BoundChannel, Drift, Place, Plan, Verdicts


@rule(
    "CHN305",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A01 A06 B02",
    reads=("public-channels", "private-channels", "members", "people", "emails", "usergroups"),
    of=("audience", "default_channels"),
    takes={"min_share": SHARE},
)
def audience_not_in_channel(drift: Drift, *, min_share: float = 0.8) -> Verdicts:
    """Too few of the people whom a channel is for are members of it.

    What is announced there passes them by, and whoever announces it believes that they
    know. Invite them, or correct the audience. The audience counts as a whole, everybody
    once; so does each group that has the channel among its `default_channels`, since
    Slack adds only those who join a user group later. Deactivated accounts, bots and
    parties outside the organisation do not count.

    Bad:
        channels:
          news: {kind: slack, slack: C05NEWS, owner: "person:alice", audience: ["group:desk"]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          groups:
            desk: {members: ["person:alice", "person:bob"]}

    Good:
        channels:
          news: {kind: slack, slack: C05NEWS, owner: "person:alice", audience: ["group:desk"]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          groups:
            desk: {members: ["person:alice", "person:bob"]}

    Workspace:
        people:
          U01ALICE: alice
          U02BOB: bob
        channels:
          C05NEWS: {name: news, members: [U01ALICE]}

    Good workspace:
        people:
          U01ALICE: alice
          U02BOB: bob
        channels:
          C05NEWS: {name: news, members: [U01ALICE, U02BOB]}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        audience: references to those who should be there
        people: how many of them have an active account
        present: how many of these are in the channel
        missing: those who are not, at most 100: ids in the plan, or handles
        min_share: the least share that is expected
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        promises = tuple(_promises(drift.plan, bound)) if bound.in_use else ()
        told = False  # of the audience, and so of the groups within it
        for promise in promises:
            if bound.certain is None:
                why = bound.doubt
            elif told and promise.within:
                continue
            else:
                found = drift.attendance(bound, *promise.people)
                why = _doubt(promise, found, min_share)
                if not why and found.share() < min_share:
                    told = promise.default_of is None
                    inside = tuple(p for p in promises if told and p.within)
                    yield _problem(drift, bound, promise, found, min_share, inside)
            if why:
                yield NotAssessed(why, at=promise.at, resource=Resource(*bound.object))


class _Promise(NamedTuple):
    """Some people who should be in a channel."""

    at: Place
    people: tuple[Reference, ...]
    default_of: str | None = None
    """The group that has the channel as a default; None for the audience."""
    within: bool = False
    """That group is part of the audience."""

    @property
    def names(self) -> str:
        return listed([str(reference) for reference in self.people])


def _promises(plan: Plan, bound: BoundChannel) -> Iterator[_Promise]:
    """The audience, then every group that has the channel as a default."""
    addressed = circle(plan, bound.channel.audience)
    people = tuple(r for r in bound.channel.audience if plan.sound(r) and r.kind != "external")
    if people:
        yield _Promise(bound.channel.at / "audience", people)
    for group in plan.groups.values():
        for default in group.default_channels:
            if default.id == bound.channel.id and plan.sound(default):
                members = Reference("group", group.id, default.at)
                within = ("group", group.id) in addressed
                yield _Promise(default.at, (members,), group.id, within)


def _doubt(promise: _Promise, found: Attendance, min_share: float) -> str:
    """Why it cannot be judged; empty where it can."""
    if found.unread:
        return found.unread
    if not (found.present or found.absent or found.unsure):
        return f"nobody of {promise.names} has an active account"
    return found.doubt if found.share() < min_share <= found.share(at_best=True) else ""


_MOST_NAMES = 6
_MOST_FACTS = 100


def _problem(
    drift: Drift,
    bound: BoundChannel,
    promise: _Promise,
    found: Attendance,
    min_share: float,
    inside: tuple[_Promise, ...],
) -> Problem:
    """``inside`` are groups of the audience of which nothing more is said."""
    present, people = len(found.present), len(found.present) + len(found.absent)
    where = "its default channel " if promise.default_of else ""
    return Problem(
        at=promise.at,
        message=f"{present} of {people} people of {promise.names} are in {where}{bound.label} "
        f"({present * 100 // people} %, at least {min_share * 100:g} %); "
        f"missing: {listed(found.absent, _MOST_NAMES)}{drift.as_read}",
        help=f"invite them to {bound.label} in Slack, or "
        + ("take it out of `default_channels`" if promise.default_of else "correct the audience"),
        related=tuple(
            Related(other.at, f"group:{other.default_of} has it as a default channel")
            for other in inside
        ),
        facts={
            "channel": bound.channel.id,
            "id": bound.object[1],
            "audience": [str(reference) for reference in promise.people],
            "people": people,
            "present": present,
            "missing": list(found.absent[:_MOST_FACTS]),
            "min_share": min_share,
            "read_at": drift.read_at,
        },
        resource=Resource(*bound.object),
    )
