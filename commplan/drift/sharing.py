"""The organisations that the Slack channels of a plan are shared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from commplan.drift.channels import BoundChannel
from commplan.place import Place
from commplan.plan import External, Plan, Reference
from commplan.workspace import LiveChannel, Workspace


class Partner(NamedTuple):
    """An external party in the audience of a channel."""

    reference: Reference
    party: External

    def is_perhaps(self, team: str) -> bool:
        """Whether the organisation with some id may be this party's, although ids differ.

        A company is known by the id of a workspace (``T…``) in one place and by that of
        its whole Enterprise organisation (``E…``) in another.
        """
        return self.party.org is None or self.party.org[:1] != team[:1]


class Sharing(NamedTuple):
    """A channel in use, whom the plan shares it with, and whom Slack does."""

    bound: BoundChannel
    partners: tuple[Partner, ...]
    connected: tuple[str, ...] = ()
    """Ids of the other organisations in the channel."""
    invited: tuple[str, ...] = ()
    """Ids of organisations that were invited and are not there yet."""
    frozen: bool | None = None
    """Whether the connection was cut."""
    why: str = ""
    """Why it is not known with whom the channel is shared; empty where it is."""

    @property
    def at(self) -> Place:
        """Where the plan says whom the channel is for, or which channel it is."""
        channel = self.bound.channel
        return channel.at / "audience" if channel.audience else self.bound.at

    @property
    def strangers(self) -> tuple[str, ...]:
        """Organisations in the channel, or invited to it, whose id no party states."""
        declared = {partner.party.org for partner in self.partners}
        return tuple(team for team in (*self.connected, *self.invited) if team not in declared)

    @property
    def absent(self) -> tuple[Partner, ...]:
        """Parties that state an organisation which is not in the channel."""
        return tuple(p for p in self.partners if p.party.org and p.party.org not in self.connected)

    def perhaps(self, team: str) -> Partner | None:
        """The party whose organisation that may be after all."""
        here = (*self.connected, *self.invited)
        unplaced = (partner for partner in self.partners if partner.party.org not in here)
        return next((partner for partner in unplaced if partner.is_perhaps(team)), None)


def sharings(
    plan: Plan, workspace: Workspace, channels: Iterable[BoundChannel]
) -> Iterator[Sharing]:
    """Every channel in use that other rules do not report as missing or archived."""
    for bound in channels:
        if not bound.in_use:
            continue
        partners = tuple(
            Partner(reference, plan.external[reference.id])
            for reference in bound.channel.audience
            if reference.kind == "external" and plan.sound(reference)
        )
        if bound.why:
            yield Sharing(bound, partners, why=bound.why)
        elif bound.open and bound.live is not None:
            yield _judged(Sharing(bound, partners), bound.live, workspace)


def _judged(sharing: Sharing, live: LiveChannel, workspace: Workspace) -> Sharing:
    if live.connected_team_ids is None:
        return sharing._replace(why=workspace.channel_reading("sharing", live.id).reason)
    if live.is_ext_shared and not live.connected_team_ids:
        return sharing._replace(why=f"Slack tells that {live.id} is shared, but not with whom")
    known = (*live.connected_team_ids, workspace.team_id, workspace.enterprise_id)
    return sharing._replace(
        connected=live.connected_team_ids,
        invited=tuple(team for team in live.pending_team_ids or () if team not in known),
        frozen=live.is_frozen,
    )
