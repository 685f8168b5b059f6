"""Many gaps told in a few words."""

import pytest

from commplan.clock import (
    DAY,
    HOUR,
    WEEK,
    Calendar,
    Interval,
    Intervals,
    days_among,
    fold,
    format_duration,
    format_instant,
    format_until,
    gaps_per_week,
    in_company,
    longest,
    longest_of,
    normalize,
    open_intervals,
    parse_exceptions,
    parse_hours,
    parse_instant,
    recurrence,
    subtract,
    union,
)

AS_OF = parse_instant("2026-11-21T09:00Z")
WINDOW = (AS_OF, AS_OF + 53 * WEEK)
YEAR = (parse_instant("2026-01-01"), parse_instant("2027-01-01"))


def calendar(zone: str, hours: dict[str, list[str]], **exceptions: list[str]) -> Calendar:
    dates = {name.strip("_").replace("_", "-"): ranges for name, ranges in exceptions.items()}
    return Calendar(zone, parse_hours(hours), exceptions=parse_exceptions(dates))


def gaps(window: Interval, *calendars: Calendar) -> Intervals:
    return subtract((window,), union(*(open_intervals(c, *window) for c in calendars)))


OFFICE = {"mon-fri": ["09:00-17:30"]}
LONDON = calendar("Europe/London", OFFICE)
REGIONS = (
    calendar("Australia/Sydney", {"daily": ["08:00-18:00"]}),
    calendar("Europe/London", {"daily": ["08:00-18:00"]}),
    calendar("America/New_York", {"daily": ["13:00-18:00"]}),
)


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ({"daily": ["09:00-17:30"]}, "every night 17:30–09:00"),
        ({"daily": ["00:00-12:00", "13:00-24:00"]}, "every day 12:00–13:00"),
        ({"mon-fri": ["00:00-24:00"]}, "every weekend"),
        ({"mon-sat": ["00:00-24:00"]}, "every Sun 00:00–24:00"),
        (
            {"mon-fri,sun": ["00:00-24:00"], "sat": ["08:00-24:00"]},
            "every Sat 00:00–08:00",
        ),
        (OFFICE, "every Mon–Thu 17:30–09:00 and every Fri 17:30–Mon 09:00"),
        (
            {"mon,wed,fri": ["00:00-12:00", "13:00-24:00"], "tue,thu,sat,sun": ["00:00-24:00"]},
            "every Mon, Wed and Fri 12:00–13:00",
        ),
        (
            {"fri-mon": ["00:00-12:00", "13:00-24:00"], "tue-thu": ["00:00-24:00"]},
            "every Fri–Mon 12:00–13:00",
        ),
        ({"daily": ["00:00-24:00"]}, ""),
        ({}, "Sat 2026-11-21 09:00 Europe/London until Sat 2027-11-27 09:00"),
    ],
)
def test_a_pattern_holds_all_year(hours: dict[str, list[str]], text: str) -> None:
    found = gaps(WINDOW, calendar("Europe/London", hours))
    assert fold(found, "Europe/London", WINDOW) == text


def test_a_seasonal_gap_is_told_with_its_dates() -> None:
    found = gaps(YEAR, *REGIONS)
    seasons = "1 Jan–28 Mar and 25 Oct–31 Dec"
    assert fold(found, "UTC", YEAR) == f"every day 07:00–08:00, {seasons}"
    assert recurrence(found[0], found, "UTC", YEAR) == f"every day, {seasons}"


def test_a_holiday_swallows_a_night_without_breaking_the_pattern() -> None:
    closed = calendar("Europe/London", OFFICE, _2026_12_25=[], _2026_12_28=[])
    found = gaps(WINDOW, closed)
    assert fold(found, "Europe/London", WINDOW) == (
        "every Mon–Thu 17:30–09:00, every Fri 17:30–Mon 09:00 and 1 more"
    )


