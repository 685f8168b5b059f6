"""Limits as plans write them."""

from __future__ import annotations

import pytest

from commplan.clock import Duration, parse_duration
from commplan.plan import parse_threshold


@pytest.mark.parametrize(
    ("text", "operator", "limit", "percent"),
    [
        ("<=30m", "<=", parse_duration("30m"), False),
        (">= 4.2", ">=", 4.2, False),
        ("<5%", "<", 5.0, True),
        ("> -3", ">", -3.0, False),
        (">=2bd", ">=", parse_duration("2bd"), False),
        ("<0", "<", 0.0, False),
    ],
)
def test_operator_limit_and_unit(
    text: str, operator: str, limit: float | Duration, percent: bool
) -> None:
    assert parse_threshold(text) == (operator, limit, percent)


def test_which_side_is_good_and_whether_the_limit_is() -> None:
    read = [parse_threshold(text) for text in ("<5", "<=5", ">5", ">=5")]
    assert [threshold.is_least for threshold in read] == [False, False, True, True]
    assert [threshold.includes_limit for threshold in read] == [False, True, False, True]


@pytest.mark.parametrize("text", ["", "5", "=5", "==5", "<", "<x", "<=5 apples", "%"])
def test_what_is_no_threshold(text: str) -> None:
    with pytest.raises(ValueError, match=r"no threshold|no duration|could not convert"):
        parse_threshold(text)
