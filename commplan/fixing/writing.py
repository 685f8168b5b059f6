"""Values as YAML text that every reader takes for the same."""

import json
import re
from collections.abc import Mapping, Sequence

from commplan.document.scalars import resolve_plain
from commplan.fixing.refusal import FixError

WIDTH = 100
"""Columns that a list or mapping in brackets may take before it is written line by line."""

_PLAIN = re.compile(r"[^\W\d_][\w./+-]*(?: [\w./+()-]+)*|(?:[0-9]+(?:\.[0-9]+)?[a-z]+)+", re.ASCII)
"""Words without any character that means something to YAML, and quantities such as ``1h30m``."""

_REFERENCE = re.compile(r"[a-z]+:[a-zA-Z][\w-]*", re.ASCII)
"""References that are a text to every reader, also without the quotes that new ones get."""


def is_reference(value: object) -> bool:
    """Whether it is a reference that stays without quotes where one stood without."""
    return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None


def scalar(value: object, style: str = "", *, is_key: bool = False) -> str:
    """A scalar in one line: plain where ``style`` is and the text may be, else in quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if not isinstance(value, str):
        raise FixError(f"a value of the kind {type(value).__name__} cannot be written")
    if not style and _may_be_plain(value, is_key):
        return value
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return _in_quotes(value)


def _may_be_plain(text: str, is_key: bool) -> bool:
    if not _PLAIN.fullmatch(text):
        return False
    resolved = resolve_plain(text)
    trap = resolved.key_trap if is_key else resolved.trap
    return trap is None and (is_key or resolved.value == text)


def _in_quotes(text: str) -> str:
    """In double quotes, what cannot be seen as an escape."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escape(c) for c in written)


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def flow(value: object, style: str = "") -> str:
    """A value in one line, lists and mappings in brackets."""
    if isinstance(value, Mapping):
        inner = (f"{scalar(key, is_key=True)}: {flow(item, style)}" for key, item in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(item, style) for item in value) + "]"
    return scalar(value, style)


def block(value: object, indent: int, line_break: str, style: str = "") -> str:
    """A value as it follows a key or dash: a blank and one line, or lines at ``indent``.

    Mappings take a line for each key. Lists stand in brackets as long as they fit.
    """
    margin = line_break + " " * indent
    if isinstance(value, Mapping) and value:
        return "".join(margin + entry(k, v, indent, line_break, style) for k, v in value.items())
    if isinstance(value, str) and "\n" in value and (lines := _literal(value)):
        return f" {lines[0]}" + "".join(margin + line if line else line_break for line in lines[1:])
    short = flow(value, style)
    if isinstance(value, Sequence) and not isinstance(value, str) and indent + len(short) > WIDTH:
        return "".join(f"{margin}-{_item(item, indent + 2, line_break, style)}" for item in value)
    return f" {short}"


def entry(key: str, value: object, indent: int, line_break: str, style: str = "") -> str:
    """A key with its value, the key standing at ``indent``."""
    return f"{scalar(key, is_key=True)}:{block(value, indent + 2, line_break, style)}"


def _item(value: object, indent: int, line_break: str, style: str) -> str:
    """An item as it follows its dash: the first key of a mapping stands on the same line."""
    written = block(value, indent, line_break, style)
    margin = line_break + " " * indent
    return f" {written.removeprefix(margin)}" if isinstance(value, Mapping) else written


def _literal(text: str) -> list[str]:
    """The header and lines of a block of text; empty where it cannot be one."""
    lines = text.split("\n")
    body = lines[:-1] if text.endswith("\n") else lines
    sound = all(line.rstrip() == line and line.isprintable() for line in body)
    if not sound or not body[0] or body[0][0] == " " or not body[-1]:
        return []
    return ["|" if text.endswith("\n") else "|-", *body]
