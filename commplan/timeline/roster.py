"""What a plan says of hours, duties and absences, worked out when first asked for."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cached_property

from commplan.clock import (
    DAY,
    Calendar,
    HolidaysUnavailable,
    Interval,
    Intervals,
    Override,
    Rotation,
    Shift,
    UnknownHolidays,
    UnknownZone,
    clip,
    first_instant,
    holiday_dates,
    last_instant,
    local_time,
    normalize,
    open_intervals,
    parse_exceptions,
    parse_hours,
    rotation_fault,
    shifts,
    zone,
)
from commplan.errors import CommplanError
from commplan.plan import DutyCalendar, DutyRotation, Person, Plan, Reference
from commplan.timeline.calls import Unrolled, unroll


class CalendarError(CommplanError):
    """The hours of a calendar cannot be worked out."""

    def __init__(self, path: str, calendar: str, problem: str) -> None:
        self.path = path
        self.calendar = calendar
        self.problem = problem
        super().__init__(path, calendar, problem)

    def __str__(self) -> str:
        return f"{self.path}: calendar:{self.calendar}: {self.problem}"


class Roster:
    """Calendars, rotations and absences of one plan over one window of instants."""

    def __init__(self, plan: Plan, window: Interval, frozen_at: int | None = None) -> None:
        self.plan = plan
        self.window = window
        self.frozen_at = frozen_at
        self._calendars: dict[str, Calendar | str] = {}
        self._away: dict[str, Intervals] = {}
        self._unrolled: dict[str, Unrolled] = {}

    def calendar_fault(self, id: str) -> str | None:
        """Why the hours of a calendar cannot be known: its zone or its source of holidays.

        Raises :class:`CalendarError` where the plan is not to blame: the package
        that knows holidays is not installed.
        """
        found = self._calendar(id)
        return found if isinstance(found, str) else None

    def calendar(self, id: str) -> Calendar:
        """A calendar of the plan with its holidays; raises :class:`CalendarError`."""
        found = self._calendar(id)
        if isinstance(found, str):
            raise CalendarError(self.plan.origin.path, id, found)
        return found

    def _calendar(self, id: str) -> Calendar | str:
        if id not in self._calendars:
            try:
                self._calendars[id] = _calendar(self.plan.calendars[id], self.window)
            except HolidaysUnavailable as error:
                raise CalendarError(self.plan.origin.path, id, str(error)) from None
            except (UnknownZone, UnknownHolidays) as error:
                self._calendars[id] = str(error)
        return self._calendars[id]

    def hours(self, id: str) -> Intervals:
        """When a calendar is open; raises :class:`CalendarError`."""
        return open_intervals(self.calendar(id), *self.window, self.frozen_at)

    @cached_property
    def rotations(self) -> dict[str, Rotation]:
        """The rotations in which somebody can be on call."""
        read = ((duty.id, _rotation(self.plan, duty)) for duty in self.plan.rotations.values())
        return {key: rotation for key, rotation in read if rotation is not None}

    def shifts(self, id: str) -> tuple[Shift, ...]:
        """Who is on call when; users are references as text. None in a rotation out of order."""
        rotation = self.rotations.get(id)
        return shifts(rotation, *self.window, self.frozen_at) if rotation else ()

    def unrolled(self, path: str) -> Unrolled:
        """The calls of an escalation path and its end."""
        if path not in self._unrolled:
            self._unrolled[path] = unroll(self.plan, self.plan.paths[path])
        return self._unrolled[path]

    @cached_property
    def duties(self) -> dict[str, tuple[str, ...]]:
        """Rotations by each person who may be on call in them."""
        found: dict[str, list[str]] = {}
        for duty in self.plan.rotations.values():
            for person in self.plan.reach(*duty.users, *substitutes(duty)).people:
                found.setdefault(person.id, []).append(duty.id)
        return {person: tuple(rotations) for person, rotations in found.items()}

    def calendar_of(self, person: Person) -> str | None:
        """The calendar that a person keeps; None where nobody can tell their hours."""
        reference = person.calendar
        if reference is None or not self.plan.sound(reference):
            return None
        return None if self.calendar_fault(reference.id) else reference.id

    def zone_of(self, person: Person) -> str:
        """Where a person's days begin: their own zone, their calendar's, the plan's."""
        calendar = self.plan.calendars.get(person.calendar.id) if person.calendar else None
        names = (person.timezone, calendar.timezone if calendar else None)
        return next((name for name in names if name and zone_exists(name)), self.zone)

    @cached_property
    def zone(self) -> str:
        """The zone of the plan's own dates; UTC where it names none that exists."""
        name = self.plan.metadata.timezone
        return name if zone_exists(name) else "UTC"

    def away(self, id: str) -> Intervals:
        """When a person is on leave, or past the last day."""
        if id not in self._away:
            person = self.plan.people[id]
            absent = person.leave or person.until
            self._away[id] = self._absences(person) if absent else ()
        return self._away[id]

    def _absences(self, person: Person) -> Intervals:
        zone_name = self.zone_of(person)
        spells = [
            (_start_of(leave.first, zone_name), _end_of(leave.last, zone_name))
            for leave in person.leave
        ]
        if person.until is not None:
            spells.append((_end_of(person.until, zone_name), self.window[1]))
        return clip(normalize(spells), *self.window)


def substitutes(duty: DutyRotation) -> tuple[Reference, ...]:
    """Everybody who takes over a shift by an override."""
    return tuple(override.user for override in duty.overrides if override.user)


def zone_exists(name: str) -> bool:
    """Whether time in a zone can be told, however odd its name."""
    try:
        zone(name)
    except UnknownZone:
        return False
    return True


def _start_of(day: date, zone_name: str) -> int:
    return first_instant(datetime.combine(day, time.min), zone_name)


def _end_of(day: date, zone_name: str) -> int:
    return last_instant(datetime.combine(day, time.max), zone_name) + 1


def _calendar(duty: DutyCalendar, window: Interval) -> Calendar:
    zone(duty.timezone)
    # A local date may begin a day before or after the one in UTC, a range run on for another.
    first, last = (local_time(t, "UTC").year for t in (window[0] - 3 * DAY, window[1] + 3 * DAY))
    return Calendar(
        duty.timezone,
        parse_hours(duty.hours),
        holiday_dates(duty.holidays, first, last) if duty.holidays else frozenset(),
        parse_exceptions(duty.exceptions),
    )


def _rotation(plan: Plan, duty: DutyRotation) -> Rotation | None:
    """The rotation; None if it never puts anybody on call, or nobody can tell when."""
    if duty.start is None or not zone_exists(duty.timezone):
        return None
    overrides = tuple(
        Override(override.start, override.end, str(override.user))
        for override in duty.overrides
        if override.start and override.end and override.user and plan.sound(override.user)
    )
    users = tuple(str(user) for user in duty.users)
    rotation = Rotation(duty.timezone, duty.start, duty.shift, users, overrides)
    return None if rotation_fault(rotation) else rotation
