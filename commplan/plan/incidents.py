"""Where incidents are handled."""

from __future__ import annotations

from commplan.plan.channels import Channel
from commplan.plan.plan import Plan

PURPOSE = "major-incident"


def incident_channels(plan: Plan, severity: str) -> tuple[Channel, ...]:
    """The Slack channels in which people meet over an incident of a severity.

    Those by which messages about it go; where none of them is in Slack, every channel
    whose purpose says so. Retired channels are none.
    """
    named = {
        reference.id: plan.channels[reference.id]
        for message in plan.incident_messages.get(severity, ())
        for reference in message.via
        if plan.sound(reference)
    }
    return tuple(filter(_is_used, named.values())) or tuple(
        channel
        for channel in plan.channels.values()
        if channel.purpose == PURPOSE and _is_used(channel)
    )


def _is_used(channel: Channel) -> bool:
    return channel.is_slack and not channel.retired
