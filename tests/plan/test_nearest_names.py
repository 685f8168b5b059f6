"""What a misspelt name may have meant, also among very many; and names in a row."""

from __future__ import annotations

import time

import pytest

from commplan.plan.naming import MANY, listed, nearest


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("incidnts", "incidents"),
        ("Incidents", "incidents"),
        ("INCIDENTS", "incidents"),
        ("it-halp", "it-help"),
        ("general", None),
        ("", None),
    ],
)
def test_among_few(word: str, meant: str | None) -> None:
    assert nearest(word, ["incidents", "it-help", "Announcements"]) == meant


def test_a_name_is_given_as_it_is_written() -> None:
    assert nearest("announcments", ["Announcements"]) == "Announcements"


def test_among_very_many_those_that_begin_alike_are_compared() -> None:
    names = [f"{prefix}-{number}" for prefix in ("team", "proj") for number in range(5 * MANY)]
    start = time.process_time()
    assert nearest("incidnts", [*names, "incidents"]) == "incidents"
    assert nearest("teem-17", names) in names
    assert nearest("PROJ-17", names) == "proj-17"
    assert time.process_time() - start < 2


def test_names_are_listed_in_words() -> None:
    assert [listed(list("abcdef"[:n])) for n in range(7)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
        "a, b, c and d",
        "a, b, c and 2 more",
        "a, b, c and 3 more",
    ]
