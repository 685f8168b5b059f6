"""Texts that are no YAML: one error with file, line, column and plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.document import read_documents
from commplan.errors import PlanSyntaxError
from tests.depth import examples


def error_of(data: bytes | str) -> PlanSyntaxError:
    raw = data.encode() if isinstance(data, str) else data
    with pytest.raises(PlanSyntaxError) as caught:
        read_documents(raw, "plan.yaml")
    assert str(caught.value).startswith("plan.yaml:")
    return caught.value


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a:\n\tb: 1\n", (2, 1), "a tab cannot indent YAML; expected spaces"),
        ("a: |\n\t x\n", (2, 1), "a tab cannot indent YAML; expected spaces"),
        ("a: b\n\tc: d\n", (2, 1), "a tab cannot indent YAML; expected spaces"),
        ("a: b: c\n", (1, 5), "a second ': ' in one line"),
        ("a\nb: 1\n", (2, 2), "expected a ': ' in the line above"),
        ("a: 1\n  b: 2\n", (2, 4), "or this line indented like it"),
        ("a: 1\nb\n", (2, 1), "expected ': ' after this key"),
        ("a: 1\nb: 'x\nc: 2\n", (2, 4), "this quote is never closed"),
        ('\U0001f600: "x', (1, 4), "this quote is never closed"),
        (
            "a: [1, 2\nb: 1\n",
            (2, 2),
            "expected ',' or ']' after an item of the list opened on line 1",
        ),
        ("a: {x: 1\nb: 2\n", (2, 2), "expected ',' or '}' after a value of the mapping opened on"),
        ("a: ]\n", (1, 4), "expected a value, found ']'"),
        ("[a]]\n", (1, 4), "expected the end of the document or '---', found ']'"),
        (
            "x:\n  a:\n    b: 1\n   c: 2\n",
            (4, 4),
            "expected a key in column 3 to go on with the mapping that starts on line 2",
        ),
        ("- a\nb: 1\n", (2, 1), "expected '- ' in column 1 to go on with the list that starts on"),
        ("a: 'it's'\n", (1, 8), "unexpected text after a value"),
        ("a: @x\n", (1, 4), "a plain value cannot start with '@'; expected quotes around it"),
        ("a: - b\n", (1, 4), "a list cannot start here; expected '- ' on a new line"),
        ("a: ? b\n", (1, 4), "'? ' cannot stand here"),
        ("a: *\n", (1, 5), "expected a name after '&' or '*'"),
        ("a: |x\n", (1, 5), "expected a new line after '|' or '>'"),
        ('a: "\\q"', (1, 5), "an unknown escape"),
        ('a: "\\ud800"', (1, 7), "an escape that is no character"),
        ('a: "\\U00110000"', (1, 7), "an escape that is no character"),
        ("%YAML 3.0\n---\na\n", (1, 1), "expected %YAML 1.1 or %YAML 1.2"),
        ("%FOO x\n---\na\n", (1, 5), "expected YAML: while scanning a directive"),
    ],
)
def test_common_faults_in_plain_words(text: str, place: tuple[int, int], words: str) -> None:
    error = error_of(text)
    assert (error.line, error.column) == place
    assert words in error.problem


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
def test_lines_are_counted_for_every_kind_of_line_end(breaks: str) -> None:
    error = error_of(breaks.join(["a: 1", "b: 2", "c: @"]))
    assert (error.line, error.column) == (3, 4)


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"\xff\xfea\x00:\x00", (None, None), "the file is UTF-16; expected UTF-8"),
        (b"\xfe\xff\x00a\x00:", (None, None), "the file is UTF-16; expected UTF-8"),
        (b"a\x00:\x00 \x00b\x00", (1, 2), "the character U+0000 is not allowed"),
        (b"\x89PNG\r\n\x1a\n", (1, 1), "the byte 0x89 is not UTF-8"),
        ("\u00e9: b\nc: ".encode() + b"\xed\xa0\x80\n", (2, 4), "the byte 0xED is not UTF-8"),
        ("\u00e9: \u20ac\nd".encode() + b"\xc3", (2, 2), "the byte 0xC3 is not UTF-8"),
        ("\u00e9: \x07".encode(), (1, 4), "the character U+0007 is not allowed"),
        ("a: b\r\n# \uffff\n".encode(), (2, 3), "the character U+FFFF is not allowed"),
        (b"a: \x7f", (1, 4), "the character U+007F is not allowed"),
        (b"a: !<%ED%A0%80> b", (None, None), "a tag is not UTF-8"),
    ],
)
def test_what_is_not_a_text_file(
    data: bytes, place: tuple[int | None, int | None], words: str
) -> None:
    error = error_of(data)
    assert (error.line, error.column) == place
    assert words in error.problem


def explore(data: bytes) -> None:
    """Read ``data`` and, if it is YAML, ask for everything that is worked out late."""
    try:
        source = read_documents(data, "plan.yaml")
    except PlanSyntaxError as error:
        assert error.problem
        assert "\n" not in str(error)
        return
    assert isinstance(source.ignores, tuple)
    for document in source.documents:
        span = document.span(("a", 0, "b"))
        assert 1 <= span.line <= len(source.lines) + 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)


@given(st.binary(max_size=60))
def test_arbitrary_bytes_raise_nothing_else(data: bytes) -> None:
    explore(data)


@examples(200)
@given(st.text(max_size=60))
def test_arbitrary_text_raises_nothing_else(text: str) -> None:
    explore(text.encode("utf-8", "surrogatepass"))


yaml_like = st.lists(
    st.sampled_from(
        "abc019-+.:,?!&*#|>%@`'\"{}[]<=~\\\t\n\r \u00a0\u0085\u2028\U0001f600\x00\x1b_nNxu"
    ),
    max_size=30,
).map("".join)


@examples(300)
@given(yaml_like)
def test_almost_yaml_raises_nothing_else(text: str) -> None:
    explore(text.encode())


@given(yaml_like)
def test_almost_yaml_with_ignore_comments_raises_nothing_else(text: str) -> None:
    explore(f"a: 1\n{text}# commplan: ignore[{text}\n".encode())
