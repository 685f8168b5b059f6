"""A time zone that does not say where somebody is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from commplan.api import Fix, Place, Plan, Problem, Put, Severity, is_zone_name, rule, visible

MEANT = {
    "AEST": "Australia/Sydney",
    "BST": "Europe/London",
    "CEST": "Europe/Berlin",
    "CET": "Europe/Berlin",
    "CST": "America/Chicago",
    "EDT": "America/New_York",
    "EST": "America/New_York",
    "GMT": "Europe/London",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "PDT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
}
"""Where people mostly are who write an abbreviation."""


@rule("AVL002", severity=Severity.ERROR, profile="basic", since="0.1", source="A09", fix="unsafe")
def timezone_invalid(plan: Plan) -> Iterator[Problem]:
    """A zone is not a name of the IANA database, or is an abbreviation or a fixed offset.

    Only the name of a place, such as `Europe/London`, says when clocks change
    there; `EST` and `UTC+1` are wrong for half of the year, and a misspelt name
    leaves hours that nobody can compute. `UTC` itself is fine.

    Bad:
        calendars:
          us: {timezone: EST, hours: {mon-fri: ["09:00-17:00"]}}

    Good:
        calendars:
          us: {timezone: America/New_York, hours: {mon-fri: ["09:00-17:00"]}}

    Facts:
        timezone: what is written
        nearest: a zone that may be meant; null where none is close
    """
    for name, at in _zones(plan):
        if not is_zone_name(visible(name)):  # PLN002 speaks of hidden spaces
            nearest = _nearest(name)
            yield Problem(
                at=at / "timezone",
                message=f"{name!r} is {_fault(name)}",
                help=f"did you mean {nearest!r}?" if nearest else "name a place: 'Europe/London'",
                facts={"timezone": name, "nearest": nearest},
                fix=Fix((Put(at / "timezone", nearest),)) if nearest else None,
            )


def _zones(plan: Plan) -> Iterator[tuple[str, Place]]:
    """Every zone that the plan names, and the entry that names it."""
    yield plan.metadata.timezone, plan.metadata.at
    for person in plan.people.values():
        if person.timezone:
            yield person.timezone, person.at
    for calendar in plan.calendars.values():
        yield calendar.timezone, calendar.at
    for rotation in plan.rotations.values():
        yield rotation.timezone, rotation.at
    for key, programme in (plan.value.get("programmes") or {}).items():
        meeting = (programme or {}).get("meeting") or {}
        if "timezone" in meeting:
            yield meeting["timezone"], plan.root / "programmes" / key / "meeting"


def _fault(name: str) -> str:
    short = name.upper().removeprefix("ETC/")
    if short in MEANT or (name.isalpha() and name.isupper()):
        return "an abbreviation, not the name of a place"
    if short.startswith(("UTC", "GMT", "+", "-")) and short != "UTC":
        return "a fixed offset, not the name of a place"
    return "not a zone of the IANA time-zone database"


def _nearest(name: str) -> str | None:
    """The zone that may be meant: by its abbreviation, its city, or a slip of the pen."""
    if name.upper() in MEANT:
        return MEANT[name.upper()]
    from difflib import get_close_matches

    wanted = name.casefold().replace(" ", "_")
    same = [known for known in _names() if f"/{known}".endswith(f"/{wanted}")]
    close = same or get_close_matches(wanted, _names(), n=1, cutoff=0.75)
    return _names()[min(close, key=len)] if close else None


@cache
def _names() -> dict[str, str]:
    """Zones that a plan may name, by their name in small letters."""
    from zoneinfo import available_timezones

    return {name.casefold(): name for name in sorted(available_timezones()) if is_zone_name(name)}
