"""The values of documents: keys, tags, aliases, merge keys, several documents."""

from collections.abc import Callable

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from commplan.document import Document, read_documents
from commplan.errors import PlanSyntaxError
from tests.depth import examples

Load = Callable[[str], Document]


def test_a_plan_becomes_plain_values(load: Load) -> None:
    document = load(
        """
        channels:
          it-help: {kind: slack, ceiling: 3, ratio: 0.5, private: false, note: }
        via: ["channel:it-help", 'it''s']
        text: |
          two
          lines
        """
    )
    assert document.value == {
        "channels": {
            "it-help": {"kind": "slack", "ceiling": 3, "ratio": 0.5, "private": False, "note": None}
        },
        "via": ["channel:it-help", "it's"],
        "text": "two\nlines\n",
    }
    assert document.oddities == ()


def test_keys_are_always_text(load: Load) -> None:
    document = load('{1: a, true: b, ~: c, on: d, 17:30: e, 2026-12-24: f, "07": g}')
    assert document.value == dict(
        zip(["1", "true", "~", "on", "17:30", "2026-12-24", "07"], "abcdefg", strict=True)
    )


def test_quoted_scalars_and_blocks_are_always_text(load: Load) -> None:
    quoted = load("""["1", 'true', "", '~', "17:30"]""")
    assert quoted.value == ["1", "true", "", "~", "17:30"]
    assert quoted.oddities == ()
    assert load("- |-\n  5\n- >-\n  on\n").value == ["5", "on"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!str 5", "5"),
        ("!!str", ""),
        ("! '5'", "5"),
        ("!!int 5", 5),
        ('!!int "5"', 5),
        ("!!float 5", 5.0),
        ("!!float 1.5", 1.5),
        ("!!bool true", True),
        ("!!null ''", None),
        ("!!seq [1]", [1]),
        ("!!map {a: 1}", {"a": 1}),
        ("! {a: 1}", {"a": 1}),
        ("!<tag:yaml.org,2002:str> 5", "5"),
    ],
)
def test_core_tags_are_honoured(load: Load, text: str, value: object) -> None:
    loaded = load(text).value
    assert loaded == value
    assert type(loaded) is type(value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("!!int 0755", "expected a value that fits the tag !!int, found '0755'"),
        ("!!int x", "expected a value that fits the tag !!int, found 'x'"),
        ("!!bool yes", "expected a value that fits the tag !!bool, found 'yes'"),
        ("!!null x", "expected a value that fits the tag !!null, found 'x'"),
        (f"!!int {'x' * 90}", f"found '{'x' * 37}...'"),
        ("!!timestamp 2026-09-14", "the tag !!timestamp is not allowed here"),
        ("!!binary aGk=", "the tag !!binary is not allowed here"),
        ("!!set {a}", "the tag !!set is not allowed here"),
        ("!!str [a]", "the tag !!str is not allowed here"),
        ("!ruby/object:X {}", "the tag !ruby/object:X is not allowed here"),
        ("!!python/object/apply:os.system [ls]", "the tag !!python/object/apply:os.system is not"),
        ("{!!int 1: a}", "the tag !!int is not allowed here"),
        ("!e!x y", "an undeclared tag"),
    ],
)
def test_other_tags_are_refused(load: Load, text: str, words: str) -> None:
    with pytest.raises(PlanSyntaxError) as caught:
        load(text)
    assert words in str(caught.value)
    assert caught.value.line == 1


def test_aliases_share_objects(load: Load) -> None:
    document = load(
        """
        a: &x [1, 2]
        b: *x
        c: &x 3
        d: *x
        &k key: 1
        other: *k
        """
    )
    assert document.value == {"a": [1, 2], "b": [1, 2], "c": 3, "d": 3, "key": 1, "other": "key"}
    assert document.get(("a",)) is document.get(("b",))


def test_an_alias_may_stand_for_a_key(load: Load) -> None:
    assert load("- &x key\n- *x : 1\n").value == ["key", {"key": 1}]


@pytest.mark.parametrize("text", ["{[a]: 1}", "{{a: 1}: 1}", "- &x 5\n- *x : 1\n", "? - a\n: 1"])
def test_a_key_that_is_no_text_is_refused(load: Load, text: str) -> None:
    with pytest.raises(PlanSyntaxError, match="a key must be text"):
        load(text)


