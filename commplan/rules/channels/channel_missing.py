"""A channel that Slack does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Resource, Severity, nearest, rule

if TYPE_CHECKING:
    from commplan.api import BoundChannel, Drift, Verdicts


@rule(
    "CHN302",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A05",
    reads=("public-channels", "private-channels"),
)
def channel_missing(drift: Drift) -> Verdicts:
    """No channel has the declared id, or the declared name where no id is given.

    Whoever follows the plan finds nothing to write to. Copy the id from the
    channel's details in Slack. A channel declared private that the app cannot see
    may well exist: CHN309 speaks of it.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C02HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C02HELP: help

    Good workspace:
        people:
          U01ALICE: alice
        channels:
          C02HELP: it-help

    Facts:
        channel: the channel's id in the plan
        declared: its Slack id, or its name where the plan gives no id
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        if bound.in_use and bound.missing:
            yield Problem(
                at=bound.at,
                message=_message(bound) + drift.as_read,
                help=_help(drift, bound),
                facts={
                    "channel": bound.channel.id,
                    "declared": bound.declared,
                    "read_at": drift.read_at,
                },
                resource=Resource(*bound.object),
            )
        elif bound.in_use and (bound.unknown or bound.hidden):
            yield NotAssessed(bound.why, at=bound.at, resource=Resource(*bound.object))


def _message(bound: BoundChannel) -> str:
    if bound.channel.slack is None:
        return f"{bound.label} has no id in the plan, and no channel in Slack has that name"
    kind = "public channel" if bound.channel.visibility == "public" else "channel"
    return f"{bound.label} is {bound.declared} in the plan, but Slack has no {kind} with that id"


def _help(drift: Drift, bound: BoundChannel) -> str:
    if bound.channel.slack is None:
        names = (live.name for live in drift.workspace.channels if live.name and live.is_live)
        if close := nearest(bound.channel.name, names):
            return f"did you mean #{close}? Write its id, so that a rename does not matter"
    return (
        "copy the id from the channel in Slack; "
        "if it is private, write `visibility: private` and invite the app"
    )
