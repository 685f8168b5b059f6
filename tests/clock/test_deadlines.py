"""When promises fall due, and how much open time has gone by."""

from datetime import date

import pytest

from commplan.clock import (
    ALWAYS,
    DAY,
    HOUR,
    LONGEST_CLOSURE,
    MINUTE,
    Calendar,
    due,
    due_within,
    elapsed,
    parse_duration,
    parse_exceptions,
    parse_hours,
    parse_instant,
    subtract,
)

LONDON = Calendar("Europe/London", parse_hours({"mon-fri": ["09:00-17:30"]}))
CHRISTMAS = LONDON._replace(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
NIGHTS = Calendar("Europe/London", parse_hours({"daily": ["22:00-06:00"]}))
SPLIT = Calendar("Europe/London", parse_hours({"mon-fri": ["09:00-12:00", "13:00-17:00"]}))
NEVER = Calendar("Europe/London", ())


@pytest.mark.parametrize(
    ("calendar", "start", "duration", "end"),
    [
        # Over a weekend with a clock change: 12:00 in British Summer Time.
        (LONDON, "2026-03-27T16:30Z", "4h", "2026-03-30T11:00Z"),
        # At closing time, not at the next opening.
        (LONDON, "2026-03-27T13:30Z", "4h", "2026-03-27T17:30Z"),
        # Outside hours the clock starts at the next opening.
        (LONDON, "2026-03-28T12:00Z", "30m", "2026-03-30T08:30Z"),
        (LONDON, "2026-03-27T17:30Z", "1s", "2026-03-30T08:00:01Z"),
        (CHRISTMAS, "2026-12-24T16:30Z", "4h", "2026-12-29T12:00Z"),
        # Nothing to wait for, even while closed.
        (LONDON, "2026-03-28T12:00Z", "0m", "2026-03-28T12:00Z"),
        (NEVER, "2026-03-28T12:00Z", "0m", "2026-03-28T12:00Z"),
        # Nights of seven and of nine hours.
        (NIGHTS, "2026-03-28T21:00Z", "8h", "2026-03-29T22:00Z"),
        (NIGHTS, "2026-10-24T20:00Z", "9h", "2026-10-25T06:00Z"),
        (ALWAYS, "2026-03-28T12:00Z", "72h", "2026-03-31T12:00Z"),
        (ALWAYS, "2026-03-28T12:00Z", "100w", "2028-02-26T12:00Z"),
        # A supplier's three hours over Christmas.
        (
            CHRISTMAS._replace(exceptions=parse_exceptions({"2026-12-24": ["09:00-13:00"]})),
            *("2026-12-24T13:00Z", "3h", "2026-12-29T12:00Z"),
        ),
    ],
)
def test_exact_durations_use_up_open_time(
    calendar: Calendar, start: str, duration: str, end: str
) -> None:
    found = due(calendar, parse_instant(start), parse_duration(duration))
    assert found == parse_instant(end)


@pytest.mark.parametrize(
    ("calendar", "start", "duration", "end"),
    [
        (LONDON, "2026-03-26T10:00Z", "1bd", "2026-03-27T10:00Z"),
        (LONDON, "2026-03-27T10:00Z", "2bd", "2026-03-31T09:00Z"),
        # From a day off, and from outside hours: moved into the hours of the day.
        (LONDON, "2026-03-28T12:00Z", "1bd", "2026-03-30T11:00Z"),
        (LONDON, "2026-03-26T20:00Z", "1bd", "2026-03-27T17:30Z"),
        (LONDON, "2026-03-26T05:00Z", "1bd", "2026-03-27T09:00Z"),
        (LONDON, "2026-03-26T17:30Z", "1bd", "2026-03-27T17:30Z"),
        (CHRISTMAS, "2026-12-24T10:00Z", "1bd", "2026-12-29T10:00Z"),
        # In a break: the closing before it, since no open time is lost by that.
        (SPLIT, "2026-03-26T12:30Z", "1bd", "2026-03-27T12:00Z"),
        (SPLIT, "2026-03-26T13:30Z", "1bd", "2026-03-27T13:30Z"),
        # A night belongs to the date on which it opens.
        (NIGHTS, "2026-06-10T22:00Z", "1bd", "2026-06-11T22:00Z"),
        (NIGHTS, "2026-06-10T02:00Z", "1bd", "2026-06-11T21:00Z"),
        (LONDON, "2026-03-27T10:00Z", "260bd", "2027-03-26T10:00Z"),
    ],
)
def test_business_days_keep_the_wall_time(
    calendar: Calendar, start: str, duration: str, end: str
) -> None:
    found = due(calendar, parse_instant(start), parse_duration(duration))
    assert found == parse_instant(end)


def test_a_day_whose_hours_the_change_swallows_is_no_business_day() -> None:
    early = Calendar("Europe/London", parse_hours({"sun": ["01:30-01:45"], "tue": ["09:00-10:00"]}))
    saturday = parse_instant("2026-03-28T09:30Z")
    assert due(early, saturday, parse_duration("1bd")) == parse_instant("2026-03-31T08:30Z")


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-01-31T09:00Z", "1mo", "2026-02-28T09:00Z"),
        ("2026-03-15T09:00Z", "1mo", "2026-04-15T08:00Z"),
        ("2026-03-28T12:00Z", "12mo", "2027-03-28T11:00Z"),
    ],
)
def test_months_are_calendar_months_open_or_not(start: str, duration: str, end: str) -> None:
    assert due(LONDON, parse_instant(start), parse_duration(duration)) == parse_instant(end)


