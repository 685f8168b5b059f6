"""A notification that came after its deadline, or has not come although it is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    DAY,
    SECOND,
    NotAssessed,
    Plan,
    Problem,
    Severity,
    Timeline,
    day_after,
    day_at,
    deadline_of,
    deadline_zone,
    format_day_time,
    format_duration,
    format_instant,
    format_until,
    format_utc,
    parse_duration,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import (
        Evidence,
        EvidenceFile,
        HeldPack,
        NotificationRecord,
        Obligation,
        Verdicts,
    )

    _Records = Sequence[tuple[EvidenceFile, NotificationRecord]]

_MARGIN = 14 * DAY
"""Days off that a deadline may have to pass, so that their holidays are known."""


@rule(
    "NTF401",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A29; NIST 800-53 IR-6",
)
def notification_late(
    plan: Plan,
    packs: tuple[HeldPack, ...],
    evidence: Evidence,
    as_of: int,
    *,
    window: str = "12mo",
) -> Verdicts:
    """A notification was submitted after its deadline, or is overdue.

    The records of notifications say when the organisation became aware and when each
    was submitted. The deadline runs as the obligation says: through nights and
    weekends, unless its clock is a calendar, and off weekends and holidays only where
    an active pack says so. An obligation with `after` begins when the one before it
    was submitted for the same incident, whether or not there is a record of its own.
    What is not due yet is well. What is still owed is told until it is submitted. What
    was submitted late is told for 12 months (`window`): waive it with the reason for
    the delay, which the authority will want to know as well.

    Bad:
        obligations:
          gdpr-33:
            trigger: personal-data-breach
            deadline: 72h
            decision: "role:dpo"
        evidence:
          notifications: evidence/notifications.csv
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA}
            erin: {name: Erin Vale, slack: U05ERIN}
          roles:
            dpo: {holders: ["person:dana", "person:erin"]}

    Good:
        obligations:
          gdpr-33:
            trigger: personal-data-breach
            deadline: 72h
            decision: "role:dpo"
        evidence:
          notifications: evidence/notifications.csv
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA}
            erin: {name: Erin Vale, slack: U05ERIN}
          roles:
            dpo: {holders: ["person:dana", "person:erin"]}

    Files:
        evidence/notifications.csv: |
          obligation,incident,aware_at,submitted_at
          gdpr-33,INC-12,2026-05-01T09:00:00Z,2026-05-04T15:30:00Z

    Good files:
        evidence/notifications.csv: |
          obligation,incident,aware_at,submitted_at
          gdpr-33,INC-12,2026-05-01T09:00:00Z,2026-05-04T08:30:00Z

    As of: 2026-11-21T09:00:00Z

    Facts:
        obligation, incident: which notification
        began_at: when its time began to run
        due: when it was due
        submitted_at: when it was submitted, or null
        late_seconds: how much later that was, or how long ago it was due
    """
    owed = [obligation for obligation in plan.obligations.values() if obligation.deadline]
    if not owed:
        return
    from commplan.api import NotificationRecord, strangers  # only where somebody is to be notified

    files = evidence.files_of(NotificationRecord)
    gaps = evidence.gaps(NotificationRecord)
    if not files:
        reason = "the plan names no file of notifications"
        yield NotAssessed(reason, at=(plan.root / "obligations").key)
    for gap in gaps:
        yield NotAssessed(f"what was submitted is not known: {gap.reason}", at=gap.at)
    if not files or gaps:
        return
    records = tuple(evidence.with_files(NotificationRecord))
    named = ((file, record.obligation) for file, record in records)
    for gap in strangers(named, plan.obligations.keys(), "obligation"):
        yield NotAssessed(gap.reason, at=gap.at)
    cases = _cases(records, as_of)
    rolls = {duty.id: duty.rolls_to for held in packs for duty in held.pack.duties}
    began = min((case.aware_at for case in cases.values()), default=as_of)
    timeline = Timeline(plan, as_of, window=(began, as_of + _MARGIN))
    oldest = parse_duration(window)
    for obligation in owed:
        for verdict in _judged(obligation, cases, timeline, rolls.get(obligation.duty)):
            if isinstance(verdict, NotAssessed):
                yield verdict
                continue
            submitted = verdict.case.submitted_at
            is_over = submitted is not None and (
                day_after(day_at(submitted, plan.metadata.timezone), oldest) < evidence.today
            )
            if not is_over:
                yield _problem(verdict, timeline)


class _Case(NamedTuple):
    """What is recorded of one obligation in one incident."""

    incident: str
    aware_at: int
    submissions: tuple[int, ...]
    """When it was submitted, and maybe corrected; sorted."""
    file: str

    @property
    def submitted_at(self) -> int | None:
        return self.submissions[0] if self.submissions else None


class _Late(NamedTuple):
    """A notification that came too late, or is overdue."""

    obligation: Obligation
    case: _Case
    start: int
    due: int


_Cases = dict[tuple[str, str], _Case]
"""By obligation and incident."""


def _cases(records: _Records, as_of: int) -> _Cases:
    """One case for all the records of an obligation in an incident: its first awareness."""
    found: _Cases = {}
    for file, row in records:
        key = row.obligation, row.incident
        known = found.get(key)
        submissions = set(known.submissions if known else ())
        if row.submitted_at is not None and row.submitted_at <= as_of:
            submissions.add(row.submitted_at)
        aware_at = min(row.aware_at, known.aware_at) if known else row.aware_at
        found[key] = _Case(row.incident, aware_at, tuple(sorted(submissions)), file.path)
    return found


def _judged(
    obligation: Obligation, cases: _Cases, timeline: Timeline, rolls_to: str | None
) -> Iterator[_Late | NotAssessed]:
    """The notifications of one obligation that are late, and those of which nobody can tell."""
    concerned = list(_begun(obligation, cases, timeline.plan))
    if not concerned:
        return
    deadline = deadline_of(timeline, obligation, rolls_to)
    if deadline is None:
        if timeline.knows(obligation.hours):  # else PLN101 speaks of it
            fault = timeline.clock_fault(obligation.hours)
            reason = f"nobody can tell when obligation {obligation.id} is due: {fault}"
            yield NotAssessed(reason, at=obligation.at / "clock")
        return
    for case, starts in concerned:
        about = f"whether {obligation.id} for {case.incident} is late is not known"
        dues = [due for start in starts if (due := deadline.end(start)) is not None]
        if not starts:
            reason = f"{about}: there is no record of {obligation.after}"
            yield NotAssessed(reason, at=obligation.at / "after")
        elif len(dues) < len(starts):
            reason = f"{about}: {obligation.clock} stays closed for more than a year"
            yield NotAssessed(reason, at=obligation.at / "clock")
        elif (case.submitted_at or timeline.as_of) > max(dues):
            yield _Late(obligation, case, starts[-1], max(dues))
        elif (case.submitted_at or timeline.as_of) > min(dues):
            sent = f"{obligation.after} was submitted {len(starts)} times"
            reason = f"{about}: {sent}, and only counted from the first one it is"
            yield NotAssessed(reason, at=obligation.at / "after")


def _begun(
    obligation: Obligation, cases: _Cases, plan: Plan
) -> Iterator[tuple[_Case, tuple[int, ...]]]:
    """The cases in which an obligation runs, with the instants at which it may have begun.

    None at all where nothing tells when.
    """
    if obligation.after is None:
        for (id_, _), case in cases.items():
            if id_ == obligation.id:
                yield case, (case.aware_at,)
        return
    if obligation.after not in plan.obligations:  # PLN101 speaks of it
        return
    for incident in dict.fromkeys(incident for _, incident in cases):
        own = cases.get((obligation.id, incident))
        before = cases.get((obligation.after, incident))
        if before is not None and before.submissions:
            case = own or before._replace(submissions=())
            yield case, before.submissions
        elif before is None and own is not None:
            yield own, ()


def _problem(late: _Late, timeline: Timeline) -> Problem:
    obligation, case, start, due = late
    zone = deadline_zone(timeline, obligation)
    submitted = case.submitted_at
    by = (submitted or timeline.as_of) - due
    began = f"{obligation.after} sent" if obligation.after else "aware"
    told = "not submitted"
    remedy = f"submit it with the reasons for the delay, and write when into {case.file}"
    if submitted is not None:
        told = f"submitted {format_until(submitted, zone, due)}"
        remedy = f"correct {case.file} if it was sent earlier, else waive this with the reason"
    return Problem(
        at=obligation.at / "deadline",
        message=f"{obligation.id} for {case.incident}: {began} {format_instant(start, zone)}, "
        f"due {format_day_time(due, zone)}, {told}, {format_duration(by)} late",
        help=remedy,
        facts={
            "obligation": obligation.id,
            "incident": case.incident,
            "began_at": format_utc(start),
            "due": format_utc(due),
            "submitted_at": None if submitted is None else format_utc(submitted),
            "late_seconds": by // SECOND,
        },
        subject=case.incident,
    )
