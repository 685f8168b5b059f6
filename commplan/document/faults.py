"""The parser's terse complaints in plain words: what is wrong, and what was expected.

libyaml and PyYAML's own parser word some faults differently, so a complaint is
known by a fragment of its text.
"""

import re
from collections.abc import Callable

from yaml.error import MarkedYAMLError, YAMLError

from commplan.document.events import advance
from commplan.document.model import DEFAULT_LIMITS
from commplan.errors import PlanSyntaxError
from commplan.named import NamedTuple

_FORBIDDEN = re.compile("[^\t\n\r -~\x85\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Fault(NamedTuple):
    """What the parser said, and the text around the place it points at."""

    context: str
    before: str  # what stands left of the place
    character: str  # what stands at the place, quoted
    line: int  # where the quote, mapping or list at fault begins
    column: int


def syntax_error(error: YAMLError, text: str, path: str) -> PlanSyntaxError:
    """The error that tells what ``error`` means, from parsing ``text``."""
    if not isinstance(error, MarkedYAMLError):
        return _character_error(text, path) or PlanSyntaxError(path, f"expected YAML: {error}")
    mark = error.problem_mark or error.context_mark
    opening = error.context_mark or mark
    if mark is None or opening is None:
        return PlanSyntaxError(path, f"expected YAML: {error.problem}")
    line, column = mark.line + 1, mark.column + 1
    if mark.index >= len(text):  # where libyaml sees one more line than there is
        line, column = advance(1, 1, text.rstrip())
    fault = _Fault(
        error.context or "",
        text[mark.index - mark.column : mark.index],
        repr(text[mark.index]) if mark.index < len(text) else "the end of the file",
        opening.line + 1,
        opening.column + 1,
    )
    words, at_opening = _explain(error.problem or "", fault)
    if at_opening:
        line, column = fault.line, fault.column
    return PlanSyntaxError(path, words, line, column)


def _explain(problem: str, fault: _Fault) -> tuple[str, bool]:
    """The plain words for a complaint, and whether they are about the opening."""
    for fragments, words in _AT_OPENING.items():
        if any(fragment in problem for fragment in fragments):
            return words, True
    for fragments, explain in _AT_PLACE.items():
        if any(fragment in problem for fragment in fragments):
            return (explain if isinstance(explain, str) else explain(fault)), False
    return f"expected YAML: {', '.join(filter(None, (fault.context, problem)))}", False


def _bad_start(fault: _Fault) -> str:
    if fault.character == repr("\t"):
        return _TAB
    return f"a plain value cannot start with {fault.character}; expected quotes around it"


def _bad_colon(fault: _Fault) -> str:
    if re.search(r":[ \t]", fault.before):
        return "a second ': ' in one line; expected quotes around a value that holds ': '"
    return "unexpected ':'; expected a ': ' in the line above, or this line indented like it"


def _bad_end(fault: _Fault) -> str:
    if fault.before.strip():
        return "unexpected text after a value; expected a new line, or quotes around all of it"
    item, whole = ("a key", "mapping") if "mapping" in fault.context else ("'- '", "list")
    return (
        f"bad indentation; expected {item} in column {fault.column}"
        f" to go on with the {whole} that starts on line {fault.line}, or deeper indentation"
    )


def _open_list(fault: _Fault) -> str:
    return f"expected ',' or ']' after an item of the list opened on line {fault.line}"


def _open_mapping(fault: _Fault) -> str:
    return f"expected ',' or '}}' after a value of the mapping opened on line {fault.line}"


def _no_value(fault: _Fault) -> str:
    return f"expected a value, found {fault.character}"


def _after_document(fault: _Fault) -> str:
    return f"expected the end of the document or '---', found {fault.character}"


_TAB = "a tab cannot indent YAML; expected spaces"
_BLOCK_HEADER = "expected a new line after '|' or '>', or quotes around the text"
_ESCAPE = "an escape that is no character; expected \\xHH, \\uHHHH or \\UHHHHHHHH, no surrogates"

_DEPTH = f"nested deeper than {DEFAULT_LIMITS.depth} levels"

_AT_OPENING: dict[tuple[str, ...], str] = {
    ("could not find expected ':'",): "expected ': ' after this key",
    (
        "end of stream",
        "unexpected document",
    ): "this quote is never closed; expected it again after the text",
}
_AT_PLACE: dict[tuple[str, ...], str | Callable[[_Fault], str]] = {
    ("cannot start any token",): _bad_start,
    ("tab character",): _TAB,
    ("mapping values are not allowed",): _bad_colon,
    ("expected key", "expected '-' indicator", "expected <block end>"): _bad_end,
    ("',' or ']'",): _open_list,
    ("',' or '}'",): _open_mapping,
    ("sequence entries are not allowed",): "a list cannot start here; expected '- ' on a new line",
    ("mapping keys are not allowed",): "'? ' cannot stand here; expected quotes around the text",
    ("node content",): _no_value,
    ("document start>",): _after_document,
    ("unknown escape",): "an unknown escape; expected '\\\\' for a backslash, or single quotes",
    ("escape code", "hexdecimal", "hexadecimal"): _ESCAPE,
    ("tag handle",): "an undeclared tag; expected plain YAML without tags",
    ("alphabetic or numeric",): "expected a name after '&' or '*', or quotes around the text",
    ("incompatible YAML",): "expected %YAML 1.1 or %YAML 1.2",
    ("comment or line break", "chomping or indentation"): _BLOCK_HEADER,
    ("nesting depth",): _DEPTH,  # newer libyaml refuses a thousand levels before we count them
}


def _character_error(text: str, path: str) -> PlanSyntaxError | None:
    """The error for the first character that no YAML file may have."""
    found = _FORBIDDEN.search(text)
    if found is None:
        return None
    line, column = advance(1, 1, text[: found.start()])
    name = f"U+{ord(found[0]):04X}"
    problem = f"the character {name} is not allowed; expected YAML in UTF-8, not a binary file"
    return PlanSyntaxError(path, problem, line, column)
