"""Values in words and as YAML, never as a dump."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

_LONGEST = 60
_PLAIN = re.compile(r"[^\W\d][\w./ *-]*|[0-9]+([a-z]+[0-9a-z]*|-[0-9]{2}-[0-9]{2})")
_RESERVED = ("true", "false", "null", "yes", "no", "on", "off")
_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def expected(types: Iterable[str]) -> str:
    """The types of JSON Schema in everyday words: ``text or a list``."""
    return " or ".join(_TYPES[name] for name in types)


def shown(value: object) -> str:
    """A value as a person would name it; text in quotes."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = _number(value) if isinstance(value, int | float) else repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 2] + "…" + text[-1]


def _number(value: float) -> str:
    if isinstance(value, int) and abs(value) >= 10**_LONGEST:
        return "a very long number"  # Python refuses to write the longest out
    return {"nan": ".nan", "inf": ".inf", "-inf": "-.inf"}.get(text := str(value), text)


def kind_of(value: object) -> str:
    """A value with its type, for where the type is what is wrong."""
    if isinstance(value, str):
        return f"the text {shown(value)}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = shown(value)
        return text if text.startswith("a ") else f"the number {text}"
    return shown(value)


def counted(number: int, noun: str) -> str:
    """``no key``, ``1 key``, ``2 keys``."""
    return f"{number or 'no'} {noun}{'' if number < 2 else 's'}"


def listing(words: Sequence[str], most: int = 16) -> str:
    """Words after each other; beyond ``most`` only how many more there are."""
    rest = len(words) - most
    return ", ".join(words[:most]) + (f" and {rest} more" if rest > 0 else "")


def yaml(value: object) -> str:
    """A value as it is written in a plan, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{yaml(key)}: {yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(yaml(item) for item in value) + "]"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    return json.dumps(value, ensure_ascii=False)
