"""Which of two durations is longer."""

import pytest

from commplan.clock import (
    Duration,
    compare_durations,
    exact_length,
    exact_seconds,
    may_exceed,
    parse_duration,
)


@pytest.mark.parametrize(
    ("a", "b", "result"),
    [
        ("5m", "300s", 0),
        ("5m", "6m", -1),
        ("1d", "23h", 1),
        ("2bd", "1bd", 1),
        ("1mo", "1mo", 0),
        ("2bd", "1d", None),
        ("1mo", "30d", None),
        ("1mo", "20bd", None),
        ("0m", "1bd", -1),
        ("1mo", "0s", 1),
        ("0bd", "0m", 0),
    ],
)
def test_durations_compare_with_their_like(a: str, b: str, result: int | None) -> None:
    assert compare_durations(parse_duration(a), parse_duration(b)) == result


@pytest.mark.parametrize(
    ("a", "b", "result"),
    [
        ("5m", "300s", False),
        ("301s", "5m", True),
        ("28d", "1mo", False),
        ("28d1s", "1mo", True),
        ("1mo", "31d", False),
        ("1mo", "30d", True),
        ("2mo", "1mo", True),
        ("1mo", "1mo", False),
        ("3bd", "2bd", True),
        ("1bd", "72h", None),
        ("72h", "1bd", None),
        ("1mo", "30bd", None),
        ("0s", "1bd", False),
    ],
)
def test_what_may_end_later(a: str, b: str, result: bool | None) -> None:
    assert may_exceed(parse_duration(a), parse_duration(b)) is result


def test_exact_lengths() -> None:
    assert exact_length(Duration(5)) == 5
    assert exact_length(parse_duration("1bd")) is None
    assert exact_seconds(parse_duration("1h")) == 3600
    assert exact_seconds(parse_duration("1mo")) is None
