"""Regular expressions of plans: an answer, or none in time."""

from __future__ import annotations

import time

import pytest

from commplan.plan import PatternError, finds


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^(it|inc)-[a-z0-9-]+$", "it-help", True),
        ("^(it|inc)-[a-z0-9-]+$", "xit-help", False),
        ("help", "it-help-desk", True),
        ("^(?!tmp-)", "tmp-help", False),
        (r"^(\w+)-\1$", "tag-tag", True),
        (r"\d", "it-7", True),
        ("", "anything", True),
    ],
)
def test_a_match_anywhere_counts(pattern: str, text: str, found: bool) -> None:
    assert finds(pattern, text) is found


@pytest.mark.parametrize("pattern", ["(", "[a", "*", "a{2,1}", "(a{9999}){9999}", "(?P<x"])
def test_what_is_no_regular_expression(pattern: str) -> None:
    with pytest.raises(PatternError, match=r"^is no regular expression$"):
        finds(pattern, "it-help")


def test_nobody_wrote_an_expression_that_long() -> None:
    assert finds("a?" * 500, "it-help")
    with pytest.raises(PatternError, match="longer than 1000 characters"):
        finds("a?" * 501, "it-help")


def test_expressions_that_keep_others_busy_for_years() -> None:
    start = time.process_time()
    assert finds("^(a+)+$", "a" * 79 + "!") is False
    assert finds(r"^(?:(a|aa|a?\1)+)+(?!x)!!$", "a" * 79 + "!") is None
    assert time.process_time() - start < 2
