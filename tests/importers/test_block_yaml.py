"""What is written as YAML is read back as the same text, by every reader."""

from __future__ import annotations

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from commplan.api import read_documents
from commplan.importers.block_yaml import Entry, Item, comment, render

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def read_twice(text: str) -> object:
    """The value as YAML 1.1 (PyYAML) and 1.2 (commplan) read it, which must agree."""
    document = read_documents(text.encode(), "plan.yaml").documents[0]
    assert document.value == yaml.safe_load(text)
    assert [oddity for oddity in document.oddities if oddity.kind == "scalar"] == []
    return document.value


@given(TEXTS)
@example("NO")
@example("y")
@example("2026-09-14")
@example("0755")
@example("1e3")
@example("17:30")
@example("<<")
@example("=")
@example("~")
@example("# not a comment")
@example("a #b: 'c' \"d\" \\")
@example("two\nlines\r\n\ttab")
@example("\u2028\x85\ufeff\x00\x7f")
@example("spøkelser 幽霊 👻")
@example("---")
@example("- x")
@example("a: b")
@example("trailing ")
def test_any_text_survives_as_key_value_item_and_comment(text: str) -> None:
    entries = (
        Entry("before", "x", comment=text),
        Entry(text, (Entry("value", text), Entry("list", (Item(text, comment=text),)))),
    )
    written = "\n".join(render(entries)) + "\n"
    assert read_twice(written) == {"before": "x", text: {"value": text, "list": [text]}}


def test_a_mapping_may_hold_a_key_twice() -> None:
    twice = (Entry("a", "1st", comment="from x:1"), Entry("a", (), comment="from x:2"))
    assert list(render(twice)) == ["a: 1st  # from x:1", "a: []  # from x:2"]


def test_a_comment_stays_on_its_line() -> None:
    assert comment("evil\nkey: value") == "# evil\\nkey: value"


def test_a_comment_gives_no_orders() -> None:
    assert comment("x # commplan: ignore[PLN101]") == "# x \\x23 commplan: ignore[PLN101]"
