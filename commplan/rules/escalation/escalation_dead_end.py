"""An escalation path that ends where nobody is."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import EMPTY, DeadEnd, Plan, Problem, Related, Severity, dead_ends, rule


@rule("ESC101", severity=Severity.ERROR, profile="basic", since="0.1", source="A07")
def escalation_dead_end(plan: Plan) -> Iterator[Problem]:
    """The end of an escalation path reaches no person, or a step resolves to nobody.

    A channel or a tool acknowledges nothing: an incident that comes so far is
    left alone. Let the last step and `on_exhausted` name a person, group, role or
    rotation, and see that groups have members and roles holders.

    Bad:
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 15m}
            - {notify: ["channel:incidents"], ack_within: 15m}
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        escalations:
          desk:
            steps:
            - {notify: ["person:alice", "channel:incidents"], ack_within: 15m}
            - {notify: ["person:bob"], ack_within: 15m}
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        path: the id of the path
        where: the step, or `on_exhausted`
        reaches: channels and tools that are reached instead
    """
    for end in dead_ends(plan):
        yield Problem(
            at=end.at,
            message=_message(end),
            help=EMPTY[end.empty[0].kind][1] if end.empty else "name a person, group or role too",
            related=tuple(Related(plan.definition(r).key, str(r)) for r in end.empty),
            facts={
                "path": end.path.id,
                "where": end.where,
                "reaches": [str(machine) for machine in end.machines],
            },
        )


def _message(end: DeadEnd) -> str:
    where = f"{end.where} of escalation:{end.path.id}"
    faults = ", ".join(f"{party} {EMPTY[party.kind][0]}" for party in end.empty)
    if end.machines:
        reached = f"{where} reaches no person, only {' and '.join(map(str, end.machines))}"
        return f"{reached}; {faults}" if faults else reached
    return f"{where} resolves to nobody: {faults or 'it names nobody'}"
