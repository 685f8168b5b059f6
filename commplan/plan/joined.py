"""What is gathered from everything that can be reached, in time that grows as the links do."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import reduce
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)
Value = TypeVar("Value")


class Joined(Generic[Node, Value]):
    """For every node, the values of all nodes that can be reached from it, joined.

    ``own`` is the value of one node, ``after`` are those that follow it directly. ``join``
    must not care for order or repetition, as union, intersection and maximum do not.
    What is known of a node is kept, so that chains are walked once however many begin
    inside them. Nodes that reach each other are one: Tarjan, Depth-first search and linear
    graph algorithms, 1972.
    """

    def __init__(
        self,
        own: Callable[[Node], Value],
        after: Callable[[Node], Iterable[Node]],
        join: Callable[[Value, Value], Value],
    ) -> None:
        self._own = own
        self._after = after
        self._join = join
        self._known: dict[Node, Value] = {}

    def __call__(self, start: Node) -> Value:
        """What is joined from one node on, its own value included."""
        if start not in self._known:
            self._search(start)
        return self._known[start]

    def _search(self, start: Node) -> None:
        """Depth first, without recursion: a hostile chain is longer than Python's stack."""
        values: dict[Node, Value] = {}
        numbers: dict[Node, int] = {}
        lowest: dict[Node, int] = {}
        unsettled: list[Node] = []
        walk: list[tuple[Node, Iterator[Node]]] = []

        def enter(node: Node) -> None:
            numbers[node] = lowest[node] = len(numbers)
            values[node] = self._own(node)
            unsettled.append(node)
            walk.append((node, iter(self._after(node))))

        enter(start)
        while walk:
            node, following = walk[-1]
            for other in following:
                if other in self._known:
                    values[node] = self._join(values[node], self._known[other])
                elif other in numbers:
                    lowest[node] = min(lowest[node], numbers[other])
                else:
                    enter(other)
                    break
            else:
                walk.pop()
                if lowest[node] == numbers[node]:
                    circle = [unsettled.pop()]
                    while circle[-1] != node:
                        circle.append(unsettled.pop())
                    shared = reduce(self._join, (values[one] for one in circle))
                    self._known |= dict.fromkeys(circle, shared)
                if walk:
                    before = walk[-1][0]
                    if node in self._known:
                        values[before] = self._join(values[before], self._known[node])
                    else:
                        lowest[before] = min(lowest[before], lowest[node])
