"""A reference that leads back to where it came from."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Problem, Related, Severity, Timeline, rule


@rule("ESC201", severity=Severity.ERROR, profile="basic", since="0.1", source="A07")
def escalation_cycle(timeline: Timeline) -> Iterator[Problem]:
    """References between paths, groups, roles and rotations form a cycle.

    Whoever follows such references comes back to where they began, and nobody
    new is ever told. Let one of the steps notify a person, a rotation or a role
    instead. A path that only repeats itself says so with `repeat`.

    Bad:
        escalations:
          desk:
            steps:
            - notify: ["person:alice"]
              ack_within: 15m
            - notify: ["escalation:major"]
              ack_within: 15m
          major:
            steps:
            - notify: ["person:bob"]
              ack_within: 15m
            - notify: ["escalation:desk"]
              ack_within: 15m
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        escalations:
          desk:
            steps:
            - notify: ["person:alice"]
              ack_within: 15m
            - notify: ["escalation:major"]
              ack_within: 15m
          major:
            steps:
            - notify: ["person:bob"]
              ack_within: 15m
            - notify: ["person:alice"]
              ack_within: 15m
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        cycle: the references of a shortest cycle, the first one again at its end
    """
    for cycle in timeline.cycles:
        last, *_ = reversed(cycle.way)
        names = [str(last), *map(str, cycle.way)]
        yield Problem(
            at=cycle.way[0].at,
            message=f"{' → '.join(names)} never reaches a new person",
            help=f"let {cycle.way[0]} be a person, a rotation or a role that leads elsewhere",
            related=tuple(Related(step.at, f"leads on to {step}") for step in cycle.way[1:]),
            facts={"cycle": names},
        )
