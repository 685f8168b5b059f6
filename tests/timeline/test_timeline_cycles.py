"""References that come back, and durations that compare."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commplan.checker.load import Loader
from commplan.clock import Duration, parse_duration
from commplan.document import read_documents
from commplan.testing.rules import complete
from commplan.timeline import (
    Timeline,
    compare_durations,
    cycles,
    exact_length,
    exact_seconds,
    listed,
    may_exceed,
)

Make = Callable[..., Timeline]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=3), min_size=1))
def test_cycles_of_random_groups(edges: dict[int, set[int]]) -> None:
    members = {
        node: [f'"group:g{end}"' for end in sorted(ends) if end in edges]
        for node, ends in edges.items()
    }
    lines = [f"    g{node}: {{members: [{', '.join(ends)}]}}" for node, ends in members.items()]
    text = complete("stakeholders:\n  groups:\n" + "\n".join(lines))
    plan = Loader().loaded(read_documents(text.encode(), "p.yaml"), named=True)[0].plan
    assert plan is not None
    reach = {node: reachable(node, edges) for node in edges}
    tangles = {
        frozenset(n for n in edges if n in reach[node] and node in reach[n])
        for node in edges
        if node in reach[node]
    }
    found = cycles(plan)
    assert {frozenset(int(key[1:]) for _, key in cycle.nodes) for cycle in found} == tangles
    for cycle in found:
        steps = [int(reference.id[1:]) for reference in cycle.way]
        assert all(b in edges[a] for a, b in zip([steps[-1], *steps], steps, strict=False))
        nodes = [int(key[1:]) for _, key in cycle.nodes]
        assert len(steps) == min(shortest(node, edges) for node in nodes)


def reachable(start: int, edges: dict[int, set[int]]) -> set[int]:
    found: set[int] = set()
    while (
        new := {end for node in (found or {start}) for end in edges[node] if end in edges} - found
    ):
        found |= new
    return found


def shortest(start: int, edges: dict[int, set[int]]) -> int:
    length, reached = 1, edges[start] & edges.keys()
    while start not in reached:
        length, reached = length + 1, {end for n in reached for end in edges[n] if end in edges}
    return length


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


def test_a_plan_without_calendars_costs_nothing(unroll_plan: Make) -> None:
    timeline = unroll_plan("goals: {}")
    assert not {"window", "roster", "cycles"} & vars(timeline).keys()
