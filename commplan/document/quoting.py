"""Texts as YAML scalars that every reader understands alike."""

import re

_PLAIN = re.compile(r"[A-Za-z][\w./-]*(?: [\w./()-]+)*", re.ASCII)
"""Texts that need no quotes: they start with a letter, so none is a number or a date."""

_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Plain words that YAML 1.1 or 1.2 takes for a boolean or for nothing."""

_SHORT = {"\n": "\\n", "\t": "\\t"}


def scalar(text: str) -> str:
    """The text as a YAML scalar: plain where that can only mean this text, else in quotes.

    Whatever YAML 1.1 and YAML 1.2 read differently is quoted.
    """
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{one_line(quoted)}"'


def one_line(text: str) -> str:
    """The text on one line, with what cannot be printed written as YAML escapes."""
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def _escape(letter: str) -> str:
    code = ord(letter)
    if code <= 0xFF:
        return _SHORT.get(letter, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
