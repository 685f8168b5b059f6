"""One person where there should be two."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Edit,
    Fix,
    Person,
    Place,
    Plan,
    Problem,
    Put,
    Reference,
    Related,
    Remove,
    Severity,
    rule,
)

_PARTIES = ("person", "group", "role", "rotation")


@rule(
    "STK105",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="real: kubernetes/community",
    fix="unsafe",
)
def person_declared_twice(plan: Plan) -> Iterator[Problem]:
    """One Slack id or e-mail address has two person ids, or one list names somebody twice.

    Two entries for one person look like two people: a second level of escalation
    that is the first again, a deputy who is the holder. Keep one of the entries
    and let the references name it; from a list, remove the repetition. The fix makes
    one entry of two whose names may be one person's, such as `Alice Ng` and `A. Ng`.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            ang: {name: A. Ng, slack: U01ALICE}

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            ang: {name: Andrew Ng, slack: U02ANG}

    Facts:
        subject: the reference that is repeated, or the second person
        first: the person who has the Slack id or address already
    """
    yield from _same_account(plan)
    for group in plan.groups.values():
        yield from _repeated(plan, f"group:{group.id}", group.members)
    for role in plan.roles.values():
        yield from _repeated(plan, f"role:{role.id}", (*role.holders, *role.deputies))
    for path in plan.paths.values():
        for step in path.steps:
            yield from _repeated(plan, f"step {step.number} of escalation:{path.id}", step.notify)


def _same_account(plan: Plan) -> Iterator[Problem]:
    known: dict[str, Person] = {}
    for person in plan.people.values():
        for text, way in _identities(person):
            first = known.setdefault(text.strip().casefold(), person)
            if first is not person:
                yield Problem(
                    at=Place(person.at.origin, (*person.at.pointer, *way)),
                    message=f"{text} is both person:{first.id} and person:{person.id}",
                    help=f"keep one of the two, or correct {text}",
                    related=(Related(first.at.key, "declared here"),),
                    facts={"subject": f"person:{person.id}", "first": f"person:{first.id}"},
                    fix=_merged(plan, first, person),
                )
                break


def _identities(person: Person) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is somebody's own, and the keys under which it stands."""
    if person.slack:
        yield person.slack, ("slack",)
    if person.email:
        yield person.email, ("contacts", "email")


def _repeated(plan: Plan, where: str, references: tuple[Reference, ...]) -> Iterator[Problem]:
    known: dict[str, Reference] = {}
    for reference in references:
        first = known.setdefault(str(reference), reference)
        if first is not reference and reference.kind in _PARTIES and plan.sound(reference):
            yield Problem(
                at=reference.at,
                message=f"{reference} stands twice in {where}",
                help="remove one of the two",
                related=(Related(first.at, "named here already"),),
                facts={"subject": str(reference), "first": str(reference)},
                fix=Fix((Remove(reference.at),)),
            )


def _merged(plan: Plan, first: Person, second: Person) -> Fix | None:
    """Let everything name the first of two entries, and take out the second."""
    if not _may_be_one(first.name, second.name):
        return None
    edits: list[Edit] = [Remove(second.at)]
    for field in plan.reference_fields:
        reference = field.reference
        is_inside = reference.at.pointer[: len(second.at.pointer)] == second.at.pointer
        if (reference.kind, reference.id) == ("person", second.id) and not is_inside:
            edits.append(Put(reference.at, f"person:{first.id}"))
    return Fix(tuple(edits))


def _may_be_one(one: str, other: str) -> bool:
    """Whether two names have the same last word, and first words that begin alike."""
    first, second = one.casefold().split(), other.casefold().split()
    return first[-1:] == second[-1:] and one[:1].casefold() == other[:1].casefold()
