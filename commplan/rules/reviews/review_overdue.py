"""Something that was to be done again by now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    MAJOR_INCIDENT,
    NotAssessed,
    Plan,
    Problem,
    Severity,
    day_after,
    day_at,
    parse_duration,
    rule,
)

if TYPE_CHECKING:
    from datetime import date

    from commplan.api import Duration, Evidence, Gap, Place, Verdicts


@rule("REV201", severity=Severity.ERROR, profile="standard", since="0.1", source="A11 A18 A31")
def review_overdue(plan: Plan, evidence: Evidence, *, after: str = "30d") -> Verdicts:
    """A review, programme or survey was not done in time, or one that an event demands.

    A cadence that nobody keeps says that all is well while nobody looks. Do it,
    then write the day into `last` or add a line to its records; or state the
    cadence that is meant. What is due today is not late yet. Where `"on"` names
    `major-incident`, a review is due within 30 days (`after`) of every incident
    of `order` 1, too.

    Bad:
        reviews:
          channels: {every: 3mo, last: "2026-07-31", owner: "person:dana"}
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA}

    Good:
        reviews:
          channels: {every: 3mo, last: "2026-10-30", owner: "person:dana"}
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA}

    As of: 2026-11-21T09:00:00Z

    Facts:
        what: what is overdue, such as `review of channels`
        last: the day on which it was last done
        every: the cadence, or null where an incident demands it
        incident: the incident that demands it, or null
        due: the day on which it was due
        days_late: how many days ago that was
    """
    items = list(_items(plan, evidence))
    demanded = any(item.on for item in items)
    incidents = list(_incidents(plan, evidence)) if demanded else []
    unknown = dict(_unknown_events(evidence)) if demanded else {}
    for item in items:
        for number, event in enumerate(item.on):
            if event in unknown:
                yield NotAssessed(unknown[event], at=item.at / "on" / number)
        done = item.done(evidence.today)
        overdue = None
        if done is not None:
            overdue = _overdue(item, done, incidents, after, evidence.today)
        if item.gaps and (done is None or overdue):
            reason = f"when {item.what} was last done is not known: {item.gaps[0].reason}"
            yield NotAssessed(reason, at=item.at.key)
        elif done is None:
            reason = f"neither `last` nor a record says when {item.what} was last done"
            yield NotAssessed(reason, at=item.at.key)
        elif overdue:
            yield overdue


class _Item(NamedTuple):
    """Something that is to be done again and again."""

    what: str
    """``review of channels``, ``programme social``."""
    at: Place
    every: Duration | None
    last: date | None
    recorded: date | None
    """The day of the newest record."""
    gaps: tuple[Gap, ...] = ()
    """Files that may hold a newer record and cannot be relied on."""
    on: tuple[str, ...] = ()
    """Events that demand it."""

    def done(self, today: date) -> date | None:
        """When it was last done, as far as known; what is yet to come does not count."""
        stated = (day for day in (self.last, self.recorded) if day is not None and day <= today)
        return max(stated, default=None)


class _Incident(NamedTuple):
    """An incident of the gravest severity."""

    day: date
    id: str
    severity: str


def _items(plan: Plan, evidence: Evidence) -> Iterator[_Item]:
    """Everything that has a cadence, or that an event demands."""
    reviews = [review for review in plan.reviews.values() if review.every or review.on]
    programmes = [programme for programme in plan.programmes.values() if programme.every]
    if reviews or programmes:
        gaps, newest = _recorded(evidence)
        for review in reviews:
            what, recorded = f"review of {review.id}", newest.get(review.id)
            yield _Item(what, review.at, review.every, review.last, recorded, gaps, review.on)
        for programme in programmes:
            what, recorded = f"programme {programme.id}", newest.get(programme.id)
            yield _Item(what, programme.at, programme.every, programme.last, recorded, gaps)
    if not plan.entries("feedback"):
        return
    feedback = plan.feedback
    for survey, name in ((feedback.csat, "csat"), (feedback.engagement, "engagement")):
        if survey is not None and survey.every:
            file = evidence.file_at(survey.at / "records")
            gap, recorded = (file.gap, file.newest) if file else (None, None)
            gaps = (gap,) if gap else ()
            yield _Item(f"survey {name}", survey.at, survey.every, survey.last, recorded, gaps)
    appraisal = feedback.appraisal
    if appraisal is not None and appraisal.every:
        yield _Item("appraisal", appraisal.at, appraisal.every, appraisal.last, None)


def _recorded(evidence: Evidence) -> tuple[tuple[Gap, ...], dict[str, date]]:
    """The newest record of each review and programme, and the files that could hold newer ones."""
    from commplan.api import ReviewRecord  # a plan without cadences needs no records

    newest: dict[str, date] = {}
    for record in evidence.of(ReviewRecord):
        newest[record.review] = max(record.done, newest.get(record.review, record.done))
    return evidence.gaps(ReviewRecord), newest


def _incidents(plan: Plan, evidence: Evidence) -> Iterator[_Incident]:
    """Every incident of the gravest severity."""
    from commplan.api import IncidentRecord  # few reviews follow events

    gravest = {severity.id for severity in plan.severities.values() if severity.order == 1}
    for record in evidence.of(IncidentRecord):
        if record.severity in gravest:
            day = day_at(record.started_at, plan.metadata.timezone)
            yield _Incident(day, record.id, record.severity)


def _unknown_events(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """The events of which nobody can tell whether they happened, and why."""
    from commplan.api import IncidentRecord

    yield "owner-change", "when the owner changed is recorded nowhere"
    if gaps := evidence.gaps(IncidentRecord):
        yield MAJOR_INCIDENT, gaps[0].reason
    elif not evidence.files_of(IncidentRecord):
        yield MAJOR_INCIDENT, "the plan names no file of incidents"


def _overdue(
    item: _Item, done: date, incidents: Sequence[_Incident], after: str, today: date
) -> Problem | None:
    """What should have come after the last time: the cadence, or else an incident."""
    due = day_after(done, item.every) if item.every else today
    if due < today:
        at = item.at / ("last" if item.last else "every")
        return _problem(item, at, done, due, today, None)
    unseen = [incident for incident in incidents if incident.day > done]
    if MAJOR_INCIDENT not in item.on or not unseen:
        return None
    first = min(unseen)
    due = day_after(first.day, parse_duration(after))
    if due >= today:
        return None
    at = item.at / "on" / item.on.index(MAJOR_INCIDENT)
    return _problem(item, at, done, due, today, first)


def _problem(
    item: _Item, at: Place, done: date, due: date, today: date, incident: _Incident | None
) -> Problem:
    late = (today - due).days
    ago = "yesterday" if late == 1 else f"{late} days ago"
    if incident:
        cause = f" after {incident.id} ({incident.severity}, {incident.day})"
        known = f"last {done}"
    else:
        cause, known = "", f"last {done}, every {item.every}"
    return Problem(
        at=at,
        message=f"{item.what}{cause} was due {due} ({known}), {ago}",
        help="do it and write the day into `last` or its records",
        facts={
            "what": item.what,
            "last": str(done),
            "every": str(item.every) if item.every and not incident else None,
            "incident": incident.id if incident else None,
            "due": str(due),
            "days_late": late,
        },
    )
