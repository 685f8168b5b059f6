"""A rotation that puts nobody on call."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    DutyRotation,
    Plan,
    Problem,
    Rotation,
    Severity,
    Timeline,
    rotation_fault,
    rule,
)


@rule("AVL102", severity=Severity.ERROR, profile="basic", since="0.1", source="A09")
def rotation_malformed(plan: Plan, timeline: Timeline) -> Iterator[Problem]:
    """A rotation has no users, no start, no shift length, or a turn that falls to nobody.

    Whenever that turn comes, the path that relies on the rotation calls nobody
    and no one notices until an incident. Name people, or groups and roles that
    have some.

    Bad:
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "group:night"]
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
          groups:
            night: {name: Night shift}

    Good:
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "group:night"]
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          groups:
            night: {name: Night shift, members: ["person:bob"]}

    Facts:
        rotation: id of the rotation
        slot: number of the turn that falls to nobody, counted from 1
        user: whom the plan names for it
    """
    for rotation in plan.rotations.values():
        yield from _never_starts(rotation)
        for number, user in enumerate(rotation.users, 1):
            if user.kind != "person" and plan.reach(user).nobody and timeline.sound(user):
                yield Problem(
                    at=user.at,
                    message=f"slot {number} of rotation:{rotation.id} ({user}) resolves to nobody",
                    help=f"name a person, or somebody for {user}",
                    facts={"rotation": rotation.id, "slot": number, "user": str(user)},
                )


def _never_starts(rotation: DutyRotation) -> Iterator[Problem]:
    facts = {"rotation": rotation.id}
    if rotation.start is None:
        yield Problem(
            at=rotation.at.key,
            message=f"rotation:{rotation.id} has no start",
            help='add `start: "2026-01-05T09:00"`, when the first shift begins',
            facts=facts,
        )
        return
    users = tuple(str(user) for user in rotation.users)
    fault = rotation_fault(Rotation(rotation.timezone, rotation.start, rotation.shift, users))
    if fault is not None:
        field = "shift" if users else "users"
        yield Problem(
            at=rotation.at / field,
            message=f"rotation:{rotation.id} puts nobody on call: {fault}",
            help="name users" if field == "users" else "write a fixed length, as in 12h or 1w",
            facts=facts,
        )
