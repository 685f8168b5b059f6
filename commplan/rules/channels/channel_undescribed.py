"""A channel that does not say what it is for, or for whom."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Severity, listed, rule


@rule("CHN001", severity=Severity.WARNING, profile="standard", since="0.1", source="B13")
def channel_undescribed(plan: Plan) -> Iterator[Problem]:
    """A channel has no `purpose` or no `audience`.

    Whoever has something to say looks for the channel that is meant for it, and
    whoever reads wants to know that it is meant for them. Without purpose and
    audience nobody can tell two channels apart, and no other rule can say whether
    a message reaches those it is for. Channels out of use need neither.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, purpose: support-intake, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
        slas:
          desk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}

    Good:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            purpose: support-intake
            audience: ["group:employees"]
            owner: "person:alice"
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
          groups:
            employees: {class: end-users, slack_usergroup: S03ALL}
        slas:
          desk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}

    Facts:
        channel: the id of the channel
        missing: what it does not say, of purpose and audience
    """
    for channel in plan.channels.values():
        if channel.retired:
            continue
        told = {"purpose": channel.purpose, "audience": channel.audience}
        missing = [key for key, value in told.items() if not value]
        if missing:
            yield Problem(
                at=channel.at.key,
                message=f"channel:{channel.id} has no {listed(missing)}",
                help="say what it is for and whom it is to reach",
                facts={"channel": channel.id, "missing": missing},
            )
