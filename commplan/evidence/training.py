"""When a person counts as trained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from commplan.clock import Duration, Intervals, UnknownZone, day_after, first_instant, normalize
from commplan.named import NamedTuple


class Validity(NamedTuple):
    """Days on which one pass of a course counts, the first and the last included."""

    first: date
    last: date
    """The last day of the calendar where a pass counts for ever."""


def validity(completed: date, valid: Duration | None) -> Validity:
    """The days for which a course that was passed on a day counts."""
    return Validity(completed, date.max if valid is None else day_after(completed, valid))


def as_intervals(days: Iterable[Validity], zone_name: str) -> Intervals:
    """The days as instants, overlapping and adjoining ones in one: what shifts are held against."""
    return normalize(
        (_midnight(span.first, zone_name), _midnight(_next(span.last), zone_name)) for span in days
    )


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _midnight(day: date, zone_name: str) -> int:
    wall = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # a wall time
    try:
        return first_instant(wall, zone_name)
    except UnknownZone:  # AVL002 speaks of that
        return first_instant(wall, "UTC")
