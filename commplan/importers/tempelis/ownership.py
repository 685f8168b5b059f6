"""Which team owns which channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from commplan.importers.tempelis.declared import Channel
from commplan.importers.tempelis.owners import Claim, Team


class Ownership(NamedTuple):
    """Channels and the teams they belong to."""

    owners: Mapping[str, tuple[Team, Claim]]
    """By the channel's name, the team and the claim that made it theirs."""
    teams: tuple[Team, ...]
    """The teams that own a channel."""
    notes: tuple[str, ...]


def assign(channels: Iterable[Channel], teams: tuple[Team, ...]) -> Ownership:
    """Give every channel that teams name as their own to one of them.

    A group's own contact goes before that of a subproject, then the first in
    the file. A channel that no team names has no owner.
    """
    claims = [(team, claim) for team in teams for claim in team.claims]
    claims.sort(key=lambda pair: pair[1].subproject)
    archived = {channel.name: channel.archived for channel in channels}
    owners: dict[str, tuple[Team, Claim]] = {}
    for team, claim in claims:
        if claim.channel in archived:
            owners.setdefault(claim.channel, (team, claim))
    owning = {team.role for team, _ in owners.values()}
    return Ownership(
        owners=owners,
        teams=tuple(team for team in teams if team.role in owning),
        notes=(
            *_doubts(claims, archived, owners),
            *(
                f"{team.at}: {team.role} own no channel and are not carried over"
                for team in teams
                if team.role not in owning
            ),
        ),
    )


def _doubts(
    claims: list[tuple[Team, Claim]],
    archived: Mapping[str, bool],
    owners: Mapping[str, tuple[Team, Claim]],
) -> Iterator[str]:
    """Claims to channels that do not exist, are given up, or belong to somebody else."""
    for team, claim in claims:
        if claim.channel not in archived:
            yield f"{claim.at}: no file declares {claim.channel!r}, the channel of {team.role}"
            continue
        if archived[claim.channel]:
            yield f"{claim.at}: {claim.channel!r}, the channel of {team.role}, is archived"
        owner, first = owners[claim.channel]
        if owner.role != team.role:
            yield (
                f"{claim.at}: {team.role} claim {claim.channel!r},"
                f" which stays with {owner.role} ({first.at})"
            )
