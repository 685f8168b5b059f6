"""A channel for a partner who is not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Partner, Sharing, Verdicts


@rule(
    "SEC306",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A05",
    reads=("public-channels", "private-channels", "sharing"),
    of=("audience",),
)
def partner_disconnected(drift: Drift) -> Verdicts:
    """A channel for an external party is not shared with it, or the connection is frozen.

    What is written there in the middle of an incident reaches one side only, and
    nobody notices, since the channel looks as it always did. Connect the
    organisation again (Slack Connect), or let the plan reach the party another
    way. The party's `org` is the id of its Slack workspace; a party without one is
    not judged.

    Bad:
        channels:
          vendor: {kind: slack, slack: C05VEND, owner: "person:alice", audience: ["external:netco"]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
          external:
            netco: {org: T09NETCO, contact: "https://netco.example/support"}

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
          C05VEND: {name: vendor, is_ext_shared: false, connected_team_ids: []}

    Good workspace:
        people:
          U01ALICE: alice
        channels:
          C05VEND:
            {name: vendor, is_ext_shared: true, connected_team_ids: [T09NETCO], is_frozen: false}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        party: the external party in the plan
        organisation: the id of its workspace
        state: absent, invited or frozen
        read_at: when the workspace was read
    """
    for sharing in drift.sharings:
        resource = Resource(*sharing.bound.object)
        for partner in sharing.partners:
            if why := _doubt(sharing, partner):
                yield NotAssessed(why, at=partner.reference.at, resource=resource)
            elif (state := _state(sharing, partner)) is not None:
                yield Problem(
                    at=partner.reference.at,
                    message=f"{_message(sharing, partner, state)}{drift.as_read}",
                    help=f"connect {partner.party.org} to {sharing.bound.label} in Slack, "
                    f"or take {partner.reference} out of its audience",
                    related=(Related(partner.party.at / "org", f"{partner.reference}'s id"),),
                    facts={
                        "channel": sharing.bound.channel.id,
                        "id": resource.id,
                        "party": partner.party.id,
                        "organisation": partner.party.org,
                        "state": state,
                        "read_at": drift.read_at,
                    },
                    resource=resource,
                )


def _state(sharing: Sharing, partner: Partner) -> str | None:
    """What is wrong; None where the party can read along."""
    if partner.party.org in sharing.connected:
        return "frozen" if sharing.frozen else None
    return "invited" if partner.party.org in sharing.invited else "absent"


def _message(sharing: Sharing, partner: Partner, state: str) -> str:
    here, party = sharing.bound.title, f"{partner.reference} ({partner.party.org})"
    match state:
        case "frozen":
            return f"{here} is for {party}, but Slack has frozen the connection"
        case "invited":
            return f"{here} is for {party}, which was invited and is not there yet"
        case _:
            return f"{here} is for {party}, but is not shared with it"


def _doubt(sharing: Sharing, partner: Partner) -> str:
    """Why it is not known whether the party can read along."""
    organisation, label = partner.party.org, sharing.bound.label
    if organisation is None:
        return f"the plan does not state the Slack workspace (`org`) of {partner.reference}"
    if sharing.why:
        return sharing.why
    if organisation in sharing.connected:
        unclear = sharing.frozen is None
        return f"Slack does not tell whether the connection of {label} is frozen" if unclear else ""
    if organisation in sharing.invited:
        return ""
    other = next((team for team in sharing.strangers if partner.is_perhaps(team)), None)
    if other is None:
        return ""
    return f"{label} is shared with {other}, which may be {organisation} by another id"
