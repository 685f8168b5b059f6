"""What a plain scalar means to a YAML 1.2 reader, and to a YAML 1.1 one.

Values follow the core schema of YAML 1.2.2, chapter 10.3. Where a YAML 1.1
reader (PyYAML's SafeLoader) takes the same text for something else, it stays
text and the difference is kept as a trap, so that nobody has to guess.
"""

import math
import re

from commplan.named import NamedTuple

Scalar = str | int | float | bool | None


class Trap(NamedTuple):
    """Why a scalar is not what it looks like; ``kind`` and ``meaning`` as in an oddity."""

    kind: str
    meaning: str


class Resolved(NamedTuple):
    """A plain scalar as a value, and its trap when it stands as a value or as a key."""

    value: Scalar
    trap: Trap | None
    key_trap: Trap | None


_WORDS: dict[str, float | bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_LEGACY_WORDS = {
    **dict.fromkeys(("yes", "Yes", "YES", "on", "On", "ON"), "true"),
    **dict.fromkeys(("no", "No", "NO", "off", "Off", "OFF"), "false"),
    "=": "an error",
}
_CORE_BASES = {"0o": 8, "0x": 16}
_LEGACY_BASES = {"binary": 2, "octal": 8, "decimal": 10, "hexadecimal": 16}

_STARTS = frozenset("+-.0123456789")
_LIKE_NUMBER = re.compile(r"[-+]?[.0-9][-+.:0-9_a-fA-FxotTZ \t]*")
_LEGACY_NUMBER = (
    r"(?P<binary>[-+]?0b[01_]+)"
    r"|(?P<octal>[-+]?0[0-7_]+)"
    r"|(?P<hexadecimal>[-+]?0x[0-9a-fA-F_]+)"
    r"|(?P<decimal>[-+]?(?:0|[1-9][0-9_]*))"
    r"|(?P<sixty>[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)"
    r"|(?P<sixty_float>[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)"
    r"|(?P<float>(?:[-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?)"
)
_LEGACY_TIME = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)"
    r"([0-9]{1,2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+]([0-9]{1,2})(?::([0-9]{2}))?))?"
)

_LONGEST_NUMBER = 300
"""Characters beyond which a number is text: a double ends at 1.8e308, other readers earlier."""


HARMLESS: dict[str, Scalar] = {}
"""Plain scalars met so far that have no trap, with their values: plans repeat most words."""
_MOST_HARMLESS = 65_536


def resolve_plain(text: str) -> Resolved:
    """What the plain scalar ``text`` is; remembered in ``HARMLESS`` if it is just that."""
    resolved = _resolve(text)
    if resolved.trap is None and resolved.key_trap is None:
        if len(HARMLESS) >= _MOST_HARMLESS:
            HARMLESS.clear()
        HARMLESS[text] = resolved.value
    return resolved


def _resolve(text: str) -> Resolved:
    if text in _WORDS:
        value = _WORDS[text]
        return Resolved(value, None, Trap("scalar", _meaning(value)))
    if text in _LEGACY_WORDS:
        return _only_text(text, _LEGACY_WORDS[text])
    if text == "<<":  # as a key it merges, for all readers alike
        return Resolved(text, Trap("scalar", "an error"), None)
    if text[0] in _STARTS and _LIKE_NUMBER.fullmatch(text):
        return _resolve_number(text)
    space = space_trap(text)
    return Resolved(text, space, space)


def _resolve_number(text: str) -> Resolved:
    """What a scalar is that could be a number or a date by its characters."""
    if text.isdecimal() and not _is_padded(text) and len(text) <= _LONGEST_NUMBER:
        return Resolved(int(text), None, None)  # to every reader
    core = _core_number(text)
    legacy = _legacy_number(text) or _legacy_time(text)
    if core is None and legacy is None:
        return Resolved(text, None, None)
    if len(text) > _LONGEST_NUMBER:
        return _only_text(text, f"a number {len(text)} characters long")
    if legacy is None:
        return _only_text(text, f"text, where YAML 1.2 has {_meaning(core)}")
    is_decimal = isinstance(core, int) and "x" not in text
    if core is None or legacy != _meaning(core) or (is_decimal and _is_padded(text)):
        return _only_text(text, legacy)
    return Resolved(core, None, None if is_decimal else Trap("scalar", legacy))


