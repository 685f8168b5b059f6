"""Spans of time, read and written."""

import pytest

from commplan.clock import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    WEEK,
    Duration,
    format_duration,
    parse_duration,
)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("30s", Duration(30 * SECOND)),
        ("15m", Duration(15 * MINUTE)),
        ("4h", Duration(4 * HOUR)),
        ("3d", Duration(3 * DAY)),
        ("1w", Duration(WEEK)),
        ("0m", Duration()),
        ("1h30m", Duration(90 * MINUTE)),
        ("1w2d3h4m5s", Duration(WEEK + 2 * DAY + 3 * HOUR + 4 * MINUTE + 5 * SECOND)),
        ("90m", Duration(90 * MINUTE)),
        ("2bd", Duration(business_days=2)),
        ("1mo", Duration(months=1)),
        ("12mo", Duration(months=12)),
    ],
)
def test_durations_are_read(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "h",
            "5",
            "-5m",
            "+5m",
            "1.5h",
            "5 m",
            " 5m",
            "5m ",
            "5M",
            "5x",
            "5min",
            "m5",
            "1h 30m",
        ),
        *("30m1h", "1h1h", "1h1h30m", "1bd2h", "1h2bd", "1mo2d", "1d1mo", "1mo1mo", "1y"),
        *("٣h", "３h", "5µs", "5m\n", "1_000s", "1" * 10 + "s", "9" * 5000 + "s", "1e3s", "PT1H"),
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no duration; write a number"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (0, "0s"),
        (45 * SECOND, "45s"),
        (7 * MINUTE, "7m"),
        (60 * MINUTE, "1h"),
        (90 * SECOND, "1m 30s"),
        (24 * HOUR, "24h"),
        (63 * HOUR + 30 * MINUTE, "63h 30m"),
        (119 * HOUR + 10 * MINUTE, "119h 10m"),
        (167 * HOUR, "167h"),
        (WEEK, "7d"),
        (WEEK + HOUR, "7d 1h"),
        (371 * DAY + 5 * SECOND, "371d 5s"),
        (SECOND - 1, "0s"),
        (2 * MINUTE + 1, "2m"),
        (-90 * MINUTE, "-1h 30m"),
        (-1, "0s"),
    ],
)
def test_lengths_are_written_for_people(microseconds: int, text: str) -> None:
    assert format_duration(microseconds) == text


@pytest.mark.parametrize(("text", "shown"), [("2bd", "2bd"), ("1mo", "1mo"), ("90m", "1h 30m")])
def test_a_duration_shows_itself(text: str, shown: str) -> None:
    assert str(parse_duration(text)) == shown
