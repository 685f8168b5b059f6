"""What a plan says that takes calls for each channel, or each person, to confirm.

An audit looks at a channel no closer than the plan gives it a reason to: it asks for
the members where an owner or an audience is named, for pins where something is to be
pinned. A claim is named by its key in the plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from commplan.plan.discussed import incidents_handled_in, team_channels
from commplan.plan.incidents import incident_channels
from commplan.plan.measured import measured_channels
from commplan.plan.templated import templated_messages

if TYPE_CHECKING:
    from commplan.plan.plan import Plan

OF_CHANNELS = frozenset(
    {
        "audience",
        "integrations",
        "must_mention",
        "owner",
        "posting",
        "publish",
        "runbook",
        "settings",
    }
)
"""Claims that stand at the channel itself."""
AUTOMATIONS = "automations"
"""Something automatic is to happen in the channel."""
DEFAULT = "default_channels"
"""A group has the channel as a default."""
BROADCAST = "broadcast"
"""Who may notify everybody in the channel."""
RETENTION = "retention"
"""How long messages of the channel are kept."""
INCIDENTS = "severities"
"""Incidents of a severity with an escalation path are handled in the channel."""
LEAVERS = "until"
"""Somebody has a last day, after which they are to be in no channel of the plan."""
INTAKE = "intake"
"""People may ask for something in the channel: the plan takes requests in some channel."""
MEASURED = "measured"
"""Response times, indicators, requests or alerts are measured by the channel's messages."""
HANDLED = "incidents"
"""Incidents of some severity are handled in the channel, whether or not a path leads there."""
TEAM = "team"
"""A team works in the channel: its purpose says so."""
TEMPLATE = "template"
"""Messages that are written from a template are posted in the channel."""
QUIET = "quiet_hours"
"""People are to be left alone at some hours, wherever somebody writes to them."""
MANAGED = "managed"
"""The plan lists every channel of some names: a claim of those that it does not name."""
ADDRESSES = "contacts"
"""Somebody who has a Slack id has an e-mail address, too: a claim of no channel."""
ADMINS = "admins"
"""Who is in charge of the workspace: a claim of no channel."""
ON_CALL = "rotations"
"""People take turns on call: a claim of no channel."""
OF_NONE = frozenset({ADDRESSES, ADMINS, MANAGED, ON_CALL})
"""Claims that are of no channel which the plan names."""
CLAIMS = frozenset(
    {
        *(*OF_CHANNELS, *OF_NONE, AUTOMATIONS, BROADCAST, DEFAULT),
        *(HANDLED, INCIDENTS, INTAKE, LEAVERS, MEASURED, QUIET, RETENTION, TEAM, TEMPLATE),
    }
)


def claims(plan: Plan) -> frozenset[str]:
    """Every claim that the plan makes, of whatever channel, or of none."""
    of_none = {
        MANAGED: bool(plan.metadata.managed_channels),
        ADDRESSES: any(person.slack and person.email for person in plan.people.values()),
        ADMINS: bool(plan.metadata.admins),
        ON_CALL: bool(plan.rotations),
    }
    found = frozenset(claim for claim, made in of_none.items() if made)
    return found.union(*channel_claims(plan).values())


def channel_claims(plan: Plan) -> Mapping[str, frozenset[str]]:
    """The claims about each Slack channel that the plan does not call retired, by its id."""
    everywhere = {LEAVERS} if any(person.until for person in plan.people.values()) else set()
    if _keeps_quiet_hours(plan):
        everywhere.add(QUIET)
    found = {
        channel.id: OF_CHANNELS.intersection(channel.raw).union(everywhere)
        for channel in plan.channels.values()
        if channel.is_slack and not channel.retired
    }
    for key in found:
        raw = plan.channels[key].raw
        if BROADCAST in raw.get("posting", ()):
            found[key] |= {BROADCAST}
        if RETENTION in raw.get("settings", ()):
            found[key] |= {RETENTION}
    for group in plan.groups.values():
        for reference in group.default_channels:
            if reference.id in found:
                found[reference.id] |= {DEFAULT}
    for automation in plan.automations.values() if found else ():
        if automation.channel is not None and automation.channel.id in found:
            found[automation.channel.id] |= {AUTOMATIONS}
    if any(plan.channels[key].intake is not None for key in found):
        for key in found:
            found[key] |= {INTAKE}
    for measured in measured_channels(plan) if found else ():
        found[measured.channel.id] |= {MEASURED}
    for channel in incidents_handled_in(plan) if found else ():
        found[channel.id] |= {HANDLED}
    for channel in team_channels(plan) if found else ():
        found[channel.id] |= {TEAM}
    for templated in templated_messages(plan) if found else ():
        for channel in templated.channels:
            found[channel.id] |= {TEMPLATE}
    for severity in plan.severities.values() if found else ():
        for channel in incident_channels(plan, severity.id) if severity.path else ():
            found[channel.id] |= {INCIDENTS}
    return found


def _keeps_quiet_hours(plan: Plan) -> bool:
    notifications = plan.protocols.notifications if "protocols" in plan.value else None
    stated = notifications.quiet_hours if notifications else None
    return bool(stated) or any(person.quiet_hours for person in plan.people.values())
