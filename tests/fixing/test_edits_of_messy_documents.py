"""Whatever a document looks like, an edit changes what it names and not a byte elsewhere."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commplan.document import Pointer, read_documents
from commplan.finding import Edit, Fix, Put, Remove, Rename
from commplan.fixing import Mended, Tree, mend
from commplan.fixing.values import edited, same
from commplan.place import Origin, Place
from tests.depth import examples
from tests.fixing.messy import texts

PATH = "plan.yaml"


def places(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Any]]:
    """Every pointer below a value, and what stands there."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in entries:
        yield (*pointer, step), inner
        if isinstance(inner, dict | list):
            yield from places(inner, (*pointer, step))


@st.composite
def edits(draw: Any, values: list[Any]) -> Edit:
    """Any edit of one of the documents."""
    document = draw(st.integers(0, len(values) - 1))
    pointer, inner = draw(st.sampled_from(list(places(values[document]))))
    at = Place(Origin(PATH, document), pointer)
    new = draw(st.sampled_from(["new", "a: b", "17:30", 5, None, True]))
    possible: list[Edit] = [] if len(values[document]) == 1 == len(pointer) else [Remove(at)]
    if isinstance(pointer[-1], str):
        possible.append(Rename(at, draw(st.sampled_from(["fresh", "no", pointer[-1]]))))
    if isinstance(inner, list):
        possible += [Put(at / len(inner), new), Put(at / len(inner), ["p", 1])]
    elif isinstance(inner, dict):
        possible += [Put(at / "fresh", new), Put(at / "fresh" / "deep", [new, "x"])]
    else:
        possible.append(Put(at, new))
    chosen: Edit = draw(st.sampled_from(possible))
    return chosen


def naive(values: list[Any], edit: Edit) -> list[Any]:
    """The values after an edit, by the plainest means."""
    made = copy.deepcopy(values)
    document = made[edit.at.origin.document]
    parent = document
    for step in edit.at.pointer[:-1]:
        if isinstance(parent, dict):
            parent.setdefault(step, {})
        parent = parent[step]
    last = edit.at.pointer[-1]
    match edit:
        case Remove():
            del parent[last]
        case Rename(_, key):
            items = [(key if k == last else k, v) for k, v in parent.items()]
            parent.clear()
            parent.update(items)
        case Put(_, value) if isinstance(parent, list) and last == len(parent):
            parent.append(value)
        case Put(_, value):
            parent[last] = value
    return made


def make(text: str, *wanted: Edit) -> Mended:
    source = read_documents(text.encode(), PATH)
    return mend(source, [Fix((edit,)) for edit in wanted], lambda _: None)


def changed_lines(before: str, after: str) -> int:
    """How many lines of the one are not in the other, in that order."""
    old, new = before.splitlines(), after.splitlines()
    common = [0] * (len(new) + 1)
    for line in old:
        row = [0]
        for number, other in enumerate(new):
            row.append(common[number] + 1 if line == other else max(common[number + 1], row[-1]))
        common = row
    return len(old) - common[-1]


def lines_of(text: str, edit: Edit) -> int:
    """How many lines there are from a key or dash to the last one of what stands there."""
    tree = Tree(text)
    node = tree.roots[edit.at.origin.document]
    start = node.whole
    for step in edit.at.pointer:
        keys = [key.text for key in node.keys]
        number = keys.index(step) if isinstance(step, str) else step
        start = node.keys[number].start if keys else node.values[number].whole
        node = node.values[number]
    return 1 + tree.place(max(start, node.end))[0] - tree.place(start)[0]


@examples(80)
@given(st.data())
def test_an_edit_is_made_as_asked_and_nothing_else_changes(data: st.DataObject) -> None:
    text, values = data.draw(texts())
    loaded = [document.value for document in read_documents(text.encode(), PATH).documents]
    assert same(loaded, values)
    edit = data.draw(edits(values))
    mended = make(text, edit)
    assert mended.refused == {}
    after = [document.value for document in read_documents(mended.text.encode(), PATH).documents]
    assert same(after, naive(values, edit))
    if "\r\n" in text:
        assert "\n" not in mended.text.replace("\r\n", "")
    if isinstance(edit, Remove):
        assert changed_lines(text, mended.text) <= lines_of(text, edit) + 2
    else:
        assert comments(text) <= comments(mended.text)
        exists = any(e == edit.at.pointer for e, _ in places(values[edit.at.origin.document]))
        assert changed_lines(text, mended.text) <= (lines_of(text, edit) if exists else 2)


def comments(text: str) -> set[str]:
    return set(re.findall(r"# c\d+, \[it's\] \{", text))


@examples(40)
@given(st.data())
def test_edits_that_go_together_are_made_together(data: st.DataObject) -> None:
    text, values = data.draw(texts())
    wanted = data.draw(st.lists(edits(values), max_size=4))
    mended = make(text, *wanted)
    assert all(number in mended.made for number in range(len(wanted)) if number == 0)
    after = [document.value for document in read_documents(mended.text.encode(), PATH).documents]
    chosen = [wanted[number] for number in mended.made]
    expected = [
        edited(value, [e for e in chosen if e.at.origin.document == number])
        for number, value in enumerate(values)
    ]
    assert same(after, expected)


@examples(60)
@given(st.data())
def test_an_edit_where_values_are_shared_is_made_as_asked_or_refused(data: st.DataObject) -> None:
    text, values = data.draw(texts(anchors=True))
    loaded = [document.value for document in read_documents(text.encode(), PATH).documents]
    assert same(loaded, values)
    edit = data.draw(edits(values))
    mended = make(text, edit)
    after = [document.value for document in read_documents(mended.text.encode(), PATH).documents]
    assert same(after, values if mended.refused else naive(values, edit))
    assert bool(mended.refused) == (mended.made == ())
    if "*" not in text:
        assert mended.refused == {}
