"""Since when a promise is not kept, as far as single weeks tell."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from commplan.cli.measure_table import conclusion_of, promised_share
from commplan.statistics import Conclusion, estimate_share

if TYPE_CHECKING:
    from commplan.cli.measured import Promise
    from commplan.measures.attainment import WeekOfCases


def since(promise: Promise) -> str:
    """``clearly below the objective every week since 2026-10-31``; empty where none is.

    A week is clearly below where all of its 95 % interval is. Weeks are told by their first
    days, UTC.
    """
    asked = promised_share(promise)
    known = [week for week in promise.found.weeks if week.n]
    if asked is None:
        return ""
    below = [week for week in known if estimate_share(week.met, week.n).high < asked]
    if not below:
        is_fail = conclusion_of(promise) is Conclusion.FAIL
        return "in no single week clearly below the objective" if is_fail else ""
    latest = list(takewhile(below.__contains__, reversed(known)))
    if len(latest) > 1:
        before = len(below) - len(latest)
        told = f"every week since {_day(latest[-1])}"
        told += f", and in {before} before" if before else ""
    elif len(below) == 1:
        told = f"in the week from {_day(below[0])}"
    else:
        first, last = _day(below[0]), _day(below[-1])
        told = f"in {len(below)} of {len(known)} weeks, first from {first}, last from {last}"
    return f"clearly below the objective {told}"


def _day(week: WeekOfCases) -> str:
    return f"{datetime.fromtimestamp(week.start / 1_000_000, UTC):%Y-%m-%d}"
