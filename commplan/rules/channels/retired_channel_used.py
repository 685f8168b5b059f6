"""A channel that is out of use, in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from commplan.api import (
    Channel,
    Fix,
    Place,
    Plan,
    Pointer,
    Problem,
    Reference,
    Related,
    Remove,
    Severity,
    day_at,
    entity_name,
    rule,
)

_USES = {
    ("messages", "via"): "a route",
    ("channels", "fallback"): "the fallback",
    ("requests", "intake"): "the intake",
    ("monitoring", "channel"): "the channel",
    ("slas", "publish_in"): "a place of publication",
    ("stakeholders", "default_channels"): "a default channel",
    ("kpis", "on_breach"): "the alert channel",
    ("channels", "to"): "the far end of a bridge",
    ("escalations", "notify"): "a target",
    ("feedback", "suggestions"): "the place for suggestions",
    ("feedback", "speak_up"): "the place to speak up",
    ("protocols", "redirect_to"): "the redirect for direct messages",
}
"""Sections and fields that send somebody to a channel, and what that makes of it."""


@rule(
    "CHN107",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A14; real: Tempelis accepts it",
    fix="unsafe",
)
def retired_channel_used(plan: Plan, as_of: int) -> Iterator[Problem]:
    """A channel that is archived, retired or expired is still used by the plan.

    What is sent there reaches nobody. Name the channel that took its place
    wherever it is a route, fallback, intake, alert channel, place of publication
    or default channel, or people are sent there otherwise. The day of `expires`
    itself still counts. The fix takes it out of lists in which another one is left.

    Bad:
        messages:
          delay: {kind: expectation, via: ["channel:news", "channel:it-news"]}
        channels:
          news: {kind: slack, slack: C05NEWS, state: archived, owner: "person:alice"}
          it-news: {kind: slack, slack: C06NEWS, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        messages:
          delay: {kind: expectation, via: ["channel:it-news"]}
        channels:
          news: {kind: slack, slack: C05NEWS, state: archived, owner: "person:alice"}
          it-news: {kind: slack, slack: C06NEWS, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        channel: the id of the channel
        uses: how many places still name it
    """
    today = day_at(as_of, plan.metadata.timezone)
    retired = {c.id: c for c in plan.channels.values() if _is_over(c, today)}
    if not retired:
        return
    found: dict[str, list[tuple[Reference, str]]] = {}
    for field in plan.reference_fields:
        reference = field.reference
        use = _use(reference.at.pointer)
        is_over = reference.kind == "channel" and reference.id in retired
        if use and is_over and not _belongs_to(reference.at.pointer, retired):
            found.setdefault(reference.id, []).append((reference, use))
    from commplan.api import dispensable  # only where a channel is out of use

    gone = {("channel", key) for key in retired}
    for key, uses in found.items():
        places = dispensable(plan, (reference for reference, _ in uses), gone)
        yield _problem(retired[key], uses, places)


def _is_over(channel: Channel, today: date) -> bool:
    return channel.retired or (channel.expires is not None and channel.expires < today)


def _use(pointer: Pointer) -> str | None:
    field = next(step for step in reversed(pointer) if isinstance(step, str))
    noun = _USES.get((str(pointer[0]), field))
    return f"{noun} of {entity_name(pointer)}" if noun else None


def _belongs_to(pointer: Pointer, channels: Mapping[str, Channel]) -> bool:
    """Whether the place is inside one of these channels: what is over sends nobody anywhere."""
    return pointer[0] == "channels" and pointer[1] in channels


def _problem(
    channel: Channel, uses: list[tuple[Reference, str]], places: tuple[Place, ...]
) -> Problem:
    (first, use), *others = uses
    fate = f"is {channel.state}" if channel.retired else f"expired on {channel.expires}"
    more = f" (and {len(others)} more)" if others else ""
    state_at = channel.at / ("state" if channel.retired else "expires")
    return Problem(
        at=first.at,
        message=f"channel:{channel.id} {fate}, but is still {use}{more}",
        help="name the channel that took its place",
        related=(
            Related(state_at, fate),
            *(Related(reference.at, words) for reference, words in others),
        ),
        facts={"channel": channel.id, "uses": len(uses)},
        fix=Fix(tuple(map(Remove, places))) if places else None,
    )
