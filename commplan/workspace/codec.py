"""Named tuples from plain values and back, checked strictly.

The model is the one description of what a snapshot holds: the types of its
fields decide what is accepted. Absent means None; null is refused, and so is a
property that the model does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

Kind: TypeAlias = Any
"""A type as annotations have it, unions included."""

Value: TypeAlias = Any
"""A value of such a type, or its plain form."""

Decoder: TypeAlias = Callable[[object], Value]

LARGEST_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly."""


class MismatchError(Exception):
    """A value is not what the model says. The path is collected on the way out."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(expected, found)
        self.expected = expected
        self.found = found
        self._steps: list[str] = []

    def under(self, step: str | int) -> MismatchError:
        """The same, seen from one level further up."""
        self._steps.append(str(step).replace("~", "~0").replace("/", "~1"))
        return self

    @property
    def pointer(self) -> str:
        """RFC 6901 JSON pointer to the value; empty for the whole document."""
        return "".join(f"/{step}" for step in reversed(self._steps))


def decoder(kind: Kind) -> Decoder:
    """A function that turns parsed JSON into ``kind`` or raises :class:`MismatchError`.

    ``kind`` is ``str``, ``int``, ``bool``, a ``StrEnum``, a named tuple, a tuple of
    any of these, or one of them with ``| None``.
    """
    origin: Kind = get_origin(kind)
    if origin is UnionType:
        (kind,) = (part for part in get_args(kind) if part is not NoneType)
        return decoder(kind)
    if origin is tuple:
        return _tuple_of(decoder(get_args(kind)[0]))
    if hasattr(kind, "_fields"):
        return _record(kind)
    if issubclass(kind, StrEnum):
        return _choice(kind)
    return {str: _text, bool: _flag, int: _integer}[kind]


def encode(value: Value) -> Value:
    """Plain JSON values of a named tuple, without what the model assumes anyway."""
    if hasattr(value, "_fields"):
        defaults = value._field_defaults
        return {
            name: encode(field)
            for name, field in zip(value._fields, value, strict=True)
            if name not in defaults or field != defaults[name]
        }
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return value


def _record(kind: Kind) -> Decoder:
    hints = get_type_hints(kind)
    decoders = [(name, decoder(hints[name])) for name in kind._fields]
    known = frozenset(kind._fields)
    defaults = kind._field_defaults

    def decode(value: object) -> Value:
        if not isinstance(value, dict):
            raise MismatchError("an object", describe(value))
        for key in value:
            if key not in known:
                raise MismatchError("a known property", "an unknown one").under(key)
        fields = []
        for name, decode_field in decoders:
            if name not in value:
                if name not in defaults:
                    raise MismatchError(f"an object with {name!r}", "one without it")
                fields.append(defaults[name])
                continue
            try:
                fields.append(decode_field(value[name]))
            except MismatchError as mismatch:
                raise mismatch.under(name) from None
        return kind._make(fields)

    return decode


def _tuple_of(decode_item: Decoder) -> Decoder:
    def decode(value: object) -> tuple[Value, ...]:
        if not isinstance(value, list | tuple):
            raise MismatchError("an array", describe(value))
        items = []
        for index, item in enumerate(value):
            try:
                items.append(decode_item(item))
            except MismatchError as mismatch:
                raise mismatch.under(index) from None
        return tuple(items)

    return decode


def _choice(kind: type[StrEnum]) -> Decoder:
    words = {member.value: member for member in kind}

    def decode(value: object) -> StrEnum:
        if not isinstance(value, str) or value not in words:
            raise MismatchError("one of " + ", ".join(words), describe(value))
        return words[value]

    return decode


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise MismatchError("a string", describe(value))
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise MismatchError("a string", "half a character (an unpaired surrogate)")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise MismatchError("true or false", describe(value))
    return value


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise MismatchError("a whole number", describe(value))
    if not 0 <= value <= LARGEST_INTEGER:
        raise MismatchError("a whole number from 0 to 2^53 - 1", "one out of that range")
    return value


def describe(value: object) -> str:
    """What a plain value is, in words that give nothing of its content away."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case dict():
            return "an object"
        case list() | tuple():
            return "an array"
        case _:
            return f"a {type(value).__name__}"
