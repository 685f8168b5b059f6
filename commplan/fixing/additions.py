"""New keys and items, in the style of those beside them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from commplan.fixing import writing
from commplan.fixing.refusal import FixError
from commplan.fixing.tree import Node, Tree
from commplan.fixing.way import Stretch, Way, column_of, comma_after, entry_end, entry_start
from commplan.place import Place

Entries = tuple[tuple[str | int, object], ...]


class Addition(NamedTuple):
    """What is put into one mapping or list that is there: keys or indexes with their values."""

    at: Place
    entries: Entries


def added(tree: Tree, way: Way, entries: Entries) -> Iterator[Stretch]:
    """What has to be written after the last entry. Raises FixError where nothing can be."""
    node = way.nodes[-1]
    writer = _Writer(tree, node, way)
    if node.kind == "sequence":
        yield from writer.items([value for _, value in entries])
    elif node.kind == "mapping" or node.is_empty:
        yield from writer.keys({str(step): value for step, value in entries})
    else:
        raise FixError("there is neither a mapping nor a list in which the edit could be made")


class _Writer:
    """Writes into one mapping or list."""

    def __init__(self, tree: Tree, node: Node, way: Way) -> None:
        self._tree = tree
        self._node = node
        self._in_flow = any(n.is_flow for n in way.nodes)
        self._is_root = len(way.nodes) == 1

    def keys(self, values: Mapping[str, object]) -> Iterator[Stretch]:
        """Keys after the last one."""
        node, tree = self._node, self._tree
        if node.kind != "mapping":
            yield self._into_nothing(values)
        elif node.is_flow:
            yield from self._in_brackets([self._in_flow_entry(*entry) for entry in values.items()])
        else:
            indent = column_of(tree, node.keys[-1].whole)
            texts = [self._on_own_line(*entry, indent) for entry in values.items()]
            yield self._on_new_lines(texts, indent)

    def items(self, values: list[object]) -> Iterator[Stretch]:
        """Items after the last one."""
        node, tree = self._node, self._tree
        texts = [writing.flow(value, _like(node.values)) for value in values]
        if node.is_flow:
            yield from self._in_brackets(texts)
        else:
            indent = column_of(tree, node.start)
            yield self._on_new_lines([f"- {text}" for text in texts], indent)

    def _in_flow_entry(self, key: str, value: object) -> str:
        style = "" if isinstance(value, dict | list) else _like(self._node.values)
        return f"{writing.scalar(key)}: {writing.flow(value, style)}"

    def _on_own_line(self, key: str, value: object, indent: int) -> str:
        """In brackets where the entry before is; sections of a plan are not."""
        beside = self._node.values[-1]
        text = f"{writing.scalar(key)}: {writing.flow(value)}"
        is_alike = beside.is_flow and beside.kind == "mapping" and not self._is_root
        if is_alike and indent + len(text) <= writing.WIDTH:
            return text
        return writing.entry(key, value, indent, self._tree.line_break)

    def _into_nothing(self, values: Mapping[str, object]) -> Stretch:
        """The first keys where the value is missing."""
        node, tree = self._node, self._tree
        if self._in_flow or node.whole != node.start:
            raise FixError("there is no mapping in which the edit could be made")
        first = tree.line_start(node.start)
        line = tree.text[first : node.start]
        indent = len(line) - len(line.lstrip(" ")) + 2
        texts = [
            writing.entry(key, value, indent, tree.line_break) for key, value in values.items()
        ]
        return self._after_line(node.start, texts, indent)

    def _on_new_lines(self, texts: list[str], indent: int) -> Stretch:
        end = entry_end(self._tree, self._node, len(self._node.values) - 1)
        return self._after_line(end, texts, indent)

    def _after_line(self, index: int, texts: list[str], indent: int) -> Stretch:
        end = self._tree.line_end(index)
        margin = self._tree.line_break + " " * indent
        return Stretch(end, end, "".join(margin + text for text in texts))

    def _in_brackets(self, texts: list[str]) -> Iterator[Stretch]:
        node, tree = self._node, self._tree
        close = node.end - 1
        if not node.values:
            is_bare = not tree.text[node.start + 1 : close].strip()
            yield Stretch(node.start + 1 if is_bare else close, close, ", ".join(texts))
            return
        last = len(node.values) - 1
        begin, end = entry_start(node, last), entry_end(tree, node, last)
        comma = comma_after(tree, end, close)
        margin = tree.text[tree.line_start(begin) : begin]
        if margin.strip() or tree.line_end(end) >= close:
            written = ", ".join(texts)
            at, text = (end, f", {written}") if comma is None else (comma + 1, f" {written}")
            yield Stretch(at, at, text)
            return
        if comma is None:
            yield Stretch(end, end, ",")
        after = tree.line_end(end)
        lines = ",".join(tree.line_break + margin + text for text in texts)
        yield Stretch(after, after, lines + ("" if comma is None else ","))


def _like(nodes: tuple[Node, ...]) -> str:
    """The quotes in which neighbours stand, if all scalars among them have the same."""
    styles = {node.style for node in nodes if node.kind == "scalar"}
    style = styles.pop() if len(styles) == 1 else ""
    return style if style in ('"', "'") else ""
