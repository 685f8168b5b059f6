"""A channel name that does not follow the house's own convention."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import (
    NotAssessed,
    PatternError,
    Plan,
    Problem,
    Related,
    Severity,
    Verdicts,
    finds,
    is_placeholder,
    name_faults,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Channel, Place


@rule("CHN004", severity=Severity.WARNING, profile="standard", since="0.1", source="B13")
def name_off_convention(plan: Plan) -> Verdicts:
    """The name of a Slack channel does not match the convention in `protocols.naming`.

    Whoever needs help in a hurry types the beginning of a name and takes what
    Slack offers; a channel that is called otherwise is not found. Rename the
    channel in Slack and here, which its id survives, or change the convention:
    a regular expression that has to match somewhere in the name, or one for each
    purpose. Names that Slack does not allow are left to CHN002.

    Bad:
        protocols: {naming: "^(it|inc)-[a-z0-9-]+$"}
        channels:
          help: {kind: slack, slack: C01HELP, name: ask-us, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        protocols: {naming: "^(it|inc)-[a-z0-9-]+$"}
        channels:
          help: {kind: slack, slack: C01HELP, name: it-help, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        name: the name, or null where the convention itself is no regular expression
        pattern: the regular expression
    """
    invalid = set()
    for channel, pattern, at in _conventions(plan):
        if pattern in invalid or not _is_judged(channel):
            continue
        try:
            yield from _compared(channel, pattern, at)
        except PatternError as fault:
            invalid.add(pattern)
            yield Problem(
                at=at,
                message=f"no channel can follow the convention {pattern!r}: it {fault}",
                help="write a regular expression, such as '^(it|inc)-[a-z0-9-]+$'",
                facts={"name": None, "pattern": pattern},
            )


def _conventions(plan: Plan) -> Iterator[tuple[Channel, str, Place]]:
    """Each channel with the expression that is meant for it, and where that stands."""
    naming, at = plan.protocols.naming, plan.protocols.at / "naming"
    if isinstance(naming, str):
        yield from ((channel, naming, at) for channel in plan.channels.values())
    elif naming:
        for channel in plan.channels.values():
            if channel.purpose is not None and channel.purpose in naming:
                yield channel, naming[channel.purpose], at / channel.purpose


def _is_judged(channel: Channel) -> bool:
    is_named = channel.is_slack and not channel.retired
    return is_named and not is_placeholder(channel.name) and not name_faults(channel.name)


def _compared(channel: Channel, pattern: str, at: Place) -> Verdicts:
    found = finds(pattern, channel.name)
    if found is None:
        reason = f"{pattern!r} takes too many steps to try on #{channel.name}"
        yield NotAssessed(reason, channel.name_at)
    elif not found:
        yield Problem(
            at=channel.name_at,
            message=f"#{channel.name} is off the naming convention {pattern!r}",
            help="rename the channel in Slack and here; its id stays the same",
            related=(Related(at, "the convention"),),
            facts={"name": channel.name, "pattern": pattern},
        )
