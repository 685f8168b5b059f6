"""Expected results that were computed elsewhere, where they are at hand."""

import json
from functools import cache
from typing import Any

from commplan.clock import (
    SECOND,
    Calendar,
    Duration,
    due,
    elapsed,
    open_intervals,
    parse_exceptions,
    parse_hours,
    parse_instant,
    subtract,
    total,
    union,
)
from tests.beside import beside, needs

VECTORS = beside("data/time-vectors.json")
pytestmark = needs(VECTORS)


@cache
def vectors() -> Any:
    return json.loads(VECTORS.read_text(encoding="utf-8"))


def calendar(name: str) -> Calendar:
    told = vectors()["calendars"][name]
    hours = parse_hours({",".join(h["days"]): [f"{h['open']}-{h['close']}"] for h in told["hours"]})
    closed = parse_exceptions({day: [] for day in told.get("holidays", [])})
    return Calendar(told["timezone"], hours, frozenset(day for day, _ in closed))


def test_due_instants() -> None:
    for case in vectors()["due"]:
        target = Duration(case["open_seconds"] * SECOND)
        found = due(calendar(case["calendar"]), parse_instant(case["start"]), target)
        assert found == parse_instant(case["due"]), case["why"]


def test_elapsed_time() -> None:
    for case in vectors()["elapsed"]:
        start, end = parse_instant(case["start"]), parse_instant(case["end"])
        found = elapsed(calendar(case["calendar"]), start, end)
        assert found == case["open_seconds"] * SECOND, case["why"]


def test_open_intervals() -> None:
    for case in vectors()["open"]:
        start, end = parse_instant(case["from"]), parse_instant(case["to"])
        expected = [[parse_instant(t) for t in interval] for interval in case["intervals"]]
        found = open_intervals(calendar(case["calendar"]), start, end)
        assert [list(interval) for interval in found] == expected, case["why"]


def test_gaps() -> None:
    for case in vectors()["gaps"]:
        window = (parse_instant(case["from"]), parse_instant(case["to"]))
        opened = [open_intervals(calendar(name), *window) for name in case["calendars"]]
        gaps = subtract((window,), union(*opened))
        assert len(gaps) == case["count"], case["why"]
        assert total(gaps) == case["total_seconds"] * SECOND, case["why"]
        assert list(gaps[0]) == [parse_instant(t) for t in case["first"]], case["why"]
        assert list(gaps[-1]) == [parse_instant(t) for t in case["last"]], case["why"]
