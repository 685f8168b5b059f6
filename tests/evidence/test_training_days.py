"""When somebody counts as trained, against asking day by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.checker.load import FilesBeside, Loader
from commplan.clock import DAY, HOUR, contains, day_after, parse_duration, parse_instant
from commplan.evidence import Evidence, TrainingRecord, Validity
from commplan.plan import Course
from commplan.testing import complete
from commplan.testing.files import Shelf

HEAD = "person,course,completed\n"
PLAN = """
metadata: {id: x, timezone: %s}
training:
  courses: {ic-101: {valid: %s}, once: {}}
  records: t.csv
"""


def evidence(plan: str, files: Mapping[str, str], as_of: str = "2026-11-21T09:00:00Z") -> Evidence:
    loader = Loader(disk=Shelf({**files, "plan.yaml": complete(plan)}))
    (loaded,) = loader.read("plan.yaml", named=True)
    assert loaded.plan is not None
    return Evidence(loaded.plan, FilesBeside(loader, loaded.chain), parse_instant(as_of))


def of(
    records: str, valid: str = "12mo", zone: str = "UTC", as_of: str = "2026-11-21T09:00:00Z"
) -> tuple[Evidence, Course]:
    made = evidence(PLAN % (zone, valid), {"t.csv": HEAD + records}, as_of)
    return made, made.plan.training.courses["ic-101"]


def test_a_pass_counts_through_its_last_day() -> None:
    made, course = of("ann,ic-101,2026-01-31\nbob,ic-101,2026-02-01\nann,other,2026-05-05\n", "1mo")
    assert made.valid_days("ann", course) == (Validity(date(2026, 1, 31), date(2026, 2, 28)),)
    start, end = parse_instant("2026-01-31"), parse_instant("2026-03-01")
    assert made.valid_intervals("ann", course) == ((start, end),)
    assert made.valid_intervals("zoe", course) == ()


def test_passes_that_adjoin_are_one_stretch() -> None:
    made, course = of("ann,ic-101,2026-01-01\nann,ic-101,2026-01-09\nann,ic-101,2026-02-01\n", "7d")
    assert [span.first.day for span in made.valid_days("ann", course)] == [1, 9, 1]
    assert made.valid_intervals("ann", course) == (
        (parse_instant("2026-01-01"), parse_instant("2026-01-17")),
        (parse_instant("2026-02-01"), parse_instant("2026-02-09")),
    )


def test_without_a_term_a_pass_counts_for_ever() -> None:
    made, _ = of("ann,once,2026-01-01\n")
    once = made.plan.training.courses["once"]
    assert made.valid_days("ann", once) == (Validity(date(2026, 1, 1), date.max),)
    ((start, end),) = made.valid_intervals("ann", once)
    assert start == parse_instant("2026-01-01")
    assert end > parse_instant("2999-12-31")


@pytest.mark.parametrize(
    ("zone", "offset"), [("Australia/Sydney", 11), ("UTC", 0), ("Mars/Base", 0)]
)
def test_days_are_those_of_the_plan(zone: str, offset: int) -> None:
    made, course = of("ann,ic-101,2026-11-20\n", "1d", zone)
    start = parse_instant("2026-11-20") - offset * HOUR
    assert made.valid_intervals("ann", course) == ((start, start + 2 * DAY),)


def test_what_is_dated_after_as_of_does_not_exist() -> None:
    records = "ann,ic-101,2026-11-21\nann,ic-101,2026-11-22\n"
    made, course = of(records)
    assert [span.first for span in made.valid_days("ann", course)] == [date(2026, 11, 21)]
    later, _ = of(records, zone="Asia/Tokyo", as_of="2026-11-21T15:00:00Z")
    assert [record.completed.day for record in later.of(TrainingRecord)] == [21, 22]


def test_a_file_with_a_fault_proves_nothing() -> None:
    made, course = of("ann,ic-101,2026-03-10\nbob,ic-101,soon\n")
    assert made.valid_days("ann", course) == ()
    (gap,) = made.gaps(TrainingRecord)
    assert gap.reason == "t.csv is malformed in line 3"


def test_a_missing_file_proves_nothing() -> None:
    made = evidence(PLAN % ("UTC", "12mo"), {})
    (gap,) = made.gaps(TrainingRecord)
    assert gap.reason == "t.csv: there is no such file"


days = st.dates(date(2024, 1, 1), date(2026, 11, 21))
later = st.dates(date(2026, 11, 22), date(2027, 12, 31))
durations = st.sampled_from(["1mo", "12mo", "7d", "10bd", "1w", "36h", "0d"])


@given(st.lists(days, max_size=5), durations, st.lists(days | later, min_size=1))
def test_somebody_is_trained_on_the_days_that_some_pass_covers(
    passed: list[date], valid: str, asked: list[date]
) -> None:
    made, course = of("".join(f"ann,ic-101,{day}\n" for day in passed), valid)
    intervals = made.valid_intervals("ann", course)
    for day in asked:
        is_trained = any(
            first <= day <= day_after(first, parse_duration(valid)) for first in passed
        )
        for hour in (0, 12, 23):
            instant = parse_instant(f"{day}T{hour:02}:59:59Z")
            assert contains(intervals, instant) == is_trained
    covered = sum(end - start for start, end in intervals)
    counted = {
        first + timedelta(days=number)
        for first in passed
        for number in range((day_after(first, parse_duration(valid)) - first).days + 1)
    }
    assert covered == len(counted) * DAY
