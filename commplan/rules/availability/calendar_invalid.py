"""A calendar that cannot be what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from commplan.api import (
    DAY,
    LONGEST_CLOSURE,
    DutyCalendar,
    HoursFault,
    Plan,
    Problem,
    Severity,
    Timeline,
    UnknownHolidays,
    holiday_years,
    hours_faults,
    local_time,
    open_intervals,
    rule,
)

_SOON = 14 * DAY
"""Nearly every calendar opens within a fortnight: only the others are unrolled further."""


@rule("AVL001", severity=Severity.ERROR, profile="basic", since="0.1", source="A09")
def calendar_invalid(plan: Plan, timeline: Timeline, *, horizon: str = "53w") -> Iterator[Problem]:
    """A calendar's hours are empty or overlap, it never opens, or its holidays are unknown.

    Whatever is promised or covered by such a calendar means nothing. Write the
    hours so that each is said once, and name a source of holidays that knows
    the country and the year ahead (`horizon`, unless `coverage.horizon` says
    how far).

    Bad:
        calendars:
          uk:
            timezone: Europe/London
            hours: {mon-fri: ["09:00-12:30", "12:00-17:30"]}

    Good:
        calendars:
          uk:
            timezone: Europe/London
            hours: {mon-fri: ["09:00-12:30", "13:30-17:30"]}

    Facts:
        calendar: id of the calendar
        days, range: the entry of `hours` that is empty or overlaps
        source: the source of holidays, if that is at fault
        last_year: the last year that the source knows
    """
    ahead = timeline.over(horizon)
    for calendar in plan.calendars.values():
        # Asked first: it says so where holidays cannot be looked up at all.
        fault = ahead.clock_fault(f"calendar:{calendar.id}")
        problems = [*_hours(calendar), *_holidays(calendar, ahead.window[1])]
        yield from problems
        if not problems and not fault:
            yield from _never_open(calendar, ahead)


def _hours(calendar: DutyCalendar) -> Iterator[Problem]:
    for fault in _faults(tuple((days, tuple(r)) for days, r in calendar.hours.items())):
        at = calendar.at / "hours" / fault.days
        ranges = calendar.hours[fault.days]
        yield Problem(
            at=at if fault.position is None else at / fault.position,
            message=f"calendar:{calendar.id}: {fault.text}",
            help="take the days out" if fault.position is None else "say each hour once",
            facts={
                "calendar": calendar.id,
                "days": fault.days,
                "range": None if fault.position is None else ranges[fault.position],
            },
        )


@lru_cache(maxsize=256)
def _faults(hours: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[HoursFault, ...]:
    """Remembered, because the plans of an organization keep the same few calendars."""
    return hours_faults(dict(hours))


def _holidays(calendar: DutyCalendar, horizon: int) -> Iterator[Problem]:
    source = calendar.holidays
    if source is None:
        return
    facts: dict[str, object] = {"calendar": calendar.id, "source": source}
    try:
        _, last_year = holiday_years(source)
    except UnknownHolidays as error:
        message = f"calendar:{calendar.id}: {error}"
        remedy = "write holidays:COUNTRY or holidays:COUNTRY/SUBDIVISION, as in holidays:GB/ENG"
    else:
        if last_year >= local_time(horizon, "UTC").year:
            return
        facts["last_year"] = last_year
        message = f"calendar:{calendar.id}: {source!r} knows no holidays after {last_year}"
        remedy = "write later ones as `exceptions` without hours"
    at = calendar.at / "holidays" / "source"
    yield Problem(at=at, message=message, help=remedy, facts=facts)


def _never_open(calendar: DutyCalendar, ahead: Timeline) -> Iterator[Problem]:
    clock, start = f"calendar:{calendar.id}", ahead.as_of
    soon = min(start + _SOON, ahead.window[1])
    if open_intervals(ahead.calendar(clock), start, soon) or ahead.hours(clock):
        return
    end = start + LONGEST_CLOSURE
    if not open_intervals(ahead.calendar(clock), start, end):
        since, until = (local_time(t, calendar.timezone).date() for t in (start, end))
        yield Problem(
            at=calendar.at / "hours",
            message=f"{clock} is never open from {since} to {until}",
            help="give it hours, or remove it",
            facts={"calendar": calendar.id},
        )
