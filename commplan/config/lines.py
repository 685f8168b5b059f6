"""Find the line of a setting.

The parser of TOML does not tell where a value stands. But a key is there as soon
as the text up to the end of its line is read, and not before: so the beginnings
of the text are parsed, one line longer each time, until it is. A list that is
still open is closed for that. This takes a while, and is done for mistakes only.
"""

from __future__ import annotations

import tomllib
from typing import Any


def line_of(text: str, keys: tuple[str | int, ...]) -> int | None:
    """The line, from 1, of what keys lead to; None where that is the whole, or not there."""
    if not keys:
        return None
    lines = text.splitlines(keepends=True)
    done = 0
    for number in range(1, len(lines) + 1):
        beginning = "".join(lines[:number])
        value = _parsed(beginning)
        if value is None:
            if _has(_parsed(f"{beginning}]"), keys):
                return number
        elif _has(value, keys):
            return done + 1
        else:
            done = number
    return None


def _parsed(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def _has(value: Any, keys: tuple[str | int, ...]) -> bool:
    for key in keys:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True
