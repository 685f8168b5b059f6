"""When the window begins over which something is measured."""

from __future__ import annotations

import pytest

from commplan.clock import DAY, parse_duration, parse_instant
from commplan.timeline import window_begin
from tests.measures.oracle import read_plan

AS_OF = parse_instant("2026-11-21T09:00:00Z")
PLAN = """
calendars:
  uk:
    timezone: Europe/London
    hours: {mon-fri: ["09:00-17:30"]}
    holidays: {source: "holidays:GB/ENG"}
  rare: {timezone: Europe/London, hours: {wed: ["09:00-17:30"]}}
  shut: {timezone: Europe/London, hours: {}}
  odd: {timezone: Europe/Nowhere, hours: {mon-fri: ["09:00-17:30"]}}
"""


def begin(window: str, clock: str | None, end: int = AS_OF) -> int | str:
    return window_begin(read_plan(PLAN), clock, end, parse_duration(window))


def test_days_need_no_clock() -> None:
    assert begin("28d", None) == AS_OF - 28 * DAY
    assert begin("1mo", "calendar:nowhere") == parse_instant("2026-10-21T09:00:00Z")


def test_business_days_are_those_of_the_clock() -> None:
    assert begin("20bd", "calendar:uk") == parse_instant("2026-10-26T09:00:00Z")


def test_holidays_count_however_far_back() -> None:
    """Each Wednesday of two years and more, and every bank holiday of two Christmases."""
    assert begin("120bd", "calendar:rare") == parse_instant("2024-08-07T08:00:00Z")
    assert begin("228bd", "calendar:uk", parse_instant("2026-11-20T12:00:00Z")) == parse_instant(
        "2025-12-29T12:00:00Z"
    )


@pytest.mark.parametrize(
    ("window", "clock", "reason"),
    [
        (
            *("20bd", None),
            "no clock is given, so no calendar tells which 20bd these are: write days, such as 28d",
        ),
        (
            *("20bd", "24x7"),
            "the clock 24x7 never stops, so no calendar tells which 20bd these are: write days",
        ),
        (
            *("20bd", "calendar:nowhere"),
            "calendar:nowhere is not defined, so nobody can tell which 20bd these are",
        ),
        ("20bd", "calendar:shut", "calendar:shut has too few working days for a window of 20bd"),
        (
            *("999999999bd", "calendar:uk"),
            "calendar:uk has too few working days for a window of 999999999bd",
        ),
        (
            *("20bd", "calendar:odd"),
            "nobody can tell which 20bd these are: calendar:odd is not valid: ",
        ),
    ],
)
def test_why_nobody_can_tell(window: str, clock: str | None, reason: str) -> None:
    found = begin(window, clock)
    assert isinstance(found, str)
    assert found.startswith(reason)
