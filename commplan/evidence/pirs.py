"""Reviews after incidents that had to be held by now, and when they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from commplan.clock import without_clock
from commplan.evidence.records import IncidentRecord, ReviewRecord
from commplan.named import NamedTuple
from commplan.plan import day_at

if TYPE_CHECKING:
    from commplan.evidence.evidence import Evidence
    from commplan.plan import IncidentSeverity


class DueReview(NamedTuple):
    """The review of an incident that had to be held by now."""

    incident: str
    severity: IncidentSeverity
    closed_at: int
    due: int
    """Its day is the last one on which the review is in time: records know days only."""
    days_late: int
    """From that day to the day of the review, else to as-of; not above 0 if it was in time."""
    held: date | None
    """The day of the first review after the incident began."""


def closed_incidents(evidence: Evidence, as_of: int) -> Mapping[str, IncidentRecord]:
    """Every incident that is closed, as it was closed last, by id."""
    found: dict[str, IncidentRecord] = {}
    for record in sorted(evidence.of(IncidentRecord), key=lambda record: record.closed_at or 0):
        if record.closed_at is not None and record.closed_at <= as_of:
            found[record.id] = record
    return found


def due_reviews(
    evidence: Evidence,
    closed: Mapping[str, IncidentRecord],
    promised: Mapping[str, IncidentSeverity],
    zone_name: str,
) -> Iterator[DueReview]:
    """The reviews of closed incidents that had to be held before today.

    ``promised`` are the severities whose incidents are reviewed, by id. Days are those
    of the zone.
    """
    held: dict[str, list[date]] = {}
    for record in evidence.of(ReviewRecord):
        held.setdefault(record.review, []).append(record.done)
    for incident in closed.values():
        severity = promised.get(incident.severity)
        pir = severity.pir if severity else None
        if severity is None or pir is None or pir.within is None or incident.closed_at is None:
            continue
        due = without_clock(pir.within, zone_name).end(incident.closed_at)
        last = evidence.today if due is None else day_at(due, zone_name)
        if due is None or last >= evidence.today:
            continue
        began = day_at(incident.started_at, zone_name)
        first = min((day for day in held.get(incident.id, ()) if day >= began), default=None)
        late = ((first or evidence.today) - last).days
        yield DueReview(incident.id, severity, incident.closed_at, due, late, first)
