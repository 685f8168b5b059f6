"""Something about communication that no course teaches."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Severity, one_of, rule


@rule(
    "TRN101",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A30 A35; NIST CSF PR.AT-01",
)
def training_missing(
    plan: Plan,
    *,
    areas: tuple[str, ...] = (
        "written",
        "verbal",
        "active-listening",
        "collaboration",
        "secure",
        "tools",
    ),
) -> Iterator[Problem]:
    """No course teaches one of the areas of communication.

    Writing an update that people understand, or listening to somebody who is
    upset, is learned before the incident or not at all. Add the area to what a
    course `covers`, or add a course. A course that a role requires and that
    nobody defines is a broken reference, which is PLN101.

    Bad:
        training:
          courses:
            writing-updates: {covers: [written, verbal], valid: 24mo}

    Good:
        training:
          courses:
            writing-updates: {covers: [written, verbal, active-listening], valid: 24mo}
            secure-comms: {covers: [secure, tools, collaboration], valid: 12mo}

    Facts:
        areas: the areas that no course covers
    """
    training = plan.training
    covered = {area for course in training.courses.values() for area in course.covers}
    missing = [area for area in areas if area not in covered]
    if missing:
        yield Problem(
            at=training.at / "courses",
            message=f"no course covers {one_of(missing)}",
            help=f"add a course with `covers: [{', '.join(missing)}]`, or add to those of another",
            facts={"areas": missing},
        )
