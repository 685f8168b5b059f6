"""Calendars as UTC intervals: what no weekly pattern shows."""

from datetime import date

import pytest

from commplan.clock import (
    ALWAYS,
    DAY,
    HOUR,
    MINUTE,
    WEEK,
    Calendar,
    Intervals,
    UnknownZone,
    intervals_of_day,
    open_intervals,
    parse_exceptions,
    parse_hours,
    parse_instant,
    subtract,
    total,
    union,
)

EPOCH = date(1970, 1, 1)


def calendar(zone: str, **hours: str) -> Calendar:
    return Calendar(zone, parse_hours({days.replace("_", "-"): [h] for days, h in hours.items()}))


def opened(calendar: Calendar, start: str, end: str) -> Intervals:
    return open_intervals(calendar, parse_instant(start), parse_instant(end))


def spans(*texts: str) -> Intervals:
    instants = [parse_instant(text) for text in texts]
    return tuple(zip(instants[::2], instants[1::2], strict=True))


LONDON = calendar("Europe/London", mon_fri="09:00-17:30")
NIGHTS = calendar("Europe/London", daily="22:00-06:00")


def test_a_week_over_the_spring_change() -> None:
    assert opened(LONDON, "2026-03-27T12:00Z", "2026-03-30T12:00Z") == spans(
        "2026-03-27T12:00Z", "2026-03-27T17:30Z", "2026-03-30T08:00Z", "2026-03-30T12:00Z"
    )


def test_a_year_has_the_hours_of_its_working_days() -> None:
    year = opened(LONDON, "2026-01-01", "2027-01-01")
    assert len(year) == 261
    assert total(year) == 261 * (8 * HOUR + 30 * MINUTE)


def test_a_window_of_nothing_is_closed() -> None:
    noon = parse_instant("2026-03-27T12:00Z")
    assert open_intervals(LONDON, noon, noon) == ()
    assert open_intervals(LONDON, noon, noon - DAY) == ()


def test_unknown_zones_are_told() -> None:
    with pytest.raises(UnknownZone):
        opened(LONDON._replace(timezone="Europe/Londn"), "2026-01-01", "2026-01-02")


@pytest.mark.parametrize(
    ("sunday", "hours"), [("2026-03-29", 7), ("2026-10-25", 9), ("2026-06-14", 8)]
)
def test_the_night_of_a_change_is_an_hour_off(sunday: str, hours: int) -> None:
    noon = parse_instant(f"{sunday}T11:00Z")
    assert total(open_intervals(NIGHTS, noon - DAY, noon)) == hours * HOUR


@pytest.mark.parametrize(
    ("hours", "day", "expected"),
    [
        ("01:30-03:00", "2026-03-29", ("2026-03-29T01:00Z", "2026-03-29T02:00Z")),
        ("01:30-01:45", "2026-03-29", ()),
        ("00:30-01:30", "2026-03-29", ("2026-03-29T00:30Z", "2026-03-29T01:00Z")),
        ("01:30-01:45", "2026-10-25", ("2026-10-25T00:30Z", "2026-10-25T01:45Z")),
        ("01:30-03:00", "2026-10-25", ("2026-10-25T00:30Z", "2026-10-25T03:00Z")),
        ("00:00-01:00", "2026-10-25", ("2026-10-24T23:00Z", "2026-10-25T01:00Z")),
    ],
)
def test_opening_is_the_first_and_closing_the_last_occurrence(
    hours: str, day: str, expected: tuple[str, ...]
) -> None:
    noon = parse_instant(f"{day}T12:00Z")
    sundays = calendar("Europe/London", sun=hours)
    assert open_intervals(sundays, noon - DAY, noon) == spans(*expected)


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("Australia/Lord_Howe", "2026-04-05", 24 * HOUR + 30 * MINUTE),
        ("Australia/Lord_Howe", "2026-10-04", 23 * HOUR + 30 * MINUTE),
        ("Africa/Cairo", "2026-04-24", 23 * HOUR),
        ("America/Santiago", "2026-09-06", 23 * HOUR),
        ("Asia/Beirut", "2026-03-29", 23 * HOUR),
        ("Asia/Kolkata", "2026-03-29", 24 * HOUR),
        ("Pacific/Apia", "2011-12-30", 0),
    ],
)
def test_the_length_of_a_local_day(zone: str, day: str, length: int) -> None:
    number = (date.fromisoformat(day) - EPOCH).days
    whole = calendar(zone, daily="00:00-24:00")
    assert total(intervals_of_day(whole, number)) == length
    around = parse_instant(f"{day}T12:00Z")
    assert open_intervals(whole, around - 4 * DAY, around + 4 * DAY) == (
        (around - 4 * DAY, around + 4 * DAY),
    )


