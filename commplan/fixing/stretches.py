"""One edit as stretches of text to replace, in the style of what stands around it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from commplan.document import Pointer
from commplan.finding import Edit, Put, Remove, RemoveComment, Rename
from commplan.fixing import writing
from commplan.fixing.refusal import FixError
from commplan.fixing.tree import Node, Tree

_IGNORE = re.compile(r"[ \t]*#[ \t]*commplan:[ \t]*ignore\[")


class Stretch(NamedTuple):
    """Text from ``start`` to ``end``, and what takes its place."""

    start: int
    end: int
    text: str


def stretches(tree: Tree, document: int, edit: Edit) -> tuple[Stretch, ...]:
    """What has to be replaced so that ``edit`` is made. Raises FixError where it cannot be."""
    if isinstance(edit, RemoveComment):
        return (_comment(tree, edit),)
    way = _Way(tree, document, edit.at.pointer)
    _check_span(tree, way, edit)
    if not _is_written_again(way, edit):
        way.check_shared(edit)
    if isinstance(edit, Rename):
        key, _ = way.entry()
        text = writing.scalar(edit.key, _quote(key, key.text == edit.key), is_key=True)
        return (Stretch(key.start, key.end, text),)
    if isinstance(edit, Remove):
        return tuple(_Removal(tree, way).stretches())
    return tuple(_put(tree, way, edit))


class _Way:
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

    def check_shared(self, edit: Put | Remove | Rename) -> None:
        """Raises FixError where aliases refer to what would change."""
        changed = self.nodes if isinstance(edit, Put) else self.nodes[:-1]
        for node in changed:
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


def _is_written_again(way: _Way, edit: Put | Remove | Rename) -> bool:
    """Whether a text only gets quotes, so that its value stays, for aliases too."""
    if isinstance(edit, Put):
        node = way.nodes[-1]
        return not way.missing and node.kind == "scalar" and node.text == edit.value
    return isinstance(edit, Rename) and edit.key == edit.at.pointer[-1]


def _check_span(tree: Tree, way: _Way, edit: Put | Remove | Rename) -> None:
    """Where the rule has seen the text itself, its keys have to lead there."""
    if edit.at.span is None:
        return
    node = way.entry()[0] if isinstance(edit, Rename) else way.nodes[-1]
    if way.missing or tree.place(node.start) != edit.at.span[:2]:
        raise FixError("its keys lead to another place")


def _number(node: Node, step: str | int) -> int | None:
    if node.kind == "sequence":
        return step if isinstance(step, int) and step < len(node.values) else None
    if node.kind != "mapping":
        return None
    found = [number for number, key in enumerate(node.keys) if key.text == step]
    if len(found) > 1:
        raise FixError(f"the key {step!r} stands twice")
    return found[0] if found else None


def _quote(old: Node, again: bool) -> str:
    """The quotes of what is replaced; what is written again gets some."""
    if old.style in ('"', "'"):
        return old.style
    return '"' if again or old.style else ""


def _comment(tree: Tree, edit: RemoveComment) -> Stretch:
    span = edit.at.span
    if span is None:
        raise FixError("there is no such comment")
    start = tree.index(span.line, span.column)
    first = tree.line_start(start)
    if not tree.text[first:start].strip():
        return Stretch(first, tree.next_line(start), "")
    before = tree.text[first:start].rstrip()
    return Stretch(first + len(before), tree.line_end(start), "")


def _put(tree: Tree, way: _Way, edit: Put) -> Iterator[Stretch]:
    node = way.nodes[-1]
    if not way.missing:
        yield _replaced(tree, node, edit.value)
        return
    value = edit.value
    for step in reversed(way.missing[1:]):
        value = {step: value}
    step = way.missing[0]
    if node.kind == "sequence":
        yield from _Addition(tree, node, way).item(value)
    elif isinstance(step, str) and (node.kind == "mapping" or node.is_empty):
        yield from _Addition(tree, node, way).key(step, value)
    else:
        raise FixError("there is neither a mapping nor a list in which the edit could be made")


def _replaced(tree: Tree, old: Node, value: object) -> Stretch:
    if old.kind in ("mapping", "sequence"):
        raise FixError("a mapping or list is not replaced as a whole")
    again = old.kind == "scalar" and old.text == value
    if old.is_empty:
        gap = "" if tree.text[old.start - 1 : old.start] in (" ", "\t") else " "
        return Stretch(old.start, old.start, gap + writing.flow(value))
    if old.style in ("|", ">"):
        return _from_block(tree, old, value)
    return Stretch(old.start, old.end, writing.flow(value, _quote(old, again)))


def _from_block(tree: Tree, old: Node, value: object) -> Stretch:
    """In a block of text the one piece that changes; else a value in one line for the block."""
    if old.style == "|" and isinstance(value, str) and (piece := _piece(tree, old, value)):
        return piece
    comment = re.search(r"[ \t]+#.*", tree.text[old.start : tree.line_end(old.start)])
    written = writing.flow(value, '"')
    return Stretch(old.start, old.end, written + (comment[0] if comment else ""))


def _piece(tree: Tree, old: Node, value: str) -> Stretch | None:
    """What differs, if it lies within one line."""
    before = _alike(old.text, value)
    rest = old.text[before:], value[before:]
    after = _alike(*(text[::-1] for text in rest))
    gone, come = (text[: len(text) - after] for text in rest)
    if "\n" in gone + come:
        return None
    start = old.text.rfind("\n", 0, before) + 1
    line, _, _ = old.text[start:].partition("\n")
    at = tree.next_line(old.start)
    for _ in range(old.text.count("\n", 0, before)):
        at = tree.next_line(at)
    written = tree.text[at : tree.line_end(at)]
    at += len(written) - len(line) + before - start
    return Stretch(at, at + len(gone), come)


def _alike(one: str, other: str) -> int:
    """With how many of the same characters two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


