"""The way to a node, and what stands where in the mappings and lists on it."""

import re
from typing import NamedTuple

from commplan.document import Pointer
from commplan.fixing.refusal import FixError
from commplan.fixing.tree import Node, Tree

_COMMA = re.compile(r"(?:\s++|(?<=\s)#[^\r\n]*+)*+,")
"""A comma after blanks and comments; what was passed is never looked at again."""


class Stretch(NamedTuple):
    """Text from ``start`` to ``end``, and what takes its place."""

    start: int
    end: int
    text: str


class Way:
    """The nodes that a pointer leads through, as far as they are there."""

    def __init__(self, tree: Tree, document: int, pointer: Pointer) -> None:
        self.nodes = [tree.roots[document]]
        self.missing = pointer
        """What is left of the pointer where the last node has nothing of that name."""
        self.number = 0
        """The number of the last node among the keys or items of the one before."""
        self._used = tree.aliases[document]
        for taken, step in enumerate(pointer):
            node = self.nodes[-1]
            if node.kind == "alias":
                raise FixError(f"the alias *{node.anchor} brings it in, and others with it")
            number = _number(node, step)
            if number is None:
                break
            self.number = number
            self.nodes.append(node.values[number])
            self.missing = pointer[taken + 1 :]

    def check_shared(self, *, with_node: bool) -> None:
        """Raises FixError where aliases refer to what would change: what is above, or the node."""
        for node in self.nodes if with_node else self.nodes[:-1]:
            if node.kind != "alias" and node.anchor in self._used:
                raise FixError(f"it stands under the anchor &{node.anchor}, which aliases refer to")

    def parent(self) -> Node:
        """The mapping or list that holds the node."""
        if self.missing or len(self.nodes) < 2:
            raise FixError("what is to be changed does not stand here itself")
        return self.nodes[-2]

    def entry(self) -> tuple[Node, Node]:
        """The key and the value of the node."""
        parent = self.parent()
        if parent.kind != "mapping":
            raise FixError("an item of a list has no key")
        return parent.keys[self.number], parent.values[self.number]


def _number(node: Node, step: str | int) -> int | None:
    if node.kind == "sequence":
        return step if isinstance(step, int) and step < len(node.values) else None
    if node.kind != "mapping":
        return None
    found = [number for number, key in enumerate(node.keys) if key.text == step]
    if len(found) > 1:
        raise FixError(f"the key {step!r} stands twice")
    return found[0] if found else None


def entry_start(parent: Node, number: int) -> int:
    """Where the key or item of a number starts, without its dash."""
    return (parent.keys or parent.values)[number].whole


def entry_end(tree: Tree, parent: Node, number: int) -> int:
    """Where an entry ends; a value that is not there may be placed after blanks."""
    value = parent.values[number]
    if not value.is_empty or value.whole != value.start:
        return value.end
    start = parent.keys[number].end if parent.keys else parent.start
    return start + len(tree.text[start : value.start].rstrip())


def comma_after(tree: Tree, start: int, limit: int) -> int | None:
    """The comma between two entries, or after the last one; not one in a comment."""
    found = _COMMA.match(tree.text, start, limit)
    return found.end() - 1 if found else None


def column_of(tree: Tree, index: int) -> int:
    """How many characters stand before an index in its line."""
    return index - tree.line_start(index)
