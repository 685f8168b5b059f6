"""Short ways to load a text and to cut a span out of it."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from commplan.document import Document, SourceFile, Span, read_documents


@pytest.fixture
def load() -> Callable[[str], Document]:
    """Loads the only document of an indented text."""

    def load_only(text: str) -> Document:
        (document,) = read_documents(dedent(text).encode(), "plan.yaml").documents
        return document

    return load_only


@pytest.fixture
def cut() -> Callable[[SourceFile, Span], str]:
    """The text of a span, with line feeds for all kinds of line ends."""

    def cut_out(source: SourceFile, span: Span) -> str:
        lines = [source.line(number) for number in range(span.line, span.end_line + 1)]
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return "\n".join(lines)

    return cut_out
