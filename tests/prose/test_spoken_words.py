"""What of a text is read aloud."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.prose.spoken import THING, spoken


def words(text: str) -> str:
    """What is left, with one `~` for each run of what is no word."""
    told = spoken(text)
    while THING * 2 in told:
        told = told.replace(THING * 2, THING)
    return " ".join(told.replace(THING, "~").split())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("# A *very* **long** _day_ ~~ended~~", "~ A very long day ended"),
        ("- one\n* two\n3. three\n> four\n> - five", "~ one ~ two ~ three four ~ five"),
        ("- well-known and/or -5 degrees", "~ well-known and/or -5 degrees"),
        ("| a | b |\n|---|---|\n| c | d |", "a b --- --- c d"),
        ("before\n\n---\n\nafter", "before ~ after"),
        ("{{ impact }} since {{started_at}}.", "~ since ~."),
        ("run `rm -rf` now", "run ~ now"),
        ("a ` b and another ` c", "a ~ c"),
        ("a ` b\n\nc ` d", "a ` b c ` d"),
        ("```sh\nrm -rf\n```\nthen", "~ ~ ~ then"),
        ("~~~\nnever closed", "~ ~"),
        ("[the page](https://kb.example.org/a_(b)) says", "the page says"),
        ("<https://kb.example.org|the page> says", "the page says"),
        ("see https://kb.example.org/tone, please", "see ~, please"),
        ("see www.example.org.", "see ~."),
        ("ask it@example.org or <@U01ALICE> in #it-help, @bob", "ask ~ or ~ in ~, ~"),
        ("C# and AT&amp;T &lt;", "C# and AT T"),
        ("version 3.2.0 of templates/status.md in /etc/hosts", "version ~ of ~ in ~"),
        (":tada: at 10:30:45", "~ at 10:30:45"),
        ("<b>now</b> <!-- not\nthis --> then", "now then"),
        ("a < b and c > d", "a < b and c d"),
        ("snake_case_name and __bold__", "snake_case_name and bold"),
    ],
)
def test_what_is_left(text: str, left: str) -> None:
    assert words(text) == left


@given(st.text("ab {}`*_<>[]()#@|.:/-~\n\\&;!?1"))
def test_offsets_and_lines_stay(text: str) -> None:
    told = spoken(text)
    assert len(told) == len(text)
    assert [n for n, c in enumerate(told) if c == "\n"] == [
        n for n, c in enumerate(text) if c == "\n"
    ]
    assert all(new in (old, " ", THING) for old, new in zip(text, told, strict=True))


@given(st.text("ab {}`*_<>[]()#@|.:/-~\n\\&;!?1"))
def test_silence_stays_silent(text: str) -> None:
    """What is left of a text has no markup that was hidden behind other markup."""
    letters = {n for n, c in enumerate(spoken(text)) if c.isalnum()}
    assert letters <= {n for n, c in enumerate(text) if c.isalnum()}


@pytest.mark.parametrize(
    "scrap",
    [*"`_<*{}@#:/-|\\.~[]()&=", "<a", "a.", "a/", "a-", "](", "``a", "~~~\n", "```\n", "- ", "a@"],
)
def test_a_hostile_text_takes_no_longer_than_any_other(scrap: str) -> None:
    start = time.process_time()
    spoken(scrap * (100_000 // len(scrap)))
    assert time.process_time() - start < 5
