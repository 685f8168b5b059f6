"""Requests that leave no ticket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import PatternError, Plan, Problem, Related, Severity, finds, rule

if TYPE_CHECKING:
    from commplan.api import Channel, Place

_TICKETING = "ticketing"
_INTAKE_PURPOSE = "support-intake"


@rule("TKT101", severity=Severity.ERROR, profile="standard", since="0.1", source="B03 B13 B16")
def intake_without_ticketing(plan: Plan) -> Iterator[Problem]:
    """A channel that takes requests has no ticketing tool, or no pattern of its ticket keys.

    A request that is only a message scrolls away: nobody owns it, nobody can count
    it, and the second person to have the same trouble starts from nothing. Name
    the tool in `intake.ticketing`, and in `intake.key_pattern` the regular
    expression of its keys, by which a thread and its ticket find each other. A
    channel takes requests if it has `intake` or the purpose `support-intake`; one
    of kind ticketing is the tool itself.

    Bad:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {threads: required}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 4h}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {threads: required, ticketing: "tool:jira", key_pattern: "IT-[0-9]+"}
        tools:
          jira: {kind: ticketing, provider: atlassian}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 4h}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        channel: the id of the channel
        missing: which of ticketing and key_pattern is absent or does not do
    """
    for channel in plan.channels.values():
        takes_requests = channel.intake is not None or channel.purpose == _INTAKE_PURPOSE
        if takes_requests and channel.kind != _TICKETING and not channel.retired:
            lacks = [lack for lack in (_tool(plan, channel), _pattern(channel)) if lack]
            if lacks:
                yield Problem(
                    at=lacks[0].at,
                    message=f"channel:{channel.id} takes requests, "
                    f"but {' and '.join(lack.words for lack in lacks)}",
                    help=f"write {' and '.join(lack.remedy for lack in lacks)}",
                    related=tuple(
                        Related(lack.at, lack.words) for lack in lacks if lack.at != lacks[0].at
                    ),
                    facts={"channel": channel.id, "missing": [lack.key for lack in lacks]},
                )


class _Lack(NamedTuple):
    """What a request in the channel goes without."""

    key: str
    at: Place
    words: str
    remedy: str


def _tool(plan: Plan, channel: Channel) -> _Lack | None:
    named = channel.intake.ticketing if channel.intake else None
    known = next((t.id for t in plan.tools.values() if t.is_kind(_TICKETING)), "…")
    remedy = f'`ticketing: "tool:{known}"`'
    if named is None:
        return _Lack("ticketing", _at(channel), "no tool keeps tickets of them", remedy)
    if not plan.sound(named):
        return None
    tool = plan.tools[named.id]
    if tool.kind is None or tool.is_kind(_TICKETING):
        return None
    words = f"{named}, which should keep tickets of them, is of kind {tool.kind}"
    return _Lack("ticketing", named.at, words, remedy)


def _pattern(channel: Channel) -> _Lack | None:
    pattern = channel.intake.key_pattern if channel.intake else None
    example = '`key_pattern: "IT-[0-9]+"`'
    if channel.intake is None or pattern is None:
        words = "nothing says how a ticket's key looks"
        return _Lack("key_pattern", _at(channel), words, example)
    try:
        finds(pattern, "")
    except PatternError as fault:
        at = channel.intake.at / "key_pattern"
        words = f"the pattern of their tickets' keys, {pattern!r}, {fault}"
        return _Lack("key_pattern", at, words, example)
    return None


def _at(channel: Channel) -> Place:
    return channel.intake.at if channel.intake else channel.at
