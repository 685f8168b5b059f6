"""Something that comes round at a time of some weekdays: ``every Mon 09:00``."""

from __future__ import annotations

import re

from commplan.clock.durations import DAY, MINUTE
from commplan.clock.hours import DAY_NAMES, parse_days
from commplan.clock.offsets import first_instant_of_wall, local_wall
from commplan.named import NamedTuple

_WEEK = 7
_THURSDAY = 3
"""The day of the week on which the epoch began."""
_WRITTEN = re.compile(
    r"every\s+(?P<days>[a-z]+(?:\s?[,-]\s?[a-z]+)*)\s+(?:at\s+)?"
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])",
    re.ASCII,
)
_WORDS = {"day": "daily", "weekday": "mon-fri", "workday": "mon-fri"}
_FULL_NAME = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)\b")


class Rhythm(NamedTuple):
    """A wall time on some days of the week."""

    weekdays: tuple[int, ...]
    """0 is Monday; there is at least one."""
    minute: int
    """Of the day."""

    def between(self, start: int, end: int, zone_name: str) -> tuple[int, ...]:
        """Its instants from ``start`` up to before ``end``, in order. Raises ``UnknownZone``.

        A wall time that a clock change skips means the instant of the change, one that
        comes twice its first occurrence.
        """
        found = (
            first_instant_of_wall(day * DAY + self.minute * MINUTE, zone_name)
            for day in range(
                local_wall(start, zone_name) // DAY - 1, local_wall(end, zone_name) // DAY + 2
            )
            if (day + _THURSDAY) % _WEEK in self.weekdays
        )
        return tuple(t for t in found if start <= t < end)


def parse_rhythm(text: str) -> Rhythm:
    """Read ``every Mon 09:00``, with what follows left aside; raises ``ValueError``.

    Days are names in full or three letters of them, ranges and lists of names, ``day``
    or ``weekday``.
    """
    found = _WRITTEN.match(text.strip().lower())
    if found is None:
        raise ValueError(f"{text!r} is no rhythm; write every Mon 09:00 or every weekday 09:00")
    days = _WORDS.get(found["days"]) or _FULL_NAME.sub(r"\1", found["days"].replace(" ", ""))
    try:
        weekdays = parse_days(days)
    except ValueError:
        raise ValueError(f"{text!r} names no days; write {DAY_NAMES[0]}, mon-fri or day") from None
    return Rhythm(weekdays, int(found["hour"]) * 60 + int(found["minute"]))
