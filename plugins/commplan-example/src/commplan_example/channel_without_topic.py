"""A channel that does not say what to do in it."""

from __future__ import annotations

from commplan.api import Plan, Problem, Severity, Verdicts, rule


@rule("XEX101", severity=Severity.WARNING, profile="standard", since="0.1", source="house rule 7")
def channel_without_topic(
    plan: Plan, *, purposes: tuple[str, ...] = ("support-intake", "major-incident")
) -> Verdicts:
    """A channel where people look for help has no topic.

    Whoever comes there in need reads the line at the top and nothing else. Say
    in it who answers, how fast, and where to go instead.

    Bad:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            purpose: support-intake
            owner: "person:alice"
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 30m}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            purpose: support-intake
            owner: "person:alice"
            topic: Ask IT here. You get an answer within 30 minutes.
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 30m}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        channel: the id of the channel
        purpose: what it is for
    """
    for channel in plan.channels.values():
        if channel.retired or channel.topic or channel.purpose not in purposes:
            continue
        if channel.is_slack:
            yield Problem(
                at=channel.at,
                message=f"#{channel.name} is for {channel.purpose} and has no topic",
                help="add a `topic` that says who answers, and how fast",
                facts={"channel": channel.id, "purpose": channel.purpose},
            )
