"""Somebody who has to be trained, and is not or no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    NotAssessed,
    Plan,
    Problem,
    Reference,
    Related,
    Severity,
    required_courses,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Course, Evidence, Person, RequiredCourse


@rule(
    "TRN201",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A30; PCI DSS 12.10.4",
)
def training_lapsed(plan: Plan, evidence: Evidence, as_of: int) -> Iterator[Problem | NotAssessed]:
    """Somebody has no valid record of a course that their group or role requires.

    What was learned and never used again is gone when it is needed. Have the
    person pass the course, and record it. A pass counts through the day on which
    its term ends; holders and deputies of a role count alike, and everybody in a
    rotation that holds it.

    Bad:
        stakeholders:
          people:
            bob: {name: Bob Ito, slack: U02BOB}
          groups:
            it-ops: {members: ["person:bob"]}
        training:
          courses:
            secure-comms: {covers: [secure], valid: 12mo, required_for: ["group:it-ops"]}
          records: evidence/training.csv

    Files:
        evidence/training.csv: |
          person,course,completed
          bob,secure-comms,2025-11-10

    Good:
        stakeholders:
          people:
            bob: {name: Bob Ito, slack: U02BOB}
          groups:
            it-ops: {members: ["person:bob"]}
        training:
          courses:
            secure-comms: {covers: [secure], valid: 12mo, required_for: ["group:it-ops"]}
          records: evidence/training.csv

    Good files:
        evidence/training.csv: |
          person,course,completed
          bob,secure-comms,2025-11-10
          bob,secure-comms,2026-11-03

    As of: 2026-11-21T09:00:00Z

    Facts:
        person: the id of the person
        course: the id of the course
        completed: when it was last passed, or null
        lapsed: the last day on which that counted, or null
        required_by: the groups and roles that require it
    """
    required = tuple(required_courses(plan))
    if not required:
        return
    from commplan.api import TrainingRecord  # only where somebody has to be trained

    files = evidence.files_of(TrainingRecord)
    if not files:
        yield NotAssessed("the plan names no file of training records", at=plan.training.at.key)
        return
    for _, by in required:
        for group in plan.reach(by).unlisted:
            yield NotAssessed(f"only Slack knows who is in group:{group.id}", at=by.at)
    demands = _demands(plan, required, as_of)
    untrained = [demand for demand in demands if not _is_met(demand, evidence)]
    if untrained and (gaps := evidence.gaps(TrainingRecord)):
        # What is missing may stand in a file that cannot be relied on.
        for course in {demand.course.id: demand.course for demand in untrained}.values():
            reason = f"who has passed {course.id} is not known: {gaps[0].reason}"
            yield NotAssessed(reason, at=course.at.key)
        return
    for demand in untrained:
        yield _problem(demand, evidence, files[0].path)


class _Demand(NamedTuple):
    """A person who has to have passed a course."""

    person: Person
    course: Course
    by: tuple[Reference, ...]
    """The groups and roles that require it."""


def _demands(plan: Plan, required: Iterable[RequiredCourse], as_of: int) -> Iterable[_Demand]:
    """Everybody behind the groups and roles, once for each course."""
    found: dict[tuple[str, str], _Demand] = {}
    for course, by in required:
        for person in plan.reach(by).people:
            if not plan.has_left(person, as_of):
                known = found.get((course.id, person.id))
                others = known.by if known else ()
                found[course.id, person.id] = _Demand(person, course, (*others, by))
    return found.values()


def _is_met(demand: _Demand, evidence: Evidence) -> bool:
    passes = evidence.valid_days(demand.person.id, demand.course)
    return bool(passes) and passes[-1].last >= evidence.today


def _problem(demand: _Demand, evidence: Evidence, file: str) -> Problem:
    person, course, by = demand
    passes = evidence.valid_days(person.id, course)
    latest = passes[-1] if passes else None
    if latest is None:
        message = f"no record shows that {person.id} passed {course.id}"
    else:
        message = (
            f"{person.id}'s {course.id} of {latest.first} lapsed on {latest.last} "
            f"(valid {course.valid})"
        )
    return Problem(
        at=by[0].at / person.id,  # a finding of its own for each person
        message=f"{message}; {by[0]} requires it",
        help=f"have {person.id} pass it, and record it in {file}",
        related=tuple(Related(other.at, f"{other} requires it, too") for other in by[1:]),
        facts={
            "person": person.id,
            "course": course.id,
            "completed": None if latest is None else str(latest.first),
            "lapsed": None if latest is None else str(latest.last),
            "required_by": [str(reference) for reference in by],
        },
    )
