"""Opening hours as plans write them."""

from datetime import date

import pytest

from commplan.clock import (
    Hours,
    HoursFault,
    hours_faults,
    parse_days,
    parse_exceptions,
    parse_hours,
    parse_range,
)


def test_hours_of_a_working_week() -> None:
    assert parse_hours({"mon-fri": ["09:00-17:30"]}) == tuple(Hours(d, 540, 1050) for d in range(5))


def test_hours_are_sorted_and_told_once() -> None:
    hours = parse_hours({"sun": ["22:00-06:00"], "sat,sun": ["13:00-14:00", "10:00-12:00"]})
    assert hours == (
        Hours(5, 600, 720),
        Hours(5, 780, 840),
        Hours(6, 600, 720),
        Hours(6, 780, 840),
        Hours(6, 1320, 360),
    )
    assert parse_hours({"mon": ["09:00-10:00"], "mon-tue": ["09:00-10:00"]}) == (
        Hours(0, 540, 600),
        Hours(1, 540, 600),
    )
    assert parse_hours({}) == ()
    assert parse_hours({"mon": []}) == ()


@pytest.mark.parametrize(
    ("days", "weekdays"),
    [
        ("mon", (0,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("fri-mon", (0, 4, 5, 6)),
        ("mon,wed", (0, 2)),
        ("mon, wed-thu", (0, 2, 3)),
        ("sun-sun", (6,)),
        ("sun-sat", (0, 1, 2, 3, 4, 5, 6)),
        ("daily", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_day_names(days: str, weekdays: tuple[int, ...]) -> None:
    assert parse_days(days) == weekdays


@pytest.mark.parametrize(
    "days", ["", "monday", "Mon", "mon-", "-fri", "mon-fri-sun", "mon,", "daily,mon"]
)
def test_other_day_names_are_refused(days: str) -> None:
    with pytest.raises(ValueError, match="names no days"):
        parse_days(days)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("09:00-17:30", (540, 1050)),
        ("00:00-24:00", (0, 1440)),
        ("22:00-06:00", (1320, 360)),
        ("00:00-00:00", (0, 0)),
    ],
)
def test_ranges(text: str, minutes: tuple[int, int]) -> None:
    assert parse_range(text) == minutes


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "09:00", "09:00-", "9:00-17:00", "09:00-24:01", "09:60-10:00", "25:00-26:00"),
        *("24:00-06:00", "09:00–17:00", "09:00 - 17:00", "09:00-17:00-18:00", "+9:00-17:00"),
        *("٠٩:00-17:00", "09.00-17.00", "0900-1700", "09:0-17:00", "-9:00-10:00"),
    ],
)
def test_other_ranges_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time range; write HH:MM-HH:MM"):
        parse_range(text)


def test_exceptions() -> None:
    assert parse_exceptions({"2026-12-31": [], "2026-12-24": ["13:00-14:00", "09:00-12:00"]}) == (
        (date(2026, 12, 24), ((540, 720), (780, 840))),
        (date(2026, 12, 31), ()),
    )
    with pytest.raises(ValueError, match="'2026-02-30' is no date"):
        parse_exceptions({"2026-02-30": []})


def test_hours_in_order_have_no_faults() -> None:
    assert hours_faults({"mon-fri": ["09:00-12:00", "12:00-17:30"], "sat": ["10:00-12:00"]}) == ()
    assert hours_faults({"daily": ["00:00-24:00"]}) == ()
    assert hours_faults({"daily": ["22:00-06:00", "06:00-22:00"]}) == ()


def test_an_entry_without_hours_is_a_fault() -> None:
    assert hours_faults({"mon": [], "tue": ["09:00-10:00"]}) == (
        HoursFault("mon", None, "mon has no hours"),
    )


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        (
            {"mon-fri": ["09:00-17:30"], "fri": ["17:00-18:00"]},
            HoursFault("fri", 0, "17:00-18:00 on fri overlaps 09:00-17:30 on mon-fri"),
        ),
        (
            {"mon": ["09:00-12:00", "11:00-13:00"]},
            HoursFault("mon", 1, "11:00-13:00 on mon overlaps 09:00-12:00 on mon"),
        ),
        (
            {"mon": ["05:00-07:00"], "sun": ["22:00-06:00"]},
            HoursFault("sun", 0, "22:00-06:00 on sun overlaps 05:00-07:00 on mon"),
        ),
        (
            {"sun": ["22:00-06:00"], "mon": ["05:00-07:00"]},
            HoursFault("mon", 0, "05:00-07:00 on mon overlaps 22:00-06:00 on sun"),
        ),
        (
            {"mon": ["09:00-12:00", "09:00-12:00"]},
            HoursFault("mon", 1, "09:00-12:00 on mon overlaps 09:00-12:00 on mon"),
        ),
    ],
)
def test_overlaps_are_told_at_the_later_entry(
    hours: dict[str, list[str]], fault: HoursFault
) -> None:
    assert hours_faults(hours) == (fault,)
