"""A channel that others should be able to read, and cannot."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Severity, rule


@rule("CHN105", severity=Severity.WARNING, profile="standard", since="0.1", source="A27 B01 B06")
def closed_by_default(
    plan: Plan, *, open: tuple[str, ...] = ("support-intake", "major-incident", "team")
) -> Iterator[Problem]:
    """A Slack channel whose purpose concerns others is private, and nobody says why.

    In a private channel nobody outside can look for an answer that was given
    before, see that an incident is known, or help. Make the channel public, or
    say in `private_reason` what must stay between its members. `open` lists the
    purposes that are meant.

    Bad:
        channels:
          it-ops:
            kind: slack
            slack: C04OPS
            purpose: team
            owner: "person:alice"
            visibility: private
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-ops:
            kind: slack
            slack: C04OPS
            purpose: team
            owner: "person:alice"
            visibility: private
            private_reason: customers' names are mentioned
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        channel: the id of the channel
        purpose: what it is for
    """
    for channel in plan.channels.values():
        is_closed = channel.is_slack and channel.declared_private and not channel.retired
        if is_closed and channel.purpose in open and channel.private_reason is None:
            yield Problem(
                at=channel.at / "visibility",
                message=f"channel:{channel.id} is for {channel.purpose!r}, which others should be "
                "able to read, but is private for no stated reason",
                help="make it public, or say why not in `private_reason`",
                facts={"channel": channel.id, "purpose": channel.purpose},
            )
