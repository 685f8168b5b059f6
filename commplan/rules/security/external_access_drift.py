"""A channel that an organisation reads which the plan does not know of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, External, Partner, Sharing, Verdicts


@rule(
    "SEC302",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A38; ISO 27001 A.5.14",
    reads=("public-channels", "private-channels", "sharing"),
)
def external_access_drift(drift: Drift) -> Verdicts:
    """A channel is shared with, or offered to, an organisation outside its audience.

    Everybody there whom their own company admits can read the channel from then on,
    and the plan's clearances say nothing about them. Disconnect the organisation in
    Slack, or add it to the audience of the channel as an `external` party with its
    workspace id as `org`.

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
        organisation: the Slack id of the other organisation
        party: the external party of the plan that states this id
        state: connected or invited
        read_at: when the workspace was read
    """
    parties = {party.org: party for party in drift.plan.external.values() if party.org}
    for sharing in drift.sharings:
        resource = Resource(*sharing.bound.object)
        if sharing.why:
            yield NotAssessed(sharing.why, at=sharing.at, resource=resource)
        for team in sharing.strangers:
            if (perhaps := sharing.perhaps(team)) is not None:
                why = f"{team} in {sharing.bound.label} may be {perhaps.reference}, {_gap(perhaps)}"
                yield NotAssessed(why, at=perhaps.reference.at, resource=resource)
                continue
            party = parties.get(team)
            yield Problem(
                at=sharing.at,
                message=f"{_message(sharing, team, party)}{drift.as_read}",
                help=_help(sharing, team, party),
                related=(Related(party.at / "org", f"external:{party.id}"),) if party else (),
                facts={
                    "channel": sharing.bound.channel.id,
                    "id": resource.id,
                    "organisation": team,
                    "party": party.id if party else None,
                    "state": "connected" if team in sharing.connected else "invited",
                    "read_at": drift.read_at,
                },
                resource=resource,
                subject=team,
            )


def _message(sharing: Sharing, team: str, party: External | None) -> str:
    state = "shared with" if team in sharing.connected else "offered to"
    here = f"{sharing.bound.title} is {state}"
    if party is not None:
        return f"{here} external:{party.id} ({team}), which is not in its audience"
    return f"{here} the organisation {team}, which is no external party of its audience"


def _help(sharing: Sharing, team: str, party: External | None) -> str:
    undo = "disconnect it" if team in sharing.connected else "withdraw the invitation"
    allow = f'add "external:{party.id}"' if party else f"add an external party with `org: {team}`"
    return f"{undo} in Slack, or {allow} to the audience of {sharing.bound.label}"


def _gap(partner: Partner) -> str:
    """What is missing to tell whether a party is the organisation in question."""
    if partner.party.org is None:
        return "whose `org` the plan does not state"
    return f"whose `org`, {partner.party.org}, is of another kind"
