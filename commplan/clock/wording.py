"""Instants as people read and write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from commplan.clock.durations import DAY, MINUTE, SECOND, WEEK
from commplan.clock.offsets import instant_of, local_time, local_wall
from commplan.clock.zones import zone

DAY_LABELS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_LABELS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not from ``strftime``, whose words depend on the machine's language."""
_YEARS = range(1970, 3000)


def format_instant(t: int, zone_name: str) -> str:
    """``Sat 2026-11-28 00:00 Europe/London``; in UTC ``Sat 2026-11-28 00:00Z``."""
    suffix = "" if zone_name == "UTC" else f" {zone_name}"
    return format_day_time(t, zone_name) + suffix


def format_day_time(t: int, zone_name: str) -> str:
    """The same where the zone is told elsewhere: ``Sat 2026-11-28 00:00``, with a ``Z`` in UTC."""
    local = local_time(t, zone_name)
    text = f"{DAY_LABELS[local.weekday()]} {local.date()} {_clock(local)}"
    return text + ("Z" if zone_name == "UTC" else "")


def format_until(end: int, zone_name: str, since: int) -> str:
    """The end of an interval whose start has just been named, no longer than it must be.

    ``08:00`` within a day, ``Mon 09:00`` within a week, else
    ``Tue 2026-12-29 12:00``; with a ``Z`` in UTC.
    """
    local = local_time(end, zone_name)
    length = local - local_time(since, zone_name)
    text = _clock(local)
    if length >= timedelta(microseconds=WEEK):
        text = f"{DAY_LABELS[local.weekday()]} {local.date()} {text}"
    elif length >= timedelta(microseconds=DAY):
        text = f"{DAY_LABELS[local.weekday()]} {text}"
    return text + ("Z" if zone_name == "UTC" else "")


def format_utc(t: int) -> str:
    """``2026-11-28T00:00:00Z``; fractions of a second are dropped."""
    return f"{local_time(t // SECOND * SECOND, 'UTC').isoformat()}Z"


def format_offset(t: int, zone_name: str) -> str:
    """How far a zone's clocks are from UTC at an instant: ``UTC+11``, ``UTC-3:30``, ``UTC``."""
    minutes = (local_wall(t, zone_name) - t) // MINUTE
    hour, minute = divmod(abs(minutes), 60)
    text = f"{hour}:{minute:02}" if minute else f"{hour}"
    return "UTC" + (f"{'+' if minutes > 0 else '-'}{text}" if minutes else "")


def format_clock(t: int, zone_name: str) -> str:
    """The time of day with the name that people give to it: ``08:00 GMT``, ``08:00 UTC-3``."""
    local = datetime.fromtimestamp(t // SECOND, zone(zone_name))
    name = local.tzname() or ""
    return f"{_clock(local)} {name if name.isalpha() else format_offset(t, zone_name)}"


def parse_instant(text: str) -> int:
    """Read ISO 8601 with ``Z`` or an offset, or a date, which means its midnight in UTC.

    Raises ``ValueError`` for anything else, local times without offset among it,
    and for years before 1970 or after 2999.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is no instant; write 2026-11-21T09:00:00Z, an offset such as +01:00 "
            "instead of Z, or a date (midnight UTC)"
        ) from None
    if moment.tzinfo is None and len(text) <= len("2026-11-21") and "T" not in text:
        moment = moment.replace(tzinfo=UTC)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone; add Z or an offset such as +01:00")
    if moment.year not in _YEARS:
        raise ValueError(f"{text!r} is out of reach; years go from 1970 to 2999")
    return instant_of(moment)


def _clock(local: datetime) -> str:
    """``09:00``, with seconds only where there are some."""
    return local.strftime("%H:%M:%S" if local.second else "%H:%M")
