"""What a plan says of its Slack channels that takes calls for each channel to confirm.

An audit looks at a channel no closer than the plan gives it a reason to: it asks for
the members where an owner or an audience is named, for pins where something is to be
pinned. A claim is named by its key in the plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commplan.plan.plan import Plan

OF_CHANNELS = frozenset(
    {
        "audience",
        "must_mention",
        "owner",
        "posting",
        "publish",
        "runbook",
        "settings",
    }
)
"""Claims that stand at the channel itself."""
DEFAULT = "default_channels"
"""A group has the channel as a default."""
MANAGED = "managed"
"""The plan lists every channel of some names: a claim of those that it does not name."""
CLAIMS = OF_CHANNELS | {DEFAULT, MANAGED}


def channel_claims(plan: Plan) -> Mapping[str, frozenset[str]]:
    """The claims about each Slack channel that the plan does not call retired, by its id."""
    found = {
        channel.id: OF_CHANNELS.intersection(channel.raw)
        for channel in plan.channels.values()
        if channel.is_slack and not channel.retired
    }
    for group in plan.groups.values():
        for reference in group.default_channels:
            if reference.id in found:
                found[reference.id] |= {DEFAULT}
    return found
