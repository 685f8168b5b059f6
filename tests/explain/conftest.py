"""Plans with one mistake, marked in the text, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from commplan.checker.load import Loader
from commplan.document import SourceFile, Span, read_documents
from commplan.schema import Fault

HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n"


class Told(NamedTuple):
    """What is said about a document, and the words of the text it is said about."""

    messages: list[str]
    helps: list[str | None]
    texts: list[str]
    marked: list[str]


def _words(source: SourceFile, span: Span) -> str:
    """The text of a span that stands on one line."""
    return (
        f"{span.line}:{span.column} {source.line(span.line)[span.column - 1 : span.end_column - 1]}"
    )


def _unmark(text: str) -> tuple[str, list[str]]:
    """The text without «marks», and what they enclose as line, column and words."""
    plain, marked = "", []
    for number, piece in enumerate(text.replace("»", "«").split("«")):
        if number % 2:
            line = plain.count("\n") + 1
            column = len(plain) - (plain.rfind("\n") + 1) + 1
            marked.append(f"{line}:{column} {piece}")
        plain += piece
    return plain, marked


def explain(text: str) -> Told:
    """Explain the first document of a text."""
    plain, marked = _unmark(text)
    source = read_documents(plain.encode(), "plan.yaml")
    (loaded, *_) = Loader().loaded(source, named=True)
    faults: tuple[Fault, ...] = loaded.text.faults
    spans = [source.documents[0].span(fault.pointer, key=fault.on_key) for fault in faults]
    return Told(
        [fault.message for fault in faults],
        [fault.help for fault in faults],
        [_words(source, span) for span in spans],
        marked,
    )


@pytest.fixture
def told() -> Callable[[str], Told]:
    """Explains a whole document."""
    return explain


@pytest.fixture
def mistake() -> Callable[[str, str, str | None], None]:
    """Asserts that a plan's one mistake is told so, at the marked words, with this help."""

    def check(fragment: str, message: str, advice: str | None) -> None:
        said = explain(HEAD + fragment)
        assert said.messages == [message]
        assert said.texts == said.marked
        assert said.helps == [advice]

    return check
