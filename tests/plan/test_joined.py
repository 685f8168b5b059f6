"""What is joined over all that can be reached, against walks that begin anew each time."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from commplan.plan.joined import Joined

GRAPHS = st.integers(1, 9).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size
    )
)


def reached(graph: list[list[int]], start: int) -> set[int]:
    found = {start}
    waiting = [start]
    for node in waiting:
        new = [other for other in graph[node] if other not in found]
        found.update(new)
        waiting += new
    return found


@given(GRAPHS, st.data())
def test_every_node_has_what_a_walk_from_it_finds(
    graph: list[list[int]], data: st.DataObject
) -> None:
    joined = Joined[int, frozenset[int]](
        lambda node: frozenset({node}), graph.__getitem__, lambda one, other: one | other
    )
    for start in data.draw(st.permutations(range(len(graph)))):
        assert joined(start) == reached(graph, start)


@given(GRAPHS)
def test_every_node_is_looked_at_once(graph: list[list[int]]) -> None:
    looks: Counter[int] = Counter()

    def after(node: int) -> list[int]:
        looks[node] += 1
        return graph[node]

    joined = Joined(lambda node: node, after, max)
    for start in (*range(len(graph)), *range(len(graph))):
        assert joined(start) == max(reached(graph, start))
    assert looks == Counter(range(len(graph)))


def test_a_chain_longer_than_the_stack_is_walked() -> None:
    last = 20_000
    joined = Joined(lambda node: node, lambda node: [node + 1] if node < last else [], max)
    assert joined(0) == last
