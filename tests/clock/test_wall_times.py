"""When a wall clock shows a given time."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from commplan.clock import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Run,
    UnknownZone,
    add_months,
    first_instant,
    instant_of,
    last_instant,
    local_time,
    offset_runs,
    offsets,
    parse_instant,
)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "local", "first", "last"),
    [
        # An ordinary time.
        ("Europe/London", "2026-07-01T09:00", "2026-07-01T08:00Z", "2026-07-01T08:00Z"),
        # Skipped times mean the change.
        ("Europe/London", "2026-03-29T01:30", "2026-03-29T01:00Z", "2026-03-29T01:00Z"),
        ("Europe/London", "2026-03-29T01:00", "2026-03-29T01:00Z", "2026-03-29T01:00Z"),
        ("Europe/London", "2026-03-29T02:00", "2026-03-29T01:00Z", "2026-03-29T01:00Z"),
        # Repeated times occur twice, from the first minute of the hour to the last.
        ("Europe/London", "2026-10-25T00:59", "2026-10-24T23:59Z", "2026-10-24T23:59Z"),
        ("Europe/London", "2026-10-25T01:00", "2026-10-25T00:00Z", "2026-10-25T01:00Z"),
        ("Europe/London", "2026-10-25T01:59", "2026-10-25T00:59Z", "2026-10-25T01:59Z"),
        ("Europe/London", "2026-10-25T02:00", "2026-10-25T02:00Z", "2026-10-25T02:00Z"),
        # Half an hour.
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30Z", "2026-10-03T15:30Z"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45Z", "2026-04-04T15:15Z"),
        # No midnight.
        ("Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00Z", "2026-04-23T22:00Z"),
        ("America/Santiago", "2026-09-06T00:30", "2026-09-06T04:00Z", "2026-09-06T04:00Z"),
        ("Asia/Beirut", "2026-03-29T00:00", "2026-03-28T22:00Z", "2026-03-28T22:00Z"),
        # Midnight twice.
        ("America/Havana", "2026-11-01T00:00", "2026-11-01T04:00Z", "2026-11-01T05:00Z"),
        # A whole day skipped: Samoa crossed the date line after 29 December.
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00Z", "2011-12-30T10:00Z"),
        ("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00Z", "2011-12-30T10:00Z"),
        ("Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59Z", "2011-12-30T09:59Z"),
    ],
)
def test_first_and_last_occurrence(zone: str, local: str, first: str, last: str) -> None:
    assert first_instant(wall(local), zone) == parse_instant(first)
    assert last_instant(wall(local), zone) == parse_instant(last)


def test_a_wall_time_has_no_zone_of_its_own() -> None:
    with pytest.raises(ValueError, match="without zone"):
        first_instant(wall("2026-03-29T01:30+01:00"), "Europe/London")


def test_local_time_is_what_the_clock_shows() -> None:
    assert local_time(parse_instant("2026-07-01T08:00Z"), "Europe/London") == wall(
        "2026-07-01T09:00"
    )
    assert instant_of(datetime(2026, 7, 1, 8, tzinfo=UTC)) == parse_instant("2026-07-01T08:00Z")
    assert instant_of(datetime(1970, 1, 1, 0, 0, 0, 7, tzinfo=UTC)) == 7


def test_runs_cover_the_window_and_change_where_the_clocks_do() -> None:
    start, end = parse_instant("2026-01-01"), parse_instant("2027-01-01")
    assert offset_runs("Europe/London", start, end) == (
        Run(start, parse_instant("2026-03-29T01:00Z"), 0),
        Run(parse_instant("2026-03-29T01:00Z"), parse_instant("2026-10-25T01:00Z"), HOUR),
        Run(parse_instant("2026-10-25T01:00Z"), end, 0),
    )
    assert offset_runs("Asia/Kolkata", start, end) == (Run(start, end, 330 * MINUTE),)
    assert offset_runs("UTC", start, end) == (Run(start, end, 0),)


@pytest.mark.parametrize(
    ("zone", "start", "end", "offsets"),
    [
        # A summer time of one week.
        ("America/Boa_Vista", "2000-10-01", "2000-10-20", [-240, -180, -240]),
        # Summer time suspended for Ramadan.
        ("Africa/Cairo", "2010-08-01", "2010-10-15", [180, 120, 180, 120]),
        ("Africa/Casablanca", "2026-02-01", "2026-04-01", [60, 0, 60]),
    ],
)
def test_short_runs_are_found(zone: str, start: str, end: str, offsets: list[int]) -> None:
    runs = offset_runs(zone, parse_instant(start), parse_instant(end))
    assert [run.offset // MINUTE for run in runs] == offsets


class BriefSummer(ZoneInfo):
    """A zone in UTC that puts its clocks forward for little more than three days."""

    start: int

    def fromutc(self, moment: datetime) -> datetime:
        utc = moment.replace(tzinfo=UTC)
        summer = 0 <= instant_of(utc) - self.start < 3 * DAY + SECOND
        return utc.astimezone(timezone(timedelta(hours=summer)))


@pytest.mark.parametrize("hour", range(0, 15 * 24, 7))
def test_no_run_hides_between_two_looks(hour: int, monkeypatch: pytest.MonkeyPatch) -> None:
    start = parse_instant("2026-07-01") + hour * HOUR
    end = start + 3 * DAY + SECOND
    brief = BriefSummer.no_cache("UTC")
    brief.start = start
    monkeypatch.setattr(offsets, "zone", lambda name: brief)
    runs = offset_runs(f"Brief/{hour}", start - 9 * DAY, end + 9 * DAY)
    assert [run.offset for run in runs] == [0, HOUR, 0]
    assert (runs[1].start, runs[1].end) == (start, end)


def test_frozen_clocks_never_change() -> None:
    start, end = parse_instant("2026-01-01"), parse_instant("2027-01-01")
    july = parse_instant("2026-07-01")
    assert offset_runs("Europe/London", start, end, july) == (Run(start, end, HOUR),)


def test_unknown_zones_have_no_runs() -> None:
    with pytest.raises(UnknownZone):
        offset_runs("Europe/Londn", 0, DAY)


def test_years_that_dates_cannot_reach_keep_the_last_offset() -> None:
    far = 400_000 * 365 * DAY
    runs = offset_runs("Asia/Kolkata", far, far + DAY)
    assert runs == (Run(far, far + DAY, 330 * MINUTE),)
    assert offset_runs("UTC", -far, -far + SECOND)[0].offset == 0


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31T09:00Z", 1, "2026-02-28T09:00Z"),
        ("2028-01-31T09:00Z", 1, "2028-02-29T09:00Z"),
        ("2026-02-28T09:00Z", 1, "2026-03-28T09:00Z"),
        ("2026-03-15T09:00Z", 1, "2026-04-15T08:00Z"),
        ("2026-02-28T01:30Z", 13, "2027-03-28T01:00Z"),
        ("2026-12-31T23:30Z", 2, "2027-02-28T23:30Z"),
        ("2026-11-30T00:00Z", 12 * 400, "2426-11-30T00:00Z"),
        ("2026-10-25T01:30Z", 0, "2026-10-25T01:30Z"),
    ],
)
def test_months_keep_the_wall_time_in_london(start: str, months: int, end: str) -> None:
    assert add_months(parse_instant(start), months, "Europe/London") == parse_instant(end)
