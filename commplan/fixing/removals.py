"""Keys and items taken away, with the lines, commas and comments that belong to them."""

import re
from collections.abc import Iterator

from commplan.fixing.refusal import FixError
from commplan.fixing.tree import Node, Tree
from commplan.fixing.way import Stretch, Way, column_of, comma_after, entry_end, entry_start


class Removal:
    """A key with its value, or an item, taken away."""

    def __init__(self, tree: Tree, way: Way) -> None:
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
        begin, end = entry_start(parent, number), entry_end(self._tree, parent, number)
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
                else entry_start(parent, number + 1)
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
            found = re.compile(r"[&!]\S*(?:[ \t]+[&!]\S*)*").match(text, parent.whole)
            after = found.end() if found else parent.whole
            return Stretch(after, after, f" {brackets}")
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
        target, _ = tree.place(first)
        for ignore in tree.ignores:
            if ignore.target_line == target != ignore.line:
                start = tree.index(ignore.line, 1)
                yield Stretch(start, tree.next_line(start), "")

    def _dash(self, number: int) -> int:
        return self._dash_of(self._parent, self._parent.values[number].whole)

    def _dash_of(self, sequence: Node, index: int) -> int:
        """The dash of an item: in the column of the first, on the line of the item or above."""
        text, column = self._tree.text, column_of(self._tree, sequence.start)
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
        begin, end = entry_start(parent, number), entry_end(tree, parent, number)
        close = parent.end - 1
        is_last = number + 1 == len(parent.values)
        limit = close if is_last else entry_start(parent, number + 1)
        comma = comma_after(tree, end, limit)
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
                before = comma_after(tree, entry_end(tree, parent, number - 1), begin)
                if before is not None:
                    yield Stretch(before, before + 1, "")
            return
        if number > 0:
            previous = entry_end(tree, parent, number - 1)
            if "#" not in tree.text[previous:begin]:
                yield Stretch(previous, end, "")
                return
        elif "#" not in tree.text[stop:limit]:
            yield Stretch(begin, limit, "")
            return
        yield Stretch(begin, stop, "")