def _core_number(text: str) -> int | float | None:
    """The number that a YAML 1.2 reader takes a scalar for, or None."""
    prefix, digits = text[:2], text[2:]
    try:
        if prefix in _CORE_BASES and digits.isalnum():
            return int(digits, _CORE_BASES[prefix])
        if "_" in text:  # Python allows it between digits, YAML 1.2 nowhere
            return None
        return int(text) if text.lstrip("-+").isdigit() else float(text)
    except ValueError:
        return None


def _is_padded(text: str) -> bool:
    digits = text.lstrip("-+")
    return digits.startswith("0") and digits != "0"


def _meaning(value: float | bool | None) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else f"the number {value}"


def _only_text(text: str, meaning: str) -> Resolved:
    """Text that some reader makes ``meaning`` of."""
    trap = Trap("scalar", meaning)
    return Resolved(text, trap, trap)


def _legacy_number(text: str) -> str | None:
    """The number that a YAML 1.1 reader takes a scalar for, in words, or None."""
    match = re.fullmatch(_LEGACY_NUMBER, text)  # compiled in few runs: most numbers are counts
    if match is None:
        return None
    kind = str(match.lastgroup)
    digits = text.replace("_", "")
    try:
        if kind in _LEGACY_BASES:
            return _meaning(int(digits, _LEGACY_BASES[kind]))
        total: int | float = 0
        for part in digits.lstrip("-+").split(":"):
            total = total * 60 + (int(part) if kind == "sixty" else float(part))
    except ValueError:  # such as 0x_, which has no digits
        return "an error"
    return _meaning(-total if digits[0] == "-" else total)


def _legacy_time(text: str) -> str | None:
    """``a date`` or the like where a YAML 1.1 reader takes a scalar for one, else None."""
    match = re.fullmatch(_LEGACY_TIME, text) if text[4:5] == "-" else None
    if match is None:
        return None
    from datetime import UTC, date, datetime

    day, *numbers, zone_hours, zone_minutes = match.groups()
    try:
        if day is not None:
            date.fromisoformat(day)
            return "a date"
        year, month, day_of_month, hour, minute, second = map(int, numbers)
        datetime(year, month, day_of_month, hour, minute, second, tzinfo=UTC)
    except ValueError:  # such as 2026-02-30
        return "an error"
    offset = int(zone_hours or 0) * 60 + int(zone_minutes or 0)
    return "a date and time" if offset < 24 * 60 else "an error"


_SPACES = {
    " ": "a space",
    "\t": "a tab",
    "\u00a0": "a no-break space",
    **{space: f"a U+{ord(space):04X} space" for space in "\u1680\u202f\u205f\u3000"},
    **{chr(code): f"a U+{code:04X} space" for code in range(0x2000, 0x200B)},
}
_ZERO_WIDTH = {
    "\u200b": "a zero-width space",
    "\u2060": "a word joiner",
    "\ufeff": "a byte order mark",
}


_WITHOUT_WIDTH = dict.fromkeys(map(ord, _ZERO_WIDTH))


def visible(text: str) -> str:
    """What a person reads in a text: without spaces at its ends and without those of no width."""
    return (text if text.isascii() else text.translate(_WITHOUT_WIDTH)).strip()


def space_trap(text: str, *, edges: bool = True) -> Trap | None:
    """The trap in a string with a space that nobody sees, or None.

    That is white space at the start or end (not line ends, which are somebody's
    intention; not with ``edges`` False, for block scalars), or a character without
    width anywhere. The joiners that scripts and emoji need are left alone.
    """
    if text.isascii() and (not edges or text.strip(" \t") == text):
        return None
    found = []
    if edges and text[:1] in _SPACES:
        found.append(f"{_SPACES[text[0]]} at the start")
    if edges and text[-1:] in _SPACES:
        found.append(f"{_SPACES[text[-1]]} at the end")
    found.extend(f"{name} inside" for space, name in _ZERO_WIDTH.items() if space in text)
    return Trap("space", ", ".join(found)) if found else None
