"""Instants as people read and write them."""

import pytest

from commplan.clock import (
    format_clock,
    format_instant,
    format_offset,
    format_until,
    format_utc,
    parse_instant,
)


@pytest.mark.parametrize(
    ("instant", "zone", "text"),
    [
        ("2026-11-28T00:00Z", "Europe/London", "Sat 2026-11-28 00:00 Europe/London"),
        ("2026-03-30T11:00Z", "Europe/London", "Mon 2026-03-30 12:00 Europe/London"),
        ("2026-11-22T07:00Z", "UTC", "Sun 2026-11-22 07:00Z"),
        ("2026-11-22T07:00:05Z", "UTC", "Sun 2026-11-22 07:00:05Z"),
        ("2026-11-22T20:00Z", "Asia/Kolkata", "Mon 2026-11-23 01:30 Asia/Kolkata"),
    ],
)
def test_an_instant_names_day_time_and_zone(instant: str, zone: str, text: str) -> None:
    assert format_instant(parse_instant(instant), zone) == text


@pytest.mark.parametrize(
    ("since", "end", "zone", "text"),
    [
        ("2026-11-28T00:00Z", "2026-11-28T08:00Z", "Europe/London", "08:00"),
        ("2026-11-21T22:00Z", "2026-11-22T07:00Z", "Europe/London", "07:00"),
        ("2026-11-27T17:30Z", "2026-11-30T09:00Z", "Europe/London", "Mon 09:00"),
        ("2026-11-28T00:00Z", "2026-11-29T00:00Z", "Europe/London", "Sun 00:00"),
        ("2026-11-23T09:00Z", "2026-11-30T09:00Z", "Europe/London", "Mon 2026-11-30 09:00"),
        ("2026-11-22T07:00Z", "2026-11-22T08:00Z", "UTC", "08:00Z"),
        ("2026-11-22T07:00Z", "2026-11-24T08:00Z", "UTC", "Tue 08:00Z"),
    ],
)
def test_an_end_is_as_short_as_can_be(since: str, end: str, zone: str, text: str) -> None:
    assert format_until(parse_instant(end), zone, parse_instant(since)) == text


@pytest.mark.parametrize(
    ("instant", "zone", "offset", "clock"),
    [
        ("2026-11-22T08:00Z", "Europe/London", "UTC", "08:00 GMT"),
        ("2026-07-01T07:00Z", "Europe/London", "UTC+1", "08:00 BST"),
        ("2026-11-22T07:00Z", "Australia/Sydney", "UTC+11", "18:00 AEDT"),
        ("2026-11-22T07:00Z", "America/St_Johns", "UTC-3:30", "03:30 NST"),
        ("2026-11-22T07:00Z", "America/Santiago", "UTC-3", "04:00 UTC-3"),
        ("2026-11-22T07:00Z", "UTC", "UTC", "07:00 UTC"),
    ],
)
def test_clocks_are_told_as_people_call_them(
    instant: str, zone: str, offset: str, clock: str
) -> None:
    t = parse_instant(instant)
    assert (format_offset(t, zone), format_clock(t, zone)) == (offset, clock)


def test_utc_for_machines() -> None:
    assert format_utc(parse_instant("2026-11-28T00:00:00.999Z")) == "2026-11-28T00:00:00Z"
    assert format_utc(-1) == "1969-12-31T23:59:59Z"


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-21", "20261121", "2026-11-21T00:00Z", "2026-11-21 00:00:00+00:00"),
        *("2026-11-21T01:00+01:00", "2026-11-20T19:00:00.000-05:00", "20261121T0000Z"),
    ],
)
def test_one_instant_in_many_spellings(text: str) -> None:
    assert parse_instant(text) == 1_795_219_200_000_000


def test_fractions_of_a_second_count() -> None:
    assert parse_instant("1970-01-01T00:00:00.000007Z") == 7


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is no instant; write 2026-11-21T09:00:00Z"),
        ("tomorrow", "is no instant"),
        ("2026-13-01", "is no instant"),
        ("2026-11-21T25:00Z", "is no instant"),
        ("1795219200", "is no instant"),
        ("2026-11-21T09:00", "has no time zone; add Z or an offset"),
        ("2026-11-21 09:00", "has no time zone"),
        ("2026-11-21T09", "has no time zone"),
        ("1969-12-31", "years go from 1970 to 2999"),
        ("9999-12-31T23:59-12:00", "years go from 1970 to 2999"),
        ("0001-01-01T00:00+14:00", "years go from 1970 to 2999"),
    ],
)
def test_everything_else_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as caught:
        parse_instant(text)
    assert str(caught.value).startswith(repr(text))
