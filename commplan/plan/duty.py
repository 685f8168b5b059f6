"""Working hours and on-call rotations as they are declared."""

from datetime import datetime

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, duration, mapping, text, wall_time


class DutyCalendar(NamedTuple):
    """Opening hours in one time zone."""

    id: str
    at: Place
    timezone: str
    hours: Raw
    """Day names to lists of ``HH:MM-HH:MM``."""
    holidays: str | None
    """``holidays:COUNTRY/SUBDIVISION``."""
    exceptions: Raw
    """Dates to the ranges that replace that day's."""


class DutyOverride(NamedTuple):
    """Somebody else takes over for a while, in the rotation's local time."""

    at: Place
    start: datetime | None
    end: datetime | None
    user: Reference | None


class DutyRotation(NamedTuple):
    """People who take turns."""

    id: str
    at: Place
    timezone: str
    start: datetime | None
    shift: Duration
    users: tuple[Reference, ...]
    overrides: tuple[DutyOverride, ...]
    slack_usergroup: str | None


def read_calendar(id: str, raw: Raw, at: Place) -> DutyCalendar:
    """Read ``calendars.<id>``."""
    return DutyCalendar(
        id=id,
        at=at,
        timezone=text(raw.get("timezone")) or "",
        hours=mapping(raw.get("hours")),
        holidays=text(mapping(raw.get("holidays")).get("source")),
        exceptions=mapping(raw.get("exceptions")),
    )


def read_rotation(id: str, raw: Raw, at: Place) -> DutyRotation:
    """Read ``rotations.<id>``."""
    overrides = raw.get("overrides")
    return DutyRotation(
        id=id,
        at=at,
        timezone=text(raw.get("timezone")) or "",
        start=wall_time(raw.get("start")),
        shift=duration(raw.get("shift")) or Duration(0, 0, 0),
        users=read_references(raw, "users", at),
        overrides=tuple(
            _override(mapping(item), at / "overrides" / number)
            for number, item in enumerate(overrides if isinstance(overrides, list) else ())
        ),
        slack_usergroup=text(raw.get("slack_usergroup")),
    )


def _override(raw: Raw, at: Place) -> DutyOverride:
    return DutyOverride(
        at=at,
        start=wall_time(raw.get("from")),
        end=wall_time(raw.get("to")),
        user=read_reference(raw, "user", at),
    )
