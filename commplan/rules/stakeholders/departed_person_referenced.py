"""Somebody who has left and is still counted on."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Fix,
    Person,
    Place,
    Plan,
    Problem,
    Related,
    Remove,
    Severity,
    Use,
    human_uses,
    rule,
)

_FIELDS = ("notify", "owner", "members", "holders", "deputies", "mentor", "users")


@rule(
    "STK107",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A32; real: kubernetes/community #8884",
    fix="unsafe",
)
def departed_person_referenced(plan: Plan, as_of: int) -> Iterator[Problem]:
    """A person past their last day is still an owner, member, holder, mentor or on call.

    Whoever is sent to them waits for nobody. Name a successor wherever the person
    is still used, or remove them there. The day of `until` itself still counts,
    in the person's own zone.

    The fix takes them out of lists in which somebody else is left.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB, until: "2026-10-31"}
          groups:
            it-ops: {members: ["person:alice", "person:bob"]}

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB, until: "2026-12-31"}
          groups:
            it-ops: {members: ["person:alice", "person:bob"]}

    As of: 2026-11-21T09:00:00Z

    Facts:
        person: the id of the person
        until: the last day
        uses: how many places still name them
    """
    departed = {p.id: p for p in plan.people.values() if plan.has_left(p, as_of)}
    if not departed:
        return
    found: dict[str, list[Use]] = {}
    for use in human_uses(plan, _FIELDS):
        if use.reference.kind == "person" and use.reference.id in departed:
            found.setdefault(use.reference.id, []).append(use)
    from commplan.api import dispensable  # only where somebody has left

    gone = {("person", key) for key in departed}
    for key, uses in found.items():
        places = dispensable(plan, (use.reference for use in uses), gone)
        yield _problem(departed[key], sorted(uses, key=lambda use: use.order), places)


def _problem(person: Person, uses: list[Use], places: tuple[Place, ...]) -> Problem:
    first, *others = uses
    more = f" (and {len(others)} more)" if others else ""
    return Problem(
        at=first.reference.at,
        message=f"{person.id} left on {person.until}, but is still {first.words}{more}",
        help="name a successor here",
        related=(
            Related(person.at / "until", "the last day"),
            *(Related(use.reference.at, use.words) for use in others),
        ),
        facts={"person": person.id, "until": str(person.until), "uses": len(uses)},
        fix=Fix(tuple(map(Remove, places))) if places else None,
    )
