"""Public holidays of a country, from the optional ``holidays`` package."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from commplan.errors import CommplanError

if TYPE_CHECKING:
    from holidays import HolidayBase

_PREFIX = "holidays:"


class HolidaysUnavailable(CommplanError):  # noqa: N818  # reads as what happened
    """A plan asks for public holidays, but the package that knows them is not installed."""

    def __init__(self, source: str) -> None:
        self.source = source
        super().__init__(source)

    def __str__(self) -> str:
        return (
            f"{self.source!r} needs the package 'holidays'; install it with: pip install holidays"
        )


class UnknownHolidays(CommplanError):  # noqa: N818  # reads as what happened
    """A holiday source names no country or subdivision that the package knows."""

    def __init__(self, source: str, problem: str) -> None:
        self.source = source
        self.problem = problem
        super().__init__(source, problem)

    def __str__(self) -> str:
        return f"{self.source!r}: {self.problem}"


@lru_cache(maxsize=256)
def holiday_dates(source: str, first_year: int, last_year: int) -> frozenset[date]:
    """Local dates of the public holidays of those years, both included.

    ``source`` is ``holidays:US`` or, with a subdivision, ``holidays:GB/ENG``.
    Years outside :func:`holiday_years` have none. Raises
    :class:`HolidaysUnavailable` and :class:`UnknownHolidays`.
    """
    return frozenset(_entity(source, range(first_year, last_year + 1)))


@lru_cache(maxsize=256)
def holiday_years(source: str) -> tuple[int, int]:
    """First and last year that the source knows; raises like :func:`holiday_dates`."""
    entity = _entity(source, range(0))
    return entity.start_year, entity.end_year


def _entity(source: str, years: range) -> HolidayBase:
    country, slash, subdivision = source.removeprefix(_PREFIX).partition("/")
    if not source.startswith(_PREFIX) or not country or (slash and not subdivision):
        raise UnknownHolidays(source, "write holidays:COUNTRY or holidays:COUNTRY/SUBDIVISION")
    try:
        # Not at the top: the package is optional, and its import costs some 100 ms.
        import holidays
    except ImportError:
        raise HolidaysUnavailable(source) from None
    try:
        return holidays.country_holidays(country, subdiv=subdivision or None, years=years)
    except NotImplementedError:
        supported = holidays.list_supported_countries()
        raise UnknownHolidays(source, _problem(country, subdivision, supported)) from None


def _problem(country: str, subdivision: str, supported: dict[str, list[str]]) -> str:
    """Say which half of the name is unknown, and what may have been meant."""
    from difflib import get_close_matches

    if country in supported:
        known, wrong, what = supported[country], subdivision, f"{country} has no subdivision"
    else:
        known, wrong, what = list(supported), country, "there is no country"
    close = get_close_matches(wrong.upper(), known, n=1)
    return f"{what} {wrong!r}" + (f"; did you mean {close[0]}?" if close else "")
