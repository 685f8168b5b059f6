"""What a schema says about one place of a document.

The schemas of commplan are plain: each place in a document has one subschema,
found by its keys. Words nearest the use come first: a field's own examples say
more than those of the type that it refers to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from commplan.document import Pointer
from commplan.schema import schema


class Layer(NamedTuple):
    """A subschema, and the schema that its references are relative to."""

    name: str
    words: Mapping[str, Any]


class Part(NamedTuple):
    """The subschemas of one place: the field's own first, then what it refers to."""

    layers: tuple[Layer, ...]

    def first(self, keyword: str) -> Any:
        """The value of a keyword where it is said nearest to the field, or None."""
        return next((layer.words[keyword] for layer in self.layers if keyword in layer.words), None)

    @property
    def types(self) -> tuple[str, ...]:
        """The types a value may have; empty where any will do."""
        types = self.first("type") or ()
        return (types,) if isinstance(types, str) else tuple(types)

    @property
    def title(self) -> str | None:
        """What people call such a value, where it has a name of its own."""
        title: str | None = self.first("title")
        return None if title == "text" else title

    @property
    def examples(self) -> tuple[Any, ...]:
        """Values that would do: examples, the words of a list, or the one value there is."""
        if (constant := self.first("const")) is not None:
            return (constant,)
        told = Part(tuple(layer for layer in self.layers if layer.words.get("title") != "text"))
        return tuple(told.first("examples") or self.first("enum") or ())

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that are known here."""
        return tuple(key for layer in self.layers for key in layer.words.get("properties", {}))

    def child(self, step: str | int) -> Part:
        """What is said about a key or an item; without layers where nothing is."""
        for layer in self.layers:
            words = layer.words
            below = words.get("items") if isinstance(step, int) else _of_key(words, step)
            if isinstance(below, dict):
                return _part(layer.name, below)
        return Part(())

    def of_keys(self) -> Part:
        """What is said about the keys themselves."""
        for layer in self.layers:
            if "propertyNames" in layer.words:
                return _part(layer.name, layer.words["propertyNames"])
        return Part(())

    def allows(self, text: str) -> bool:
        """Whether a text may stand here, as far as its form is concerned."""
        types, listed, least = self.types, self.first("enum"), self.first("minLength") or 0
        if (types and "string" not in types) or (listed is not None and text not in listed):
            return False
        patterns = (layer.words.get("pattern") for layer in self.layers)
        return len(text) >= least and all(
            re.search(pattern, text) for pattern in patterns if pattern is not None
        )


def part_of(name: str, pointer: Pointer) -> Part:
    """What the schema called ``name`` says about the value that ``pointer`` leads to."""
    part = _part(name, schema(name))
    for step in pointer:
        part = part.child(step)
    return part


def _of_key(words: Mapping[str, Any], key: str) -> object:
    return words.get("properties", {}).get(key) or words.get("additionalProperties")


def _part(name: str, words: Mapping[str, Any]) -> Part:
    return Part(tuple(_layers(Layer(name, words))))


def _layers(layer: Layer) -> Iterator[Layer]:
    """A subschema and, through its references, those it builds on."""
    yield layer
    while reference := layer.words.get("$ref"):
        file, _, path = reference.partition("#")
        name = file.removesuffix(".schema.json") or layer.name
        found: Any = schema(name)
        for step in path.strip("/").split("/"):
            found = found[step]
        layer = Layer(name, found)
        yield layer
