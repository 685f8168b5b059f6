"""A message that nobody knows how to send, or a party that nobody tells anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commplan.api import (
    External,
    Group,
    Message,
    Plan,
    Problem,
    Reference,
    Severity,
    circle,
    left_out,
    one_of,
    probably_meant,
    rule,
)

_PARTS = {
    "kind": "what it is about",
    "when": "when it is due",
    "audience": "whom it is for",
    "via": "how it goes out",
    "sender": "who sends it",
    "approver": "who releases it",
}
"""What a message type has to say, and the words for it."""


@rule(
    "PLN104",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A01 A05 A21; ISO 27001 7.4; SOC 2 CC2.2",
)
def communication_matrix_incomplete(plan: Plan) -> Iterator[Problem]:
    """A message type lacks what, when, with whom, how or who; or a party is told nothing.

    What the matrix leaves open is decided in the middle of an incident, or not at
    all. Each message type states `kind`, `when`, `audience`, `via` and `sender`, and an
    `approver` if an external party is in its audience. Each group and external party
    is in an audience (of a message type, channel or meeting, also through another
    group, or member by member), or an obligation or OLA names it. What nothing refers to
    is left to PLN103.

    Bad:
        messages:
          status:
            kind: incident
            when: severity is sev1
            audience: ["external:customers"]
            via: ["channel:status"]
            sender: "person:alice"
        channels:
          status: {kind: status-page, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          external:
            customers: {class: customer}

    Good:
        messages:
          status:
            kind: incident
            when: severity is sev1
            audience: ["external:customers"]
            via: ["channel:status"]
            sender: "person:alice"
            approver: "person:bob"
        channels:
          status: {kind: status-page, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          external:
            customers: {class: customer}

    Facts:
        message, missing: the id of a message type, and the keys that it lacks
        party: the group or external party that is told nothing
    """
    for message in plan.messages.values():
        yield from _incomplete(plan, message)
    if plan.groups or plan.external:
        yield from _untold(plan)


def _incomplete(plan: Plan, message: Message) -> Iterator[Problem]:
    outside = [r for r in message.audience if r.kind == "external" and plan.sound(r)]
    missing = [
        part for part in _PARTS if not getattr(message, part) and (part != "approver" or outside)
    ]
    if missing:
        words = one_of(_PARTS[part] for part in missing)
        reason = f", though {outside[0]} is told" if "approver" in missing else ""
        yield Problem(
            at=message.at,
            message=f"message {message.id} does not say {words}{reason}",
            help=f"add {', '.join(f'`{part}`' for part in missing)}",
            facts={"message": message.id, "missing": missing},
        )


def _untold(plan: Plan) -> Iterator[Problem]:
    told = circle(plan, (reference for reference in _addressed(plan) if reference is not None))
    meant = probably_meant(plan)
    parties: dict[str, Mapping[str, Group | External]] = {
        "group": plan.groups,
        "external": {key: party for key, party in plan.external.items() if not party.ola},
    }
    for kind, entries in parties.items():
        for key, entry in entries.items():
            party = Reference(kind, key, entry.at)
            is_meant = (kind, key) in meant or (kind, key) not in plan.used
            if not is_meant and left_out(plan, party, told):
                yield Problem(
                    at=entry.at,
                    message=f"nobody tells {party} anything: it is in no audience, "
                    "and no obligation or OLA names it",
                    help="add it to the `audience` of a message type",
                    facts={"party": str(party)},
                )


def _addressed(plan: Plan) -> Iterator[Reference | None]:
    for message in plan.messages.values():
        yield from message.audience
    for channel in plan.channels.values():
        yield from channel.audience
    for programme in plan.programmes.values():
        if programme.meeting is not None:
            yield from programme.meeting.audience
    for obligation in plan.obligations.values():
        yield obligation.recipient
    for ola in plan.olas.values():
        yield ola.party
