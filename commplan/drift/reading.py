"""Which workspace was read, and when."""

from __future__ import annotations

from commplan.clock import MINUTE, format_instant
from commplan.workspace import Workspace

EXPORT = "export"
"""The source that names no team: the one of an export, or of a snapshot of it, is inferred."""


def knows_team(workspace: Workspace) -> bool:
    """Whether it is certain which workspace was read."""
    return workspace.team_id is not None and not workspace.source.endswith(EXPORT)


def other_workspace(team: str | None, workspace: Workspace) -> str:
    """Why nothing of a plan about ``team`` can be looked up; empty where it can be.

    A plan that names no team is about any workspace.
    """
    read = (workspace.team_id, workspace.enterprise_id)
    if team is None or not knows_team(workspace) or team in read:
        return ""
    return f"the workspace that was read is {read[0]}, not {team} as the plan says (AUD302)"


def as_read(workspace: Workspace) -> str:
    """The end of every message: live state holds for the instant at which it was read."""
    instant = workspace.taken_at // MINUTE * MINUTE
    return f" (read {format_instant(instant, 'UTC')})"
