"""A way to reach people that nobody has tried for too long, or that failed when it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from commplan.api import (
    SECOND,
    NotAssessed,
    Plan,
    Problem,
    Severity,
    day_after,
    drill_names,
    exact_length,
    format_duration,
    last_drill,
    newest_drills,
    rule,
)

if TYPE_CHECKING:
    from datetime import date

    from commplan.api import DrillRecord, Evidence, NewestDrill, Rehearsal, Step, Verdicts


@rule(
    "ESC401",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="B15; ISO 22301 8.5; PCI DSS 12.10.2",
)
def drill_overdue_or_failed(plan: Plan, evidence: Evidence, as_of: int) -> Verdicts:
    """A path or fallback was not rehearsed in time, or did not answer when it was.

    A path that nobody has tried is a hope: numbers change, phones are muted, a
    fallback has no members. A drill with a cadence is overdue when the newest record
    is older than that, or when there is none. Records name what was rehearsed as
    `escalation:ID`, `channel:ID` or `tool:ID`, or by the bare id; the drill of a tool
    may be one of any path that goes through it. In the newest drill of each, every
    level that was called has to acknowledge within the `ack_within` of its step. Of a
    level that was called twice the last call counts.

    Bad:
        escalations:
          major:
            steps:
            - notify: ["person:alice"]
              ack_within: 5m
            - notify: ["group:leads"]
              ack_within: 10m
            drill: {every: 7d, records: evidence/drills.csv}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            dana: {name: Dana Fox, slack: U04DANA}
          groups:
            leads: {members: ["person:dana"]}

    Good:
        escalations:
          major:
            steps:
            - notify: ["person:alice"]
              ack_within: 5m
            - notify: ["group:leads"]
              ack_within: 10m
            drill: {every: 7d, records: evidence/drills.csv}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            dana: {name: Dana Fox, slack: U04DANA}
          groups:
            leads: {members: ["person:dana"]}

    Files:
        evidence/drills.csv: |
          path,date,level,notified_at,acknowledged_at
          major,2026-11-16,1,2026-11-16T10:00:00Z,2026-11-16T10:02:00Z
          major,2026-11-16,2,2026-11-16T10:05:00Z,

    Good files:
        evidence/drills.csv: |
          path,date,level,notified_at,acknowledged_at
          major,2026-11-16,1,2026-11-16T10:00:00Z,2026-11-16T10:02:00Z
          major,2026-11-16,2,2026-11-16T10:05:00Z,
          major,2026-11-18,1,2026-11-18T10:00:00Z,2026-11-18T10:02:00Z
          major,2026-11-18,2,2026-11-18T10:05:00Z,2026-11-18T10:11:00Z

    As of: 2026-11-21T09:00:00Z

    Facts:
        what: what was rehearsed, such as `escalation:major`
        last: the day of its newest drill, or null
        every: the cadence; null in a finding about a level
        days_late: how many days ago the next one was due; null without any drill, or cadence
        step: the number of the level that did not answer, or null
        within_seconds: how soon it has to, or null
        took_seconds: how long it took; null where it did not answer
    """
    promised = plan.rehearsals
    if not promised and not plan.evidence.get("drills"):
        return
    from commplan.api import DrillRecord, strangers  # only where something is rehearsed

    files, gaps = evidence.files_of(DrillRecord), evidence.gaps(DrillRecord)
    for rehearsal in promised:
        if not files and rehearsal.drill.every:
            reason = "the plan names no file of drills"
            yield NotAssessed(reason, at=rehearsal.drill.at.key)
    for gap in gaps:
        yield NotAssessed(f"what was rehearsed is not known: {gap.reason}", at=gap.at)
    if not files or gaps:
        return
    names = drill_names(plan)
    records = tuple(evidence.with_files(DrillRecord))
    named = ((file, record.path) for file, record in records)
    for gap in strangers(named, names.keys(), "path"):
        yield NotAssessed(gap.reason, at=gap.at)
    newest = newest_drills(records, names, as_of)
    for rehearsal in promised:
        last = last_drill(plan, rehearsal, newest)
        yield from _overdue(rehearsal, last, evidence.today, files[0].path)
    for drill in newest.values():
        yield from _levels(plan, drill)


def _overdue(
    rehearsal: Rehearsal, last: NewestDrill | None, today: date, path: str
) -> Iterator[Problem]:
    drill, every = rehearsal.drill, rehearsal.drill.every
    if every is None:
        return
    late = None
    if last is None:
        told = "no drill is recorded"
    else:
        late = (today - day_after(last.day, every)).days
        if late <= 0:
            return
        by = f" ({last.what})" if last.what != rehearsal.name else ""
        told = f"last drill {last.day}{by}"
    ago = "" if late is None else f", {late} {'day' if late == 1 else 'days'} late"
    yield Problem(
        at=drill.at / "every",
        message=f"{rehearsal.name}: {told}, due every {every}{ago}",
        help=f"rehearse it and add what came of it to {drill.records or path}",
        facts={
            "what": rehearsal.name,
            "last": str(last.day) if last else None,
            "every": str(every),
            "days_late": late,
            "step": None,
            "within_seconds": None,
            "took_seconds": None,
        },
    )


def _levels(plan: Plan, drill: NewestDrill) -> Verdicts:
    """What the levels that were called in a drill made of it."""
    kind, _, id_ = drill.what.partition(":")
    if kind != "escalation":
        for level, calls in drill.calls.items():
            if not any(call.acknowledged_at for call in calls):
                yield _unanswered(plan, drill, level)
        return
    steps = {step.number: step for step in plan.paths[id_].steps}
    for level, calls in drill.calls.items():
        if level in steps:
            yield from _answer(drill, steps[level], calls)
        else:
            told = f"level {level} in the drill of {drill.day}"
            reason = f"{drill.path} tells of {told}, and {drill.what} has {len(steps)} steps"
            yield NotAssessed(reason, at=plan.paths[id_].at / "steps")


def _answer(drill: NewestDrill, step: Step, calls: Sequence[DrillRecord]) -> Verdicts:
    """Whether somebody on a level acknowledged, and soon enough."""
    answered = [call for call in calls if call.acknowledged_at is not None]
    within = step.ack_within
    limit = None if within is None else exact_length(within)
    if not answered:
        yield _failed(drill, step, limit, None)
    elif within is not None:
        took = sorted(
            call.acknowledged_at - call.notified_at
            for call in answered
            if call.acknowledged_at is not None and call.notified_at is not None
        )
        if limit is not None and took and took[0] <= limit:
            return
        unknown = "when it was called is not recorded" if len(took) < len(answered) else None
        if unknown is None and limit is None:
            unknown = f"{within} has no fixed length"
        if unknown is not None:
            told = f"whether step {step.number} of {drill.what} acknowledged in time is not known"
            yield NotAssessed(f"{told}: {unknown}", at=step.at / "ack_within")
        else:
            yield _failed(drill, step, limit, took[0])


def _failed(drill: NewestDrill, step: Step, limit: int | None, took: int | None) -> Problem:
    # Of a step that calls single people only the number is told: nobody is accused by name.
    targets = [str(target) for target in step.notify if target.kind != "person"]
    who = f" ({', '.join(targets)})" if targets else ""
    if took is None:
        answer = "not acknowledged" + (f" within {step.ack_within}" if step.ack_within else "")
    else:
        answer = f"acknowledged after {format_duration(took)}, not within {step.ack_within}"
    return Problem(
        at=step.at / "ack_within" if step.ack_within else step.at,
        message=f"{drill.what}, drill of {drill.day}: step {step.number}{who} {answer}",
        help="find out why and rehearse it again, or let the step wait longer"
        if took is not None
        else "find out why nobody answered, then rehearse it again",
        facts=_facts(drill, step.number, limit, took),
    )


def _unanswered(plan: Plan, drill: NewestDrill, level: int) -> Problem:
    """A fallback of which nobody answered; it says nothing of how soon that has to be."""
    kind, _, id_ = drill.what.partition(":")
    promised = {rehearsal.name: rehearsal.drill.at for rehearsal in plan.rehearsals}
    at = promised.get(drill.what, (plan.root / f"{kind}s") / id_)
    return Problem(
        at=at,
        message=f"{drill.what}, drill of {drill.day}: not acknowledged",
        help="find out why nobody answered, then rehearse it again",
        facts=_facts(drill, level, None, None),
        subject=str(level),
    )


def _facts(
    drill: NewestDrill, step: int, limit: int | None, took: int | None
) -> Mapping[str, object]:
    return {
        "what": drill.what,
        "last": str(drill.day),
        "every": None,
        "days_late": None,
        "step": step,
        "within_seconds": None if limit is None else limit // SECOND,
        "took_seconds": None if took is None else took // SECOND,
    }