class _Addition:
    """Something new in a mapping or list."""

    def __init__(self, tree: Tree, node: Node, way: _Way) -> None:
        self._tree = tree
        self._node = node
        self._in_flow = any(n.is_flow for n in way.nodes)

    def key(self, key: str, value: object) -> Iterator[Stretch]:
        """A key after the last one."""
        node, tree = self._node, self._tree
        if node.kind != "mapping":
            yield from self._into_nothing(key, value)
        elif node.is_flow:
            style = "" if isinstance(value, dict | list) else _like(node.values)
            name = writing.scalar(key, is_key=True)
            yield from self._in_brackets(f"{name}: {writing.flow(value, style)}")
        else:
            indent = _column(tree, node.keys[-1].whole)
            beside = node.values[-1]
            text = f"{writing.scalar(key, is_key=True)}: {writing.flow(value)}"
            if not (beside.is_flow and beside.kind == "mapping" and len(text) <= writing.WIDTH):
                text = writing.entry(key, value, indent, tree.line_break)
            yield from self._on_new_line(text, indent)

    def item(self, value: object) -> Iterator[Stretch]:
        """An item after the last one."""
        node, tree = self._node, self._tree
        style = _like(node.values)
        if node.is_flow:
            yield from self._in_brackets(writing.flow(value, style))
        else:
            yield from self._on_new_line(
                f"- {writing.flow(value, style)}", _column(tree, node.start)
            )

    def _into_nothing(self, key: str, value: object) -> Iterator[Stretch]:
        """A first key where the value is missing."""
        node, tree = self._node, self._tree
        if self._in_flow or not node.is_empty or node.whole != node.start:
            raise FixError("there is no mapping in which the edit could be made")
        first = tree.line_start(node.start)
        line = tree.text[first : node.start]
        indent = len(line) - len(line.lstrip(" ")) + 2
        end = tree.line_end(node.start)
        text = writing.entry(key, value, indent, tree.line_break)
        yield Stretch(end, end, tree.line_break + " " * indent + text)

    def _on_new_line(self, text: str, indent: int) -> Iterator[Stretch]:
        end = self._tree.line_end(_entry_end(self._tree, self._node, len(self._node.values) - 1))
        yield Stretch(end, end, self._tree.line_break + " " * indent + text)

    def _in_brackets(self, text: str) -> Iterator[Stretch]:
        node, tree = self._node, self._tree
        close = node.end - 1
        if not node.values:
            yield (
                Stretch(node.start + 1, close, text)
                if not tree.text[node.start + 1 : close].strip()
                else Stretch(close, close, text)
            )
            return
        last = len(node.values) - 1
        end = _entry_end(tree, node, last)
        begin = _entry_start(node, last)
        comma = _comma(tree, end, close)
        margin = tree.text[tree.line_start(begin) : begin]
        alone = not margin.strip() and tree.line_end(end) < close
        if comma is None:
            yield Stretch(end, end, "," if alone else f", {text}")
        elif not alone:
            yield Stretch(comma + 1, comma + 1, f" {text}")
        if alone:
            after = tree.line_end(end)
            yield Stretch(after, after, f"{tree.line_break}{margin}{text}{',' if comma else ''}")


