"""Several channels for one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import exp, log
from typing import TYPE_CHECKING

from commplan.api import Plan, Problem, Related, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Channel, Message, Reference

_Party = tuple[str, str]
"""Kind and id of somebody who is addressed."""
_ROUNDING = 1e-9
"""What floating-point numbers may add to a number that keeps its limit."""


@rule("CHN201", severity=Severity.WARNING, profile="standard", since="0.1", source="A14")
def channel_fragmentation(plan: Plan, *, max_venues: float = 5.0) -> Iterator[Problem]:
    """Two channels serve one purpose for the same people, or a group is told in too many places.

    Where there are two places to ask, people ask in both or in the wrong one, and
    half of the answers stand where nobody looks. Keep one channel for each purpose
    and audience, or make one the `fallback` of the other. Audiences meet where they
    name the same group, or groups with a member in common.

    The places in which a group is told things are counted by their weight, the
    number of message types that reach the group there: exp(−Σ p ln p) with p the
    share of each. Six channels with one type each are 6, but 7, 2 and 1 types in
    three channels are 2.2. Let types share channels until `max_venues` is kept.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, purpose: team, owner: "person:alice",
            audience: ["group:employees"]}
          help-desk: {kind: slack, slack: C02DESK, purpose: team, owner: "person:alice",
            audience: ["group:employees"]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
          groups:
            employees: {slack_usergroup: S03ALL}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, purpose: team, owner: "person:alice",
            audience: ["group:employees"]}
          managers: {kind: slack, slack: C02MNG, purpose: team, owner: "person:alice",
            audience: ["group:leadership"]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
          groups:
            employees: {slack_usergroup: S03ALL}
            leadership: {slack_usergroup: S02LEADS}

    Facts:
        purpose: the purpose that several channels serve
        channels: their ids, or the number of message types in each channel that reaches the group
        shared: for whom, or null
        group: the group that is told in many places, or null
        venues: the effective number of channels, or null
    """
    yield from _rivals(plan)
    yield from _scattered(plan, max_venues)


def _rivals(plan: Plan) -> Iterator[Problem]:
    """Each channel with the first one before it that does its work."""
    by_purpose: dict[str, list[Channel]] = {}
    for channel in plan.channels.values():
        if channel.purpose is not None and channel.audience and not channel.retired:
            by_purpose.setdefault(channel.purpose, []).append(channel)
    for purpose, channels in by_purpose.items():
        seen: dict[_Party, list[Channel]] = {}
        for channel in _once(channels) if len(channels) > 1 else ():
            rivals: dict[str, tuple[Channel, list[_Party]]] = {}
            for party in _parties(plan, channel.audience):
                before = seen.setdefault(party, [])
                rival = next((other for other in before if not _stands_in(channel, other)), None)
                if rival is not None:
                    rivals.setdefault(rival.id, (rival, []))[1].append(party)
                before.append(channel)
            if rivals:
                yield _rivalry(purpose, channel, *next(iter(rivals.values())))


def _once(channels: list[Channel]) -> Iterable[Channel]:
    """Each channel of Slack once, though it may stand under two ids (see CHN106)."""
    first: dict[str, Channel] = {}
    for channel in channels:
        first.setdefault(channel.slack or f"channel:{channel.id}", channel)
    return first.values()


def _parties(plan: Plan, audience: tuple[Reference, ...]) -> dict[_Party, None]:
    """Whom an audience names, and then whom the plan lists behind them."""
    named = [(reference.kind, reference.id) for reference in audience if plan.sound(reference)]
    reach = plan.reach(*audience)
    return dict.fromkeys(
        (
            *named,
            *(("person", person.id) for person in reach.people),
            *(("group", group.id) for group in reach.unlisted),
        )
    )


def _stands_in(one: Channel, other: Channel) -> bool:
    """Whether one is the other's fallback."""
    return f"channel:{other.id}" == str(one.fallback) or f"channel:{one.id}" == str(other.fallback)


def _rivalry(purpose: str, channel: Channel, rival: Channel, shared: list[_Party]) -> Problem:
    groups = [name for kind, name in shared if kind != "person"]
    names = groups or [name for _, name in shared]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return Problem(
        at=channel.at / "purpose",
        message=f"channel:{rival.id} and channel:{channel.id} both serve {purpose!r} "
        f"for {names[0]}{more}",
        help="give one up, or make it the `fallback` of the other",
        related=(Related(rival.at / "purpose", f"channel:{rival.id}"),),
        facts={
            "purpose": purpose,
            "channels": [rival.id, channel.id],
            "shared": names,
            "group": None,
            "venues": None,
        },
    )


def _scattered(plan: Plan, limit: float) -> Iterator[Problem]:
    """Groups that message types reach in many channels."""
    told: dict[str, list[tuple[Reference, Message]]] = {}
    for message in plan.messages.values():
        for group in {a.id: a for a in message.audience if a.kind == "group"}.values():
            if plan.sound(group) and plan.all_sound(message.via):
                told.setdefault(group.id, []).append((group, message))
    for uses in told.values():
        group = uses[0][0]
        venues = [{via.id for via in message.via} for _, message in uses]
        every = set().union(*venues)
        if len(every) <= limit:
            continue  # the effective number is never more
        reaching = {key for key in every if _reaches(plan, plan.channels[key], group)}
        types = [sorted(venue & reaching) for venue in venues if venue & reaching]
        weights = Counter(channel for venue in types for channel in venue)
        number = _effective_number(weights.values())
        if number > limit + _ROUNDING:
            yield _scatter(plan, group.id, len(types), number, weights, limit)


def _reaches(plan: Plan, channel: Channel, group: Reference) -> bool:
    """Whether a channel is for a group, or does not say for whom it is (see CHN001)."""
    if channel.retired or not channel.audience:
        return not channel.retired
    return not _parties(plan, channel.audience).keys().isdisjoint(_parties(plan, (group,)))


def _effective_number(weights: Collection[int]) -> float:
    """How many parts of equal weight are as spread out as these: exp(−Σ p ln p)."""
    total = sum(weights)
    return exp(-sum(weight / total * log(weight / total) for weight in weights))


def _scatter(
    plan: Plan, group: str, types: int, number: float, weights: Mapping[str, int], limit: float
) -> Problem:
    return Problem(
        at=plan.groups[group].at.key,
        message=f"{types} message types reach {group} through {number:.1f} effective channels "
        f"(limit {limit:g})",
        help="let more of them share a channel",
        related=tuple(
            Related(plan.channels[channel].at.key, f"{weight} of them in channel:{channel}")
            for channel, weight in weights.items()
        ),
        facts={
            "purpose": None,
            "channels": dict(weights),
            "shared": None,
            "group": group,
            "venues": round(number, 2),
        },
    )
