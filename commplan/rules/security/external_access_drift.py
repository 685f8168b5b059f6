"""A channel that an organisation reads which the plan does not know of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from commplan.api import Drift, External, Offer, Partner, Reference, Sharing, Verdicts


@rule(
    "SEC302",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A38; ISO 27001 A.5.14",
    reads=("public-channels", "private-channels", "sharing", "invitations"),
)
def external_access_drift(drift: Drift) -> Verdicts:
    """A channel is shared with, or offered to, an organisation outside its audience.

    Everybody there whom their own company admits can read the channel from then on,
    and the plan's clearances say nothing about them. Disconnect the organisation in
    Slack, or add it to the audience of the channel as an `external` party with its
    workspace id as `org`. Open invitations are looked at where the token has the
    scope `conversations.connect:manage`.

    Bad:
        channels:
          vendor: {kind: slack, slack: C05VEND, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          vendor: {kind: slack, slack: C05VEND, owner: "person:alice", audience: ["external:netco"]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
          external:
            netco: {org: T09NETCO, contact: "https://netco.example/support"}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C05VEND: {name: vendor, is_ext_shared: true, connected_team_ids: [T09NETCO]}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        organisation: the Slack id of the other organisation, where Slack tells it
        invitation: the id of an invitation of which it does not
        party: the external party of the plan that states this id
        state: connected or invited
        read_at: when the workspace was read
    """
    parties = {party.org: party for party in drift.plan.external.values() if party.org}
    for sharing in drift.sharings:
        resource = Resource(*sharing.bound.object)
        if sharing.why:
            yield NotAssessed(sharing.why, at=sharing.at, resource=resource)
        for outsider in _outsiders(sharing, parties):
            if outsider.perhaps is not None:
                yield NotAssessed(outsider.doubt, at=outsider.perhaps.at, resource=resource)
                continue
            party = outsider.party
            yield Problem(
                at=sharing.at,
                message=f"{sharing.bound.title} is {outsider.words}{drift.as_read}",
                help=f"{outsider.undo} in Slack, "
                f"or {outsider.allow} to the audience of {sharing.bound.label}",
                related=(Related(party.at / "org", f"external:{party.id}"),) if party else (),
                facts={
                    "channel": sharing.bound.channel.id,
                    "id": resource.id,
                    "organisation": outsider.team,
                    "invitation": outsider.invitation,
                    "party": party.id if party else None,
                    "state": outsider.state,
                    "read_at": drift.read_at,
                },
                resource=resource,
                subject=outsider.team or outsider.invitation,
            )
    if drift.sharings and drift.invitations_doubt:
        yield NotAssessed(drift.invitations_doubt, at=(drift.plan.root / "channels").key)


class _Outsider(NamedTuple):
    """Somebody who is in a channel, or asked into it, and in no audience."""

    state: str
    words: str
    allow: str
    team: str | None = None
    invitation: str | None = None
    party: External | None = None
    perhaps: Reference | None = None
    """The party of the audience that this may be after all."""
    doubt: str = ""

    @property
    def undo(self) -> str:
        return "disconnect it" if self.state == "connected" else "withdraw the invitation"


def _outsiders(sharing: Sharing, parties: Mapping[str, External]) -> Iterator[_Outsider]:
    for team in sharing.strangers:
        yield _organisation(sharing, team, parties.get(team))
    for offer in sharing.offers:
        yield _offered(sharing, offer)


def _organisation(sharing: Sharing, team: str, party: External | None) -> _Outsider:
    """An organisation that Slack names."""
    state = "connected" if team in sharing.connected else "invited"
    words = "shared with" if state == "connected" else "offered to"
    who = f"external:{party.id} ({team}), which" if party else f"the organisation {team}, which"
    gap = "is not in its audience" if party else "is no external party of its audience"
    allow = f'add "external:{party.id}"' if party else f"add an external party with `org: {team}`"
    perhaps = sharing.perhaps(team)
    doubt = ""
    if perhaps is not None:
        doubt = f"{team} in {sharing.bound.label} may be {perhaps.reference}, {_unclear(perhaps)}"
    return _Outsider(
        state=state,
        words=f"{words} {who} {gap}",
        allow=allow,
        team=team,
        party=party,
        perhaps=perhaps and perhaps.reference,
        doubt=doubt,
    )


def _offered(sharing: Sharing, offer: Offer) -> _Outsider:
    """Whoever an open invitation went to; only the parties of the audience are expected."""
    perhaps = sharing.unplaced[0].reference if sharing.unplaced else None
    none = "no external party is missing in it" if sharing.partners else "it is for nobody outside"
    return _Outsider(
        state="invited",
        words=f"offered to another organisation ({offer.words}), but {none}",
        allow="add the external party that it is meant for",
        invitation=offer.id,
        perhaps=perhaps,
        doubt=f"{offer.words}, to {sharing.bound.label} may be meant for {perhaps}",
    )


def _unclear(partner: Partner) -> str:
    """What is missing to tell whether a party is the organisation in question."""
    if partner.party.org is None:
        return "whose `org` the plan does not state"
    return f"whose `org`, {partner.party.org}, is of another kind"
