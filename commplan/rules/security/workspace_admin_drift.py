"""Other people in charge of the workspace than the plan declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, LivePerson, Verdicts


@rule(
    "SEC307",
    severity=Severity.WARNING,
    profile="complete",
    since="0.1",
    source="A38",
    reads=("people", "emails", "usergroups"),
    of=("admins",),
    lists=("people",),
)
def workspace_admin_drift(drift: Drift) -> Verdicts:
    """Administrators and owners of the workspace differ from `metadata.workspace.admins`.

    An administrator can read exports, invite guests, install apps and change who may
    post. Rights that were lent for one evening stay, and whoever the plan counts on
    may have lost them. Take the rights away in Slack, or keep the list; it takes
    people, groups and roles.

    Bad:
        metadata:
          id: it-ops
          workspace: {admins: ["person:alice"]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        metadata:
          id: it-ops
          workspace: {admins: ["person:alice", "person:bob"]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Workspace:
        people:
          U01ALICE: {handle: alice, is_admin: true}
          U02BOB: {handle: bob, is_admin: true, is_owner: true}

    Facts:
        undeclared: Slack ids of administrators and owners whom the plan does not name
        declared: the reference by which the plan names somebody without such rights
        id: the Slack id of that person
        read_at: when the workspace was read
    """
    found, workspace = drift.administrators, drift.workspace
    listed = drift.plan.metadata.at / "workspace" / "admins"
    resource = Resource("workspace", workspace.team_id, workspace.team_name)
    for doubt in found.doubts:
        yield NotAssessed(doubt.why, at=doubt.at, resource=resource)
    if found.undeclared:
        names = "; ".join(_described(one) for one in found.undeclared)
        ids = [one.id for one in found.undeclared]
        yield Problem(
            at=listed,
            message="in charge of the workspace, but not among the plan's `admins`: "
            f"{names}{drift.as_read}",
            help="take these rights away in Slack, or add to `admins` who shall have them",
            facts={"undeclared": ids, "read_at": drift.read_at},
            resource=resource,
            subject=" ".join(ids),
        )
    for declared in found.powerless:
        yield Problem(
            at=declared.by.at,
            message=f"{declared.live.label} is to administer the workspace, "
            f"but has no such rights in Slack{drift.as_read}",
            help=f"make {declared.live.handle or declared.live.id} an administrator in Slack, "
            f"or take {declared.by} out of `admins`",
            facts={
                "declared": str(declared.by),
                "id": declared.live.id,
                "read_at": drift.read_at,
            },
            resource=resource,
            subject=declared.live.id,
        )


def _described(live: LivePerson) -> str:
    """``eve (Eve Lind, U02EVE), owner``: what there is to take away."""
    rights = "owner" if live.is_owner or live.is_primary_owner else "administrator"
    return f"{live.label}, {rights}"
