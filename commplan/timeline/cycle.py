"""References that lead back to where they came from."""

from collections import deque
from collections.abc import Iterable, Mapping

from commplan.named import NamedTuple
from commplan.plan import Plan, Reference

Node = tuple[str, str]
"""Kind and id."""
Edges = Mapping[Node, Mapping[Node, Reference]]
"""What each path, group, role and rotation refers to, and by which reference."""


class Cycle(NamedTuple):
    """Nodes each of which leads to all others, and a shortest way round."""

    nodes: frozenset[Node]
    way: tuple[Reference, ...]
    """The references of that way, each to the next node; the last one closes it."""


def cycles(plan: Plan) -> tuple[Cycle, ...]:
    """All cycles among paths, groups, roles and rotations: one per tangle, sorted."""
    edges = _edges(plan)
    if not _tangled(edges):
        return ()
    edges = _tangled(_sound(plan, edges))
    found = []
    left = sorted(edges)
    while left:
        forth = _reachable(left[0], edges)
        nodes = frozenset(node for node in forth if left[0] in _reachable(node, edges))
        if nodes:
            ways = [_way_round(node, edges) for node in sorted(nodes)]
            found.append(Cycle(nodes, min(ways, key=len)))
        left = [node for node in left[1:] if node not in nodes]
    return tuple(found)


def _edges(plan: Plan) -> Edges:
    edges: dict[Node, dict[Node, Reference]] = {}
    for kind, section in (
        ("escalation", plan.paths),
        ("group", plan.groups),
        ("role", plan.roles),
        ("rotation", plan.rotations),
    ):
        for key in section:
            # Reversed, so that of two references to one node the first is kept.
            references = reversed([*_behind(plan, kind, key)])
            edges[kind, key] = {(ref.kind, ref.id): ref for ref in references}
    return edges


def _sound(plan: Plan, edges: Edges) -> Edges:
    return {
        node: {end: reference for end, reference in ends.items() if plan.sound(reference)}
        for node, ends in edges.items()
    }


def _behind(plan: Plan, kind: str, id: str) -> Iterable[Reference]:
    """What follows; a path that has run out of steps goes on with ``on_exhausted``."""
    yield from plan.behind(Reference(kind, id, plan.root))
    if kind == "escalation" and (exhausted := plan.paths[id].on_exhausted):
        yield from exhausted.notify


def _tangled(edges: Edges) -> Edges:
    """Only nodes that lead to other such nodes for ever; in most plans there are none."""
    left = {node: set(ends) for node, ends in edges.items()}
    while dead := [node for node, ends in left.items() if ends.isdisjoint(left)]:
        for node in dead:
            del left[node]
    return {
        node: {end: reference for end, reference in edges[node].items() if end in left}
        for node in left
    }


def _reachable(start: Node, edges: Edges) -> set[Node]:
    """Nodes that can be reached in one step or more."""
    found: set[Node] = set()
    waiting = list(edges[start])
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += edges[node]
    return found


def _way_round(start: Node, edges: Edges) -> tuple[Reference, ...]:
    """A shortest way from a node back to itself, which there must be."""
    came_by: dict[Node, tuple[Node, Reference]] = {}
    waiting = deque([start])
    while start not in came_by:
        node = waiting.popleft()
        for end in sorted(edges[node]):
            if end not in came_by:
                came_by[end] = node, edges[node][end]
                waiting.append(end)
    way: list[Reference] = []
    node = start
    while not way or node != start:
        node, reference = came_by[node]
        way.append(reference)
    return tuple(reversed(way))
