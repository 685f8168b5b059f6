"""A channel that nobody answers for."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import EMPTY, Plan, Problem, Related, Severity, emptied_by, rule


@rule("CHN101", severity=Severity.ERROR, profile="basic", since="0.1", source="A01")
def channel_unowned(plan: Plan) -> Iterator[Problem]:
    """A channel has no owner, or its owner is a group or role without anybody in it.

    Nobody keeps its topic true, answers what is asked there or closes it when it
    is no longer needed. Name a person, group, role or rotation as `owner`, and see
    that there is somebody in it. A channel whose `state` is archived or retired
    needs no owner.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        channel: the id of the channel
        owner: the owner that is nobody, or null
    """
    for channel in plan.channels.values():
        if channel.retired:
            continue
        if channel.owner is None:
            suggestion = plan.metadata.owner or "group:…"
            yield Problem(
                at=channel.at,
                message=f"channel:{channel.id} has no owner",
                help=f'add `owner: "{suggestion}"`',
                facts={"channel": channel.id, "owner": None},
            )
        elif empty := emptied_by(plan, channel.owner):
            faults = ", ".join(f"{party} {EMPTY[party.kind][0]}" for party in empty)
            yield Problem(
                at=channel.owner.at,
                message=f"channel:{channel.id} is owned by nobody: {faults}",
                help=EMPTY[empty[0].kind][1],
                related=tuple(Related(plan.definition(party).key, str(party)) for party in empty),
                facts={"channel": channel.id, "owner": str(channel.owner)},
            )
