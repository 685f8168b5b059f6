"""A Slack channel that the plan knows by its name only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import Fix, Plan, Problem, Put, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Channel, Drift


@rule(
    "CHN102",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="real: hmcts/cnp-jenkins-config (20 of 106 teams)",
    fix="unsafe",
)
def channel_id_missing(plan: Plan, maybe_drift: Drift | None) -> Iterator[Problem]:
    """A Slack channel has no id, so that a rename in Slack breaks the plan.

    Names change, and an old name may be given to another channel: messages then
    go to the wrong place, and nobody is told. The id stays. Slack shows it at the
    end of the channel's details. A channel that is archived or retired needs none. An
    audit knows the id of the channel that bears the name today, and can write it.

    Bad:
        channels:
          it-help: {kind: slack, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        channels:
          C01HELP: it-help

    Facts:
        channel: the id of the channel in the plan
        name: its name in Slack
    """
    for channel in plan.channels.values():
        if channel.is_slack and channel.slack is None and not channel.retired:
            yield Problem(
                at=channel.at,
                message=f"channel:{channel.id} is known by the name #{channel.name} only; "
                "a rename in Slack would break the plan",
                help="add `slack: C…`, the id at the end of the channel's details",
                facts={"channel": channel.id, "name": channel.name},
                fix=_fix(channel, maybe_drift),
            )


def _fix(channel: Channel, drift: Drift | None) -> Fix | None:
    """The id of the live channel that bears the name, where one was seen."""
    for bound in drift.channels if drift else ():
        if bound.channel.id == channel.id and bound.certain is not None:
            return Fix((Put(channel.at / "slack", bound.certain.id),))
    return None
