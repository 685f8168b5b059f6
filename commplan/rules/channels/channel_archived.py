"""A channel in use that is archived in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Verdicts


@rule(
    "CHN306",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A05",
    reads=("public-channels", "private-channels"),
)
def channel_archived(drift: Drift) -> Verdicts:
    """A channel that the plan declares active is archived in Slack.

    Nobody can write in it, neither people nor alerts. Unarchive it, name the
    channel that took its place, or write `state: archived` and see with CHN107
    what still leads to it.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice", state: archived}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C01HELP: {name: it-help, is_archived: true}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        if bound.in_use and bound.archived:
            _, id_, _ = bound.object
            yield Problem(
                at=bound.at,
                message=f"{bound.title} is in use in the plan, "
                f"but archived in Slack{drift.as_read}",
                help="unarchive it in Slack, write the id of the channel in its place, "
                "or write `state: archived`",
                facts={"channel": bound.channel.id, "id": id_, "read_at": drift.read_at},
                resource=Resource(*bound.object),
            )
        elif bound.in_use and (bound.unknown or bound.hidden):
            yield NotAssessed(bound.why, at=bound.at, resource=Resource(*bound.object))
