"""The mark stands below the spot, whatever the line is made of."""

from __future__ import annotations

from typing import Any
from unicodedata import category, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.reporters.snippet import WIDTH, snippet
from tests.depth import examples


def shown(make: Any, line: str, column: int, end_column: int, end_line: int = 1) -> list[str]:
    location = make.at(1, column, end_line, end_column)
    return [row[8:] for row in snippet(location, [line, ""], 5, "error", False)]


def columns(text: str) -> int:
    return sum(
        0 if category(char) in {"Mn", "Me", "Cf"} else 2 if east_asian_width(char) in "WF" else 1
        for char in text
    )


@pytest.mark.parametrize(
    ("line", "span", "expected", "mark"),
    [
        ("owner: dana", (8, 12), "owner: dana", "       ^^^^"),
        ("名前: 太郎 # x", (5, 7), "名前: 太郎 # x", "      ^^^^"),
        ("cafe\u0301: e\u0301", (8, 10), "cafe\u0301: e\u0301", "      ^"),
        ("\towner: x", (2, 7), "    owner: x", "    ^^^^^"),
        ("a: \x1b[2J", (4, 8), r"a: \x1b[2J", "   ^^^^^^^"),
        ("a: \u202eb", (5, 6), r"a: \u202eb", "         ^"),
        ("👩\u200d💻: x", (6, 7), "👩\u200d💻: x", "      ^"),
        ("key:", (5, 5), "key:", "    ^"),
        ("key:", (40, 50), "key:", "    ^"),
        ("", (1, 1), "", "^"),
    ],
    ids=["plain", "wide", "combining", "tab", "escape", "bidi", "emoji", "end", "past", "empty"],
)
def test_mark_below_the_spot(
    make: Any, line: str, span: tuple[int, int], expected: str, mark: str
) -> None:
    assert shown(make, line, *span) == [expected, mark]


def test_a_span_over_several_lines_is_marked_to_the_end_of_the_first(make: Any) -> None:
    assert shown(make, "steps: [one,  ", 8, 4, end_line=3) == ["steps: [one,", "       ^^^^^"]


def test_a_long_line_is_cut_around_the_spot(make: Any) -> None:
    line = "a" * 500 + "HERE" + "b" * 500
    text, mark = shown(make, line, 501, 505)
    assert text == "…" + "a" * 60 + "HERE" + "b" * 94 + "…"
    assert len(text) == WIDTH
    assert mark == " " * 61 + "^^^^"


def test_a_long_spot_is_marked_as_far_as_it_is_shown(make: Any) -> None:
    text, mark = shown(make, "x" * 1_000_000, 1, 1_000_001)
    assert text == "x" * (WIDTH - 2) + "…"
    assert mark == "^" * (WIDTH - 2)


@pytest.mark.parametrize("line", [0, 3])
def test_no_snippet_without_the_line(make: Any, line: int) -> None:
    assert snippet(make.at(line, 1, line, 2), ["only", "two"], 5, "error", False) == []


@examples(80)
@given(
    line=st.text(st.characters(exclude_categories=["Cs"]), max_size=400),
    start=st.integers(1, 410),
    length=st.integers(0, 50),
)
def test_no_line_is_wider_than_a_terminal_and_the_mark_stays_below_it(
    make: Any, line: str, start: int, length: int
) -> None:
    text, mark = shown(make, line, start, start + length)
    assert columns(text) <= WIDTH
    assert set(mark.strip()) == {"^"}
    assert columns(mark) <= WIDTH + 1
