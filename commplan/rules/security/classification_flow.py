"""Content that is more confidential than where it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.api import (
    Channel,
    Classification,
    Message,
    Place,
    Plan,
    Problem,
    Reference,
    Related,
    Severity,
    routes_of,
    rule,
)


@rule(
    "SEC201",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A35 A38; ISO 27001 A.5.14",
)
def classification_flow(plan: Plan) -> Iterator[Problem]:
    """A message type is more confidential than a channel that it uses, or its medium, may carry.

    Whoever follows the plan tells too many people. Send the message another way,
    or write it so that it may be of a lower class. The fallback of a channel counts
    as used. A channel may not claim more than `classification.medium_ceiling`
    grants its kind, either; where it does, the messages that rely on the claim are
    named beside it. Classes of which neither stands above the other do not fit. A
    class that is missing or does not exist is left to SEC101.

    Bad:
        classification: {order: [public, internal, confidential, restricted]}
        messages:
          security-update: {class: restricted, via: ["channel:lead-mail"]}
        channels:
          lead-mail: {kind: email, ceiling: internal, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        classification: {order: [public, internal, confidential, restricted]}
        messages:
          security-update: {class: restricted, via: ["channel:sec-incident"]}
        channels:
          sec-incident: {kind: slack, slack: C03SEC, ceiling: restricted, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        message: the id of the message type, or null where a channel claims too much
        class: its class, or what the channel claims to carry
        channel: the id of the channel
        limit: the highest class that may be there
        medium: the kind of the channel where it sets the limit, else null
    """
    classes = plan.classification
    found: dict[Place, list[_Leak]] = {}
    for message in plan.messages.values():
        if (content := classes.known(message.message_class)) is not None:
            for leak in _leaks(plan, message, content):
                found.setdefault(leak.at, []).append(leak)
    for leaks in found.values():
        yield _problem(classes, leaks)
    for channel in plan.channels.values():
        claim, limit = classes.known(channel.ceiling), _of_medium(classes, channel)
        if claim is not None and limit is not None and not classes.at_most(claim, limit):
            yield _overclaim(plan, channel, claim, limit)


class _Leak(NamedTuple):
    """A message that is too confidential for a channel."""

    message: Message
    content: str
    """The class of the message."""
    channel: Channel
    limit: str
    of_medium: bool
    """The limit is that of the medium."""
    instead_of: Channel | None
    """The channel that it is the fallback of."""
    at: Place


def _of_medium(classes: Classification, channel: Channel) -> str | None:
    """The highest class that may go through such a channel, whatever it claims."""
    return classes.known(classes.medium_ceiling.get(channel.kind))


def _leaks(plan: Plan, message: Message, content: str) -> Iterator[_Leak]:
    """Channels that are too open; nothing is said of fallbacks behind one of them."""
    waiting: list[tuple[Reference, Channel | None]] = [(route, None) for route in message.via]
    classes, seen = plan.classification, set[str]()
    for reference, instead_of in waiting:  # fallbacks join the end of the line
        if reference.id in seen or not plan.sound(reference):
            continue
        seen.add(reference.id)
        channel = plan.channels[reference.id]
        ceiling = classes.known(channel.ceiling)
        limit = classes.limit(channel.ceiling, channel.kind)
        if limit is not None and not classes.at_most(content, limit):
            of_medium = ceiling is None
            yield _Leak(message, content, channel, limit, of_medium, instead_of, reference.at)
        elif channel.fallback is not None:
            waiting.append((channel.fallback, channel))


def _problem(classes: Classification, leaks: list[_Leak]) -> Problem:
    leak, *others = sorted(leaks, key=lambda leak: leak.message.id)
    channel = leak.channel
    where = f"channel:{channel.id}"
    if leak.instead_of:
        where = f"{where}, the fallback of channel:{leak.instead_of.id},"
    if leak.of_medium:
        where = f"{where} is of kind {channel.kind}, which"
    more = f" (and {len(others)} more)" if others else ""
    limit_at = (
        classes.at / "medium_ceiling" / channel.kind if leak.of_medium else channel.at / "ceiling"
    )
    return Problem(
        at=leak.at,
        message=f"'{leak.message.id}'{more} is {leak.content}, but {where} carries at most "
        f"{leak.limit}{_beside(classes, leak.content, leak.limit)}",
        help=f"use a channel that may carry {leak.content}",
        related=(
            Related(leak.message.at / "class", f"'{leak.message.id}' is {leak.content}"),
            Related(limit_at, f"at most {leak.limit}"),
            *(Related(o.message.at / "class", f"'{o.message.id}' is {o.content}") for o in others),
        ),
        facts={
            "message": leak.message.id,
            "class": leak.content,
            "channel": channel.id,
            "limit": leak.limit,
            "medium": channel.kind if leak.of_medium else None,
        },
    )


def _overclaim(plan: Plan, channel: Channel, claim: str, limit: str) -> Problem:
    classes = plan.classification
    relying = (
        message
        for message in plan.messages.values()
        if (content := classes.known(message.message_class)) is not None
        and classes.at_most(content, claim)
        and not classes.at_most(content, limit)
        and channel in routes_of(plan, message).channels
    )
    return Problem(
        at=channel.at / "ceiling",
        message=f"channel:{channel.id} is to carry {claim}, but {channel.kind} carries at most "
        f"{limit}{_beside(classes, claim, limit)}",
        help=f"lower its `ceiling` to {limit}, and send by another channel what is above that",
        related=(
            Related(classes.at / "medium_ceiling" / channel.kind, f"at most {limit}"),
            *(
                Related(message.at / "class", f"'{message.id}' is {message.message_class}")
                for message in relying
            ),
        ),
        facts={
            "message": None,
            "class": claim,
            "channel": channel.id,
            "limit": limit,
            "medium": channel.kind,
        },
    )


def _beside(classes: Classification, content: str, limit: str) -> str:
    """A remark where the class is not higher, but another one."""
    beside = classes.at_most(content, limit) is None
    return ", and neither of the two is above the other" if beside else ""
