"""Where workspaces come from: Slack itself, an export, or a snapshot of either.

Each source is a module; it is imported when a workspace is read from it and not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commplan.api import Environment, Request, Source, Workspace


def _slack(where: str, request: Request, environment: Environment) -> Workspace:
    from commplan.sources.slack import open_slack

    return open_slack(where, request, environment)


def _snapshot(where: str, request: Request, environment: Environment) -> Workspace:
    from commplan.sources.snapshot import open_snapshot

    return open_snapshot(where, request, environment)


def _export(where: str, request: Request, environment: Environment) -> Workspace:
    from commplan.sources.export import open_export

    return open_export(where, request, environment)


def commplan_sources() -> tuple[Source, ...]:
    """Bring the built-in ones."""
    from commplan.api import Source  # a check without a workspace has no use for its model

    return (
        Source("slack", "Slack's Web API, with the bot token in SLACK_BOT_TOKEN.", _slack),
        Source("snapshot", "A file that `commplan snapshot` wrote: snapshot:FILE.", _snapshot),
        Source("export", "A Slack export, as folder or ZIP file: export:PATH.", _export),
    )
