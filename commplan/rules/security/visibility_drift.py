"""A channel that is open to more, or to fewer, than the plan says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Verdicts


@rule(
    "SEC301",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A38 B01",
    reads=("public-channels", "private-channels"),
)
def visibility_drift(drift: Drift) -> Verdicts:
    """A channel is public in Slack but declared private, or the reverse.

    What was meant for few is open to everybody in the workspace, history and all;
    or what was meant for everybody is closed to those who need it. Convert the
    channel in Slack, or say in the plan what is wanted now.

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
        channels:
          C03SEC: sec

    Good workspace:
        people:
          U01ALICE: alice
        channels:
          C03SEC: {name: sec, is_private: true}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        declared: private or public, as the plan has it
        live: private or public, as Slack has it
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        resource = Resource(*bound.object)
        declared = bound.channel.visibility
        if declared is None:
            yield NotAssessed("the plan gives no visibility", at=bound.channel.at.key)
        elif bound.unknown or bound.hidden:
            yield NotAssessed(bound.why, at=bound.at, resource=resource)
        elif bound.live is not None and not bound.archived:
            if bound.live.is_private is None:
                why = f"Slack does not tell whether {bound.live.id} is private"
                yield NotAssessed(why, at=bound.at, resource=resource)
            elif declared != (live := "private" if bound.live.is_private else "public"):
                yield Problem(
                    at=bound.channel.at / "visibility",
                    message=f"{bound.label} ({bound.live.id}) is {declared} in the plan, "
                    f"but {live} in Slack{drift.as_read}",
                    help=f"make it {declared} in Slack, or write `visibility: {live}`",
                    facts={
                        "channel": bound.channel.id,
                        "id": bound.live.id,
                        "declared": declared,
                        "live": live,
                        "read_at": drift.read_at,
                    },
                    resource=resource,
                )
