"""Every leaf of a random tree is found at its span, however the tree is written."""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from commplan.document import Pointer, SourceFile, Span, read_documents

texts = st.text(max_size=10) | st.sampled_from(
    ["on", "17:30", "it-help", "a: b", "# c", "two\nlines\n"]
)
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=14,
)
writings = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, False, True]),
        "default_style": st.sampled_from([None, None, '"', "'", "|", ">"]),
        "allow_unicode": st.booleans(),
        "width": st.sampled_from([8, 80]),
        "indent": st.sampled_from([2, 4]),
        "line_break": st.sampled_from(["\n", "\r\n", "\r"]),
        "explicit_start": st.booleans(),
    }
)


def nodes(node: yaml.Node, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Any, Any]]:
    """Pointer, key node and value node of everything below ``node``."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*pointer, key.value), key, value
            yield from nodes(value, (*pointer, key.value))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*pointer, index), None, item
            yield from nodes(item, (*pointer, index))


def text_at(source: SourceFile, span: Span) -> str:
    """The text of a span, its line ends as they are."""
    lines = source.text.splitlines(keepends=True)[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "".join(lines)


def decoded(text: str) -> str:
    """The string that a scalar stands for, cut out of a text and put into another."""
    listed = yaml.compose(f"- {text}\n")
    assert listed is not None
    (node,) = listed.value
    return str(node.value)


@given(trees, writings)
@example({"a": ["x\u2028y", "\U0001f600: b", {"": "\t"}]}, {"allow_unicode": True})
def test_every_leaf_is_found_at_its_span(tree: object, writing: dict[str, Any]) -> None:
    text = yaml.safe_dump(tree, **writing)
    source = read_documents(text.encode(), "plan.yaml")
    (document,) = source.documents
    root = yaml.compose(text)
    assert root is not None
    for pointer, key, value in nodes(root):
        assert document.has(pointer)
        if key is not None:
            check_scalar(source, document.span(pointer, key=True), key)
        if isinstance(value, yaml.ScalarNode) and value.start_mark.index < value.end_mark.index:
            check_scalar(source, document.span(pointer), value)


def check_scalar(source: SourceFile, span: Span, node: yaml.ScalarNode) -> None:
    """The span is what PyYAML's marks say, without a tag before and blank lines after."""
    start, end = node.start_mark, node.end_mark
    found = text_at(source, span)
    between_marks = source.text[start.index : end.index].rstrip(" \t\r\n\x85\u2028\u2029")
    assert re.fullmatch(r"(!\S+\s+)?", between_marks.removesuffix(found))
    if found[0] not in "|>":
        assert (span.end_line, span.end_column) == (end.line + 1, end.column + 1)
        assert decoded(found) == node.value
