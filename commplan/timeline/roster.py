"""What a plan says of hours, duties and absences, worked out when first asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache

from commplan.cached import cached_property
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
from commplan.plan.values import text
from commplan.timeline.calls import Unrolled, unroll

Texts = tuple[tuple[str, tuple[str, ...]], ...]
"""Keys with lists of ranges, as a plan writes them."""


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
        self._turns: dict[str, Rotation | None] = {}
        self._unrolled: dict[str, Unrolled] = {}
        self._behind: dict[tuple[str, str], tuple[Reference, ...]] = {}
        self._users: dict[str, tuple[Reference, ...]] = {}

    def over(self, window: Interval, frozen_at: int) -> Roster:
        """The same over another window, as if zones kept the offsets of an instant for ever."""
        other = Roster(self.plan, window, frozen_at)
        other._turns = self._turns  # they know no instants
        return other

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
                self._calendars[id] = _calendar(self.plan.calendars[id], self._years)
            except HolidaysUnavailable as error:
                raise CalendarError(self.plan.origin.path, id, str(error)) from None
            except (UnknownZone, UnknownHolidays) as error:
                self._calendars[id] = str(error)
        return self._calendars[id]

    @cached_property
    def _years(self) -> tuple[int, int]:
        """First and last year of local dates whose hours touch the window."""
        # A date may begin a day before or after the one in UTC, a range run on for another.
        first, last = self.window[0] - 3 * DAY, self.window[1] + 3 * DAY
        return local_time(first, "UTC").year, local_time(last, "UTC").year

    def hours(self, id: str) -> Intervals:
        """When a calendar is open; raises :class:`CalendarError`."""
        return open_intervals(self.calendar(id), *self.window, self.frozen_at)

    def turns(self, id: str) -> Rotation | None:
        """A rotation whose users are numbers; None if nobody can tell who is ever on call.

        Numbers, because rotations that differ in names only have the same shifts.
        """
        if id not in self._turns:
            self._turns[id] = _rotation(self.plan.rotations[id])
        return self._turns[id]

    def user(self, rotation: str, turn: str | bool | None) -> tuple[Reference, ...]:
        """Whom a number among the users of :meth:`turns` stands for; nobody for None."""
        return self.sound((self.users(rotation)[int(turn)],)) if isinstance(turn, str) else ()

    def users(self, rotation: str) -> tuple[Reference, ...]:
        """The users of a rotation, then those who take over a shift of it."""
        if rotation not in self._users:
            duty = self.plan.rotations[rotation]
            self._users[rotation] = (*duty.users, *substitutes(duty))
        return self._users[rotation]

    def shifts(self, id: str) -> tuple[Shift, ...]:
        """Who is on call when; users are ``kind:id``. None in a rotation out of order."""
        rotation = self.turns(id)
        if rotation is None:
            return ()
        names = [str(user) for user in self.users(id)]
        named = rotation._replace(
            users=tuple(names[: len(rotation.users)]),
            overrides=tuple(o._replace(user=names[int(o.user)]) for o in rotation.overrides),
        )
        return shifts(named, *self.window, self.frozen_at)

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
            for person in self.plan.reach(*self.users(duty.id)).people:
                found.setdefault(person.id, []).append(duty.id)
        return {person: tuple(rotations) for person, rotations in found.items()}

    def sound(self, references: Iterable[Reference]) -> tuple[Reference, ...]:
        """The references that name something; PLN101 speaks of the others."""
        return tuple([reference for reference in references if self.plan.sound(reference)])

    def behind(self, reference: Reference) -> tuple[Reference, ...]:
        """The sound references one step behind a group, role, rotation or path."""
        key = (reference.kind, reference.id)
        if key not in self._behind:
            self._behind[key] = self.sound(self.plan.behind(reference))
        return self._behind[key]

    @cached_property
    def kept(self) -> dict[str, str | None]:
        """The calendar that each person keeps; None for those whose hours nobody can tell."""
        return {person.id: self.calendar_of(person) for person in self.plan.people.values()}

    def calendar_of(self, person: Person) -> str | None:
        """The calendar that a person keeps; None where nobody can tell their hours."""
        reference = person.calendar
        if reference is None or not self.plan.sound(reference):
            return None
        return None if self.calendar_fault(reference.id) else reference.id

    def zone_of(self, person: Person) -> str:
        """Where a person's days begin: at home, else in UTC."""
        return self.home(person) or "UTC"

    def home(self, person: Person) -> str | None:
        """The zone somebody lives in: their own, their calendar's, the plan's; None if not told."""
        calendar = self.plan.calendars.get(person.calendar.id) if person.calendar else None
        names = (person.timezone, calendar.timezone if calendar else None, self.declared_zone)
        return next((name for name in names if name and zone_exists(name)), None)

    @property
    def zone(self) -> str:
        """The zone of the plan's own dates; UTC where it names none that exists."""
        return self.declared_zone or "UTC"

    @cached_property
    def declared_zone(self) -> str | None:
        """The zone that the plan names for its own dates, if it exists."""
        name = text(self.plan.entries("metadata").get("timezone"))
        return name if name is not None and zone_exists(name) else None

    def away(self, id: str) -> Intervals:
        """When a person is on leave, or past the last day."""
        if id not in self._away:
            person = self.plan.people[id]
            self._away[id] = self._absences(person) if person.ever_away else ()
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
    """Everybody who takes over a shift by an override, in order."""
    return tuple(override.user for override in duty.overrides if override.user is not None)


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


def _calendar(duty: DutyCalendar, years: tuple[int, int]) -> Calendar:
    return _read_calendar(
        duty.timezone,
        tuple((days, tuple(ranges)) for days, ranges in duty.hours.items()),
        tuple((day, tuple(ranges)) for day, ranges in duty.exceptions.items()),
        duty.holidays,
        years,
    )


@lru_cache(maxsize=256)
def _read_calendar(
    timezone: str, hours: Texts, exceptions: Texts, holidays: str | None, years: tuple[int, int]
) -> Calendar:
    """Remembered, because the plans of an organization keep the same few calendars."""
    zone(timezone)
    return Calendar(
        timezone,
        parse_hours(dict(hours)),
        holiday_dates(holidays, *years) if holidays else frozenset(),
        parse_exceptions(dict(exceptions)),
    )


def _rotation(duty: DutyRotation) -> Rotation | None:
    """The rotation with numbers for users; None if nobody is ever on call, or none can tell."""
    if duty.start is None or not zone_exists(duty.timezone):
        return None
    users = tuple(map(str, range(len(duty.users))))
    taken_over = (override for override in duty.overrides if override.user is not None)
    overrides = tuple(
        Override(override.start, override.end, str(number))
        for number, override in enumerate(taken_over, len(users))
        if override.start and override.end
    )
    rotation = Rotation(duty.timezone, duty.start, duty.shift, users, overrides)
    return None if rotation_fault(rotation) else rotation
