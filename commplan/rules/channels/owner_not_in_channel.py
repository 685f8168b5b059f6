"""A channel whose owners are all outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Resource, Severity, listed, rule

if TYPE_CHECKING:
    from commplan.api import BoundChannel, Drift, Reference, Verdicts


@rule(
    "CHN311",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A01",
    reads=("public-channels", "private-channels", "members", "people", "emails", "usergroups"),
    of=("owner",),
)
def owner_not_in_channel(drift: Drift) -> Verdicts:
    """Nobody that the owner of a channel resolves to is a member of the channel.

    The plan says who answers for the channel, and none of them hears what is said
    there. Let one of them join, or name an owner who is there. Of a role its holders
    and deputies count alike. Owners without an active account are CHN303's.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:bob"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Workspace:
        people:
          U01ALICE: alice
          U02BOB: bob
        channels:
          C01HELP: {name: it-help, members: [U02BOB]}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        owner: the reference to the owner
        people: how many people with an active account are behind it
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        owner = bound.channel.owner
        if not bound.in_use or owner is None or not drift.plan.sound(owner):
            continue
        resource = Resource(*bound.object)
        if bound.certain is None:
            if bound.doubt:
                yield NotAssessed(bound.doubt, at=owner.at, resource=resource)
            continue
        owners = drift.attendance(bound, owner)
        if owners.present:
            continue
        if owners.doubt:
            yield NotAssessed(owners.doubt, at=owner.at, resource=resource)
        elif owners.absent:
            outside = _outside(owner, owners.absent)
            yield Problem(
                at=owner.at,
                message=f"{bound.title} is owned by {outside}{drift.as_read}",
                help=_help(bound, len(owners.absent)),
                facts={
                    "channel": bound.channel.id,
                    "id": bound.certain.id,
                    "owner": str(owner),
                    "people": len(owners.absent),
                    "read_at": drift.read_at,
                },
                resource=resource,
            )


_MOST_NAMES = 6


def _outside(owner: Reference, people: tuple[str, ...]) -> str:
    if str(owner) == f"person:{people[0]}":
        return f"{owner}, who is not in the channel"
    if len(people) == 1:
        return f"{owner}, which is {people[0]}, who is not in the channel"
    return f"{owner}, which is {listed(people, _MOST_NAMES)}, none of whom is in the channel"


def _help(bound: BoundChannel, people: int) -> str:
    whom = "them" if people == 1 else "one of them"
    return f"let {whom} join {bound.label} in Slack, or name an owner who is there"
