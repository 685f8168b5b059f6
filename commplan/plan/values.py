"""Small readers from schema-valid YAML values to typed ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from commplan.clock import Duration, UnknownZone, local_time, parse_duration
from commplan.place import Place

Noun = TypeVar("Noun")
Raw = Mapping[str, Any]
"""A mapping as it was loaded; the schema has been satisfied."""


def mapping(value: object) -> Raw:
    """The mapping, or an empty one where the key is absent or null."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str | None:
    """The text, or None where it is absent; numbers are shown as written."""
    if value is None or isinstance(value, str):
        return value
    return None if isinstance(value, dict | list) else str(value)


def texts(value: object) -> tuple[str, ...]:
    """A list of texts; one text alone counts as a list of one."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def emoji_names(value: object) -> tuple[str, ...]:
    """A list of emoji, each once, as Slack stores them."""
    written = texts(value)
    if not written:
        return ()
    from commplan.plan.emoji import as_stored  # few plans have any

    return tuple(dict.fromkeys(map(as_stored, written)))


def whole(value: object) -> int | None:
    """The whole number, or None where it is absent; ``2.0`` is one to JSON Schema, too."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value)


def number(value: object) -> float | None:
    """The number, or None where it is absent."""
    return None if isinstance(value, bool) or not isinstance(value, int | float) else value


def flag(value: object) -> bool | None:
    """Yes or no, or None where nothing is said."""
    return value if isinstance(value, bool) else None


def duration(value: object) -> Duration | None:
    """The duration; None where it is absent. Malformed ones never reach a schema-valid plan."""
    return parse_duration(value) if isinstance(value, str) else None


def day(value: object) -> date | None:
    """The date, or None where it is absent or impossible (such as 30 February)."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def wall_time(value: object) -> datetime | None:
    """A local date and time without zone, or None where it is absent or impossible."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def day_at(instant: int, zone_name: str) -> date:
    """The day of the calendar at an instant (microseconds UTC) in a zone.

    In UTC where the zone does not exist: AVL002 speaks of that.
    """
    try:
        return local_time(instant, zone_name).date()
    except UnknownZone:
        return local_time(instant, "UTC").date()


def part(raw: Raw, key: str, at: Place, read: Callable[[Raw, Place], Noun]) -> Noun | None:
    """The mapping under a key of an entry, read as a noun of its own; None where it is absent."""
    value = raw.get(key)
    return read(value, at / key) if isinstance(value, dict) else None


def parts(raw: Raw, key: str, at: Place, read: Callable[[Raw, Place], Noun]) -> tuple[Noun, ...]:
    """The mappings in the list under a key of an entry, each read as a noun of its own."""
    value = raw.get(key)
    if not isinstance(value, list):
        return ()
    under = at / key
    return tuple(read(mapping(item), under / place) for place, item in enumerate(value))
