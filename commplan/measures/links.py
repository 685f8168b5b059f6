"""Where messages can be read by those who may."""

from __future__ import annotations

from commplan.history import message_ts
from commplan.workspace import Workspace


def message_link(workspace: Workspace, channel: str, at: int) -> str:
    """The address of a message; channel and message time where that of the workspace is unknown.

    ``channel`` is an id in Slack, ``at`` the message's instant in microseconds UTC.
    """
    ts = message_ts(at)
    if workspace.url is None:
        return f"{channel} {ts}"
    return f"{workspace.url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
