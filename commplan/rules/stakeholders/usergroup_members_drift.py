"""A user group that holds other people than the plan says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import (
    Edit,
    Fix,
    NotAssessed,
    Problem,
    Put,
    Reference,
    Related,
    Remove,
    Resource,
    Severity,
    listed,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import (
        Account,
        BoundUsergroup,
        Crew,
        Drift,
        Group,
        Place,
        Timeline,
        Verdicts,
    )


@rule(
    "STK309",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A03; real: kubernetes/community #9042",
    fix="unsafe",
    reads=("usergroups", "people", "emails"),
)
def usergroup_members_drift(drift: Drift, timeline: Timeline) -> Verdicts:
    """The members of a user group differ from the `members` or the `source` of its group.

    Whoever mentions the group reaches other people than the plan counts on: a newcomer
    hears nothing, somebody who has changed teams still does. Bring one of the two up to
    date. Slack replaces the list of members as a whole, and refuses all of it where one
    account is deactivated. A `source` stands for all users of a rotation, and for
    holders and deputies of a role. Several groups of the plan with one user group are
    held against it together. A user group that a rotation names changes with each
    shift, and is left to ESC302. The fix takes the members from Slack, where the plan
    knows all of them.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
            chen: {name: Chen Wu, slack: U03CHEN}
          groups:
            it-ops: {members: ["person:alice", "person:bob"], slack_usergroup: S01ITOPS}

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
            chen: {name: Chen Wu, slack: U03CHEN}
          groups:
            it-ops: {members: ["person:alice", "person:chen"], slack_usergroup: S01ITOPS}

    Workspace:
        people:
          U01ALICE: alice
          U02BOB: bob
          U03CHEN: chen
        usergroups:
          S01ITOPS: {handle: it-ops, users: [U01ALICE, U03CHEN]}

    Facts:
        usergroup: the id in the plan
        groups: ids of the groups of the plan that name it
        missing: people of the plan who are not in it
        extra: members who are in none of these groups
        deactivated: such members whose account is deactivated
        read_at: when the workspace was read
    """
    turning = {rotation.slack_usergroup for rotation in drift.plan.rotations.values()}
    for usergroup in drift.usergroups:
        groups = [
            group
            for group in drift.plan.groups.values()
            if group.slack_usergroup == usergroup.id and group.listed
        ]
        references = [Reference("group", group.id, group.at) for group in groups]
        if groups and usergroup.id not in turning and timeline.sound(*references):
            yield from _compared(drift, usergroup, groups, references)


def _compared(
    drift: Drift, usergroup: BoundUsergroup, groups: list[Group], references: list[Reference]
) -> Verdicts:
    first, *others = groups
    resource = Resource(*usergroup.object)
    found = drift.crew(usergroup, _subjects(drift, references), drift.unlisted(references))
    if found.differs:
        yield Problem(
            at=_at(first),
            message=f"{usergroup.title} differs from {listed([str(r) for r in references])}: "
            f"{_differences(found)}{drift.as_read}",
            help=f"bring {usergroup.title} up to date in Slack, or the group in the plan",
            related=tuple(Related(_at(group), f"group:{group.id}, too") for group in others),
            facts={
                "usergroup": usergroup.id,
                "groups": [group.id for group in groups],
                "missing": list(found.missing),
                "extra": list(found.extra),
                "deactivated": list(found.deactivated),
                "read_at": drift.read_at,
            },
            resource=resource,
            fix=None if others else _brought_up_to_date(drift, first, found),
        )
    if found.doubt:
        yield NotAssessed(found.doubt, at=_at(first), resource=resource)


def _brought_up_to_date(drift: Drift, group: Group, found: Crew) -> Fix | None:
    """Take the members from Slack, where the plan names all of them, and one by one."""
    named = {member.id: member for member in group.members if member.kind == "person"}
    known = named.keys() >= {*found.missing} and drift.plan.people.keys() >= {*found.extra}
    if not known or len(group.members) == len(found.missing):
        return None
    members, end = group.at / "members", len(group.members)
    edits: list[Edit] = [Remove(named[name].at) for name in found.missing]
    edits += (Put(members / end, f"person:{name}") for name in found.extra)
    return Fix(tuple(edits)) if edits else None


def _subjects(drift: Drift, references: list[Reference]) -> Iterator[Account | BoundUsergroup]:
    reach = drift.plan.reach(*references)
    yield from (drift.accounts[person.id] for person in reach.people)
    for group in reach.unlisted:
        if usergroup := drift.usergroup_of(group.id):
            yield usergroup


def _at(group: Group) -> Place:
    """Where the plan says who is in a group."""
    return group.at / ("members" if group.members else "source")


def _differences(found: Crew) -> str:
    """``missing bob; extra dana (U04DANA)``: of many names the first five and the number."""
    kinds = {"missing": found.missing, "extra": found.extra, "deactivated": found.deactivated}
    return "; ".join(f"{kind} {listed(names, 6)}" for kind, names in kinds.items() if names)
