"""An escalation path that does not escalate."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import EscalationPath, Plan, Problem, Severity, rule


@rule("ESC102", severity=Severity.ERROR, profile="basic", since="0.1", source="A07; CIS 17.3")
def escalation_malformed(plan: Plan, *, min_levels: int = 2) -> Iterator[Problem]:
    """A path has too few steps, reaches one person only, or a step without `ack_within`.

    A path is worth something if somebody else is called when the first does not
    answer, and if it says how long to wait for that. Add a step that reaches
    another person, and state `ack_within` for every step. `min_levels` is the
    least number of steps.

    Bad:
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 15m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 15m}
            - {notify: ["person:bob"], ack_within: 15m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        path: the id of the path
        steps: how many steps it has
    """
    for path in plan.paths.values():
        name, count = f"escalation:{path.id}", len(path.steps)
        facts = {"path": path.id, "steps": count}
        if count < min_levels:
            steps = "1 step" if count == 1 else f"{count} steps"
            message = f"{name} has {steps}, at least {min_levels} are needed"
            yield Problem(at=path.at, message=message, help="add a step", facts=facts)
        elif person := _only_person(plan, path):
            message = f"every step of {name} reaches {person} and nobody else"
            remedy = "let a later step notify somebody else"
            yield Problem(at=path.at, message=message, help=remedy, facts=facts)
        for step in path.steps:
            if step.ack_within is None:
                message = f"step {step.number} of {name} has no `ack_within`"
                remedy = "add `ack_within: 15m`"
                yield Problem(at=step.at, message=message, help=remedy, facts=facts)


def _only_person(plan: Plan, path: EscalationPath) -> str | None:
    """The one person whom each of the steps reaches; None where there is anybody else."""
    if not all(plan.all_sound(step.notify) for step in path.steps):
        return None
    found = set()
    for step in path.steps:
        reach = plan.reach(*step.notify)
        if len(reach.people) != 1 or reach.unlisted or reach.outside:
            return None
        found.add(reach.people[0].id)
    return found.pop() if len(found) == 1 else None
