"""The course of incidents: when each began and ended, and which updates were posted between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.clock import Interval
from commplan.evidence import Evidence, IncidentRecord, UpdateRecord
from commplan.plan import IncidentSeverity, Plan

if TYPE_CHECKING:
    from commplan.measures.history import History


class PostedUpdate(NamedTuple):
    """One update about an incident."""

    at: int
    phase: str | None = None
    """The phase that it names; None where it names none."""
    announced: int | None = None
    """When it says that the next one will come."""


class IncidentCourse(NamedTuple):
    """One incident of the records. Instants are in microseconds UTC."""

    id: str
    severity: IncidentSeverity
    started: int
    ended: int | None
    """When it was resolved, or else closed; None while it goes on."""
    updates: tuple[PostedUpdate, ...] = ()
    known: Interval = (0, 0)
    """From which instant on, and up to which, all updates are known."""
    doubtful: tuple[Interval, ...] = ()
    """Times at which further updates may have been posted, in threads that were not read."""
    doubt: str = ""
    """Why nothing is known of its updates; empty where something is."""


def incident_courses(
    plan: Plan, evidence: Evidence, history: History | None, as_of: int, since: int
) -> tuple[IncidentCourse, ...]:
    """The incidents of known severities that went on after ``since``, by their start.

    Updates are those of the records of updates, where the plan names such a file. Else
    they are messages in the channels of the severity between start and end that are
    recognised as one of its incident messages. One that names incidents, or replies in a
    thread whose first message does, is about those; any other is about every incident of
    the channel that went on then.
    """
    rows = sorted(set(evidence.of(IncidentRecord)), key=lambda row: (row.started_at, row.id))
    found = [
        IncidentCourse(row.id, plan.severities[row.severity], row.started_at, ended)
        for row in rows
        if row.severity in plan.severities
        and ((ended := _end(row, as_of)) is None or ended >= since)
    ]
    if evidence.files_of(UpdateRecord):
        return tuple(_recorded(evidence, found, as_of))
    if history is None:
        why = "no messages were read, and the plan names no file of updates"
        return tuple(course._replace(doubt=why) for course in found)
    from commplan.measures.posted import Posted  # only where messages were read

    posted = Posted(history, found)
    return tuple(
        course._replace(
            updates=posted.updates(number),
            known=posted.venue(course).known,
            doubtful=posted.doubtful(course),
            doubt=posted.venue(course).doubt,
        )
        for number, course in enumerate(found)
    )


def _end(row: IncidentRecord, as_of: int) -> int | None:
    ends = (end for end in (row.resolved_at, row.closed_at) if end is not None and end <= as_of)
    return next(ends, None)


def _recorded(
    evidence: Evidence, courses: Iterable[IncidentCourse], as_of: int
) -> Iterator[IncidentCourse]:
    gaps = evidence.gaps(UpdateRecord)
    sent: dict[str, list[PostedUpdate]] = {}
    for row in evidence.of(UpdateRecord):
        update = PostedUpdate(row.posted_at, row.phase, row.next_update_at)
        sent.setdefault(row.incident, []).append(update)
    for course in courses:
        if gaps:
            yield course._replace(doubt=f"which updates were sent is not known: {gaps[0].reason}")
            continue
        end = as_of if course.ended is None else course.ended
        within = [one for one in sent.get(course.id, ()) if course.started <= one.at <= end]
        yield course._replace(updates=tuple(sorted(within)), known=(0, as_of))
