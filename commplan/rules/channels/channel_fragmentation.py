"""Several channels for one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from commplan.api import Plan, Problem, Related, Severity, circle, effective_number, rule

if TYPE_CHECKING:
    from commplan.api import Channel, Reference

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
    """Each channel with the first one, in the order of their ids, that does its work."""
    by_purpose: dict[str, list[Channel]] = {}
    for _, channel in sorted(plan.channels.items()):
        if channel.purpose is not None and channel.audience and not channel.retired:
            by_purpose.setdefault(channel.purpose, []).append(channel)
    for purpose, channels in by_purpose.items():
        seen: dict[_Party, list[Channel]] = {}
        for channel in _once(channels) if len(channels) > 1 else ():
            rivals: dict[str, tuple[Channel, list[_Party]]] = {}
            for party in circle(plan, channel.audience):
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


class _Audiences(dict[str, frozenset[_Party]]):
    """Whom channels are for, worked out when first asked for."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan

    def __missing__(self, id: str) -> frozenset[_Party]:
        self[id] = frozenset(circle(self._plan, self._plan.channels[id].audience))
        return self[id]


def _scattered(plan: Plan, limit: float) -> Iterator[Problem]:
    """Groups that message types reach in many channels."""
    venues: dict[str, list[set[str]]] = {}
    groups: dict[str, Reference] = {}
    for message in plan.messages.values():
        if plan.all_sound(message.via):
            channels = {via.id for via in message.via if not plan.channels[via.id].retired}
            told = {party.id: party for party in message.audience if party.kind == "group"}
            for group in filter(plan.sound, told.values()):
                groups[group.id] = group
                venues.setdefault(group.id, []).append(channels)
    audiences = _Audiences(plan)
    for key, group in groups.items():
        every = set().union(*venues[key])
        if len(every) > limit:  # the effective number is never more
            reached = circle(plan, (group,)).keys()
            # A channel that does not say whom it is for (see CHN001) may be for anybody.
            apart = {c for c in every if audiences[c] and audiences[c].isdisjoint(reached)}
            types = [channels - apart for channels in venues[key] if channels - apart]
            yield from _counted(plan, key, types, limit)


def _counted(plan: Plan, group: str, types: list[set[str]], limit: float) -> Iterator[Problem]:
    """The finding on a group, given the channels in which each message type reaches it."""
    weights = Counter(channel for channels in types for channel in sorted(channels))
    number = effective_number(weights.values())
    if number > limit + _ROUNDING:
        yield Problem(
            at=plan.groups[group].at.key,
            message=f"{len(types)} message types reach {group} through {number:.1f} effective "
            f"channels (limit {limit:g})",
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
