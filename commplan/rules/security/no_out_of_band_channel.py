"""A security incident without a place to talk about it."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Channel,
    Plan,
    Problem,
    Reference,
    Related,
    Severity,
    listed,
    routes_by,
    rule,
)

_PURPOSE = "security-incident"
_TEMPLATE = "security"
_CHAT = ("slack", "chat")


@rule(
    "SEC105",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="B15; NIS2 21(2)(j)",
)
def no_out_of_band_channel(plan: Plan) -> Iterator[Problem]:
    """Security incidents have no channel that works while the chat is not to be trusted.

    An intruder in the chat reads what is planned against them, and a sign-on that
    is taken over locks everybody out. Let the channel for security incidents fall
    back to one with `out_of_band: true` that shares no provider, sign-on or other
    dependency with the chat, such as a phone bridge. For security incidents are
    channels with the purpose `security-incident`, and the channels of message types
    that go there or use a template of type `security`; fallbacks count. The chat is
    every channel of kind slack or chat that is not out of band itself.

    Bad:
        channels:
          sec-incident:
            kind: slack
            slack: C03SEC
            purpose: security-incident
            owner: "person:alice"
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          sec-incident:
            kind: slack
            slack: C03SEC
            purpose: security-incident
            owner: "person:alice"
            fallback: "channel:oob"
          oob: {kind: phone, provider: telco, out_of_band: true, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        routes: the channels for security incidents, fallbacks included
        out_of_band: those of them that are said to be out of band
        shared: what these share with the chat
    """
    if not plan.channels:
        return
    routes = routes_by(plan, _starts(plan))
    shared = {c.id: _shared(plan, c) for c in routes.channels if _is_apart(c)}
    if all(shared.values()) and not routes.broken:
        by_use = sorted(
            routes.channels, key=lambda channel: (channel.purpose != _PURPOSE, channel.id)
        )
        yield _problem(plan, by_use, shared)


def _starts(plan: Plan) -> Iterator[Reference]:
    """The channels by which people speak of security incidents at first."""
    for channel in plan.channels.values():
        if channel.purpose == _PURPOSE:
            yield Reference("channel", channel.id, channel.at)
    for message in plan.messages.values():
        template, via = message.template, [route for route in message.via if plan.sound(route)]
        if (
            template is not None
            and plan.sound(template)
            and plan.templates[template.id].type == _TEMPLATE
        ) or any(plan.channels[route.id].purpose == _PURPOSE for route in via):
            yield from message.via


def _is_apart(channel: Channel) -> bool:
    return channel.out_of_band is True and not channel.retired


def _shared(plan: Plan, channel: Channel) -> list[str]:
    """What takes down the chat together with a channel."""
    own, shared = plan.components.of_channel(channel), set[str]()
    for chat in plan.channels.values():
        if chat.kind in _CHAT and not chat.out_of_band:
            shared |= own & plan.components.of_channel(chat)
    return sorted(shared)


def _problem(plan: Plan, routes: list[Channel], shared: dict[str, list[str]]) -> Problem:
    spare = min(
        (c.id for c in plan.channels.values() if _is_apart(c) and not _shared(plan, c)),
        default=None,
    )
    apart = f'"channel:{spare}"' if spare else "a channel with `out_of_band: true`"
    if not routes:
        at = plan.root / "channels"
        fact = "no channel is for security incidents, let alone one outside the chat"
        remedy = f"give one the purpose `{_PURPOSE}`, and as its `fallback` {apart}"
    elif shared:
        first, common = min(shared.items())
        at = plan.channels[first].at / "out_of_band"
        fact = f"channel:{first} is not out of band: like the chat it rests on {listed(common)}"
        remedy = "use another provider and another sign-on for it"
    else:
        end = next((channel for channel in routes if channel.fallback is None), routes[0])
        at = end.at.key
        names = listed([f"channel:{channel.id}" for channel in routes])
        whether = "and it is not" if len(routes) == 1 else "none of which is"
        fact = f"security incidents go by {names} only, {whether} out of band"
        remedy = f"name {apart} as `fallback` of channel:{end.id}"
    return Problem(
        at=at,
        message=fact,
        help=remedy,
        related=tuple(Related(channel.at.key, "for security incidents") for channel in routes),
        facts={
            "routes": [channel.id for channel in routes],
            "out_of_band": sorted(shared),
            "shared": sorted({name for common in shared.values() for name in common}),
        },
    )
