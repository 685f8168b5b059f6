"""Business hours looked up in expressions."""

from __future__ import annotations

from random import Random

from commplan.clock import (
    DAY,
    HOUR,
    MINUTE,
    Calendar,
    Duration,
    due,
    due_pieces,
    elapsed,
    open_time_pieces,
    parse_hours,
    parse_instant,
)
from commplan.measures.clocks import on_clock
from commplan.measures.engine import DuckEngine

CALENDAR = Calendar(
    "America/New_York",
    parse_hours({"mon-fri": ["09:00-12:00", "13:00-17:30"], "sat": ["22:00-02:00"]}),
)
START = parse_instant("2026-10-20T00:10:00Z")
END = START + 30 * DAY + 1
DURATIONS = {"soon": Duration(30 * MINUTE), "later": Duration(9 * HOUR), "days": Duration(0, 2)}


def test_columns_hold_what_the_clock_says() -> None:
    random, engine = Random(1), DuckEngine()
    pieces = {name: due_pieces(CALENDAR, one, START, END) for name, one in DURATIONS.items()}
    edges = {t for one in pieces.values() for piece in one for t in piece[:2]}
    starts = sorted({t + by for t in edges for by in (-1, 0) if START <= t + by < END})
    starts += [random.randrange(START, END) for _ in range(500)]
    outside = [None, START - 1, END, START - DAY, END + DAY]
    table = engine.table({"at": "whole"}, [(t,) for t in (*starts, *outside)])
    found = on_clock(
        engine, table, "at", shown=open_time_pieces(CALENDAR, START, END), **pieces
    ).collect()
    told = {row["at"]: row for row in found.rows(named=True)}
    assert len(found) == len(starts) + len(outside)
    for t in starts:
        expected = {name: due(CALENDAR, t, one) for name, one in DURATIONS.items()}
        assert told[t] == {"at": t, "shown": elapsed(CALENDAR, START, t), **expected}
    for none in outside:
        assert told[none] == {"at": none, "shown": None, **dict.fromkeys(DURATIONS)}
