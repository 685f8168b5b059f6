"""What spares a look at every value: the keys of a document, what stands under them, its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commplan.document import Document, read_documents

TEXTS = st.text("ab {<$\\'\"\n\u00e9", max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(0, 9) | TEXTS
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, max_size=3)
    ),
    max_leaves=12,
)
MARKS = ("ab", "{{", "${", "<", "b\u00e9")


def document(text: str) -> Document:
    (read,) = read_documents(text.encode(), "plan.yaml").documents
    return read


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, object]]:
    """Every scalar with the key under which it stands."""
    if isinstance(value, dict):
        for step, item in value.items():
            yield from leaves(item, step)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, key)
    else:
        yield key, value


@given(TREES, st.sampled_from([None, "'", '"', "|", ">"]), st.integers(4, 20), st.booleans())
def test_a_scalar_that_has_a_mark_is_never_missed(
    tree: object, style: str | None, width: int, unicode: bool
) -> None:
    written = yaml.safe_dump(tree, default_style=style, width=width, allow_unicode=unicode)
    found = document(written)
    for mark in MARKS:
        if any(mark in str(value) for _, value in leaves(found.value)):
            assert found.may_hold("never", mark)


@given(st.dictionaries(st.sampled_from("xyz"), TREES), st.frozensets(st.sampled_from("wxyz")))
def test_scalars_by_key_are_all_there_are(tree: dict[str, Any], keys: frozenset[str]) -> None:
    found = document(yaml.safe_dump(tree))
    expected = sorted(map(repr, (leaf for leaf in leaves(tree) if leaf[0] in keys)))
    assert sorted(map(repr, found.scalars(keys))) == expected


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a: {b: [{c: 1}]}\nd: 2", "abcd"),
        ("base: &base {x: 1}\nmore: {<<: *base, y: 2}", ["base", "more", "x", "y"]),
        ("- 1", ""),
        ("word", ""),
    ],
)
def test_keys(text: str, keys: Any) -> None:
    assert document(text).keys == {*keys}


def test_what_is_merged_in_stands_under_its_key() -> None:
    found = document("base: &base {x: 1}\nmore: {<<: *base, y: [2, [3]]}")
    assert {*found.scalars(frozenset({"x", "y"}))} == {("x", 1), ("y", 2), ("y", 3)}


def test_a_mark_that_no_scalar_has() -> None:
    assert not document("a: [b, 'c']").may_hold("x", "y")
    assert document('a: "\\x62"').may_hold("x")  # an escape may spell anything
