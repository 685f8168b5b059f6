"""A name that Slack does not give to channels."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Channel,
    Fix,
    Plan,
    Problem,
    Put,
    Severity,
    is_placeholder,
    legal_name,
    name_faults,
    rule,
    visible,
)


@rule(
    "CHN002",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="real: Tempelis accepts `Bad Channel NAME!!`; navikt/ghep",
    fix="unsafe",
)
def channel_name_illegal(plan: Plan) -> Iterator[Problem]:
    """A Slack channel name has capitals, spaces or punctuation, or more than 80 characters.

    Slack has no such channel: whoever looks for the name finds nothing, and
    nothing can create it. Small letters, letters of scripts without case, digits,
    `-` and `_` are legal. A channel without `name` is called by its key.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, name: IT Help!, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, name: it-help, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        name: the name
        length: its length in characters
    """
    for channel in plan.channels.values():
        name = visible(channel.name)  # PLN002 speaks of the rest
        if not channel.is_slack or not (faults := name_faults(name)) or is_placeholder(name):
            continue
        yield Problem(
            at=channel.name_at,
            message=f"{name!r} cannot name a Slack channel: {', '.join(faults)}",
            help=_help(channel, legal_name(channel.name)),
            facts={"name": name, "length": len(name)},
            fix=_fix(channel, legal_name(channel.name)),
        )


def _fix(channel: Channel, legal: str | None) -> Fix | None:
    return Fix((Put(channel.at / "name", legal),)) if legal else None


def _help(channel: Channel, legal: str | None) -> str | None:
    if legal is None:
        return None
    return f"write {legal!r}" if channel.declared_name is not None else f'add `name: "{legal}"`'
