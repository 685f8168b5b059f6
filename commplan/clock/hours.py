"""Opening hours as plans write them: day names and ``HH:MM-HH:MM`` ranges."""

from collections.abc import Mapping, Sequence
from datetime import date

from commplan.named import NamedTuple

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINUTES_A_DAY = 24 * 60
_MINUTES_A_WEEK = 7 * _MINUTES_A_DAY

Range = tuple[int, int]
"""Minutes of the day at which something opens and closes; closing at or before the
opening means the next day, and 1440 is midnight at the end of the day."""
Exceptions = tuple[tuple[date, tuple[Range, ...]], ...]


class Hours(NamedTuple):
    """One opening range of one weekday."""

    weekday: int
    """0 is Monday."""
    opens: int
    closes: int
    """Minutes of the day, as in ``Range``."""


class HoursFault(NamedTuple):
    """What is wrong with an entry of a plan's ``hours``."""

    days: str
    """The key, such as ``mon-fri``."""
    position: int | None
    """Which range of that key, counted from 0; None means all of the entry."""
    text: str


def parse_hours(hours: Mapping[str, Sequence[str]]) -> tuple[Hours, ...]:
    """Read ``{mon-fri: ["09:00-17:30"], sat: ["10:00-12:00", "13:00-14:00"]}``.

    Keys are day names, ranges of them (``fri-mon`` goes over the weekend), lists
    (``mon,wed``) or ``daily``. Raises ``ValueError`` for anything else.
    """
    found = {
        Hours(weekday, *parse_range(text))
        for days, ranges in hours.items()
        for weekday in parse_days(days)
        for text in ranges
    }
    return tuple(sorted(found))


def parse_exceptions(exceptions: Mapping[str, Sequence[str]]) -> Exceptions:
    """Read ``{"2026-12-24": ["09:00-13:00"], "2026-12-31": []}``; raises ``ValueError``."""
    return tuple(
        sorted(
            (_parse_date(day), tuple(sorted({parse_range(text) for text in ranges})))
            for day, ranges in exceptions.items()
        )
    )


def parse_days(days: str) -> tuple[int, ...]:
    """Weekdays (0 is Monday) named by a key of ``hours``; raises ``ValueError``."""
    if days == "daily":
        return tuple(range(7))
    found: set[int] = set()
    for part in days.split(","):
        first, dash, last = part.strip().partition("-")
        if first not in DAY_NAMES or (dash and last not in DAY_NAMES):
            raise ValueError(f"{days!r} names no days; write mon, mon-fri, sat,sun or daily")
        start = DAY_NAMES.index(first)
        length = (DAY_NAMES.index(last) - start) % 7 if dash else 0
        found.update((start + step) % 7 for step in range(length + 1))
    return tuple(sorted(found))


def parse_range(text: str) -> Range:
    """Read ``09:00-17:30``; raises ``ValueError``.

    ``22:00-06:00`` closes on the next day, ``00:00-24:00`` is a whole day.
    """
    opens, dash, closes = text.partition("-")
    start, end = _parse_time(opens), _parse_time(closes)
    if not dash or start is None or end is None or start == _MINUTES_A_DAY:
        raise ValueError(f"{text!r} is no time range; write HH:MM-HH:MM, such as 09:00-17:30")
    return start, end


def _parse_time(text: str) -> int | None:
    """Minutes of the day, or None for what is not ``00:00`` to ``24:00``."""
    hour, minute = text[:2], text[3:]
    if len(text) != 5 or text[2] != ":" or not (hour + minute).isdecimal() or not text.isascii():
        return None
    minutes = int(hour) * 60 + int(minute)
    return minutes if int(minute) < 60 and minutes <= _MINUTES_A_DAY else None


def _parse_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date; write YYYY-MM-DD, such as 2026-12-24") from None


def length_of(opens: int, closes: int) -> int:
    """Minutes on the wall clock from opening to closing, 1 to 1440."""
    return closes - opens if closes > opens else closes + _MINUTES_A_DAY - opens


def hours_faults(hours: Mapping[str, Sequence[str]]) -> tuple[HoursFault, ...]:
    """Entries that hold no range, and ranges that overlap one before them in the week.

    Ranges that merely touch are in order. Raises ``ValueError`` as
    :func:`parse_hours` does.
    """
    faults = [HoursFault(days, None, f"{days} has no hours") for days in hours if not hours[days]]
    taken: list[tuple[int, int, str]] = []
    for days, ranges in hours.items():
        for index, text in enumerate(ranges):
            placed = [(*_place(day, text), f"{text} on {days}") for day in parse_days(days)]
            clash = _first_clash(placed, taken)
            if clash is not None:
                faults.append(HoursFault(days, index, f"{text} on {days} overlaps {clash}"))
            taken += placed
    return tuple(faults)


def _place(weekday: int, text: str) -> tuple[int, int]:
    """Opening and closing as minutes of the week; the closing may lie in the next week."""
    opens, closes = parse_range(text)
    start = weekday * _MINUTES_A_DAY + opens
    return start, start + length_of(opens, closes)


def _first_clash(
    placed: list[tuple[int, int, str]], taken: list[tuple[int, int, str]]
) -> str | None:
    for start, end, _ in placed:
        for other_start, other_end, name in taken:
            for shift in (-_MINUTES_A_WEEK, 0, _MINUTES_A_WEEK):
                if start + shift < other_end and other_start < end + shift:
                    return name
    return None
