"""Values as YAML text that every reader takes for the same."""

import math
import re
from collections.abc import Mapping, Sequence

from commplan.document import quoting
from commplan.fixing.refusal import FixError

WIDTH = 100
"""Columns that a list or mapping in brackets may take before it is written line by line."""

_REFERENCE = re.compile(r"[a-z]+:[a-zA-Z][\w-]*", re.ASCII)
"""References that are a text to every reader, also without the quotes that new ones get."""


def is_reference(value: object) -> bool:
    """Whether it is a reference that stays without quotes where one stood without."""
    return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None


def scalar(value: object, style: str = "") -> str:
    """A scalar in one line; a text plain where ``style`` is and it may be, else in quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if not isinstance(value, str):
        raise FixError(f"a value of the kind {type(value).__name__} cannot be written")
    return quoting.scalar(value, style)


def _float(value: float) -> str:
    """With a point, without which YAML 1.1 takes a number with an exponent for a text."""
    written = repr(value)
    if not math.isfinite(value):
        return written.replace("inf", ".inf").replace("nan", ".nan")
    mantissa, e, exponent = written.partition("e")
    return written if "." in mantissa else f"{mantissa}.0{e}{exponent}"


def flow(value: object, style: str = "") -> str:
    """A value in one line, lists and mappings in brackets."""
    if isinstance(value, Mapping):
        inner = (f"{scalar(key)}: {flow(item, style)}" for key, item in value.items())
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
    return f"{scalar(key)}:{block(value, indent + 2, line_break, style)}"


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
