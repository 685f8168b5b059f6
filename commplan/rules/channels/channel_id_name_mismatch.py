"""A channel whose id and name mean two channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import BoundChannel, Drift, LiveChannel, Verdicts


@rule(
    "CHN308",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A05",
    reads=("public-channels", "private-channels"),
)
def channel_id_name_mismatch(drift: Drift) -> Verdicts:
    """The declared name belongs to another live channel than the declared id.

    People go by the name and programs by the id, so they part ways; it happens
    when a channel is created anew. Decide which one is meant and correct the
    other. The name is `name`, or the key of the channel where that is absent.

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
          C01HELP: {name: it-help-old, is_archived: true}
          C02HELP: it-help

    Facts:
        channel: the channel's id in the plan
        declared: the Slack id in the plan
        name: the name in the plan
        live_id: the Slack id of the channel with that name
        live_name: the name of the channel with the declared id, or null
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        if bound.in_use and bound.mismatched and bound.rival is not None:
            yield Problem(
                at=bound.at,
                message=f"{bound.label} is {bound.declared} in the plan, but in Slack "
                f"{bound.label} is {bound.rival.id} and {_other(bound)}{drift.as_read}",
                help=_help(bound, bound.rival),
                related=(Related(bound.channel.name_at, "the name in the plan"),),
                facts={
                    "channel": bound.channel.id,
                    "declared": bound.declared,
                    "name": bound.channel.name,
                    "live_id": bound.rival.id,
                    "live_name": bound.live.name if bound.live else None,
                    "read_at": drift.read_at,
                },
                resource=Resource(*bound.object),
            )
        elif bound.in_use and (why := bound.why or bound.name_doubt):
            yield NotAssessed(why, at=bound.at, resource=Resource(*bound.object))


def _other(bound: BoundChannel) -> str:
    if bound.live is None:
        return f"{bound.declared} is not there"
    archived = "" if bound.live.is_live else ", which is archived"
    return f"{bound.declared} is #{bound.live.name}{archived}"


def _help(bound: BoundChannel, rival: LiveChannel) -> str:
    by_name = f"write `slack: {rival.id}`"
    if bound.live is None or not bound.live.is_live or bound.live.name is None:
        return by_name
    return f"{by_name} if the name is right, `name: {bound.live.name}` if the id is"
