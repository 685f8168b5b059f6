"""Where values stand: every rule of ``Document.span``, and the lines around it."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from commplan.document import Document, Pointer, SourceFile, Span, escape_pointer, read_documents
from commplan.document.model import Places

Load = Callable[[str], Document]
Cut = Callable[[SourceFile, Span], str]


def places(text: str, cut: Cut) -> Callable[..., str]:
    """A function from pointer to the place as ``line:column text``."""
    source = read_documents(dedent(text).encode(), "plan.yaml")

    def place(*pointer: str | int, key: bool = False) -> str:
        span = source.documents[0].span(pointer, key=key)
        return f"{span.line}:{span.column} {cut(source, span)}"

    return place


def test_values_and_keys(cut: Cut) -> None:
    place = places(
        """\
        channels:
          it-help:
            via: [email, "slack"]
            owner:
            empty: {}
        steps:
        - notify: x
          after: 5m
        - - deep
        - {}
        -
        """,
        cut,
    )
    assert place() == "1:1 channels"
    assert place("channels") == "1:1 channels"
    assert place("channels", "it-help") == "2:3 it-help"
    assert place("channels", "it-help", "via") == "3:5 via"
    assert place("channels", "it-help", "via", 1) == '3:18 "slack"'
    assert place("channels", "it-help", "via", 1, key=True) == '3:18 "slack"'
    assert place("channels", "it-help", "owner") == "4:5 owner"
    assert place("channels", "it-help", "empty") == "5:5 empty"
    assert place("steps", 0) == "7:3 notify"
    assert place("steps", 0, key=True) == "7:3 notify"
    assert place("steps", 0, "after") == "8:10 5m"
    assert place("steps", 0, "after", key=True) == "8:3 after"
    assert place("steps", 1) == "9:5 deep"
    assert place("steps", 2) == "10:3 {}"
    assert place("steps", 3) == "11:1 -"


def test_a_pointer_that_leads_nowhere_is_shown_where_it_breaks_off(cut: Cut) -> None:
    place = places("a:\n  b: [1]\n  c: x\n", cut)
    assert place("nowhere") == "1:1 a"
    assert place("a", "nowhere", "at", "all") == "1:1 a"
    assert place("a", "b", 7) == "2:3 b"
    assert place("a", "c", "d") == "3:6 x"
    assert place("a", "c", "d", key=True) == "3:3 c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("text", "1:1 text"),
        ("- - a: 1", "1:5 a"),
        ("# c\n{}", "2:1 {}"),
        ("[ ]", "1:1 [ ]"),
        ("&x !!map {}", "1:1 &x !!map {}"),
        ("--- |\n  text\n", "1:5 |\n  text"),
        ("<<: {a: 1}", "1:1 <<"),
    ],
)
def test_roots(cut: Cut, text: str, shown: str) -> None:
    assert places(text, cut)() == shown


def test_an_empty_document_is_shown_at_its_start(load: Load) -> None:
    assert load("# c\n---").span(()) == Span(2, 1, 2, 4)
    assert load("--- # c\n").span(("a", 1), key=True) == Span(1, 1, 1, 4)


def test_aliases(cut: Cut) -> None:
    place = places(
        """\
        base: &base {zone: &zone UTC, open: {from: 9}}
        uses:
          zone: *zone
          whole: *base
          list: [*base, *zone]
        """,
        cut,
    )
    assert place("uses", "zone") == "3:9 *zone"
    assert place("uses", "zone", key=True) == "3:3 zone"
    assert place("uses", "whole") == "4:3 whole"
    assert place("uses", "whole", "zone") == "1:26 UTC"
    assert place("uses", "whole", "open", "from") == "1:44 9"
    assert place("uses", "list", 0) == "5:10 *base"
    assert place("uses", "list", 0, "open") == "1:31 open"
    assert place("uses", "list", 1) == "5:17 *zone"


def test_merged_content_stands_where_it_was_written(cut: Cut) -> None:
    place = places(
        """\
        one: &one {a: 1, b: 1}
        two: &two {b: 2, c: 2}
        list: {c: 3, <<: [*one, *two]}
        twice: {<<: *one, <<: *two}
        inline:
          <<: {d: 4}
          e: 5
        """,
        cut,
    )
    assert place("list", "a") == "1:15 1"
    assert place("list", "b") == "1:21 1"
    assert place("list", "c") == "3:11 3"
    assert place("twice", "b") == "2:15 2"
    assert place("twice", "a", key=True) == "1:12 a"
    assert place("inline", "d") == "6:11 4"
    assert place("inline") == "5:1 inline"


def test_the_last_of_equal_keys_is_shown(cut: Cut) -> None:
    place = places("a: 1\na: 2\n", cut)
    assert place("a", key=True) == "2:1 a"
    assert place("a") == "2:4 2"


def test_scalars_over_several_lines(cut: Cut) -> None:
    place = places(
        """\
        plain: one
          two
        double: "one
          two"
        literal: |+ # kept
          one

          # two

        folded: >-
          one
        empty: |
        properties: &x  # comment
          !!str
          'text'
        last: x
        """,
        cut,
    )
    assert place("plain") == "1:8 one\n  two"
    assert place("double") == '3:9 "one\n  two"'
    assert place("literal") == "5:10 |+ # kept\n  one\n\n  # two"
    assert place("folded") == "10:9 >-\n  one"
    assert place("empty") == "12:8 |"
    assert place("properties") == "15:3 'text'"
    assert place("last") == "16:7 x"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_wide_characters_and_line_ends(cut: Cut, end: str) -> None:
    source = read_documents(
        f"'\U0001f600': {{\u65e5\u672c: x}}{end}z: \"\u00e9\" # \u00e9{end}".encode(), "plan.yaml"
    )
    (document,) = source.documents
    assert document.span(("\U0001f600", "\u65e5\u672c")) == Span(1, 11, 1, 12)
    assert document.span(("\U0001f600",)) == Span(1, 1, 1, 4)
    assert cut(source, document.span(("z",))) == '"\u00e9"'
    assert source.lines == ("'\U0001f600': {\u65e5\u672c: x}", 'z: "\u00e9" # \u00e9')


def test_lines_out_of_range_are_empty() -> None:
    source = read_documents(b"a: 1\nb: 2", "plan.yaml")
    assert [source.line(number) for number in (-1, 0, 1, 2, 3)] == ["", "", "a: 1", "b: 2", ""]


def test_every_document_of_a_file_has_its_places() -> None:
    source = read_documents(b"a: &x 1\n---\n- b\n--- {a: &x 2, c: *x}\n", "plan.yaml")
    first, second, third = source.documents
    assert first.span(("a",)) == Span(1, 7, 1, 8)
    assert second.span((0,)) == Span(3, 3, 3, 4)
    assert third.span(("c",)) == Span(4, 18, 4, 20)


def test_nothing_is_indexed_until_it_is_asked_for(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[Pointer] = []
    find = Places.find

    def watched(self: Places, document: int, pointer: Pointer) -> object:
        looked_up.append(pointer)
        return find(self, document, pointer)

    monkeypatch.setattr(Places, "find", watched)
    document = load("a: [NO, b, b]\nb: 1\nb: 2\n")
    assert document.get(("a", 1)) == "b"
    assert document._places._roots is None
    assert looked_up == []
    document.span(("a",))
    assert looked_up == [("a",)]
    assert document._places._roots is not None


def test_nested_aliases_cost_no_table_of_pointers(load: Load) -> None:
    levels = ["a0: &a0 [x, x, x, x]"]
    levels += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 9)]
    document = load("\n".join(levels))
    assert document.span(("a8", 1, 2, 3, 0, 1, 2, 3, 0, 1)) == Span(1, 13, 1, 14)


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ((), ""),
        (("channels", "it-help", "via", 0), "/channels/it-help/via/0"),
        (("a/b", "c~d", ""), "/a~1b/c~0d/"),
        (("~1",), "/~01"),
    ],
)
def test_json_pointers(pointer: Pointer, text: str) -> None:
    assert escape_pointer(pointer) == text
