"""The small languages inside a plan: durations, dates, ranges, references."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

Faults = Callable[[str, object], frozenset[tuple[str | int, ...]]]

PLAN = "communication-plan"
NOTHING: frozenset[tuple[str | int, ...]] = frozenset()


@pytest.mark.parametrize(
    ("key", "legal"),
    [
        ("spøkelser", True),
        ("team-bømlo", True),
        ("サポート", True),
        ("Bad.Name_1", True),
        ("it help", False),
        ("it/help", False),
        ("channel:it", False),
        ("no\u00a0break", False),
        ("bell\x07", False),
        ("\x1cseparated", False),
        ("", False),
    ],
)
def test_ids(faults: Faults, key: str, legal: bool) -> None:
    assert faults(f"{PLAN}#/$defs/channels", {key: {}}) == (NOTHING if legal else {()})


@pytest.mark.parametrize(
    ("definition", "legal", "illegal"),
    [
        (
            "duration",
            ["30s", "15m", "4h", "3d", "1w", "2bd", "1mo", "0m", "1h30m", "1w2d3h4m5s", "1d12h"],
            ["", "m", "15", "15 m", "-5m", "1.5h", "1H", "1y", "\uff11m", "99999999h", "1h2bd"],
        ),
        (
            "horizon",
            ["53w", "1s", "1d12h", "10bd", "999mo", "999w999d99999h"],
            ["", "0s", "0w", "0w1d", "1000w", "99999d", "100000h", "1000mo", "1w2bd"],
        ),
        (
            "time_range",
            ["09:00-17:30", "22:00-06:00", "00:00-24:00", "09:00-09:00"],
            [
                "09:00",
                "9:00-17:00",
                "09:00\u201317:00",
                "09:60-10:00",
                "25:00-26:00",
                "24:00-06:00",
            ],
        ),
        (
            "days",
            ["mon", "mon-fri", "mon,wed,fri", "mon-wed,fri", "sat-mon", "daily"],
            ["", "Monday", "Mon", "mon - fri", "mon-wed-fri", "daily,mon", "weekdays", "mon,"],
        ),
        (
            "threshold",
            ["<=30m", ">=4.2", "<5", ">25", ">=90%", "<= 1h30m", ">=-10", "<2bd"],
            ["30m", "=5", "<=", "<=30 m", "=>5", "<=5.", "<=abc", "<=30m or so"],
        ),
        (
            "reference",
            ["person:alice", "channel:spøkelser", "sla:a", "ola:a", "tool:x.y", "person:tbc"],
            ["alice", "Person:alice", "user:alice", "person:", "person:a b", "person:a:b", ":a"],
        ),
        (
            "local_datetime",
            ["2026-01-05T09:00", "2028-02-29T23:59"],
            ["2026-01-05 09:00", "2026-01-05T9:00", "2026-02-29T09:00", "2026-01-05T09:00Z"],
        ),
        ("clock", ["24x7", "calendar:uk"], ["uk", "24/7", "calendar:", "calendar"]),
        ("language", ["en", "pt-BR", "zh-Hant-TW", "no"], ["english", "e", "pt_BR", ""]),
        ("metric", ["resolve", "update_every"], ["response", ""]),
    ],
)
def test_formats(faults: Faults, definition: str, legal: list[str], illegal: list[str]) -> None:
    target = f"{PLAN}#/$defs/{definition}"
    assert [text for text in legal if faults(target, text)] == []
    assert [text for text in illegal if not faults(target, text)] == []


@given(st.integers(1000, 9999), st.integers(0, 13), st.integers(0, 32))
@example(2000, 2, 29)
@example(2100, 2, 29)
@example(2024, 2, 29)
@example(2023, 2, 29)
@example(2026, 4, 31)
def test_a_date_is_legal_if_the_day_exists(faults: Faults, year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        exists = bool(date(year, month, day))
    except ValueError:
        exists = False
    assert (faults(f"{PLAN}#/$defs/date", text) == NOTHING) is exists


@given(st.lists(st.tuples(st.integers(0, 9999), st.sampled_from("wdhms")), max_size=6))
def test_units_of_a_duration_fall(faults: Faults, units: list[tuple[int, str]]) -> None:
    text = "".join(f"{number}{unit}" for number, unit in units)
    order = ["wdhms".index(unit) for _, unit in units]
    falling = bool(order) and order == sorted(set(order))
    assert (faults(f"{PLAN}#/$defs/duration", text) == NOTHING) is falling