def test_merge_keys(load: Load) -> None:
    document = load(
        """
        one: &one {a: 1, b: 1, c: 1}
        two: &two {b: 2, c: 2, d: 2}
        single: {<<: *one, b: 9}
        several: {c: 9, <<: [*one, *two]}
        nested: {<<: {<<: *two, d: 8}, e: 5}
        twice: {<<: *one, <<: *two}
        quoted: {"<<": 1}
        """
    )
    assert document.get(("single",)) == {"a": 1, "b": 9, "c": 1}
    assert document.get(("several",)) == {"a": 1, "b": 1, "c": 9, "d": 2}
    assert document.get(("nested",)) == {"b": 2, "c": 2, "d": 8, "e": 5}
    assert document.get(("twice",)) == {"a": 1, "b": 2, "c": 2, "d": 2}
    assert document.get(("quoted",)) == {"<<": 1}
    assert document.get(("one",)) == {"a": 1, "b": 1, "c": 1}


@pytest.mark.parametrize("merged", ["3", "[3]", "[[{a: 1}]]", "text"])
def test_only_mappings_merge(load: Load, merged: str) -> None:
    with pytest.raises(
        PlanSyntaxError, match="expected a mapping or a list of mappings after '<<'"
    ):
        load(f"<<: {merged}")


def test_anchors_end_with_their_document(load: Load) -> None:
    with pytest.raises(PlanSyntaxError, match=r"2:5: the alias \*x has no anchor &x before it"):
        read_documents(b"--- &x a\n--- *x\n", "plan.yaml")


def test_several_documents() -> None:
    source = read_documents(b"a: 1\n---\n---\n- b\n", "plan.yaml")
    assert [document.value for document in source.documents] == [{"a": 1}, None, ["b"]]
    assert [document.index for document in source.documents] == [0, 1, 2]
    assert {document.path for document in source.documents} == {"plan.yaml"}


@pytest.mark.parametrize("data", [b"", b"\n", b"# only a comment\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_document(data: bytes) -> None:
    assert read_documents(data, "plan.yaml").documents == ()


def test_a_byte_order_mark_is_no_content() -> None:
    source = read_documents(b"\xef\xbb\xbfa: 1\n", "plan.yaml")
    assert source.text == "a: 1\n"
    assert source.documents[0].span(("a",)) == (1, 4, 1, 5)


def test_pointers_into_values(load: Load) -> None:
    document = load("a: [{b: null}]")
    assert document.has(())
    assert document.has(("a", 0, "b"))
    assert document.get(("a", 0, "b"), "default") is None
    for missing in [("x",), ("a", 1), ("a", -1), ("a", "0"), ("a", 0, "b", "c"), (0,)]:
        assert not document.has(missing)
        assert document.get(missing, "default") == "default"


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_like, st.sampled_from([None, False, True]), st.sampled_from([None, '"', "'", "|", ">"]))
def test_what_pyyaml_writes_is_read_back(
    tree: object, flow: bool | None, style: str | None
) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow, default_style=style)
    assume(yaml.safe_load(text) == tree)  # PyYAML does not always write what it was given
    (document,) = read_documents(text.encode(), "plan.yaml").documents
    assert document.value == tree


STRUCTURE = [": ", ":", ",", "- ", "? ", "{", "}", "[", "]", "\n", "\n  ", " ", "---\n", "...\n"]
CONTENT = ["a", "b", "on", "1", "'q'", '"d"', "|\n  t\n", "&x ", "*x", "!!str ", "# c\n"]
pieces = st.lists(st.sampled_from([*STRUCTURE, *CONTENT]), max_size=14).map("".join)


def shape(node: yaml.Node | None) -> object:
    """What a node holds: the text of its scalars, the last of equal keys."""
    match node:
        case yaml.MappingNode():
            return {key.value: shape(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [shape(item) for item in node.value]
        case None:
            return None
    return node.value


def text_shape(value: object) -> object:
    """The same of a loaded value; only scalars that differ from their text are in the pieces."""
    match value:
        case dict():
            return {key: text_shape(item) for key, item in value.items()}
        case list():
            return [text_shape(item) for item in value]
        case None:
            return ""
        case int():
            return str(value)
    return value


@examples(300)
@given(pieces)
@example("a: &x [b]\n- *x")
@example("? [a]\n: b")
def test_the_structure_is_what_pyyaml_composes(text: str) -> None:
    try:
        nodes = list(yaml.compose_all(text, Loader=yaml.CSafeLoader))
        expected = [shape(node) for node in nodes]
    except (yaml.YAMLError, TypeError, RecursionError):  # no YAML, a key that is no scalar, a loop
        return
    try:
        documents = read_documents(text.encode(), "plan.yaml").documents
    except PlanSyntaxError as error:
        assert any(word in error.problem for word in ("key must be text", "tag", "alias"))
        return
    assert [text_shape(document.value) for document in documents] == expected
