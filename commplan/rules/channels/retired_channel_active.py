"""A channel that was to be given up and is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Place, Problem, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Channel, Drift, Verdicts


@rule(
    "CHN310",
    severity=Severity.INFO,
    profile="standard",
    since="0.1",
    source="A14",
    reads=("public-channels", "private-channels"),
)
def retired_channel_active(drift: Drift) -> Verdicts:
    """A channel that the plan calls archived, retired or expired is still open in Slack.

    Whoever still writes there is heard by chance, and nobody watches. Archive it in
    Slack: it stays readable. If it lives on, say so in the plan.

    Bad:
        channels:
          old-help: {kind: slack, slack: C06OLD, owner: "person:alice", state: archived}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          old-help: {kind: slack, slack: C06OLD, owner: "person:alice", state: archived}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C06OLD: old-help

    Good workspace:
        people:
          U01ALICE: alice
        channels:
          C06OLD: {name: old-help, is_archived: true}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        state: archived or retired, as in the plan; expired where its last day is over
        expires: its last day in the plan, or null
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        if bound.in_use:
            continue
        channel, live = bound.channel, bound.live
        at, resource = _promised_at(channel), Resource(*bound.object)
        if live is None:
            if bound.doubt:
                yield NotAssessed(bound.doubt, at=at, resource=resource)
        elif live.is_archived is None:
            why = f"Slack does not tell whether {live.id} is archived"
            yield NotAssessed(why, at=at, resource=resource)
        elif not live.is_archived:
            yield Problem(
                at=at,
                message=f"{bound.title} {_end(channel)} open in Slack{drift.as_read}",
                help=f"archive #{live.name or channel.name} in Slack, or {_or_else(channel)}",
                facts={
                    "channel": channel.id,
                    "id": live.id,
                    "state": channel.state if channel.retired else "expired",
                    "expires": str(channel.expires) if channel.expires else None,
                    "read_at": drift.read_at,
                },
                resource=resource,
            )


def _promised_at(channel: Channel) -> Place:
    return channel.at / ("state" if channel.retired else "expires")


def _end(channel: Channel) -> str:
    if channel.retired:
        return f"is {channel.state} in the plan, but"
    return f"expired on {channel.expires}, but is"


def _or_else(channel: Channel) -> str:
    return "write `state: active`" if channel.retired else "write a later `expires`"