def test_a_holiday_takes_what_opens_on_it_and_leaves_the_evening_before() -> None:
    nights = NIGHTS._replace(holidays=frozenset({date(2026, 12, 25)}))
    assert opened(nights, "2026-12-24T12:00Z", "2026-12-27T12:00Z") == spans(
        "2026-12-24T22:00Z", "2026-12-25T06:00Z", "2026-12-26T22:00Z", "2026-12-27T06:00Z"
    )


def test_holidays_are_dates_of_the_zone() -> None:
    sydney = calendar("Australia/Sydney", daily="08:00-18:00")._replace(
        holidays=frozenset({date(2026, 12, 25)})
    )
    assert opened(sydney, "2026-12-24T20:00Z", "2026-12-25T20:00Z") == ()
    assert total(opened(sydney, "2026-12-23T20:00Z", "2026-12-24T20:00Z")) == 10 * HOUR


def test_an_exception_replaces_its_date_and_wins_over_a_holiday() -> None:
    busy = LONDON._replace(
        holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}),
        exceptions=parse_exceptions(
            {
                "2026-12-24": ["09:00-13:00"],
                "2026-12-26": ["10:00-11:00"],
                "2026-12-28": ["12:00-13:00"],
            }
            | {"2026-12-29": []}
        ),
    )
    assert opened(busy, "2026-12-24", "2026-12-30") == spans(
        *("2026-12-24T09:00Z", "2026-12-24T13:00Z", "2026-12-26T10:00Z", "2026-12-26T11:00Z"),
        *("2026-12-28T12:00Z", "2026-12-28T13:00Z"),
    )


def test_an_exception_next_to_a_clock_change() -> None:
    sunday = Calendar(
        "Europe/London", (), exceptions=parse_exceptions({"2026-03-29": ["00:30-02:30"]})
    )
    assert opened(sunday, "2026-03-01", "2026-04-30") == spans(
        "2026-03-29T00:30Z", "2026-03-29T01:30Z"
    )


def test_always_is_one_interval() -> None:
    start = parse_instant("2026-11-21T09:17Z")
    assert open_intervals(ALWAYS, start, start + 53 * WEEK) == ((start, start + 53 * WEEK),)


def test_a_calendar_without_hours_never_opens() -> None:
    assert opened(Calendar("Europe/London", ()), "2026-01-01", "2027-02-05") == ()


def test_three_regions_are_an_hour_short_in_the_northern_winter() -> None:
    sydney = calendar("Australia/Sydney", daily="08:00-18:00")
    london = calendar("Europe/London", daily="08:00-18:00")
    new_york = calendar("America/New_York", daily="13:00-18:00")

    def gaps(start: str, end: str) -> Intervals:
        window = (parse_instant(start), parse_instant(end))
        return subtract(
            (window,), union(*(opened(c, start, end) for c in (sydney, london, new_york)))
        )

    year = gaps("2026-01-01", "2027-01-01")
    assert gaps("2026-07-01", "2026-08-01") == ()
    assert len(year) == 155
    assert total(year) == 155 * HOUR
    assert year[0] == spans("2026-01-01T07:00Z", "2026-01-01T08:00Z")[0]
    assert year[86] == spans("2026-03-28T07:00Z", "2026-03-28T08:00Z")[0]
    assert year[87] == spans("2026-10-25T07:00Z", "2026-10-25T08:00Z")[0]


def test_frozen_clocks_show_what_a_change_is_to_blame_for() -> None:
    start, end = parse_instant("2026-11-23"), parse_instant("2026-11-30")
    july = parse_instant("2026-07-01")
    calendars = (
        calendar("Australia/Sydney", daily="08:00-18:00"),
        calendar("Europe/London", daily="08:00-18:00"),
        calendar("America/New_York", daily="13:00-18:00"),
    )
    window = ((start, end),)
    actual = union(*(open_intervals(c, start, end) for c in calendars))
    frozen = union(*(open_intervals(c, start, end, july) for c in calendars))
    assert total(subtract(window, actual)) == 7 * HOUR
    assert subtract(window, frozen) == ()
