"""Gaps that come back at the same local times, found among a year of them.

On each weekday a pattern holds for a spell of weeks if every one of its
occurrences lies within the gaps. So what is said of "every Saturday" is true of
every Saturday, also of one that a longer gap swallows.
"""

from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter

from commplan.clock.durations import DAY
from commplan.clock.intervals import Interval, Intervals
from commplan.clock.offsets import Run, first_reading, last_reading, offset_runs, reading
from commplan.named import NamedTuple

MARGIN = 9 * DAY
"""How far around a window offsets are needed to place what begins or ends in it."""
_MOST_SPELLS = 2
"""What comes and goes more often is no pattern that anybody could keep in mind."""
_SHORTEST_SPELL = 3
"""Weeks, where the pattern does not hold throughout the window."""

Spell = tuple[int, int]
"""The days, since 1970-01-01, on which the first and the last gap of a spell of weeks begin."""
_Occurrence = tuple[int, Interval]
"""The day on which it begins, and what of it lies in the window."""


class Times(NamedTuple):
    """The local times that recurring gaps share."""

    weekday: int | None
    """0 is Monday; None for gaps of a day at most, which may come back on several weekdays."""
    opens: int
    closes: int
    """Microseconds on the wall clock since the midnight before the gap begins."""


class Pattern(NamedTuple):
    """Gaps that come back on some weekdays, in some spells of weeks."""

    times: Times
    weekdays: tuple[int, ...]
    spells: tuple[Spell, ...]
    """None where it holds throughout the window."""
    explained: frozenset[Interval]
    """The gaps that have exactly these times."""


@lru_cache(maxsize=64)
def patterns_among(gaps: Intervals, zone_name: str, window: Interval) -> tuple[Pattern, ...]:
    """Patterns that explain two gaps or more, those that explain most first."""
    runs = offset_runs(zone_name, window[0] - MARGIN, window[1] + MARGIN)
    weekdays_by_times: dict[Times, list[int]] = {}
    for gap in gaps:
        if window[0] < gap[0] and gap[1] < window[1]:
            times, weekday = _times(runs, gap)
            weekdays_by_times.setdefault(times, []).append(weekday)
    found: list[Pattern] = []
    for times, weekdays in weekdays_by_times.items():
        if len(weekdays) > 1:
            each = (_on(day, times, gaps, runs, window) for day in sorted(set(weekdays)))
            found += _grouped([pattern for pattern in each if pattern is not None])
    telling = [pattern for pattern in found if len(pattern.explained) > 1]
    telling.sort(key=lambda pattern: (-len(pattern.explained), min(pattern.explained)))
    return tuple(telling)


def _times(runs: tuple[Run, ...], gap: Interval) -> tuple[Times, int]:
    """The local times of a gap, and the weekday on which it begins."""
    day, opens = divmod(reading(runs, gap[0]), DAY)
    closes = reading(runs, gap[1]) - day * DAY
    within_a_day = closes - opens < DAY or (opens, closes) == (0, DAY)
    return Times(None if within_a_day else _weekday(day), opens, closes), _weekday(day)


def _weekday(day: int) -> int:
    # Day 0 of the epoch was a Thursday.
    return (day + 3) % 7


def _on(
    weekday: int, times: Times, gaps: Intervals, runs: tuple[Run, ...], window: Interval
) -> Pattern | None:
    """The pattern on one weekday; None if it comes and goes, or mostly in longer gaps."""
    occurrences = _occurrences(times, weekday, runs, window)
    spells: list[list[_Occurrence]] = [[]]
    for occurrence in occurrences:
        if _is_within(occurrence[1], gaps):
            spells[-1].append(occurrence)
        elif spells[-1]:
            spells.append([])
    spells = [spell for spell in spells if len(spell) >= _SHORTEST_SPELL or spell == occurrences]
    held = {interval for spell in spells for _, interval in spell}
    explained = held.intersection(gaps)
    if len(spells) > _MOST_SPELLS or 2 * len(explained) < len(held) or not held:
        return None
    throughout = occurrences in spells
    days = () if throughout else tuple((spell[0][0], spell[-1][0]) for spell in spells)
    return Pattern(times, (weekday,), days, frozenset(explained))


def _occurrences(
    times: Times, weekday: int, runs: tuple[Run, ...], window: Interval
) -> list[_Occurrence]:
    """What would be the gap on each such weekday of the window."""
    earliest = reading(runs, window[0]) // DAY - 8
    first = earliest + (weekday - _weekday(earliest)) % 7
    found: list[_Occurrence] = []
    for day in range(first, reading(runs, window[1]) // DAY + 1, 7):
        start = max(last_reading(runs, day * DAY + times.opens), window[0])
        end = min(first_reading(runs, day * DAY + times.closes), window[1])
        if start < end:
            found.append((day, (start, end)))
    return found


def _is_within(interval: Interval, gaps: Intervals) -> bool:
    place = bisect_right(gaps, interval[0], key=itemgetter(0))
    return place > 0 and interval[1] <= gaps[place - 1][1]


def _grouped(patterns: list[Pattern]) -> list[Pattern]:
    """Join weekdays on which the same times hold over the same weeks."""
    groups: list[Pattern] = []
    for pattern in patterns:
        for place, group in enumerate(groups):
            spells = _common_spells(group.spells, pattern.spells)
            if spells is not None:
                weekdays = (*group.weekdays, *pattern.weekdays)
                explained = group.explained | pattern.explained
                groups[place] = Pattern(group.times, weekdays, spells, explained)
                break
        else:
            groups.append(pattern)
    return groups


def _common_spells(a: tuple[Spell, ...], b: tuple[Spell, ...]) -> tuple[Spell, ...] | None:
    """Spells that span those of both, or None if they begin or end in different weeks."""
    if len(a) != len(b):
        return None
    common = [(min(x[0], y[0]), max(x[1], y[1])) for x, y in zip(a, b, strict=True)]
    for (first, last), *both in zip(common, a, b, strict=True):
        if any(spell[0] - first >= 7 or last - spell[1] >= 7 for spell in both):
            return None
    return tuple(common)
