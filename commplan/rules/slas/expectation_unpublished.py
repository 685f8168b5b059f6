"""A promise that those it is made to cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Fix, Plan, Problem, Put, Related, Severity, Sla, listed, rule


@rule(
    "SLA104",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A28 B11 B16",
    fix="unsafe",
)
def expectation_unpublished(plan: Plan) -> Iterator[Problem]:
    """An SLA applies to a channel in which it is not published.

    Whoever asks and does not know that two days are promised asks again after an
    hour, by direct message, and the team lives by whoever shouts. Name the channel
    in `publish_in`; an audit then looks for the promise among its pins and
    bookmarks. Channels that are archived or retired need no promise.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, purpose: support-intake, owner: "person:alice"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 4h}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, purpose: support-intake, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: 24x7
            targets: {first_response: 4h}
            publish_in: ["channel:it-help"]
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        sla: id of the SLA
        channels: the channels that it applies to and is not published in
    """
    for sla in plan.slas.values():
        published = {reference.id for reference in sla.publish_in}
        channels = [
            channel
            for channel in map(plan.channels.get, sla.channels)
            if channel is not None and not channel.retired and channel.id not in published
        ]
        if channels and plan.all_sound(sla.publish_in):
            names = [f"channel:{channel.id}" for channel in channels]
            yield Problem(
                at=sla.at / "publish_in" if sla.publish_in else sla.at,
                message=f"sla:{sla.id} applies to {listed(names)}, where nobody can read it",
                help=f"add {listed([f'`{name}`' for name in names])} to `publish_in`",
                related=tuple(
                    Related(channel.at.key, name)
                    for channel, name in zip(channels, names, strict=True)
                ),
                facts={"sla": sla.id, "channels": [channel.id for channel in channels]},
                fix=_published(sla, names),
            )


def _published(sla: Sla, names: list[str]) -> Fix:
    """Add channels to ``publish_in``."""
    at = sla.at / "publish_in"
    if not sla.publish_in:
        return Fix((Put(at, names),))
    return Fix(tuple(Put(at / len(sla.publish_in), name) for name in names))
