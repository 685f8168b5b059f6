"""Requests and answers, against the obvious way to find them."""

from __future__ import annotations

from random import Random
from typing import Any

import narwhals as nw
from hypothesis import given, settings

from commplan.clock import DAY
from commplan.measures.request_rows import answers, requests
from tests.measures import oracle
from tests.measures.oracle import AS_OF, Told, histories, history_of, random_history, until


def rows(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    return ordered(frame.collect().rows(named=True))


def ordered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda row: [str(value) for _, value in sorted(row.items())])


@settings(deadline=None, max_examples=15)
@given(told=histories())
def test_frames_are_what_the_obvious_way_finds(told: Told) -> None:
    history = history_of(told)
    assert rows(answers(history)) == ordered(oracle.answers_of(until(told)))
    assert rows(requests(history)) == ordered(oracle.requests_of(until(told)))


def test_of_a_long_history_too() -> None:
    told = random_history(Random(4), 1_500, AS_OF - 6 * DAY)
    history, expected = history_of(told), ordered(oracle.requests_of(until(told)))
    assert rows(requests(history)) == expected
    states = ("inferred", "withdrawn", "lost", "read", "others", "ack_seen", "response_by")
    for state in states:  # all of it happens
        assert 0 < sum(bool(row[state]) for row in expected) < len(expected), state
    assert any(row["response_at"] is None and row["response_by"] for row in expected)
    assert any((row["ack_at"] or 0) < (row["response_at"] or 0) for row in expected)
    assert any(row["requester"] is None and not row["lost"] for row in expected)
    assert any(row["posts"] > 2 for row in expected)
