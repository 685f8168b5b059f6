"""The entities of a plan that a declared rule looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class Entity(NamedTuple):
    """Something in a plan: its keys, its id and what it says."""

    pointer: tuple[str | int, ...]
    value: Any

    @property
    def id(self) -> str:
        """The key that it stands under."""
        return str(self.pointer[-1]) if self.pointer else ""


def entities(plan: Mapping[str, Any], pattern: Sequence[str]) -> Iterator[Entity]:
    """Whatever in the plan the keys of ``pattern`` lead to; ``*`` is any key or item."""
    found: Iterable[Entity] = (Entity((), plan),)
    for step in pattern:
        found = [child for entity in found for child in _children(entity, step)]
    yield from found


def _children(entity: Entity, step: str) -> Iterator[Entity]:
    for key, value in _items(entity.value):
        if step in ("*", str(key)):
            yield Entity((*entity.pointer, key), value)


def _items(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()