@pytest.mark.parametrize("duration", ["1s", "1bd"])
def test_a_calendar_that_never_opens_has_no_due_instant(duration: str) -> None:
    assert due(NEVER, parse_instant("2026-01-01"), parse_duration(duration)) is None


@pytest.mark.parametrize("duration", ["1m", "1bd"])
def test_four_hundred_days_of_closure_end_the_search(duration: str) -> None:
    last_open = parse_instant("2026-01-01T12:00Z")
    soon = parse_exceptions({"2027-02-05": ["12:00-13:00"]})
    late = parse_exceptions({"2027-02-06": ["12:00-13:00"]})
    target = parse_duration(duration)
    found = due(NEVER._replace(exceptions=soon), last_open, target)
    assert found == last_open + LONGEST_CLOSURE + (MINUTE if duration == "1m" else 0)
    assert due(NEVER._replace(exceptions=late), last_open, target) is None


@pytest.mark.parametrize("duration", ["999999999h", "999999999bd", "999999999mo", "1300mo"])
@pytest.mark.parametrize("calendar", [ALWAYS, LONDON])
def test_more_than_a_century_is_never(calendar: Calendar, duration: str) -> None:
    assert due(calendar, parse_instant("2026-01-01"), parse_duration(duration)) is None


@pytest.mark.parametrize(
    ("calendar", "start", "end", "minutes"),
    [
        (LONDON, "2026-03-27T17:00Z", "2026-03-30T09:00Z", 90),
        (LONDON, "2026-03-28T00:00Z", "2026-03-29T00:00Z", 0),
        (LONDON, "2026-03-27T09:00Z", "2026-03-27T09:00Z", 0),
        (LONDON, "2026-03-27T10:00Z", "2026-03-27T09:00Z", 0),
        (NIGHTS, "2026-03-28T12:00Z", "2026-03-29T11:00Z", 7 * 60),
        (NIGHTS, "2026-10-24T11:00Z", "2026-10-25T12:00Z", 9 * 60),
        (ALWAYS, "2016-01-01T00:00Z", "2026-01-01T00:00Z", 3653 * 24 * 60),
    ],
)
def test_elapsed_is_open_time(calendar: Calendar, start: str, end: str, minutes: int) -> None:
    assert elapsed(calendar, parse_instant(start), parse_instant(end)) == minutes * MINUTE


def test_a_pause_stops_the_clock() -> None:
    working = ((0, 8 * HOUR), (DAY, DAY + 8 * HOUR))
    paused = subtract(working, ((6 * HOUR, DAY + HOUR),))
    assert due_within(working, 4 * HOUR, 5 * HOUR) == DAY + HOUR
    assert due_within(paused, 4 * HOUR, 5 * HOUR) == DAY + 4 * HOUR
    assert due_within(paused, 4 * HOUR, 2 * HOUR) == 6 * HOUR
    assert due_within(paused, 4 * HOUR, 20 * HOUR) is None
    assert due_within((), 4 * HOUR, 0) == 4 * HOUR