class _Removal:
    """A key with its value, or an item, taken away."""

    def __init__(self, tree: Tree, way: _Way) -> None:
        self._tree = tree
        self._parent = way.parent()
        self._grand = way.nodes[-3] if len(way.nodes) > 2 else None
        self._number = way.number

    def stretches(self) -> Iterator[Stretch]:
        """What has to go, and what brackets have to come where nothing is left."""
        parent, number = self._parent, self._number
        if parent.is_flow:
            yield from self._from_brackets()
            return
        begin, end = _entry_start(parent, number), _entry_end(self._tree, parent, number)
        if parent.kind == "sequence":
            begin = self._dash(number)
        first = self._tree.line_start(begin)
        head = self._tree.text[first:begin]
        alone = not head.strip()
        if len(parent.values) == 1:
            brackets = "{}" if parent.kind == "mapping" else "[]"
            if not alone:
                yield Stretch(begin, end, brackets)
                return
            yield self._brackets(brackets)
        if alone:
            yield from self._ignores_above(first)
            yield Stretch(first, self._tree.next_line(end), "")
        elif head.rstrip().endswith("?"):
            raise FixError("a key after '?' is left alone")
        else:
            yield self._beside_dash(begin, end)

    def _beside_dash(self, begin: int, end: int) -> Stretch:
        """The first entry of a block that starts on the line of a dash: the next one moves up."""
        parent, number, text = self._parent, self._number, self._tree.text
        if number + 1 < len(parent.values):
            following = (
                self._dash(number + 1)
                if parent.kind == "sequence"
                else _entry_start(parent, number + 1)
            )
            if not text[end:following].strip():
                return Stretch(begin, following, "")
        before = text[self._tree.line_start(begin) : begin].rstrip()
        return Stretch(self._tree.line_start(begin) + len(before), self._tree.line_end(end), "")

    def _brackets(self, brackets: str) -> Stretch:
        """Empty brackets after the key, dash, anchor or tag before a block."""
        parent, text = self._parent, self._tree.text
        if self._grand is None:
            raise FixError("nothing would be left of the document")
        if parent.whole != parent.start:
            raise FixError("nothing would be left under an anchor or tag")
        if self._grand.kind == "mapping":
            key = next(
                k for k, v in zip(self._grand.keys, self._grand.values, strict=True) if v is parent
            )
            found = re.compile(r"[ \t]*:").match(text, key.end)
            if found is None:
                raise FixError("a key after '?' is left alone")
            return Stretch(found.end(), found.end(), f" {brackets}")
        dash = self._dash_of(self._grand, parent.whole)
        return Stretch(dash + 1, dash + 1, f" {brackets}")

    def _ignores_above(self, first: int) -> Iterator[Stretch]:
        """Ignore comments that concern the entry: they would concern what comes to stand here."""
        tree = self._tree
        while first > 0:
            above = tree.line_start(first - 1)
            line = tree.text[above:first]
            if not line.lstrip().startswith("#"):
                return
            if _IGNORE.match(line):
                yield Stretch(above, first, "")
            first = above

    def _dash(self, number: int) -> int:
        return self._dash_of(self._parent, self._parent.values[number].whole)

    def _dash_of(self, sequence: Node, index: int) -> int:
        """The dash of an item: in the column of the first, on the line of the item or above."""
        text, column = self._tree.text, _column(self._tree, sequence.start)
        line = self._tree.line_start(index)
        while True:
            dash = line + column
            if dash < index and text[dash : dash + 1] == "-" and "#" not in text[line:dash]:
                return dash
            if line == 0:
                raise FixError("the dash of the item is not found")
            line = self._tree.line_start(line - 1)

    def _from_brackets(self) -> Iterator[Stretch]:
        parent, number, tree = self._parent, self._number, self._tree
        begin, end = _entry_start(parent, number), _entry_end(tree, parent, number)
        close = parent.end - 1
        is_last = number + 1 == len(parent.values)
        limit = close if is_last else _entry_start(parent, number + 1)
        comma = _comma(tree, end, limit)
        stop = end if comma is None else comma + 1
        if len(parent.values) == 1:
            inside = tree.text[parent.start + 1 : begin] + tree.text[stop:close]
            yield (
                Stretch(begin, stop, "") if inside.strip() else Stretch(parent.start + 1, close, "")
            )
            return
        first, last = tree.line_start(begin), tree.line_end(stop)
        rest = tree.text[stop:last].lstrip()
        if not tree.text[first:begin].strip() and rest[:1] in ("", "#"):
            yield Stretch(first, tree.next_line(stop), "")
            if is_last and comma is None:
                before = _comma(tree, _entry_end(tree, parent, number - 1), begin)
                if before is not None:
                    yield Stretch(before, before + 1, "")
            return
        if number > 0:
            previous = _entry_end(tree, parent, number - 1)
            if "#" not in tree.text[previous:begin]:
                yield Stretch(previous, end, "")
                return
        elif "#" not in tree.text[stop:limit]:
            yield Stretch(begin, limit, "")
            return
        yield Stretch(begin, stop, "")


def _entry_start(parent: Node, number: int) -> int:
    return (parent.keys or parent.values)[number].whole


def _entry_end(tree: Tree, parent: Node, number: int) -> int:
    """Where an entry ends; a value that is not there may be placed after blanks."""
    value = parent.values[number]
    if not value.is_empty or value.whole != value.start:
        return value.end
    start = parent.keys[number].end if parent.keys else parent.start
    return start + len(tree.text[start : value.start].rstrip())


def _comma(tree: Tree, start: int, limit: int) -> int | None:
    """The comma between two entries, or after the last one; not one in a comment."""
    found = re.compile(r"(?:\s+|(?<=\s)#[^\r\n]*)*,").match(tree.text, start, limit)
    return found.end() - 1 if found else None


def _like(nodes: tuple[Node, ...]) -> str:
    """The quotes in which neighbours stand, if all scalars among them have the same."""
    styles = {node.style for node in nodes if node.kind == "scalar"}
    style = styles.pop() if len(styles) == 1 else ""
    return style if style in ('"', "'") else ""


def _column(tree: Tree, index: int) -> int:
    return index - tree.line_start(index)
