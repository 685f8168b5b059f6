"""Block-style YAML that every reader understands alike, with a comment per entry.

An importer has to write two things that YAML libraries do not: the same key
twice, where the original says something twice, and the place that an entry
came from. Whatever YAML 1.1 and YAML 1.2 read differently is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

_PLAIN = re.compile(r"[A-Za-z][\w./-]*(?: [\w./()-]+)*", re.ASCII)
"""Texts that need no quotes: they start with a letter, so none is a number or a date."""

_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Plain words that YAML 1.1 or 1.2 takes for a boolean or for nothing."""

_SHORT = {"\n": "\\n", "\t": "\\t"}


class Item(NamedTuple):
    """One text of a list."""

    value: str
    comment: str = ""


class Entry(NamedTuple):
    """One key of a mapping; a mapping may hold the same key twice."""

    key: str
    value: Value
    comment: str = ""


Value: TypeAlias = bool | str | tuple[Item, ...] | tuple[Entry, ...]
"""A truth, a text, a list of texts or a mapping; an empty list or mapping is written ``[]``."""


def render(entries: tuple[Entry, ...], indent: str = "") -> Iterator[str]:
    """The lines of a mapping, without line ends."""
    for entry in entries:
        key = f"{indent}{scalar(entry.key)}:"
        if isinstance(entry.value, bool):
            yield f"{key} {'true' if entry.value else 'false'}{_remark(entry.comment)}"
        elif isinstance(entry.value, str):
            yield f"{key} {scalar(entry.value)}{_remark(entry.comment)}"
        elif not entry.value:
            yield f"{key} []{_remark(entry.comment)}"
        else:
            yield f"{key}{_remark(entry.comment)}"
            yield from _inside(entry.value, indent + "  ")


def _inside(value: tuple[Item, ...] | tuple[Entry, ...], indent: str) -> Iterator[str]:
    for part in value:
        if isinstance(part, Item):
            yield f"{indent}- {scalar(part.value)}{_remark(part.comment)}"
        else:
            yield from render((part,), indent)


def scalar(text: str) -> str:
    """The text as a YAML scalar: plain where that can only mean this text, else in quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{visible(quoted)}"'


def visible(text: str) -> str:
    """The text on one line, with what cannot be printed written as YAML escapes."""
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def _escape(letter: str) -> str:
    code = ord(letter)
    if code <= 0xFF:
        return _SHORT.get(letter, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def comment(text: str) -> str:
    """The text as a comment.

    A ``#`` within it is escaped: it may come from a foreign file's name, and
    must not become an instruction such as ``# commplan: ignore``.
    """
    return "# " + visible(text).replace("#", "\\x23")


def _remark(text: str) -> str:
    return f"  {comment(text)}" if text else ""
