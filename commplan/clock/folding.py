"""Many gaps told in a few words: ``every Sat 00:00–08:00, 1 Jan–28 Mar``."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from commplan.clock.durations import DAY, MINUTE, WEEK
from commplan.clock.intervals import Interval, Intervals
from commplan.clock.offsets import offset_runs, reading
from commplan.clock.wording import DAY_LABELS, MONTH_LABELS, format_instant, format_until

if TYPE_CHECKING:
    # At run time only where there is a gap to be told: most plans have none.
    from commplan.clock.patterns import Pattern

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_MOST_PATTERNS = 3
_MOST_SPELLS = 3


def fold(gaps: Intervals, zone_name: str, window: Interval) -> str:
    """All gaps of a window in one phrase, in the local time of a zone.

    ``every night 22:00–06:00``; ``every Mon–Thu 17:30–09:00, every Fri
    17:30–Mon 09:00 and 8 more``; ``every Sat 00:00–08:00, 1 Jan–28 Mar``; a
    single gap in full; gaps without a pattern only by number, ``12 gaps``.
    An empty text without gaps. Raises ``UnknownZone``.
    """
    from commplan.clock.patterns import patterns_among

    if len(gaps) == 1:
        start, end = gaps[0]
        return f"{format_instant(start, zone_name)} until {format_until(end, zone_name, start)}"
    patterns = patterns_among(gaps, zone_name, window)[:_MOST_PATTERNS]
    if not patterns:
        return f"{len(gaps)} gaps" if gaps else ""
    phrases = [_phrase(pattern, with_times=True) for pattern in patterns]
    explained = {gap for pattern in patterns for gap in pattern.explained}
    if len(explained) < len(gaps):
        phrases.append(f"{len(gaps) - len(explained)} more")
    return _listed(phrases)


def recurrence(gap: Interval, gaps: Intervals, zone_name: str, window: Interval) -> str:
    """How one of the gaps comes back, for a message that has just told its times.

    ``every Sat``, ``every night``, ``every weekend``, ``every week`` (of a gap
    over several days), with a date run where it is not all year: ``every Sat,
    1 Jan–28 Mar``. An empty text if it does not come back.
    """
    from commplan.clock.patterns import patterns_among

    for pattern in patterns_among(gaps, zone_name, window):
        if gap in pattern.explained:
            return _phrase(pattern, with_times=False)
    return ""


def in_company(gap: Interval, gaps: Intervals, zone_name: str, window: Interval) -> str:
    """What to add once one of several gaps has been told.

    ``every Sat``; ``every Sat and 3 other times``, where some are of another kind;
    ``and 13 other times`` without a pattern; an empty text for a single gap.
    """
    from commplan.clock.patterns import patterns_among

    for pattern in patterns_among(gaps, zone_name, window):
        if gap in pattern.explained:
            rest = len(gaps) - len(pattern.explained)
            return _phrase(pattern, with_times=False) + (f" and {_others(rest)}" if rest else "")
    return f"and {_others(len(gaps) - 1)}" if len(gaps) > 1 else ""


def _others(number: int) -> str:
    return f"{number} other time{'s' if number > 1 else ''}"


def days_among(gaps: Intervals, zone_name: str, window: Interval) -> str:
    """On which local dates gaps begin: ``155 days of 2026, 1 Jan–28 Mar and 25 Oct–31 Dec``.

    Days that follow each other no better than the days of working weeks do are
    told by their pattern, ``110 days of 2026, every Mon–Fri``, or by number only.
    """
    runs = offset_runs(zone_name, window[0], window[1] + 1)
    days = sorted({reading(runs, start) // DAY for start, _ in gaps})
    by_year = Counter(_local_date(day).year for day in days)
    counts = [f"{count} day{'s' if count > 1 else ''} of {year}" for year, count in by_year.items()]
    spells = [
        (spell[0][1], spell[-1][1])
        for _, numbered in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0])
        for spell in [list(numbered)]
    ]
    if len(spells) <= _MOST_SPELLS:
        when = _listed([_spell(first, last) for first, last in spells])
    else:
        when = recurrence(gaps[0], gaps, zone_name, window)
    return _listed(counts) + (f", {when}" if when else "")


@lru_cache(maxsize=64)
def longest(gaps: Intervals, zone_name: str) -> Interval | None:
    """The longest gap, the earliest of equals; None without gaps.

    An hour that the clocks repeat or skip does not count, so that of fifty equal
    weekends not the one with a clock change is singled out. Remembered, because
    teams that keep the same hours have the same gaps.
    """
    if not gaps:
        return None
    runs = offset_runs(zone_name, gaps[0][0], gaps[-1][1] + 1)

    def usual_length(gap: Interval) -> int:
        return min(gap[1] - gap[0], reading(runs, gap[1]) - reading(runs, gap[0]))

    # Clocks change by a day at most.
    least = max(end - start for start, end in gaps) - DAY
    return max((gap for gap in gaps if gap[1] - gap[0] >= least), key=usual_length)


def longest_of(gaps: Intervals, zone_name: str, window: Interval) -> str:
    """What the longest gap is picked from: ``the longest of 5 gaps a week``."""
    weekly = gaps_per_week(gaps, zone_name, window)
    if weekly > 1:
        return f"the longest of {weekly} gaps a week"
    return f"the longest of {len(gaps)} gaps" if len(gaps) > 1 else "the only gap"


def gaps_per_week(gaps: Intervals, zone_name: str, window: Interval) -> int:
    """How many gaps begin in most of the weeks, Monday to Sunday, that the window holds whole."""
    runs = offset_runs(zone_name, window[0], window[1] + 1)

    def since_a_monday(t: int) -> int:
        return reading(runs, t) + 3 * DAY

    whole = range(-(-since_a_monday(window[0]) // WEEK), since_a_monday(window[1]) // WEEK)
    begun = Counter(since_a_monday(start) // WEEK for start, _ in gaps)
    weeks = Counter(begun[week] for week in whole)
    return max(weeks, key=lambda count: (weeks[count], count), default=0)


def _phrase(pattern: Pattern, with_times: bool) -> str:
    weekday, opens, closes = pattern.times
    if (weekday, opens, closes) == (5, 0, 2 * DAY):
        text = "every weekend"
    elif weekday is None:
        text = f"every {_days_label(pattern)}"
        text += f" {_clock(opens)}–{_clock(closes)}" if with_times else ""
    elif with_times:
        last_day = DAY_LABELS[(weekday + closes // DAY) % 7]
        text = f"every {DAY_LABELS[weekday]} {_clock(opens)}–{last_day} {_clock(closes % DAY)}"
    else:
        text = "every week"
    spells = [_spell(first, last) for first, last in pattern.spells]
    return f"{text}, {_listed(spells)}" if spells else text


def _days_label(pattern: Pattern) -> str:
    """``night``, ``day``, ``Mon–Thu``, ``Sat and Sun`` or ``Mon, Wed and Fri``."""
    weekdays = pattern.weekdays
    if len(weekdays) == 7:
        return "night" if pattern.times.closes > DAY else "day"
    firsts = [day for day in weekdays if (day - 1) % 7 not in weekdays]
    if len(weekdays) > 2 and len(firsts) == 1:
        last = (firsts[0] + len(weekdays) - 1) % 7
        return f"{DAY_LABELS[firsts[0]]}–{DAY_LABELS[last]}"
    return _listed([DAY_LABELS[day] for day in weekdays])


def _clock(wall: int) -> str:
    """``09:00``; midnight at the end of the day is ``24:00``."""
    minutes = (wall if wall == DAY else wall % DAY) // MINUTE
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _spell(first: int, last: int) -> str:
    """``1 Jan–28 Mar``, ``24–25 Nov`` or ``24 Nov``."""
    start, end = _local_date(first), _local_date(last)
    until = f"{end.day} {MONTH_LABELS[end.month - 1]}"
    if start == end:
        return until
    same_month = (start.year, start.month) == (end.year, end.month)
    return f"{start.day}{'' if same_month else f' {MONTH_LABELS[start.month - 1]}'}–{until}"


def _local_date(day: int) -> date:
    return date.fromordinal(_EPOCH_ORDINAL + day)


def _listed(texts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))
