"""A channel that bears another name in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import Fix, NotAssessed, Problem, Put, Resource, Severity, channel_key, rule

if TYPE_CHECKING:
    from commplan.api import BoundChannel, Drift, LiveChannel, Verdicts


@rule(
    "CHN307",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="B13",
    fix="safe",
    reads=("public-channels", "private-channels"),
)
def channel_renamed(drift: Drift) -> Verdicts:
    """A channel has another name in Slack than in the plan.

    Programs go by the id and find it; people read the plan, search for the name and
    do not. Write the name of today. The name is `name`, or the key of the channel where
    that is absent. Where another channel has taken the name, CHN308 speaks of both.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, name: help-desk, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C01HELP: {name: help-desk, previous_names: [it-help]}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        name: the name in the plan
        live_name: the name in Slack
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        if not bound.in_use or bound.channel.slack is None:
            continue
        resource = Resource(*bound.object)
        live, name = bound.certain, bound.channel.name
        if live is None:
            if bound.doubt:
                yield NotAssessed(bound.doubt, at=bound.channel.name_at, resource=resource)
        elif live.name is None:
            why = f"Slack does not tell the name of {live.id}"
            yield NotAssessed(why, at=bound.channel.name_at, resource=resource)
        elif channel_key(live.name) != channel_key(name):
            yield Problem(
                at=bound.channel.name_at,
                message=_message(bound, live) + drift.as_read,
                help=_help(live, name),
                facts={
                    "channel": bound.channel.id,
                    "id": live.id,
                    "name": name,
                    "live_name": live.name,
                    "read_at": drift.read_at,
                },
                resource=resource,
                fix=Fix((Put(bound.channel.at / "name", live.name),), safe=_is_sure(live, name)),
            )


def _message(bound: BoundChannel, live: LiveChannel) -> str:
    if _was_called(live, bound.channel.name):
        return f"{bound.title} has been renamed to #{live.name} in Slack"
    return f"{bound.channel.slack} is {bound.label} in the plan, but #{live.name} in Slack"


def _help(live: LiveChannel, name: str) -> str:
    write = f"write `name: {live.name}`"
    if _is_sure(live, name):
        return write
    return f"{write}, or correct the id: Slack knows of no time when it was called #{name}"


def _is_sure(live: LiveChannel, name: str) -> bool:
    """Whether nothing speaks for a mistake in the id."""
    return live.previous_names is None or _was_called(live, name)


def _was_called(live: LiveChannel, name: str) -> bool:
    return channel_key(name) in {channel_key(old) for old in live.previous_names or ()}
