"""One edit as stretches of text to replace, in the style of what stands around it."""

from collections.abc import Iterator

from commplan.finding import Edit, Put, Remove, RemoveComment, Rename
from commplan.fixing import writing
from commplan.fixing.additions import Addition, added
from commplan.fixing.refusal import FixError
from commplan.fixing.removals import Removal
from commplan.fixing.tree import Node, Tree
from commplan.fixing.way import Stretch, Way


def stretches(tree: Tree, document: int, edit: Edit | Addition) -> tuple[Stretch, ...]:
    """What has to be replaced so that ``edit`` is made. Raises FixError where it cannot be."""
    if isinstance(edit, RemoveComment):
        return (_comment(tree, edit),)
    way = Way(tree, document, edit.at.pointer)
    if isinstance(edit, Addition):
        way.check_shared(with_node=True)
        return tuple(added(tree, way, edit.entries))
    _check_span(tree, way, edit)
    if not _is_written_again(way, edit):
        way.check_shared(with_node=isinstance(edit, Put))
    if isinstance(edit, Rename):
        key, _ = way.entry()
        text = writing.scalar(edit.key, _quote(key, key.text == edit.key))
        return (Stretch(key.start, key.end, text),)
    if isinstance(edit, Remove):
        return tuple(Removal(tree, way).stretches())
    return tuple(_put(tree, way, edit))


def _put(tree: Tree, way: Way, edit: Put) -> Iterator[Stretch]:
    """For what is there; a key that ``<<`` brings in gets one of its own beside it."""
    if not way.missing:
        yield _replaced(tree, way.nodes[-1], edit.value)
    elif len(way.missing) == 1:
        yield from added(tree, way, ((way.missing[0], edit.value),))
    else:
        raise FixError("what is to be changed does not stand here itself")


def _is_written_again(way: Way, edit: Put | Remove | Rename) -> bool:
    """Whether a text only gets quotes, so that its value stays, for aliases too."""
    if isinstance(edit, Put):
        node = way.nodes[-1]
        return not way.missing and node.kind == "scalar" and node.text == edit.value
    return isinstance(edit, Rename) and edit.key == edit.at.pointer[-1]


def _check_span(tree: Tree, way: Way, edit: Put | Remove | Rename) -> None:
    """Where the rule has seen the text itself, its keys have to lead there."""
    if edit.at.span is None:
        return
    node = way.entry()[0] if isinstance(edit, Rename) else way.nodes[-1]
    if way.missing or tree.place(node.start) != edit.at.span[:2]:
        raise FixError("its keys lead to another place")


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


def _replaced(tree: Tree, old: Node, value: object) -> Stretch:
    if old.kind in ("mapping", "sequence"):
        raise FixError("a mapping or list is not replaced as a whole")
    again = old.kind == "scalar" and old.text == value
    if old.is_empty:
        gap = "" if tree.text[old.start - 1 : old.start] in (" ", "\t") else " "
        return Stretch(old.start, old.start, gap + writing.flow(value))
    if old.style in ("|", ">"):
        return _from_block(tree, old, value)
    if not old.style and writing.is_reference(old.text) and writing.is_reference(value):
        return Stretch(old.start, old.end, str(value))
    return Stretch(old.start, old.end, writing.flow(value, _quote(old, again)))


def _from_block(tree: Tree, old: Node, value: object) -> Stretch:
    """In a block of text the one piece that changes; else a value in one line for the block."""
    if old.style == "|" and isinstance(value, str) and (piece := _piece(tree, old, value)):
        return piece
    head, sign, comment = tree.text[old.start : tree.line_end(old.start)].partition("#")
    blanks = head[len(head.rstrip()) :]
    written = writing.flow(value, '"')
    return Stretch(old.start, old.end, f"{written}{blanks}{sign}{comment}" if sign else written)


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
