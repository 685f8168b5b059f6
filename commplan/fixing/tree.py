"""The nodes of a text with the indexes at which they start and end.

The document room keeps no nodes: values and, for findings, lines and columns. An
edit needs more: brackets, quotes, anchors, and where a node ends without the
comments and blank lines after it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from commplan.document import Ignore, parse_ignores
from commplan.document.events import EventParser, passed_properties
from commplan.named import NamedTuple

_BLANKS = " \t\r\n\x85\u2028\u2029"
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Node(NamedTuple):
    """One node: ``kind`` is ``scalar``, ``mapping``, ``sequence`` or ``alias``."""

    kind: str
    whole: int
    """Where it starts, with its anchor and tag."""
    start: int
    """Where its text starts, without them."""
    end: int
    """Where its text ends; comments and blank lines after it are not its own."""
    style: str
    """``flow`` or ``block``; of a scalar its quote, ``|``, ``>``, or nothing where it is plain."""
    anchor: str | None
    text: str
    """The text of a scalar as it is read."""
    keys: tuple["Node", ...] = ()
    """The keys of a mapping."""
    values: tuple["Node", ...] = ()
    """The values of a mapping, or the items of a list."""

    @property
    def is_flow(self) -> bool:
        """Whether it is a mapping or list in brackets."""
        return self.style == "flow"

    @property
    def is_empty(self) -> bool:
        """Whether it is a scalar that is not there at all, as the value of ``owner:``."""
        return self.kind == "scalar" and self.start == self.end and not self.style

    def walk(self) -> Iterator["Node"]:
        """The node itself and all in it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += (*node.keys, *node.values)


class Tree:
    """The nodes of all documents in one text, which the loader has accepted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._next: Callable[[], Any] = EventParser(text).get_event

    @cached_property
    def roots(self) -> tuple[Node, ...]:
        """The root of every document."""
        return tuple(self._roots())

    @cached_property
    def aliases(self) -> tuple[frozenset[str], ...]:
        """For every document the anchors that some alias refers to."""
        return tuple(
            frozenset(str(node.anchor) for node in root.walk() if node.kind == "alias")
            for root in self.roots
        )

    @cached_property
    def ignores(self) -> tuple[Ignore, ...]:
        """The ignore comments of the text."""
        return parse_ignores(self.text)

    def _roots(self) -> Iterator[Node]:
        self._next()
        while type(self._next()) is DocumentStartEvent:
            yield self._node(self._next())
            self._next()

    def _node(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        kind = type(event)
        if kind is AliasEvent:
            return Node("alias", start, start, end, "", event.anchor, "")
        if kind is ScalarEvent:
            return self._scalar(event, start, end)
        keys: list[Node] = []
        values: list[Node] = []
        is_mapping = kind is MappingStartEvent
        while type(inner := self._next()) not in (MappingEndEvent, SequenceEndEvent):
            if is_mapping:
                keys.append(self._node(inner))
                inner = self._next()
            values.append(self._node(inner))
        begin = start
        if event.anchor is not None or event.tag is not None:
            begin += len(passed_properties(self.text, start, len(self.text)))
        if event.flow_style:
            style, stop = "flow", inner.end_mark.index
        else:
            style, stop = "block", max(values[-1].end, keys[-1].end if keys else 0)
            if is_mapping:
                begin = keys[0].whole
        name = "mapping" if is_mapping else "sequence"
        return Node(name, start, begin, stop, style, event.anchor, "", tuple(keys), tuple(values))

    def _scalar(self, event: Any, start: int, end: int) -> Node:
        style = event.style or ""
        begin = start
        if event.anchor is not None or event.tag is not None:
            begin += len(passed_properties(self.text, start, end))
        if style in ("|", ">"):
            end = begin + len(self.text[begin:end].rstrip(_BLANKS))
        return Node("scalar", start, begin, end, style, event.anchor, event.value)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def line_start(self, index: int) -> int:
        """Where the line of an index starts."""
        return self._line_starts[bisect_right(self._line_starts, index) - 1]

    def line_end(self, index: int) -> int:
        """Where the line of an index ends, before its line break."""
        found = _BREAK.search(self.text, index)
        return found.start() if found else len(self.text)

    def next_line(self, index: int) -> int:
        """Where the line after that of an index starts."""
        found = _BREAK.search(self.text, index)
        return found.end() if found else len(self.text)

    def place(self, index: int) -> tuple[int, int]:
        """Line and column of an index, both counted from 1."""
        line = bisect_right(self._line_starts, index)
        return line, index - self._line_starts[line - 1] + 1

    def index(self, line: int, column: int) -> int:
        """The index of a line and column, both counted from 1."""
        return self._line_starts[line - 1] + column - 1

    @cached_property
    def line_break(self) -> str:
        """The first line break of the text."""
        found = _BREAK.search(self.text)
        return found[0] if found else "\n"

    def column(self, index: int) -> int:
        """How many characters stand before an index in its line."""
        return index - self.line_start(index)
