"""A channel that the app cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Verdicts


@rule(
    "CHN309",
    severity=Severity.WARNING,
    profile="basic",
    since="0.1",
    source="real: kubernetes/community #8564",
    reads=("public-channels", "private-channels"),
)
def channel_unreadable(drift: Drift) -> Verdicts:
    """A channel declared private is not visible to the app, so nothing of it is checked.

    Slack shows a private channel to those who are in it and to nobody else: the
    channel may be in order, archived, or not exist at all. Invite the app to it.
    A public channel is seen without an invitation.

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