def test_a_day_without_the_gap_splits_its_weekday_into_spells() -> None:
    daily = {"daily": ["00:00-12:00", "13:00-24:00"]}
    manned = calendar("Europe/London", daily, _2027_04_07=["00:00-24:00"])
    assert fold(gaps(WINDOW, manned), "Europe/London", WINDOW) == (
        "every Thu–Tue 12:00–13:00 and every Wed 12:00–13:00, 25 Nov–31 Mar and 14 Apr–24 Nov"
    )


def test_gaps_without_a_pattern_are_counted() -> None:
    starts = [AS_OF + day * DAY + day * HOUR for day in (3, 10, 31, 100)]
    found = normalize((start, start + HOUR) for start in starts)
    assert fold(found, "Europe/London", WINDOW) == "4 gaps"
    assert recurrence(found[0], found, "Europe/London", WINDOW) == ""
    assert longest_of(found, "Europe/London", WINDOW) == "the longest of 4 gaps"


def test_one_gap_is_told_in_full() -> None:
    night = (parse_instant("2026-11-27T17:30Z"), parse_instant("2026-11-28T08:00Z"))
    assert fold((night,), "Europe/London", WINDOW) == (
        "Fri 2026-11-27 17:30 Europe/London until 08:00"
    )
    assert longest_of((night,), "Europe/London", WINDOW) == "the only gap"


def test_the_longest_of_many_weekends_is_the_first_whole_one() -> None:
    found = gaps(WINDOW, LONDON)
    worst = longest(found, "Europe/London")
    assert worst is not None
    start, end = worst
    assert format_instant(start, "Europe/London") == "Fri 2026-11-27 17:30 Europe/London"
    assert format_until(end, "Europe/London", start) == "Mon 09:00"
    assert format_duration(end - start) == "63h 30m"
    assert longest_of(found, "Europe/London", WINDOW) == "the longest of 5 gaps a week"
    assert recurrence(worst, found, "Europe/London", WINDOW) == "every week"


def test_a_skipped_hour_makes_no_gap_longest() -> None:
    late = gaps(WINDOW, calendar("Africa/Cairo", {"daily": ["00:00-23:00"]}))
    worst = longest(late, "Africa/Cairo")
    assert worst is not None
    assert format_instant(worst[0], "Africa/Cairo") == "Sat 2026-11-21 23:00 Africa/Cairo"
    assert longest((), "Africa/Cairo") is None


@pytest.mark.parametrize(
    ("hours", "short"),
    [
        ({"daily": ["07:00-22:00"]}, "every night"),
        ({"mon-fri": ["00:00-24:00"]}, "every weekend"),
        ({"mon-fri,sun": ["00:00-24:00"], "sat": ["08:00-24:00"]}, "every Sat"),
    ],
)
def test_recurrence_leaves_out_times_just_told(hours: dict[str, list[str]], short: str) -> None:
    found = gaps(WINDOW, calendar("Europe/London", hours))
    worst = longest(found, "Europe/London")
    assert worst is not None
    assert recurrence(worst, found, "Europe/London", WINDOW) == short


def test_gaps_per_week_is_what_most_whole_weeks_have() -> None:
    closed = calendar("Europe/London", OFFICE, _2026_12_25=[], _2026_12_28=[])
    assert gaps_per_week(gaps(WINDOW, closed), "Europe/London", WINDOW) == 5
    assert gaps_per_week(gaps(YEAR, *REGIONS), "UTC", YEAR) == 0
    days = (AS_OF, AS_OF + 3 * DAY)
    assert gaps_per_week(gaps(days, LONDON), "Europe/London", days) == 0


def test_weekdays_with_different_spells_are_told_apart() -> None:
    daily = {"daily": ["00:00-12:00", "13:00-24:00"]}
    whole = ["00:00-24:00"]
    manned = calendar("Europe/London", daily, _2027_03_09=whole, _2027_06_16=whole)
    assert fold(gaps(WINDOW, manned), "Europe/London", WINDOW) == (
        "every Thu–Mon 12:00–13:00, "
        "every Tue 12:00–13:00, 24 Nov–2 Mar and 16 Mar–23 Nov and "
        "every Wed 12:00–13:00, 25 Nov–9 Jun and 23 Jun–24 Nov"
    )


