"""A shift that falls to somebody whose training has run out by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    NotAssessed,
    Plan,
    Problem,
    Reference,
    Related,
    Severity,
    Timeline,
    Verdicts,
    exact_parameter,
    format_day_time,
    format_instant,
    format_utc,
    listed,
    required_courses,
    rule,
    subtract,
)

if TYPE_CHECKING:
    from commplan.api import Course, Evidence, RequiredCourse, Shift


@rule("TRN202", severity=Severity.ERROR, profile="standard", since="0.1", source="A30")
def untrained_on_call(
    plan: Plan, timeline: Timeline, evidence: Evidence, *, lookahead: str = "8w"
) -> Verdicts:
    """A shift is not wholly inside the time for which the training of its holder is valid.

    A course that runs out on a Thursday leaves whoever is on call that week untrained
    until Monday. Looked at is every shift that begins within `lookahead` in a rotation
    that holds, or stands in for, a role with required courses. Have the person pass
    the course again before the shift, or swap the shift. Whoever is not trained today
    is left to TRN201.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          roles:
            commander: {holders: ["rotation:primary"], training: [ic-101]}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]
        training:
          courses:
            ic-101: {covers: [role], valid: 12mo}
          records: evidence/training.csv

    Files:
        evidence/training.csv: |
          person,course,completed
          alice,ic-101,2025-12-10
          bob,ic-101,2026-05-07

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          roles:
            commander: {holders: ["rotation:primary"], training: [ic-101]}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]
        training:
          courses:
            ic-101: {covers: [role], valid: 12mo}
          records: evidence/training.csv

    Good files:
        evidence/training.csv: |
          person,course,completed
          alice,ic-101,2026-11-20
          bob,ic-101,2026-05-07

    As of: 2026-11-21T09:00:00Z

    Facts:
        person: the id of the person
        rotation: the rotation of the first such shift
        from, to: when that shift begins and ends
        courses: the courses that run out before it ends
        ends: by course, the last day on which a pass counts; null where none is recorded
    """
    until = timeline.as_of + exact_parameter("lookahead", lookahead)
    required = _by_rotation(plan)
    if not required:
        return
    from commplan.api import TrainingRecord  # only where somebody has to be trained

    files = evidence.files_of(TrainingRecord)
    if not files:
        yield NotAssessed("the plan names no file of training records", at=plan.training.at.key)
        return
    for rotation, needed in required.items():
        for group in plan.reach(_turn(plan, rotation)).unlisted:
            yield NotAssessed(f"only Slack knows who is in group:{group.id}", at=needed[0].by.at)
    lacks = [
        lack
        for rotation, needed in required.items()
        for lack in _lacks(timeline, evidence, rotation, needed, until)
    ]
    if lacks and (gaps := evidence.gaps(TrainingRecord)):
        # What is missing may stand in a file that cannot be relied on.
        for course in {
            each.course.id: each.course for lack in lacks for each in lack.needed
        }.values():
            reason = f"who has passed {course.id} is not known: {gaps[0].reason}"
            yield NotAssessed(reason, at=course.at.key)
        return
    told: set[str] = set()
    for lack in sorted(lacks, key=lambda lack: lack.shift.start):
        ends = {
            each.course.id: _last_day(evidence, lack.person, each.course)
            for each in lack.needed
            if not _is_told_already(plan, evidence, lack.person, each)
        }
        if ends and lack.person not in told:
            told.add(lack.person)
            yield _problem(timeline, evidence, lack, ends, files[0].path)


class _Lack(NamedTuple):
    """A shift for some of which the training of its holder is not valid."""

    person: str
    rotation: str
    shift: Shift
    needed: tuple[RequiredCourse, ...]
    """The courses that are not valid throughout."""


def _by_rotation(plan: Plan) -> dict[str, tuple[RequiredCourse, ...]]:
    """What whoever is on call has to have passed, by rotation."""
    found: dict[str, list[RequiredCourse]] = {}
    for required in required_courses(plan):
        for rotation in plan.rotations_behind(required.by):
            found.setdefault(rotation.id, []).append(required)
    return {rotation: tuple(needed) for rotation, needed in found.items()}


def _turn(plan: Plan, rotation: str) -> Reference:
    return Reference("rotation", rotation, plan.rotations[rotation].at)


def _lacks(
    timeline: Timeline,
    evidence: Evidence,
    rotation: str,
    needed: tuple[RequiredCourse, ...],
    until: int,
) -> Iterator[_Lack]:
    plan = timeline.plan
    if not timeline.sound(_turn(plan, rotation)):
        return
    for shift in timeline.shifts(rotation):
        kind, _, id_ = shift.user.partition(":")
        user = Reference(kind, id_, plan.rotations[rotation].at)
        for person in plan.reach(user).people if shift.start < until else ():
            on_duty = subtract(((shift.start, shift.end),), timeline.away(person.id))
            lacking = tuple(
                each
                for each in needed
                if subtract(on_duty, evidence.valid_intervals(person.id, each.course))
            )
            if lacking:
                yield _Lack(person.id, rotation, shift, lacking)


def _last_day(evidence: Evidence, person: str, course: Course) -> date | None:
    """The last day on which a pass counts; None where there is none."""
    return max((days.last for days in evidence.valid_days(person, course)), default=None)


def _is_told_already(plan: Plan, evidence: Evidence, person: str, required: RequiredCourse) -> bool:
    """Whether TRN201 tells of somebody, who is not trained today. It knows no substitutes."""
    last = _last_day(evidence, person, required.course)
    is_trained = last is not None and last >= evidence.today
    return not is_trained and any(one.id == person for one in plan.reach(required.by).people)


def _words(course: str, last: date | None, today: date) -> str:
    if last is None:
        return f"no record shows that they passed {course}"
    return f"their {course} {'ends' if last >= today else 'ended'} {last}"


def _problem(
    timeline: Timeline, evidence: Evidence, lack: _Lack, ends: Mapping[str, date | None], file: str
) -> Problem:
    duty = timeline.plan.rotations[lack.rotation]
    users = (*duty.users, *(override.user for override in duty.overrides if override.user))
    zone = timeline.zone(_turn(timeline.plan, lack.rotation))
    start, end = lack.shift.start, lack.shift.end
    spell = f"until {format_instant(end, zone)}"
    if start > timeline.window[0]:
        spell = f"{format_day_time(start, zone)} to {format_instant(end, zone)}"
    courses = listed([_words(course, last, evidence.today) for course, last in ends.items()])
    return Problem(
        at=next(user.at for user in users if str(user) == lack.shift.user),
        message=f"{lack.person} is {lack.rotation} {spell}, but {courses}",
        help=f"have {lack.person} pass {listed([*ends])} before, and record it in {file}; "
        "or swap the shift",
        related=tuple(
            Related(each.by.at, f"{each.by} requires {each.course.id}") for each in lack.needed
        ),
        facts={
            "person": lack.person,
            "rotation": lack.rotation,
            "from": format_utc(start),
            "to": format_utc(end),
            "courses": [*ends],
            "ends": {course: last and str(last) for course, last in ends.items()},
        },
        subject=lack.person,
    )
