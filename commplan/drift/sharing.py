"""The organisations that the Slack channels of a plan are shared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from commplan.clock import SECOND, local_time
from commplan.drift.channels import BoundChannel
from commplan.place import Place
from commplan.plan import External, Plan, Reference
from commplan.workspace import Invitation, LiveChannel, Workspace


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


class Offer(NamedTuple):
    """An open invitation of which Slack does not tell the organisation that it went to."""

    words: str
    """``invitation I01NORTH, sent on 2026-11-18 by alice (U01ALICE)``"""
    id: str | None = None


class Sharing(NamedTuple):
    """A channel in use, whom the plan shares it with, and whom Slack does."""

    bound: BoundChannel
    partners: tuple[Partner, ...]
    connected: tuple[str, ...] = ()
    """Ids of the other organisations in the channel."""
    invited: tuple[str, ...] = ()
    """Ids of organisations that were invited and are not there yet."""
    offers: tuple[Offer, ...] = ()
    """Further invitations."""
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
    def unplaced(self) -> tuple[Partner, ...]:
        """Parties that are neither known to be in the channel nor to be invited."""
        here = (*self.connected, *self.invited)
        return tuple(partner for partner in self.partners if partner.party.org not in here)

    def perhaps(self, team: str) -> Partner | None:
        """The party whose organisation that may be after all."""
        return next((partner for partner in self.unplaced if partner.is_perhaps(team)), None)


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
    sent = [one for one in workspace.invitations_to(live.id) if one.direction != "incoming"]
    accepting = [team for one in sent for team in one.accepting_team_ids]
    known = (*live.connected_team_ids, workspace.team_id, workspace.enterprise_id)
    invited = {team for team in (*(live.pending_team_ids or ()), *accepting) if team not in known}
    offers = tuple(_offer(one, workspace) for one in sent if not one.accepting_team_ids)
    asked_again = set(live.pending_team_ids or ()) & set(live.connected_team_ids)
    if live.is_pending_ext_shared and not (invited or offers or asked_again):
        offers = (Offer("an invitation of which Slack tells nothing more"),)
    return sharing._replace(
        connected=live.connected_team_ids,
        invited=tuple(sorted(invited)),
        offers=offers,
        frozen=live.is_frozen,
    )


def _offer(invitation: Invitation, workspace: Workspace) -> Offer:
    known = workspace.person(invitation.inviting_user_id or "")
    sender = invitation.inviting_user_id if known is None else known.label
    sent = invitation.created
    on = f" on {local_time(sent * SECOND, 'UTC').date()}" if sent is not None else ""
    by = f" by {sender}" if sender else ""
    return Offer(f"invitation {invitation.id}, sent{on}{by}", invitation.id)
