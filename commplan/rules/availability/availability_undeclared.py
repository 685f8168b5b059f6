"""People and severities of whom nobody can say when they are covered."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Person,
    Plan,
    Problem,
    Reference,
    Related,
    Severity,
    Step,
    entity_name,
    rule,
)


@rule("AVL101", severity=Severity.WARNING, profile="standard", since="0.1", source="A09")
def availability_undeclared(plan: Plan) -> Iterator[Problem]:
    """A path reaches somebody who has no hours, or a severity has no `coverage`.

    Without hours nobody can tell, before an incident, whether anybody will be there:
    every question about coverage stays open. Give people a `calendar` or a place in
    a rotation. A role with `reachable: 24x7` is enough for those who are reached as
    that role. Say under `coverage` when each severity needs somebody.

    Bad:
        severities:
          sev3: {order: 3, path: "escalation:desk", sla: "sla:desk"}
        slas:
          desk: {clock: "calendar:uk", targets: {first_response: 1h}}
        coverage:
          sev3: {require: "calendar:uk"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:bob"], ack_within: 30m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        severities:
          sev3: {order: 3, path: "escalation:desk", sla: "sla:desk"}
        slas:
          desk: {clock: "calendar:uk", targets: {first_response: 1h}}
        coverage:
          sev3: {require: "calendar:uk"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:bob"], ack_within: 30m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}
            bob: {name: Bob Ito, slack: U02BOB, calendar: "calendar:uk"}

    Facts:
        person: id of the person without hours
        severity: id of the severity without hours
    """
    on_duty = {person.id for person in plan.reach(*_turns(plan)).people}
    found: dict[str, tuple[Step, Reference]] = {}
    for _, path in sorted(plan.paths.items()):
        for step in path.steps:
            for target in step.notify:
                for person in _by_hours(plan, target):
                    if person.calendar is None and person.id not in on_duty:
                        found.setdefault(person.id, (step, target))
    for name, (step, target) in found.items():
        yield _without_hours(plan.people[name], step, target)
    for severity in plan.severities.values():
        required = plan.coverage.get(severity.id)
        if required is None or required.require is None:
            yield Problem(
                at=severity.at.key if required is None else required.at.key,
                message=f"`coverage` does not say when somebody has to be there for {severity.id}",
                help=f"add `{severity.id}: {{require: 24x7}}` to `coverage`, or a calendar",
                facts={"person": None, "severity": severity.id},
            )


def _turns(plan: Plan) -> Iterator[Reference]:
    """Everybody who takes turns in a rotation, or somebody's place in one."""
    for rotation in plan.rotations.values():
        yield from rotation.users
        yield from (override.user for override in rotation.overrides if override.user)


def _by_hours(plan: Plan, target: Reference) -> Iterator[Person]:
    """People whom a step reaches only while they are at work.

    Rotations, and roles that are always reachable, need no hours; other paths are
    looked at on their own.
    """
    seen: set[tuple[str, str]] = set()
    waiting = [target]
    while waiting:
        current = waiting.pop()
        if (current.kind, current.id) in seen or not plan.sound(current):
            continue
        seen.add((current.kind, current.id))
        if current.kind == "person":
            yield plan.people[current.id]
        elif current.kind == "group" or (
            current.kind == "role" and not plan.roles[current.id].always_reachable
        ):
            waiting += reversed(plan.behind(current))


def _without_hours(person: Person, step: Step, target: Reference) -> Problem:
    through = f", through {target}" if target.kind != "person" else ""
    return Problem(
        at=person.at.key,
        message=f"{person.id} has no calendar and is in no rotation, so nobody can tell "
        f"when step {step.number} of {entity_name(step.at.pointer)} reaches them{through}",
        help=f'add `calendar: "calendar:…"` to {person.id}, or a place in a rotation',
        related=(Related(target.at, "reached here"),),
        facts={"person": person.id, "severity": None},
    )
