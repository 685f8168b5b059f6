"""Where people talk work over: incidents, and what a team does."""

from __future__ import annotations

from commplan.plan.channels import Channel
from commplan.plan.incidents import incident_channels
from commplan.plan.plan import Plan

PURPOSE = "team"


def incidents_handled_in(plan: Plan) -> tuple[Channel, ...]:
    """The Slack channels in which incidents of any severity are handled, each once."""
    severities = plan.severities
    return tuple({c.id: c for one in severities for c in incident_channels(plan, one)}.values())


def team_channels(plan: Plan) -> tuple[Channel, ...]:
    """The Slack channels, none of them retired, in which a team works: their purpose says so."""
    return tuple(
        channel
        for channel in plan.channels.values()
        if channel.purpose == PURPOSE and channel.is_slack and not channel.retired
    )
