"""How well the times that SLAs promise about incidents are kept, by the records of incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from commplan.clock import Calendar, Duration, due, elapsed
from commplan.evidence import Evidence, Gap, IncidentRecord
from commplan.measures.attainment import (
    INCIDENTS,
    WORST,
    Attainment,
    Slow,
    clock_of,
    counted_since,
    judged,
    window_of,
)
from commplan.measures.cases import Cases, State
from commplan.measures.courses import incident_courses
from commplan.plan import Plan, Sla, Target, severities_of

if TYPE_CHECKING:
    from commplan.measures.history import History


TOLD = ("acknowledge", "first_response", "resolve")
"""Targets of which records of incidents, or updates, tell."""


class _Case(NamedTuple):
    name: str
    at: int
    ended: int | None
    """None where it goes on, or nobody knows."""
    known: bool = True
    """Whether the records tell whether it ended, and when."""
    over: int | None = None
    """When the incident was over, whether or not it was answered before: then nobody waits."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits."""
        return self.ended is None and self.over is None


class _Timed(NamedTuple):
    case: _Case
    state: State
    waited: int


def incident_attainments(
    plan: Plan,
    evidence: Evidence,
    history: History | None,
    as_of: int,
    sla: Sla,
    *,
    by_day: bool = False,
    window: Duration | None = None,
) -> Iterator[Attainment | Gap]:
    """The promises of an SLA about incidents of its severities, or why one cannot be measured.

    Records tell when an incident was acknowledged and when it was resolved; the first
    response is its first update, as :func:`incident_courses` finds it.
    """
    severities = severities_of(plan, sla)
    targets = [target for target in sla.targets if target.name in TOLD]
    if not severities or not targets:
        return
    gaps = evidence.gaps(IncidentRecord)
    length = window or window_of(sla)
    since = counted_since(plan, sla, length, as_of)
    if not evidence.files_of(IncidentRecord):
        why = "the plan names no file of incidents, so nobody can tell how fast they are handled"
        yield Gap(targets[0].at, why)
    for gap in gaps:
        yield gap._replace(reason=f"which incidents there were is not known: {gap.reason}")
    if gaps or not evidence.files_of(IncidentRecord):
        return
    if isinstance(since, Gap):
        yield since
        return
    calendar = clock_of(plan, sla.clock, since, as_of)
    if not isinstance(calendar, Calendar):
        if calendar is not None:
            yield Gap(sla.at / "clock", f"nobody can tell when sla:{sla.id} runs: {calendar}")
        return
    ids = {severity.id for severity in severities}
    rows = sorted(
        row
        for row in set(evidence.of(IncidentRecord))
        if row.severity in ids and since < row.started_at <= as_of
    )
    for target in targets:
        found = _read(target, rows, plan, evidence, history, as_of)
        if isinstance(found, str):
            yield Gap(target.at, found)
            continue
        timed = [_timed(case, target, calendar, as_of) for case in found]
        cases = _gathered(timed)
        yield Attainment(
            sla=sla,
            target=target,
            kind=INCIDENTS,
            window=length,
            cases=cases,
            start=since,
            end=as_of,
            whole=True,
            judgement=judged(sla, target, cases, by_day=by_day),
            worst=_slowest(timed),
        )


def _read(
    target: Target,
    rows: Sequence[IncidentRecord],
    plan: Plan,
    evidence: Evidence,
    history: History | None,
    as_of: int,
) -> list[_Case] | str:
    """When the promised time of each incident ended, or why nobody knows."""
    if target.name == "acknowledge":
        return [
            _ending(row, as_of, row.acknowledged_at, row.resolved_at, row.closed_at) for row in rows
        ]
    if target.name == "resolve":
        return [_ending(row, as_of, row.resolved_at, row.closed_at) for row in rows]
    since = min((row.started_at for row in rows), default=as_of)
    courses = incident_courses(plan, evidence, history, as_of, since)
    wanted = {(row.id, row.started_at) for row in rows}
    mine = [course for course in courses if (course.id, course.started) in wanted]
    if doubt := next((course.doubt for course in mine if course.doubt), ""):
        return doubt
    return [
        _Case(
            course.id,
            course.started,
            course.updates[0].at if course.updates else None,
            known=course.known[0] <= course.started and bool(course.updates or not course.doubtful),
            over=course.ended,
        )
        for course in mine
    ]


def _ending(row: IncidentRecord, as_of: int, end: int | None, *later: int | None) -> _Case:
    """What ended after now goes on; what is over without an end of its own is not known."""
    over = any(one is not None and one <= as_of for one in later)
    known = not over if end is None else end >= row.started_at
    return _Case(row.id, row.started_at, end if end is not None and end <= as_of else None, known)


def _timed(case: _Case, target: Target, calendar: Calendar, as_of: int) -> _Timed:
    limit = due(calendar, case.at, target.duration)
    ends = (end for end in (case.ended, case.over, as_of) if end is not None)
    waited = elapsed(calendar, case.at, max(next(ends), case.at))
    if not case.known or limit is None:
        return _Timed(case, State.UNKNOWN, waited)
    if case.ended is None and case.over is not None and case.over <= limit:
        return _Timed(case, State.WITHDRAWN, waited)
    if case.ended is not None:
        return _Timed(case, State.MET if case.ended <= limit else State.MISSED, waited)
    return _Timed(case, State.MISSED if limit < as_of else State.PENDING, waited)


def _gathered(timed: Sequence[_Timed]) -> Cases:
    import numpy as np

    counted = Counter(one.state for one in timed)
    kept = [one for one in timed if one.state in (State.MET, State.MISSED, State.PENDING)]
    return Cases(
        {state: counted[state] for state in State},
        np.array([one.case.at for one in kept], dtype=np.int64),
        np.array([one.waited for one in kept], dtype=np.int64),
        np.array([one.case.is_open for one in kept], dtype=bool),
        np.array([one.state is State.MET for one in kept], dtype=bool),
        np.array([one.state is not State.PENDING for one in kept], dtype=bool),
    )


def _slowest(timed: Sequence[_Timed]) -> tuple[Slow, ...]:
    missed = [one for one in timed if one.state is State.MISSED]
    missed.sort(key=lambda one: (-one.waited, one.case.at))
    return tuple(
        Slow("", one.case.at, one.waited, one.case.is_open, one.case.name) for one in missed[:WORST]
    )
