"""An incident that nobody looked back at in time, or whose lessons were not acted upon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from commplan.api import (
    NotAssessed,
    Plan,
    Problem,
    Severity,
    Timeline,
    day_after,
    format_day_time,
    format_instant,
    format_utc,
    parse_duration,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import (
        ActionRecord,
        DueReview,
        Duration,
        Evidence,
        IncidentSeverity,
        Place,
        Verdicts,
    )


@rule("REV401", severity=Severity.ERROR, profile="standard", since="0.1", source="A23; DORA 13(2)")
def pir_missing_or_late(
    plan: Plan, timeline: Timeline, evidence: Evidence, as_of: int, *, window: str = "12mo"
) -> Verdicts:
    """A closed incident was not reviewed in time, or an action of a review is overdue.

    What went wrong is forgotten within days, and goes wrong again. A severity with
    `pir: {required: true, within: …}` promises a review of each of its incidents that
    soon after it was closed: exact times run through nights and weekends, business
    days are Monday to Friday. A record of reviews with the id of the incident shows
    that it was held; records have days, so a review on the day on which it is due is
    in time. A review that is missing is told until it is held, one that was late for
    12 months (`window`). Records of actions show what reviews decided and by when; one
    that is past its day and not done is overdue. Who was to do it is not told.

    Bad:
        severities:
          sev1:
            order: 1
            path: "escalation:major"
            sla: "sla:major"
            pir: {required: true, within: 3d}
        slas:
          major: {clock: 24x7, targets: {acknowledge: 30m}}
        escalations:
          major:
            steps:
            - notify: ["person:alice"]
              ack_within: 15m
            - notify: ["person:bob"]
              ack_within: 30m
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
        evidence:
          incidents: evidence/incidents.csv
          reviews: evidence/reviews.csv

    Good:
        severities:
          sev1:
            order: 1
            path: "escalation:major"
            sla: "sla:major"
            pir: {required: true, within: 3d}
        slas:
          major: {clock: 24x7, targets: {acknowledge: 30m}}
        escalations:
          major:
            steps:
            - notify: ["person:alice"]
              ack_within: 15m
            - notify: ["person:bob"]
              ack_within: 30m
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
        evidence:
          incidents: evidence/incidents.csv
          reviews: evidence/reviews.csv

    Files:
        evidence/incidents.csv: |
          id,severity,started_at,closed_at
          INC-12,sev1,2026-11-09T08:00:00Z,2026-11-09T12:00:00Z
        evidence/reviews.csv: |
          review,done
          INC-11,2026-10-08

    Good files:
        evidence/incidents.csv: |
          id,severity,started_at,closed_at
          INC-12,sev1,2026-11-09T08:00:00Z,2026-11-09T12:00:00Z
        evidence/reviews.csv: |
          review,done
          INC-11,2026-10-08
          INC-12,2026-11-12

    As of: 2026-11-21T09:00:00Z

    Facts:
        review: the id of the incident, or of the review that decided the action
        severity: that of the incident; null in a finding about an action
        closed_at: when it was closed, likewise
        action: the key of the action, or null
        due: the instant at which the review, or the day on which the action was due
        held: the day of the review, or null
        days_late: how many days later that was, or how many days ago it was due
    """
    promised = {s.id: s for s in plan.severities.values() if s.pir and s.pir.required}
    closed = {}
    if promised:
        from commplan.api import closed_incidents, due_reviews  # only where any are reviewed

        yield from _not_told(plan, promised, evidence)
        closed = dict(closed_incidents(evidence, as_of))
        due = due_reviews(evidence, closed, promised, timeline.zone())
        late = tuple(review for review in due if review.days_late > 0)
        yield from _late(late, timeline.zone(), evidence, parse_duration(window))
    severities = {id_: promised.get(incident.severity) for id_, incident in closed.items()}
    yield from _actions(plan, severities, evidence)


def _not_told(
    plan: Plan, promised: Mapping[str, IncidentSeverity], evidence: Evidence
) -> Iterator[NotAssessed]:
    """Why some incidents, or when to review them, are not known."""
    from commplan.api import IncidentRecord, strangers

    for severity in promised.values():
        if severity.pir is not None and severity.pir.within is None:
            reason = f"how soon an incident of {severity.id} is to be reviewed is not said"
            yield NotAssessed(reason, at=severity.pir.at.key)
    if not evidence.files_of(IncidentRecord):
        yield NotAssessed("the plan names no file of incidents", at=(plan.root / "severities").key)
    for gap in evidence.gaps(IncidentRecord):
        yield NotAssessed(f"which incidents there were is not known: {gap.reason}", at=gap.at)
    named = ((file, record.severity) for file, record in evidence.with_files(IncidentRecord))
    for gap in strangers(named, plan.severities.keys(), "severity"):
        yield NotAssessed(gap.reason, at=gap.at)


def _late(
    late: Sequence[DueReview], zone: str, evidence: Evidence, window: Duration
) -> Iterator[Problem | NotAssessed]:
    """The reviews that were late, or are missing."""
    if not late:
        return
    from commplan.api import ReviewRecord

    files, gaps = evidence.files_of(ReviewRecord), evidence.gaps(ReviewRecord)
    for review in late:
        if not files or gaps:
            why = gaps[0].reason if gaps else "the plan names no file of reviews"
            reason = f"when {review.incident} was reviewed is not known: {why}"
            yield NotAssessed(reason, at=review.severity.at / "pir" / "within")
        elif review.held is None or day_after(review.held, window) >= evidence.today:
            yield _problem(review, zone, files[0].path)


def _problem(review: DueReview, zone: str, file: str) -> Problem:
    incident, held, late = review.incident, review.held, review.days_late
    told = "none recorded" if held is None else f"held {held}"
    by = "1 day late" if late == 1 else f"{late} days late"
    remedy = f"hold it and add `{incident},DATE` to {file}"
    if held is not None:
        remedy = f"correct {file} if it was held earlier, else allow more time in `pir`"
    return Problem(
        at=review.severity.at / "pir" / "within",
        message=f"{incident} ({review.severity.id}) closed "
        f"{format_instant(review.closed_at, zone)}: review was due "
        f"{format_day_time(review.due, zone)}, {told}, {by}",
        help=remedy,
        facts={
            "review": incident,
            "severity": review.severity.id,
            "closed_at": format_utc(review.closed_at),
            "action": None,
            "due": format_utc(review.due),
            "held": str(held) if held else None,
            "days_late": late,
        },
        subject=incident,
    )


def _actions(
    plan: Plan, severities: Mapping[str, IncidentSeverity | None], evidence: Evidence
) -> Iterator[Problem | NotAssessed]:
    """What reviews decided and nobody has done by the day that was agreed.

    ``severities`` are those of incidents, by the id of the incident.
    """
    from commplan.api import ActionRecord

    tracked = [review for review in plan.reviews.values() if review.actions_in]
    if tracked and not evidence.files_of(ActionRecord):
        reason = "the plan names no file of actions"
        yield NotAssessed(reason, at=tracked[0].at / "actions_in")
    for gap in evidence.gaps(ActionRecord):
        yield NotAssessed(f"which actions are overdue is not known: {gap.reason}", at=gap.at)
    for file, action in evidence.with_files(ActionRecord):
        is_done = action.done is not None and action.done <= evidence.today
        if not is_done and action.due < evidence.today:
            severity, review = severities.get(action.review), plan.reviews.get(action.review)
            at = severity.at / "pir" if severity else review.at.key if review else file.at
            yield _overdue(action, at, (evidence.today - action.due).days, file.path)


def _overdue(action: ActionRecord, at: Place, late: int, file: str) -> Problem:
    ago = "yesterday" if late == 1 else f"{late} days ago"
    return Problem(
        at=at,
        message=f"action {action.action} of the review of {action.review} "
        f"was due {action.due}, {ago}, and is not done",
        help=f"do it and write the day into `done` of {file}, or agree on a later one",
        facts={
            "review": action.review,
            "severity": None,
            "closed_at": None,
            "action": action.action,
            "due": str(action.due),
            "held": None,
            "days_late": late,
        },
        subject=f"{action.review} {action.action}",
    )
