"""Spans of time as plans write them: ``15m``, ``1h30m``, ``2bd``, ``1mo``."""

from functools import lru_cache
from itertools import pairwise

from commplan.named import NamedTuple

SECOND = 1_000_000
"""Microseconds in a second; all arithmetic of this package is in microseconds."""
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

_EXACT = {"w": WEEK, "d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_LONGEST_NUMBER = 9
"""Digits; that many seconds are 31 years."""


class Duration(NamedTuple):
    """A span of time; at most one of the three parts is not zero.

    Business days and calendar months have no fixed length, so they stay what
    they are until a calendar gives them a start: see ``due``.
    """

    microseconds: int = 0
    business_days: int = 0
    months: int = 0

    def __str__(self) -> str:
        if self.months:
            return f"{self.months}mo"
        if self.business_days:
            return f"{self.business_days}bd"
        return format_duration(self.microseconds)


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> Duration:
    """Read ``30s 15m 4h 3d 1w 2bd 1mo`` or a compound of exact units such as ``1h30m``.

    A day is 24 hours and a week seven of those; units of a compound go from
    large to small. Raises ``ValueError`` for anything else.
    """
    parts = _split(text)
    number, unit = parts[0]
    if len(parts) == 1 and unit == "bd":
        return Duration(business_days=number)
    if len(parts) == 1 and unit == "mo":
        return Duration(months=number)
    lengths = [_EXACT.get(unit, 0) for _, unit in parts]
    falling = all(large > small for large, small in pairwise(lengths))
    if not falling or not lengths[-1]:
        raise _malformed(text)
    return Duration(sum(part[0] * length for part, length in zip(parts, lengths, strict=True)))


def _split(text: str) -> list[tuple[int, str]]:
    """Take ``1h30m`` apart into ``[(1, "h"), (30, "m")]``."""
    parts: list[tuple[int, str]] = []
    rest = text if text.isascii() else ""
    while rest:
        unit_and_rest = rest.lstrip("0123456789")
        digits = rest[: len(rest) - len(unit_and_rest)]
        rest = unit_and_rest.lstrip("abcdefghijklmnopqrstuvwxyz")
        unit = unit_and_rest[: len(unit_and_rest) - len(rest)]
        if not digits or not unit or len(digits) > _LONGEST_NUMBER:
            raise _malformed(text)
        parts.append((int(digits), unit))
    if not parts:
        raise _malformed(text)
    return parts


def _malformed(text: str) -> ValueError:
    return ValueError(
        f"{text!r} is no duration; write a number with s, m, h, d or w (1h30m), bd or mo"
    )


def format_duration(microseconds: int) -> str:
    """Write a length of time for people: ``45s``, ``15m``, ``63h 30m``, ``14d 2h``.

    Hours go on past a day, because deadlines are spoken of in hours; from a
    week on, days are easier to grasp. Fractions of a second are dropped.
    """
    seconds = abs(microseconds) // SECOND
    days, hours = divmod(seconds // 3600, 24)
    if days < 7:
        days, hours = 0, hours + 24 * days
    counts = ((days, "d"), (hours, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s"))
    text = " ".join(f"{count}{unit}" for count, unit in counts if count) or "0s"
    return f"-{text}" if microseconds < 0 and text != "0s" else text
