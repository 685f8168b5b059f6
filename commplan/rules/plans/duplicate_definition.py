"""One id for two things in the plans of an organization."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Organization,
    PersonCard,
    Place,
    PlanCard,
    Problem,
    Related,
    Severity,
    rule,
)


@rule("PLN105", severity=Severity.ERROR, profile="basic", since="0.1", source="A01")
def duplicate_definition(organization: Organization) -> Iterator[Problem]:
    """Two plans carry one id, or define one person id with different Slack ids.

    Findings, waivers and reports name plans by their id, and people talk of
    `alice` across plans: an id has to mean one thing. Give one of the two plans
    another id; correct the Slack id of the person, or call one of the two people
    something else. Overlays of one baseline may share its people.

    Bad:
        apiVersion: commplan/v1
        kind: CommunicationPlan
        metadata: {id: it-ops}
        ---
        apiVersion: commplan/v1
        kind: CommunicationPlan
        metadata: {id: it-ops}

    Good:
        apiVersion: commplan/v1
        kind: CommunicationPlan
        metadata: {id: it-ops}
        ---
        apiVersion: commplan/v1
        kind: CommunicationPlan
        metadata: {id: facilities}

    Facts:
        id: the id that is used twice
        first: the file that uses it first
    """
    plans: dict[str, PlanCard] = {}
    people: dict[str, tuple[PlanCard, PersonCard]] = {}
    for plan in organization.plans:
        if (first := plans.setdefault(plan.id, plan)) is not plan:
            yield _same_plan(plan, first)
        for person in plan.people:
            if person.inherited:
                continue
            other, known = people.setdefault(person.id, (plan, person))
            if known.slack != person.slack and plan.shares_workspace(other):
                yield _same_person(plan, person, other, known)


def _same_plan(plan: PlanCard, first: PlanCard) -> Problem:
    place = ("metadata", "id")
    return Problem(
        at=Place(plan.origin, place),
        message=f"{plan.id!r} is the id of another plan, in {first.origin.path}",
        help="give one of the two another id",
        related=(Related(Place(first.origin, place), "first used here"),),
        facts={"id": plan.id, "first": first.origin.path},
    )


def _same_person(plan: PlanCard, person: PersonCard, other: PlanCard, known: PersonCard) -> Problem:
    there = f"{known.slack} in {other.origin.path}"
    return Problem(
        at=plan.person_at(person.id) / "slack",
        message=f"person:{person.id} is {person.slack} here and {there}",
        help="correct the wrong id, or call one of the two people something else",
        related=(Related(other.person_at(person.id) / "slack", "first defined here"),),
        facts={"id": person.id, "first": other.origin.path},
    )
