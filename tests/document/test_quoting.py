"""A text that is written as a scalar is that text to every reader, wherever it stands."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from commplan.api import read_documents
from commplan.document.quoting import is_plain, one_line, scalar

ODD = [
    *("", " ", "trailing ", "NO", "y", "N", "null", "Null", "~", "=", "<<", ".", "---", "- x"),
    *("a: b", "a:", ":a", "- ", "?", "? a", "%a", "@a", "`a", "|", ">", "-", "a,", "a]", "a}"),
    *("2026-09-14", "0755", "017", "1e3", "17:30", "0xa", "0b1", "0o17", "1h30m", "1_000", ".inf"),
    *("# no comment", "a #b: 'c' \"d\" \\", "it's", "two\nlines\r\n\ttab", "[x]", "{x}", "a, b"),
    *("\u2028\x85\ufeff\x00\x7f", "spøkelser 幽霊 👻", "a\u200bb", "\U000e0001", "&a", "*a", "!a"),
]
TEXTS = (
    st.sampled_from(ODD)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.text("0123456789abexohmsdny.+-_: ()", max_size=8)
)


def read(text: str) -> object:
    """The value as YAML 1.1 (PyYAML) and 1.2 (commplan) read it, which must agree."""
    document = read_documents(text.encode(), "plan.yaml").documents[0]
    assert document.value == yaml.safe_load(text)
    assert [oddity for oddity in document.oddities if oddity.kind == "scalar"] == []
    return document.value


@given(TEXTS, st.sampled_from(["", "'", '"']))
@example("y", "")
@example("0xa", "")
@example("it's", "'")
@example("it's\n", "'")
def test_what_is_written_is_read_back(text: str, style: str) -> None:
    written = scalar(text, style)
    assert len(written.splitlines()) == 1
    lines = f"- {written}\n- {written}: {written}\n- [{written}, {{{written}: {written}}}]\n"
    assert read(lines) == [text, {text: text}, [text, {text: text}]]


@given(TEXTS)
def test_quotes_are_left_out_only_where_no_style_asks_for_them(text: str) -> None:
    assert (scalar(text) == text) == is_plain(text)
    assert scalar(text, '"')[0] == '"'
    assert scalar(text, "'")[0] == ("'" if text.isprintable() else '"')


@pytest.mark.parametrize(
    "text",
    ["U01ADA", "SIG Node (Kubernetes)", "kind", "x.y_z-1/2", "C++", "1h30m", "1.5h", "1password"],
)
def test_plain_words_and_quantities_have_no_quotes(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", '""'),
        ("Off", '"Off"'),
        ("Y", '"Y"'),
        ("nULL", "nULL"),
        ("person:ada", '"person:ada"'),
        ("0xab", '"0xab"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("bømlo", '"bømlo"'),
        ("a\nb", '"a\\nb"'),
        ("\ud800", '"\\ud800"'),
        ("\U000e0001", '"\\U000e0001"'),
    ],
)
def test_all_else_is_quoted(text: str, written: str) -> None:
    assert scalar(text) == written


@given(st.text())
def test_one_line_can_be_printed(text: str) -> None:
    assert one_line(text).isprintable()
