"""A channel that the app cannot see, or whose messages it cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Resource, Severity, Status, rule

if TYPE_CHECKING:
    from commplan.api import BoundChannel, Drift, Verdicts


@rule(
    "CHN309",
    severity=Severity.WARNING,
    profile="basic",
    since="0.1",
    source="real: kubernetes/community #8564",
    reads=("public-channels", "private-channels"),
)
def channel_unreadable(drift: Drift) -> Verdicts:
    """The app is not in a channel, so what it would have to see there is not checked.

    Slack shows a private channel to those who are in it and to nobody else: the
    channel may be in order, archived, or not exist at all. A public channel is
    seen without an invitation, but its messages are not, which matters where
    another rule of the run asks for them. Invite the app.

    Bad:
        channels:
          sec: {kind: slack, slack: C03SEC, owner: "person:alice", visibility: private}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          sec: {kind: slack, slack: C03SEC, owner: "person:alice", visibility: private}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice

    Good workspace:
        people:
          U01ALICE: alice
        channels:
          C03SEC: {name: sec, is_private: true}

    Facts:
        channel: the channel's id in the plan
        declared: its Slack id, or its name where the plan gives no id
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        if bound.in_use and bound.hidden:
            yield Problem(
                at=bound.at,
                message=f"{bound.title} is private in the plan, and the app sees no such channel, "
                f"so nothing of it is checked{drift.as_read}",
                help=f"invite the app to {bound.label} in Slack, or correct the id",
                facts={
                    "channel": bound.channel.id,
                    "declared": bound.declared,
                    "read_at": drift.read_at,
                },
                resource=Resource(*bound.object),
            )
        elif bound.in_use and bound.unknown:
            yield NotAssessed(bound.why, at=bound.at, resource=Resource(*bound.object))
        elif bound.in_use and bound.live is not None:
            yield from _messages(drift, bound, bound.live.id)


def _messages(drift: Drift, bound: BoundChannel, channel: str) -> Verdicts:
    """Whether the messages can be read, where another rule has asked for them."""
    facts = ("activity", "history-start", "messages")
    readings = (drift.workspace.channel_reading(fact, channel) for fact in facts)
    asked = [r for r in readings if not r.known and r.status is not Status.NOT_REQUESTED]
    if any(reading.failure and reading.failure.error == "not_in_channel" for reading in asked):
        yield Problem(
            at=bound.at,
            message=f"the app is not in {bound.title}, so its messages cannot be read"
            f"{drift.as_read}",
            help=f"invite the app to {bound.label} in Slack",
            facts={
                "channel": bound.channel.id,
                "declared": bound.declared,
                "read_at": drift.read_at,
            },
            resource=Resource(*bound.object),
        )
    elif asked:
        yield NotAssessed(asked[0].reason, at=bound.at, resource=Resource(*bound.object))
