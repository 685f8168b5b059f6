"""The traps that are found while a file is loaded, and where they stand."""

from collections.abc import Callable

import pytest
import yaml

from commplan.document import Document, Oddity, Span, read_documents

Load = Callable[[str], Document]


def test_a_value_that_a_1_1_reader_converts(load: Load) -> None:
    document = load("hours:\n  open: 09:30\n  close: [17:30, 'NO', NO]\n")
    assert document.value == {"hours": {"open": "09:30", "close": ["17:30", "NO", "NO"]}}
    assert document.oddities == (
        Oddity(
            "scalar",
            ("hours", "close", 0),
            False,
            "17:30",
            Span(3, 11, 3, 16),
            "the number 1050",
        ),
        Oddity("scalar", ("hours", "close", 2), False, "NO", Span(3, 24, 3, 26), "false"),
    )


def test_a_key_that_a_1_1_reader_converts(load: Load) -> None:
    document = load("on:\n  2026-12-24: closed\n  1: a\n  '17:30': b\n")
    assert document.oddities == (
        Oddity("scalar", ("on",), True, "on", Span(1, 1, 1, 3), "true"),
        Oddity("scalar", ("on", "2026-12-24"), True, "2026-12-24", Span(2, 3, 2, 13), "a date"),
    )


def test_a_root_that_a_1_1_reader_converts(load: Load) -> None:
    assert load("0755").oddities == (
        Oddity("scalar", (), False, "0755", Span(1, 1, 1, 5), "the number 493"),
    )


def test_the_span_leaves_out_anchor_and_tag(load: Load) -> None:
    document = load("a: &time  # opens\n  17:30\nb: !!str &s ' x'\n")
    assert [oddity.span for oddity in document.oddities] == [Span(2, 3, 2, 8), Span(3, 13, 3, 17)]


@pytest.mark.parametrize(("text", "column"), [("? \n: 1", 1), ("{? : 1}", 4)])
def test_an_empty_key_is_shown_by_the_mark_beside_it(load: Load, text: str, column: int) -> None:
    (odd,) = load(text).oddities
    assert odd == ("scalar", ("",), True, "", Span(1, column, 1, column + 1), "null")


def test_tagged_text_is_no_trap(load: Load) -> None:
    assert load("!!str on: !!str NO").oddities == ()


@pytest.mark.parametrize(
    ("text", "on_key", "meaning"),
    [
        ("a: ' x'", False, "a space at the start"),
        ('a: "x "', False, "a space at the end"),
        ("a: \u00a0x", False, "a no-break space at the start"),
        ("a: x\u200by", False, "a zero-width space inside"),
        ("a: |\n  x\u200by  \n", False, "a zero-width space inside"),
        ("a: x\ufeffy", False, "a byte order mark inside"),
        ("' a': x", True, "a space at the start"),
        ("a\u200b: x", True, "a zero-width space inside"),
    ],
)
def test_hidden_spaces(load: Load, text: str, on_key: bool, meaning: str) -> None:
    (odd,) = load(text).oddities
    assert (odd.kind, odd.on_key, odd.meaning) == ("space", on_key, meaning)
    (key,) = yaml.safe_load(text)
    assert odd.text in (key, load(text).get(odd.pointer))


def test_the_edges_of_a_block_are_no_hidden_spaces(load: Load) -> None:
    assert load("a: |\n    x  \n      y\n\n").oddities == ()


def test_a_key_given_twice(load: Load) -> None:
    document = load("a: 1\nb:\n  c: 1\n  d: 2\n  'c': 3\na: 4\na: 5\n")
    assert document.value == {"a": 5, "b": {"c": 3, "d": 2}}
    assert document.oddities == (
        Oddity(
            "duplicate-key", ("b", "c"), True, "c", Span(5, 3, 5, 6), "the first one is on line 3"
        ),
        Oddity("duplicate-key", ("a",), True, "a", Span(6, 1, 6, 2), "the first one is on line 1"),
        Oddity("duplicate-key", ("a",), True, "a", Span(7, 1, 7, 2), "the first one is on line 1"),
    )


def test_a_key_given_twice_through_an_alias(load: Load) -> None:
    (odd,) = load("&x a: 1\n*x : 2\n").oddities
    assert odd == (
        "duplicate-key",
        ("a",),
        True,
        "a",
        Span(2, 1, 2, 3),
        "the first one is on line 1",
    )


def test_the_same_key_in_two_mappings_is_not_given_twice(load: Load) -> None:
    assert load("- {a: 1}\n- {a: 1}\n").oddities == ()


def test_an_own_key_over_a_merged_one_is_not_given_twice(load: Load) -> None:
    assert load("base: &base {a: 1}\nown: {<<: *base, a: 2}\n").oddities == ()


def test_what_an_alias_repeats_is_odd_once_at_its_anchor(load: Load) -> None:
    document = load("a: &x {open: 17:30}\nb: *x\nc: {<<: *x}\n")
    assert [oddity.pointer for oddity in document.oddities] == [("a", "open")]


@pytest.mark.parametrize("text", ["<<: {a: NO}", "<<: [{b: 1}, {a: NO}]", "<<: [{<<: {a: NO}}]"])
def test_merged_content_is_odd_where_it_ends_up(load: Load, text: str) -> None:
    document = load(f"top:\n  {text}\n")
    (odd,) = document.oddities
    assert odd.pointer == ("top", "a")
    assert document.get(odd.pointer) == "NO"
    assert document.span(odd.pointer) == odd.span


def test_every_document_has_its_own_oddities() -> None:
    source = read_documents(b"a: on\n--- {b: 1}\n--- {c: off}\n", "plan.yaml")
    assert [len(document.oddities) for document in source.documents] == [1, 0, 1]
    assert source.documents[2].oddities[0].span == Span(3, 9, 3, 12)
