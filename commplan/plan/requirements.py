"""Which courses the plan requires, and of whom."""

from collections.abc import Iterator

from commplan.named import NamedTuple
from commplan.plan.plan import Plan
from commplan.plan.references import Reference
from commplan.plan.training import Course


class RequiredCourse(NamedTuple):
    """A course that somebody has to have passed."""

    course: Course
    by: Reference
    """The group, role or rotation of whom it is required, at the place that says so."""


def required_courses(plan: Plan) -> Iterator[RequiredCourse]:
    """Each course with each group, role or rotation that requires it, unless that is broken."""
    courses = plan.training.courses
    for course in courses.values():
        for reference in course.required_for:
            if plan.sound(reference):
                yield RequiredCourse(course, reference)
    for role in plan.roles.values():
        for number, name in enumerate(role.training):
            if name in courses:
                at = role.at / "training" / number
                yield RequiredCourse(courses[name], Reference("role", role.id, at))
