"""People whom a message is meant for and who never get it."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Channel,
    Message,
    Plan,
    Problem,
    Reference,
    Related,
    Severity,
    circle,
    left_out,
    listed,
    rule,
)


@rule("STK201", severity=Severity.ERROR, profile="standard", since="0.1", source="A06 A09")
def audience_unreached(plan: Plan) -> Iterator[Problem]:
    """Part of a message type's audience is in the audience of none of its channels.

    Whoever sends it believes that everybody knows; some hear of it in the
    corridor. Send it by a channel that is addressed to them too, or correct the
    `audience` of the channel. Groups are compared by their members where the plan
    lists those of both, else by name; fallbacks do not count. A channel without
    an audience is left to CHN001, a message without one to PLN104.

    Bad:
        messages:
          change:
            audience: ["group:employees", "group:finance"]
            via: ["channel:status"]
        channels:
          status: {kind: status-page, audience: ["group:employees"], owner: "person:alice"}
        stakeholders:
          groups:
            employees: {slack_usergroup: S03ALL}
            finance: {slack_usergroup: S04FIN}
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        messages:
          change:
            audience: ["group:employees", "group:finance"]
            via: ["channel:status"]
        channels:
          status:
            kind: status-page
            audience: ["group:employees", "group:finance"]
            owner: "person:alice"
        stakeholders:
          groups:
            employees: {slack_usergroup: S03ALL}
            finance: {slack_usergroup: S04FIN}
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        message: the id of the message type
        unreached: the people, groups and parties that no channel is addressed to
        channels: the channels by which it goes
    """
    for message in plan.messages.values():
        if not plan.all_sound(message.via):
            continue
        channels = [plan.channels[route.id] for route in message.via]
        addressed = [party for channel in channels for party in channel.audience]
        if not channels or not all(channel.audience for channel in channels):
            continue
        named = {(party.kind, party.id) for party in addressed}
        doubtful = [part for part in message.audience if (part.kind, part.id) not in named]
        if doubtful and plan.all_sound(addressed):
            reached = circle(plan, addressed)
            missing = {part: left_out(plan, part, reached) for part in doubtful}
            if any(missing.values()):
                yield _problem(plan, message, missing, channels)


def _problem(
    plan: Plan,
    message: Message,
    missing: dict[Reference, tuple[Reference, ...]],
    channels: list[Channel],
) -> Problem:
    missing = {part: parties for part, parties in missing.items() if parties}
    routes = [f"channel:{channel.id}" for channel in channels]
    addressed = dict.fromkeys(str(party) for channel in channels for party in channel.audience)
    unreached = dict.fromkeys(str(party) for parties in missing.values() for party in parties)
    return Problem(
        at=next(iter(missing)).at,
        message=f"'{message.id}' does not reach "
        f"{listed([_words(plan, part, parties) for part, parties in missing.items()])}: "
        f"{listed(routes)} {'is' if len(routes) == 1 else 'are'} addressed to "
        f"{listed([*addressed])} only",
        help="send it by a channel that is addressed to them too",
        related=tuple(
            Related(channel.at / "audience", f"whom channel:{channel.id} is addressed to")
            for channel in channels
        ),
        facts={"message": message.id, "unreached": [*unreached], "channels": routes},
    )


def _words(plan: Plan, part: Reference, missing: tuple[Reference, ...]) -> str:
    """``group:finance``, or where it is some of a group only ``person:chen of group:it-ops``."""
    whole = len(missing) == len(left_out(plan, part, {}))
    return str(part) if whole else f"{listed([str(party) for party in missing])} of {part}"
