"""Somebody who has left, and is still in what the plan names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, listed, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Leaver, Verdicts


@rule(
    "STK312",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A38; real: openstack/project-config (`alumni`)",
    reads=("people", "emails", "usergroups", "public-channels", "private-channels", "members"),
    of=("until",),
)
def former_member_present(drift: Drift) -> Verdicts:
    """A person whose last day is over is still in a user group or channel of the plan.

    They read along what is no longer meant for them, and are called in emergencies
    that are no longer theirs. Remove them in Slack; or correct `until`, which is the
    last day, in the person's own zone, and is held against the day on which the
    workspace was read. Somebody whose account is deactivated reads nothing and is
    left alone; guests whom a channel does not admit any more are SEC305's. Channels out
    of use and disabled user groups do not count.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            lea: {name: Lea Fox, slack: U09LEA, until: "2026-10-31"}
        channels:
          team: {kind: slack, slack: C04OPS, owner: "person:alice"}

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            lea: {name: Lea Fox, slack: U09LEA, until: "2026-11-30"}
        channels:
          team: {kind: slack, slack: C04OPS, owner: "person:alice"}

    Workspace:
        people:
          U01ALICE: alice
          U09LEA: lea
        channels:
          C04OPS: {name: team, members: [U01ALICE, U09LEA]}

    Facts:
        person: the person's id in the plan
        declared: the Slack id or e-mail address in the plan
        until: the last day
        channels, usergroups: Slack ids of those that they are still in
        read_at: when the workspace was read
    """
    leavers = [*drift.leavers]
    for leaver in leavers:
        account, person = leaver.account, leaver.account.person
        at, resource = person.at / "until", Resource(*account.object)
        if leaver.channels or leaver.usergroups:
            yield Problem(
                at=at,
                message=f"{account.label}, whose last day was {person.until}, "
                f"is still in {_told(leaver)}{drift.as_read}",
                help=f"remove {person.id} there in Slack, or correct `until`",
                related=tuple(_related(leaver)),
                facts={
                    "person": person.id,
                    "declared": account.declared,
                    "until": str(person.until),
                    "channels": [bound.live.id for bound in leaver.channels if bound.live],
                    "usergroups": [group.id for group in leaver.usergroups],
                    "read_at": drift.read_at,
                },
                resource=resource,
            )
        elif leaver.doubt:
            yield NotAssessed(leaver.doubt, at=at, resource=resource)
    yield from _unread(drift) if leavers else ()


def _unread(drift: Drift) -> Iterator[NotAssessed]:
    """Where somebody may be of whom it is not known."""
    for membership in drift.memberships:
        if membership.why:
            bound = membership.bound
            yield NotAssessed(membership.why, at=bound.at, resource=Resource(*bound.object))
    for group in drift.usergroups:
        if group.unread or (group.unknown and group.live is not None and group.live.users is None):
            yield NotAssessed(group.why, at=group.at, resource=Resource(*group.object))


def _told(leaver: Leaver) -> str:
    channels = (bound.title for bound in leaver.channels)
    return listed([*channels, *(group.title for group in leaver.usergroups)], 6)


def _related(leaver: Leaver) -> Iterator[Related]:
    yield from (Related(bound.at, f"{bound.label} is this one") for bound in leaver.channels)
    yield from (Related(group.at, f"{group.title} is this one") for group in leaver.usergroups)
