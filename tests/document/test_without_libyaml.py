"""The same answers where PyYAML has no libyaml, and no parser at all until one is needed."""

import subprocess
import sys

import pytest
import yaml
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from commplan.document import SourceFile, loader, places, read_documents
from commplan.document.pure import PureParser
from commplan.errors import PlanSyntaxError
from tests.depth import examples

PLAN = """\
# commplan: ignore-file[A] x
base: &base {open: 17:30, "\U0001f600": on}
uses:
- <<: *base
  text: |
    two
    lines
  empty:
-
- !!str 5
---
- 'it''s'
"""


def run(code: str) -> str:
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return process.stdout.strip()


def read(text: str) -> SourceFile | PlanSyntaxError:
    try:
        return read_documents(text.encode(), "plan.yaml")
    except PlanSyntaxError as error:
        return error


def read_pure(text: str, monkeypatch: pytest.MonkeyPatch) -> SourceFile | PlanSyntaxError:
    with monkeypatch.context() as patch:
        patch.setattr(loader, "EventParser", PureParser)
        patch.setattr(places, "EventParser", PureParser)
        source = read(text)
        if isinstance(source, SourceFile):
            for document in source.documents:
                document.span(())
    return source


def test_values_oddities_and_places_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast, slow = read(PLAN), read_pure(PLAN, monkeypatch)
    assert isinstance(fast, SourceFile)
    assert isinstance(slow, SourceFile)
    for one, other in zip(fast.documents, slow.documents, strict=True):
        assert one.value == other.value
        assert one.oddities == other.oddities
    pointers = [
        (),
        ("uses", 0, "open"),
        ("uses", 0, "text"),
        ("uses", 0, "empty"),
        ("uses", 1),
        ("uses", 2),
    ]
    for pointer in pointers:
        assert fast.documents[0].span(pointer) == slow.documents[0].span(pointer)


FAULTS = [
    *("a:\n\tb", "a: b: c", "a: [b", "a: {b: 1", "a:\n  b: 1\n c: 2", "a: @", "a: ]", "'x"),
    *("- a\nb: 1", "a: - b", "a: *", "a: |x", "%YAML 3.0\n---\na", "a\nb: 1", "a: 1\nb\n"),
    *("a: \x07", "!e!x y"),
]


@pytest.mark.parametrize("text", FAULTS)
def test_faults_are_told_in_the_same_words(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, slow = read(text), read_pure(text, monkeypatch)
    assert isinstance(fast, PlanSyntaxError)
    assert str(fast) == str(slow)


@pytest.mark.parametrize(
    "text", ['a: "\\ud800"', 'a: "\\U00110000"', 'a: "\\UFFFFFFFF"', 'a: ["\\uDFFF", b]']
)
def test_escapes_that_are_no_characters(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, slow = read(text), read_pure(text, monkeypatch)
    assert isinstance(fast, PlanSyntaxError)
    assert isinstance(slow, PlanSyntaxError)
    assert fast.problem == slow.problem


yaml_like = st.lists(
    st.sampled_from("abc019-:,?!&*#|>%@`'\"{}[]<=~\\\t\n \u0085\U0001f600\x00_xuU"), max_size=30
).map("".join)


@examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=yaml_like)
@example(text='"\\xff\\ud83d"')
@example(text="a: !<%ED%A0%80> b")
def test_arbitrary_text_raises_nothing_else(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read_pure(text, monkeypatch)


def test_the_pure_parser_steps_in() -> None:
    code = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from commplan.document import events, read_documents\n"
        "print(events.EventParser.__name__, read_documents(b'[1, on]', 'x').documents[0].value)"
    )
    assert yaml.__with_libyaml__
    assert run(code) == "PureParser [1, 'on']"


def test_the_parser_is_not_imported_before_there_is_something_to_parse() -> None:
    code = "import sys, commplan.document; print('yaml' in sys.modules)"
    assert run(code) == "False"
