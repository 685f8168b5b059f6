"""Public holidays from the optional package."""

import sys
from collections.abc import Iterator
from datetime import date

import pytest

from commplan.clock import HolidaysUnavailable, UnknownHolidays, holiday_dates, holiday_years
from commplan.errors import CommplanError


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    holiday_dates.cache_clear()
    yield
    holiday_dates.cache_clear()


def test_bank_holidays_of_england() -> None:
    pytest.importorskip("holidays")
    found = holiday_dates("holidays:GB/ENG", 2026, 2027)
    assert {date(2026, 4, 3), date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)} <= found
    assert {day.year for day in found} == {2026, 2027}


def test_a_subdivision_has_its_own() -> None:
    pytest.importorskip("holidays")
    andrew = date(2026, 11, 30)
    assert andrew in holiday_dates("holidays:GB/SCT", 2026, 2026)
    assert andrew not in holiday_dates("holidays:GB/ENG", 2026, 2026)
    assert date(2026, 11, 26) in holiday_dates("holidays:US", 2026, 2026)


def test_a_source_says_how_far_it_reaches() -> None:
    pytest.importorskip("holidays")
    first, last = holiday_years("holidays:GB/ENG")
    assert first < 2000
    assert last >= 2030
    assert holiday_dates("holidays:GB/ENG", last + 1, last + 2) == frozenset()


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("holidays:ZZ", "there is no country 'ZZ'"),
        ("holidays:gb", "there is no country 'gb'; did you mean GB?"),
        ("holidays:GB/ENGL", "GB has no subdivision 'ENGL'; did you mean ENG?"),
        ("holidays:GB/XX", "GB has no subdivision 'XX'"),
        ("holidays:", "write holidays:COUNTRY or holidays:COUNTRY/SUBDIVISION"),
        ("holidays:GB/", "write holidays:COUNTRY"),
        ("GB/ENG", "write holidays:COUNTRY"),
        ("", "write holidays:COUNTRY"),
    ],
)
def test_unknown_sources_are_told(source: str, problem: str) -> None:
    pytest.importorskip("holidays")
    with pytest.raises(UnknownHolidays) as caught:
        holiday_dates(source, 2026, 2027)
    assert str(caught.value).startswith(f"{source!r}: {problem}")
    assert isinstance(caught.value, CommplanError)


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(HolidaysUnavailable, match="pip install holidays"):
        holiday_dates("holidays:GB/ENG", 2026, 2027)
