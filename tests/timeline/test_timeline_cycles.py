"""References that come back, and names in words."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from commplan.checker.load import Loader
from commplan.document import read_documents
from commplan.testing.rules import complete
from commplan.timeline import Timeline, cycles
from tests.depth import examples

Make = Callable[..., Timeline]


@examples(60)
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


def test_a_plan_without_calendars_costs_nothing(unroll_plan: Make) -> None:
    timeline = unroll_plan("goals: {}")
    assert not {"window", "roster", "cycles"} & vars(timeline).keys()
