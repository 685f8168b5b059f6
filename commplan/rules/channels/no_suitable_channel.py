"""A kind of channel that is missing, or a message in a channel that does not suit it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from commplan.api import Plan, Problem, Related, Severity, listed, one_of, rule

if TYPE_CHECKING:
    from commplan.api import Channel, Message

_SUITS: Mapping[str, tuple[str, ...]] = {
    "incident": ("slack", "paging", "phone", "video", "status-page"),
    "change": ("slack", "email", "status-page"),
    "expectation": ("slack", "email", "status-page"),
    "report": ("email", "slack", "docs"),
    "proactive": ("form", "slack", "email"),
}
_ALSO = {"chat": "slack", "slack": "chat"}
"""What suits Slack suits any other chat, and whoever has Slack has a chat."""


@rule(
    "CHN103",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A05 A24 A33; ISO 27001 7.4",
)
def no_suitable_channel(
    plan: Plan,
    *,
    kinds: tuple[str, ...] = ("chat", "email", "video", "docs", "ticketing"),
    suits: Mapping[str, tuple[str, ...]] = _SUITS,
) -> Iterator[Problem]:
    """A kind of tool is missing, or a message goes by channels that do not suit its kind.

    Without a place for documents, answers are lost in chats; without video, what
    takes five minutes to show takes a day to write. `kinds` are those that a team
    should have, as a tool (its `kind` or `also`) or a channel. And a message has
    to fit where it is sent: nobody reads about an outage in a wiki, and nobody
    keeps a report that was read out on the phone. `suits` lists for each kind of
    message what suits it; one such channel in `via` is enough.

    Bad:
        messages:
          incident-update: {kind: incident, via: ["channel:wiki"]}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
          it-list: {kind: email, owner: "person:alice"}
          bridge: {kind: video, owner: "person:alice"}
          wiki: {kind: docs, owner: "person:alice"}
          tickets: {kind: ticketing, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        messages:
          incident-update: {kind: incident, via: ["channel:it-help", "channel:wiki"]}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
          it-list: {kind: email, owner: "person:alice"}
          bridge: {kind: video, owner: "person:alice"}
          wiki: {kind: docs, owner: "person:alice"}
          tickets: {kind: ticketing, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        kind: the kind of tool that is missing, or the kind of the message
        message: the id of the message type, or null where a kind of tool is missing
        routes: the ids of the channels it goes by, and their kinds
    """
    there = _there(plan)
    for kind in kinds:
        if kind not in there:
            yield Problem(
                at=plan.root / "tools",
                message=f"the plan has no tool or channel for {kind}",
                help=f"add a tool with `kind: {kind}`, or a channel of that kind",
                facts={"kind": kind, "message": None, "routes": {}},
            )
    for message in plan.messages.values():
        fitting = suits.get(message.kind or "", _SUITS.get(message.kind or "", ()))
        if fitting and message.via and plan.all_sound(message.via):
            channels = [plan.channels[reference.id] for reference in message.via]
            if not any(_kinds_of(channel).intersection(fitting) for channel in channels):
                yield _unsuited(message, channels, fitting)


def _there(plan: Plan) -> set[str]:
    """Kinds of tools and channels that are in use."""
    there = {kind for tool in plan.tools.values() for kind in (tool.kind or "", *tool.also)}
    return there.union(*(_kinds_of(c) for c in plan.channels.values() if not c.retired))


def _kinds_of(channel: Channel) -> set[str]:
    return {channel.kind, _ALSO.get(channel.kind, channel.kind)}


def _unsuited(message: Message, channels: list[Channel], fitting: tuple[str, ...]) -> Problem:
    by = [f"channel:{channel.id} ({channel.kind})" for channel in channels]
    return Problem(
        at=message.at / "via",
        message=f"{message.id!r} is of kind {message.kind}, which {listed(by)} "
        f"{'do' if len(by) > 1 else 'does'} not suit; {one_of(fitting)} would",
        help="add a channel of such a kind to `via`",
        related=tuple(Related(c.at / "kind", f"channel:{c.id}") for c in channels),
        facts={
            "kind": message.kind,
            "message": message.id,
            "routes": {channel.id: channel.kind for channel in channels},
        },
    )