@pytest.mark.parametrize(
    ("tuesdays", "text"),
    [
        # Once closed early: that gap is longer, so the shorter one still holds on every Tuesday.
        (["09:00-12:00"], "every Mon–Thu 17:30–09:00, every Fri 17:30–Mon 09:00 and 3 more"),
        # Closed late: two shorter gaps make no pattern, although longer ones hold them elsewhere.
        (
            ["09:00-20:00"],
            "every Mon, Wed and Thu 17:30–09:00, every Fri 17:30–Mon 09:00 and 53 more",
        ),
    ],
)
def test_a_few_odd_days_are_no_pattern(tuesdays: list[str], text: str) -> None:
    odd = {"_2027_01_05": tuesdays, "_2027_04_06": tuesdays, "_2027_07_06": tuesdays}
    found = gaps(WINDOW, calendar("Europe/London", OFFICE, **odd))
    assert fold(found, "Europe/London", WINDOW) == text


def test_weekdays_that_begin_in_different_weeks_are_told_apart() -> None:
    end = parse_instant("2027-01-01")
    found = normalize(
        (start, start + HOUR)
        for first in ("2026-03-03T12:00Z", "2026-06-03T12:00Z")
        for start in range(parse_instant(first), end, WEEK)
    )
    assert fold(found, "UTC", YEAR) == (
        "every Tue 12:00–13:00, 3 Mar–29 Dec and every Wed 12:00–13:00, 3 Jun–30 Dec"
    )


def test_what_is_added_to_one_gap_of_several() -> None:
    night = {"mon-fri,sun": ["00:00-24:00"], "sat": ["08:00-24:00"]}
    found = gaps(WINDOW, calendar("Europe/London", night))
    assert in_company(found[0], found, "Europe/London", WINDOW) == "every Sat"
    closed = calendar("Europe/London", night, _2026_12_25=["00:00-12:00"], _2027_01_01=[])
    found = gaps(WINDOW, closed)
    christmas, saturday = (
        next(gap for gap in found if gap[0] == parse_instant(text))
        for text in ("2026-12-25T12:00Z", "2026-11-28T00:00Z")
    )
    assert in_company(saturday, found, "Europe/London", WINDOW) == "every Sat and 2 other times"
    others = f"and {len(found) - 1} other times"
    assert in_company(christmas, found, "Europe/London", WINDOW) == others
    assert in_company(christmas, (christmas,), "Europe/London", WINDOW) == ""


def test_days_are_told_by_year_and_in_runs() -> None:
    assert days_among(gaps(YEAR, *REGIONS), "UTC", YEAR) == (
        "155 days of 2026, 1 Jan–28 Mar and 25 Oct–31 Dec"
    )
    assert days_among(gaps(WINDOW, *REGIONS), "UTC", WINDOW) == (
        "40 days of 2026 and 114 days of 2027, 22 Nov–27 Mar and 31 Oct–27 Nov"
    )
    starts = [AS_OF + day * DAY for day in (3, 4, 10)]
    hours = normalize((start, start + HOUR) for start in starts)
    assert days_among(hours, "UTC", WINDOW) == "3 days of 2026, 24–25 Nov and 1 Dec"
    assert days_among(hours[:1], "UTC", WINDOW) == "1 day of 2026, 24 Nov"


def test_days_of_working_weeks_are_told_by_their_pattern_if_they_have_one() -> None:
    lunch = {"mon-fri": ["00:00-12:00", "13:00-24:00"], "sat,sun": ["00:00-24:00"]}
    found = gaps(YEAR, calendar("Europe/London", lunch))
    assert days_among(found, "Europe/London", YEAR) == "261 days of 2026, every Mon–Fri"
    scattered = normalize(
        (AS_OF + day * (DAY + HOUR), AS_OF + day * (DAY + HOUR) + HOUR) for day in (3, 10, 31, 35)
    )
    assert days_among(scattered, "Europe/London", WINDOW) == "4 days of 2026"
