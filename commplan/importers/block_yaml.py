"""Block-style YAML that every reader understands alike, with a comment per entry.

An importer has to write two things that YAML libraries do not: the same key
twice, where the original says something twice, and the place that an entry
came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from commplan.api import one_line, scalar


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


def comment(text: str) -> str:
    """The text as a comment.

    A ``#`` within it is escaped: it may come from a foreign file's name, and
    must not become an instruction such as ``# commplan: ignore``.
    """
    return "# " + one_line(text).replace("#", "\\x23")


def _remark(text: str) -> str:
    return f"  {comment(text)}" if text else ""
