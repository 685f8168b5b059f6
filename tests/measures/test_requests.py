"""Requests and answers, against the obvious way to find them."""

from __future__ import annotations

from random import Random
from typing import Any
from unittest.mock import patch

import narwhals as nw
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import DAY, MINUTE
from commplan.measures import History, exchange_rows
from commplan.measures.further_turns import follow_ups
from commplan.measures.intakes import assessable
from commplan.measures.request_rows import answers, requests, responses
from tests.depth import examples
from tests.measures import oracle
from tests.measures.oracle import (
    AS_OF,
    Told,
    histories,
    history_of,
    random_history,
    random_talks,
    talks,
    until,
)


def rows(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    return ordered(frame.collect().rows(named=True))


def ordered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda row: [str(value) for _, value in sorted(row.items())])


@examples(15)
@given(told=histories())
def test_frames_are_what_the_obvious_way_finds(told: Told) -> None:
    history = history_of(told)
    assert rows(answers(history)) == ordered(oracle.answers_of(until(told)))
    assert rows(requests(history)) == ordered(oracle.requests_of(until(told)))


BY_NAMES = oracle.PLAN.replace("      close_reactions: [done]\n", "").replace(
    ", auto_ack: true", ""
)
"""The same plan, where nothing counts but who answers."""


@examples(60)
@given(told=histories(), random=st.randoms(use_true_random=False))
def test_threads_tell_of_answers_that_were_not_read(told: Told, random: Random) -> None:
    check_threads_that_tell(oracle.partly_told(random, told))


def test_threads_tell_of_answers_in_a_long_history() -> None:
    told = oracle.partly_told(Random(7), random_history(Random(4), 500, AS_OF - 2 * DAY))
    found = check_threads_that_tell(told)
    assert any(row["told"] and not row["read"] and row["response_at"] is None for row in found)
    assert any(row["told"] and not row["read"] and row["response_at"] for row in found)
    assert not all(row["told"] for row in found)


def check_threads_that_tell(told: Told) -> list[dict[str, Any]]:
    expected = ordered(oracle.requests_of(until(told)))
    assert rows(requests(history_of(told))) == expected
    with patch.object(oracle, "CLOSING", {}), patch.object(oracle, "AUTO_ACK", set()):
        by_names = ordered(oracle.requests_of(until(told)))
    assert rows(requests(history_of(told, plan=BY_NAMES))) == by_names
    return by_names


def test_of_a_long_history_too() -> None:
    told = random_history(Random(4), 500, AS_OF - 2 * DAY)
    history, expected = history_of(told), ordered(oracle.requests_of(until(told)))
    assert rows(requests(history)) == expected
    states = ("inferred", "withdrawn", "lost", "read", "others", "ack_seen", "response_by")
    for state in states:  # all of it happens
        assert 0 < sum(bool(row[state]) for row in expected) < len(expected), state
    assert any(row["response_at"] is None and row["response_by"] for row in expected)
    assert any(row["ack_at"] != row["response_at"] for row in expected)
    assert any(row["requester"] is None and not row["lost"] for row in expected)
    assert any(row["posts"] > 2 for row in expected)


@examples(15)
@given(told=histories(), random=st.randoms(use_true_random=False))
def test_what_went_to_and_fro_is_what_the_obvious_way_finds(told: Told, random: Random) -> None:
    check_exchanges(told, random)


def test_what_went_to_and_fro_in_a_long_history() -> None:
    found = [
        row
        for seed in (12, 14)
        for row in check_exchanges(random_history(Random(seed), 500, AS_OF - 2 * DAY), Random(2))
    ]
    again = [row for row in found if row["since"] > row["request"]]
    assert any(row["resolved_at"] is None and row["until"] for row in found)
    assert any(row["resolved_at"] and row["resolved_at"] > row["until"] for row in found)
    assert any(row["resolved_at"] for row in again)


def check_exchanges(told: Told, random: Random) -> list[dict[str, Any]]:
    history, seen = history_of(told), until(told)
    closed = closed_tickets(seen, random)
    tickets = tickets_in(history, closed)
    pauses = [(channel, name) for channel, names in oracle.PAUSING.items() for name in names]
    with patch.object(exchange_rows, "REOPENED", 10 * MINUTE):
        found = rows(exchange_rows.running(history, pauses=pauses, tickets=tickets))
    expected = ordered(oracle.running_of(seen, closed, 10 * MINUTE))
    assert found == expected
    return expected


QUESTIONS_ONLY = oracle.PLAN.replace("coalesce: 1m,", "coalesce: 1m, further: questions,")
"""The same plan, in which one desk counts no thanks."""


@examples(15)
@given(told=talks(), random=st.randoms(use_true_random=False))
def test_follow_ups_are_what_the_obvious_way_finds(told: Told, random: Random) -> None:
    check_follow_ups(told, random)


def test_follow_ups_of_a_long_history() -> None:
    found = check_follow_ups(random_talks(Random(12), 150, AS_OF - 3 * DAY), Random(2))
    for name in ("response_at", "closed_at", "closed_by", "doubtful"):  # all of it happens
        assert 0 < sum(bool(row[name]) for row in found) < len(found), name


def check_follow_ups(told: Told, random: Random) -> list[dict[str, Any]]:
    seen = until(told)
    closed = closed_tickets(seen, random)
    expected = ordered(oracle.follow_ups_of(seen, closed))
    history = history_of(told)
    assert rows(follow_ups(history, tickets=tickets_in(history, closed))) == expected
    choosy = history_of(told, plan=QUESTIONS_ONLY)
    only = ordered(oracle.follow_ups_of(seen, {}, questions_only={"C02HR"}))
    assert rows(follow_ups(choosy)) == only
    return expected


def closed_tickets(told: Told, random: Random) -> dict[tuple[str, int], int]:
    """Tickets of some posts, and when they were closed."""
    return {
        (post["channel"], post["at"]): post["at"] + random.randrange(-5, 60) * MINUTE
        for post in oracle.posts_of(told)
        if random.random() < 0.3
    }


def tickets_in(history: History, closed: dict[tuple[str, int], int]) -> nw.LazyFrame[Any]:
    columns = {"channel": "text", "at": "whole", "closed_at": "whole"}
    return history.engine.table(columns, [(*post, at) for post, at in closed.items()])


def test_one_channel_of_several_is_measured_as_by_itself() -> None:
    told = random_history(Random(4), 200)
    alone = history_of(told)
    for measure in (requests, answers, responses):
        expected = rows(measure(alone))
        for desk in assessable(alone):
            found = rows(measure(history_of(told), [desk]))
            assert found == [row for row in expected if row["channel"] == desk.id]
