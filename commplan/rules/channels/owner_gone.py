"""A channel whose owners have all gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Ownership, Place, Verdicts


@rule(
    "CHN303",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A01",
    reads=("people", "emails", "usergroups"),
)
def owner_gone(drift: Drift) -> Verdicts:
    """No person that the owner of a channel resolves to has an active account.

    The plan names an owner, and nobody answers for the channel. Name somebody who
    is there. While one of several owners is active, STK301 and STK303 speak of the
    others; who is also called by an escalation step is reported there.

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
            bob: {name: Bob Ito, slack: U02BOB}

    Workspace:
        people:
          U01ALICE: {handle: alice, deleted: true}
          U02BOB: bob
        channels:
          C01HELP: it-help

    Facts:
        channel: the channel's id in the plan
        owner: the reference to the owner
        people: ids of the people behind it
        read_at: when the workspace was read
    """
    for ownership in drift.charges.deserted:
        yield Problem(
            at=ownership.owner.at,
            message=f"{ownership.label} is owned by {ownership.owner}, "
            f"but nobody answers to that: {_gone(ownership)}{drift.as_read}",
            help='name an owner with an active account, such as `owner: "role:…"` with a deputy',
            related=tuple(_related(drift, ownership)),
            facts={
                "channel": ownership.channel.id,
                "owner": str(ownership.owner),
                "people": [account.person.id for account in ownership.accounts],
                "read_at": drift.read_at,
            },
            resource=_resource(ownership),
        )
    for ownership in drift.ownerships:
        if ownership.doubt:
            yield NotAssessed(ownership.doubt, at=ownership.owner.at, resource=_resource(ownership))


def _gone(ownership: Ownership) -> str:
    return ", ".join(f"{subject.label} {subject.fault}" for subject in ownership.subjects)


def _related(drift: Drift, ownership: Ownership) -> list[Related]:
    places: dict[Place, Related] = {}
    for account in ownership.accounts:
        for at, words in drift.mentions(account, ownership.owner.at):
            places.setdefault(at, Related(at, words))
    return list(places.values())


def _resource(ownership: Ownership) -> Resource | None:
    return None if ownership.bound is None else Resource(*ownership.bound.object)
