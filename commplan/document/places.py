"""Where every value of a text stands: the second look, taken when a finding needs it.

Places form a tree like the values do, and an alias shares the places inside its
anchor. A table of all pointers would not do: nested aliases turn a few hundred
bytes into millions of pointers.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from commplan.document.events import EventParser, event_span, is_empty, is_merge, scalar_span
from commplan.document.model import Place, Span

Inside = dict[str | int, Place]


def index_places(text: str) -> tuple[Place, ...]:
    """The place of the root of every document in ``text``, which the loader has accepted."""
    indexer = _Indexer(text)
    return tuple(indexer.roots())


class _Indexer:
    """Reads the events of a text into places."""

    def __init__(self, text: str) -> None:
        self._next: Callable[[], Any] = EventParser(text).get_event
        self._text = text
        self._anchors: dict[str, tuple[Inside | None, str]] = {}

    def roots(self) -> Iterator[Place]:
        """The place of the root of every document; an empty one is shown at its dashes."""
        self._next()
        while type(start := self._next()) is DocumentStartEvent:
            self._anchors = {}
            event = self._next()
            dashes = event_span(start) if type(event) is ScalarEvent else None
            yield self._place(event, dashes)._replace(key=None)
            self._next()

    def _place(self, event: Any, key: Span | None) -> Place:
        """The place of the value that starts with ``event`` and stands under ``key``."""
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor is not None:
                self._anchors[event.anchor] = (None, event.value)
            here = key if key and is_empty(event) else scalar_span(event, self._text)
            return Place(here, key, None)
        if kind is AliasEvent:
            inside, _ = self._anchors[event.anchor]
            return Place(key if key and inside is not None else event_span(event), key, inside)
        inside = {}
        if event.anchor is not None:
            self._anchors[event.anchor] = (inside, "")
        fill = self._fill_mapping if kind is MappingStartEvent else self._fill_sequence
        first = fill(inside, event)
        return Place(key or first, key, inside)

    def _fill_sequence(self, inside: Inside, start: Any) -> Span:
        """Put the items into ``inside``; where the first is shown, or the empty list."""
        while type(event := self._next()) is not SequenceEndEvent:
            inside[len(inside)] = self._place(event, None)
        return inside[0].here if inside else event_span(start, event)

    def _fill_mapping(self, inside: Inside, start: Any) -> Span:
        """Put the values into ``inside``; where the first key stands, or the empty mapping."""
        first = None
        merges: list[Place] = []
        while type(event := self._next()) is not MappingEndEvent:
            name, span = self._key(event)
            first = first or span
            place = self._place(self._next(), span)
            if is_merge(event):
                merges.append(place)
            else:
                inside[name] = place
        for source in _by_precedence(merges):
            for key, place in source.items():
                inside.setdefault(key, place)
        return first or event_span(start, event)

    def _key(self, event: Any) -> tuple[str, Span]:
        """The text of a key, and where it stands."""
        kind = type(event)
        if kind is AliasEvent:
            _, text = self._anchors[event.anchor]
            return text, event_span(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = (None, event.value)
        return event.value, scalar_span(event, self._text)


def _by_precedence(merges: list[Place]) -> Iterator[Mapping[str | int, Place]]:
    """What ``<<`` brings in, the first to win first: as the loader merges."""
    for place in reversed(merges):
        inside = place.inside or {}
        if 0 in inside:
            yield from (item.inside or {} for item in inside.values())
        else:
            yield inside
