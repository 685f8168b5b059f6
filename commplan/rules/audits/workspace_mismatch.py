"""A plan that was compared with somebody else's workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Verdicts


@rule(
    "AUD302",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A01",
    reads=("workspace",),
)
def workspace_mismatch(drift: Drift) -> Verdicts:
    """The workspace that was read is not the one in `metadata.workspace.team`.

    Ids mean something in one workspace only, so nothing of the plan can be looked
    up here, and nothing is. Use the token, or the snapshot, of the workspace that
    the plan speaks of.

    Bad:
        metadata: {id: it-ops, workspace: {team: T01ACME}}

    Good:
        metadata: {id: it-ops, workspace: {team: T01ACME}}

    Workspace:
        team: T02OTHER

    Good workspace:
        team: T01ACME

    Facts:
        declared: the id in the plan
        live: the id of the workspace that was read
        read_at: when the workspace was read
    """
    metadata, workspace = drift.plan.metadata, drift.workspace
    at = metadata.at / "workspace" / "team"
    if metadata.team is None:
        yield NotAssessed("the plan names no workspace", at=metadata.at.key)
    elif drift.other_workspace:
        name = f" ({workspace.team_name})" if workspace.team_name else ""
        yield Problem(
            at=at,
            message=f"the plan is for the workspace {metadata.team}, "
            f"but {workspace.team_id}{name} was read{drift.as_read}",
            help="read the workspace of the plan, or correct `team`",
            facts={
                "declared": metadata.team,
                "live": workspace.team_id,
                "read_at": drift.read_at,
            },
            resource=Resource("workspace", workspace.team_id, workspace.team_name),
        )
    elif not drift.knows_team:
        yield NotAssessed(f"the {workspace.source} names no workspace", at=at)
