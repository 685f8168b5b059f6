"""Ignore comments: ``# commplan: ignore[CODE, ...] until=YYYY-MM-DD reason``.

On a line with content such a comment concerns that line, and where a bracket of an
earlier line closes there, that line too; alone on its line, the next line with
content. ``ignore-file[...]`` concerns the whole file and
stands in the comments before anything else. Which codes exist, and whether a
reason is owed, is not judged here.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from commplan.named import NamedTuple

_MARKER = "commplan:"
_COMMENT = r"(?:^|(?<=[ \t]))#[ \t]*commplan:"
_INSTRUCTION = r"[ \t]*([\w-]*)[ \t]*(\[[^\]]*\]?)?[ \t]*(until=\S*)?[ \t]*(.*)"
_UNTIL = r"until=[0-9]{4}-[0-9]{2}-[0-9]{2}"
_VERBS = ("ignore", "ignore-file")


class Ignore(NamedTuple):
    """One ignore comment.

    ``line``, ``column`` and ``end_column`` are where the comment stands, 1-based,
    the end exclusive. ``target_line`` is the line it concerns, None for the whole
    file. ``until`` is a date as YYYY-MM-DD. A comment with ``malformed``, which
    says what is wrong with it, ignores nothing.
    """

    line: int
    column: int
    end_column: int
    target_line: int | None
    codes: tuple[str, ...]
    until: str | None
    reason: str
    malformed: str | None
    opened: int | None = None
    """The line of the first bracket that closes on the target line, where that is another."""


def parse_ignores(text: str) -> tuple[Ignore, ...]:
    """The ignore comments in the YAML ``text``, in its order.

    What only looks like a comment, inside a quoted string or a block of text, is
    none. A text that is not YAML is told apart that way up to its fault.
    """
    return tuple(_Comments(text).ignores()) if _MARKER in text else ()


class _Comments:
    """The comments of a text, told from the strings that look like them."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._strings, self._opened = _marks(text)
        self._targets = _next_content(self._lines)
        self._header = _header_length(self._lines)

    def ignores(self) -> Iterator[Ignore]:
        for number, line in enumerate(self._lines, start=1):
            if _MARKER in line:
                for found in re.finditer(_COMMENT, line):
                    if self._is_comment(number, found.start() + 1):
                        yield from self._instruction(number, line, found)
                        break

    def _is_comment(self, line: int, column: int) -> bool:
        """Whether a ``#`` at this place starts a comment, not being part of a string."""
        before = bisect_right(self._strings, (line, column), key=lambda string: string[0])
        return before == 0 or (line, column) >= self._strings[before - 1][1]

    def _instruction(self, number: int, line: str, found: re.Match[str]) -> Iterator[Ignore]:
        """The ignore comment found on a line; nothing for one that only names commplan."""
        line = line.rstrip()
        verb, bracket, until, reason = re.findall(_INSTRUCTION, line[found.end() :])[0]
        if verb not in _VERBS and not bracket:
            return
        codes = tuple(code.strip() for code in bracket.strip("[]").split(","))
        malformed = _fault(verb, bracket, codes, until)
        if verb == "ignore-file" and number > self._header:
            malformed = malformed or "expected ignore-file in the comments before anything else"
        target = None if verb == "ignore-file" else self._target(number, line)
        yield Ignore(
            line=number,
            column=found.start() + 1,
            end_column=len(line) + 1,
            target_line=target,
            codes=tuple(filter(None, codes)),
            until=until.removeprefix("until=") if _is_date(until) else None,
            reason=reason,
            malformed=malformed,
            opened=self._opened.get(number) if target == number else None,
        )

    def _target(self, number: int, line: str) -> int:
        """The line that a comment concerns: its own, or the next if it stands alone."""
        indent = len(line) - len(line.lstrip())
        is_alone = line[indent] == "#" and self._is_comment(number, indent + 1)
        return self._targets[number - 1] if is_alone else number


def _fault(verb: str, bracket: str, codes: tuple[str, ...], until: str) -> str | None:
    """What is wrong with the parts of an ignore comment, or None."""
    if verb not in _VERBS:
        return f"unknown instruction {verb!r}; expected ignore or ignore-file"
    if not bracket.endswith("]"):
        return f"expected the codes in brackets, as in {verb}[SLA101]"
    if "" in codes:
        return "expected at least one code in the brackets, and one on each side of a comma"
    if until and not _is_date(until):
        return f"expected a date as in until=2030-12-31, found {until}"
    return None


def _is_date(until: str) -> bool:
    """Whether the words before the reason name a day of the calendar."""
    if not re.fullmatch(_UNTIL, until):
        return False
    from datetime import date

    try:
        date.fromisoformat(until.removeprefix("until="))
    except ValueError:
        return False
    return True


def _next_content(lines: list[str]) -> list[int]:
    """For every line, the number of the first line after it that is more than a comment."""
    numbers = []
    following = len(lines) + 1
    for number in range(len(lines), 0, -1):
        numbers.append(following)
        if not lines[number - 1].lstrip().startswith("#") and lines[number - 1].strip():
            following = number
    numbers.reverse()
    return numbers


def _header_length(lines: list[str]) -> int:
    """How many lines there are before the first with content."""
    for count, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("#") and not _is_start(line):
            return count
    return len(lines)


def _is_start(line: str) -> bool:
    """Whether a line only opens a document: a directive, or three dashes."""
    return line.startswith("%") or line.rstrip() == "---"


_Stretch = tuple[tuple[int, int], tuple[int, int]]
"""Start and end, as line and column."""


def _marks(text: str) -> tuple[Sequence[_Stretch], Mapping[int, int]]:
    """All that may hold a ``#`` after a space, and where what closes on a line was opened."""
    from yaml.error import YAMLError
    from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

    from commplan.document.events import EventParser, event_span, scalar_span

    strings: list[_Stretch] = []
    opened: dict[int, int] = {}
    around: list[int | None] = []
    next_event = EventParser(text).get_event
    try:
        while (event := next_event()) is not None:
            if type(event) is ScalarEvent and event.style:
                line, column, *end = scalar_span(event, text)
                is_block = event.style in ("|", ">")  # its first line may end in a comment
                start = (line + 1, 0) if is_block else (line, column)
                strings.append((start, (end[0], end[1])))
            elif isinstance(event, CollectionStartEvent):
                around.append(event_span(event).line if event.flow_style else None)
            elif isinstance(event, CollectionEndEvent):
                first, last = around.pop(), event_span(event).end_line
                if first is not None and first < last:
                    opened[last] = min(first, opened.get(last, first))
    except (YAMLError, UnicodeDecodeError):
        pass  # a text that is not YAML is told apart up to its fault
    return strings, opened
