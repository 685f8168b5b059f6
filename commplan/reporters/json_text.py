"""JSON that every reader can load, from values that a rule or a plugin made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
"""Controls and invisible formats that JSON allows as they are, but a terminal may obey."""


def dumps(value: Json) -> str:
    """Return indented JSON with sorted keys, ending in a line break.

    Text stays readable (no escapes for letters of any script); invisible
    characters are written as escapes, which mean the same to every reader.
    """
    import json

    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True)
    return _escaped(text) + "\n"


def one_line(value: Json) -> str:
    """Return JSON likewise, in one line and with the keys in their order."""
    import json

    return _escaped(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _escaped(text: str) -> str:
    import json

    return _UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def encodable(text: str) -> str:
    r"""Return ``text`` with each lone surrogate shown as ``\udc80``; UTF-8 has no place for one.

    They stand for undecodable bytes in the name of a file, or come from an escape in YAML.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def plain(value: object) -> Json:
    """Return ``value`` as JSON can hold it.

    Facts are values of any type that a rule, perhaps a plugin's, chose. Sets
    come out sorted; a number that JSON lacks (NaN, infinity) and every other
    type comes out as its text.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
        return value
    if isinstance(value, Mapping):
        return {encodable(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        value = sorted(value, key=repr)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return encodable(str(value))
