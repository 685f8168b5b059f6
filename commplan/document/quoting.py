"""Texts as YAML scalars that every reader understands alike."""

import re

from commplan.document.scalars import Resolved, resolve_plain

_PLAIN = re.compile(r"[A-Za-z][\w./+-]*(?: [\w./+()-]+)*|(?:[0-9]+(?:\.[0-9]+)?[a-z]+)+", re.ASCII)
"""Words without any character that means something to YAML, and quantities such as ``1h30m``."""

_BOOLEANS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false"})
"""What YAML 1.1 takes for a boolean, although not all of its readers do."""

_SHORT = {"\n": "\\n", "\t": "\\t"}


def scalar(text: str, style: str = "") -> str:
    """The text as a YAML scalar in one line: a key, a value, or an item in brackets.

    Plain where that can only mean this text, else in double quotes: whatever YAML 1.1 and
    YAML 1.2 read differently is quoted. With the ``style`` of a quote character it is always
    in quotes, in single ones as far as nothing in it has to be escaped.
    """
    if not style and is_plain(text):
        return text
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{one_line(quoted)}"'


def is_plain(text: str) -> bool:
    """Whether a text needs no quotes, wherever it stands."""
    if not _PLAIN.fullmatch(text) or text.casefold() in _BOOLEANS:
        return False
    return resolve_plain(text) == Resolved(text, None, None)


def one_line(text: str) -> str:
    """The text on one line, with what cannot be printed written as YAML escapes."""
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def _escape(letter: str) -> str:
    code = ord(letter)
    if code <= 0xFF:
        return _SHORT.get(letter, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
