"""The parser whose events both passes read, and where in the text an event stands."""

import re
from typing import Any

from yaml.events import ScalarEvent

from commplan.document.model import Span

try:
    from yaml._yaml import CParser as EventParser
except ImportError:
    from commplan.document.pure import PureParser as EventParser  # type: ignore[assignment]

__all__ = [
    "EventParser",
    "advance",
    "event_span",
    "is_empty",
    "is_merge",
    "passed_properties",
    "scalar_span",
]

_PROPERTIES = r"(?:[&!]\S*|\s+|(?<=\s)#[^\r\n\x85\u2028\u2029]*)*"
"""Anchor, tag and comments before a scalar; compiled where a place is looked up, in few runs."""
_BLANKS = " \t\r\n\x85\u2028\u2029"


def is_empty(event: Any) -> bool:
    """Whether the scalar is not there at all, as the value of ``owner:``."""
    return not event.value and not event.style


def is_merge(event: Any) -> bool:
    """Whether a key is the ``<<`` that merges; a quoted one is a key like any other."""
    return type(event) is ScalarEvent and event.value == "<<" and not event.style


def event_span(event: Any, last: Any = None) -> Span:
    """The text of an event, or up to the end of ``last``."""
    start, end = event.start_mark, (last or event).end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def scalar_span(event: Any, text: str) -> Span:
    """The text of a scalar without its anchor and tag, and without blank lines after it.

    A scalar that is not there is shown by the dash, or whatever character is beside it.
    """
    span = event_span(event)
    is_block = event.style in ("|", ">")
    if event.value and event.anchor is None and event.tag is None and not is_block:
        return span
    line, column, end_line, end_column = span
    start, end = event.start_mark.index, event.end_mark.index
    if start == end:
        before = start > 0 and text[start - 1] in "-?"
        return Span(line, column - before, line, column + (not before))
    if not is_empty(event):
        passed = passed_properties(text, start, end)
        line, column = advance(line, column, passed)
        start += len(passed)
    if is_block:
        end_line, end_column = advance(line, column, text[start:end].rstrip(_BLANKS))
    return Span(line, column, end_line, end_column)


def passed_properties(text: str, start: int, end: int) -> str:
    """The anchor, tag, comments and blanks with which ``text[start:end]`` begins."""
    skipped = re.compile(_PROPERTIES).match(text, start, end)
    return skipped[0] if skipped else ""


def advance(line: int, column: int, passed: str) -> tuple[int, int]:
    """Line and column where ``passed`` ends if it starts at the given ones."""
    *whole, rest = (passed + ".").splitlines()
    return line + len(whole), len(rest) + (0 if whole else column - 1)
