"""YAML text to plain values, straight from the parser's events.

Building from events costs a third of ``yaml.load`` and keeps what PyYAML drops:
keys as they are written, scalars of YAML 1.2, keys given twice.
"""

from collections.abc import Callable
from typing import Any, NoReturn

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from commplan.document.events import EventParser, event_span, is_merge, scalar_span
from commplan.document.model import Limits, Oddity
from commplan.document.scalars import HARMLESS, Scalar, Trap, resolve_plain, space_trap
from commplan.document.tags import fits_collection, is_text, refusal, tagged_value
from commplan.errors import PlanSyntaxError

Content = tuple[object, list[dict[str, object]], tuple[Oddity, ...]]
"""The value of a document, the mappings inside it, and what is odd."""


class _Anchor:
    """What an alias stands for, and how much of the limits it uses up each time."""

    __slots__ = ("complete", "height", "nodes", "value")

    def __init__(self) -> None:
        self.value: object = None
        self.nodes = 1
        self.height = 0
        self.complete = False


class Loader:
    """Loads the documents of one text, once.

    ``_path`` is the pointer to the value at hand, so its length is the depth.
    """

    def __init__(self, text: str, shown: str, limits: Limits) -> None:
        self._next: Callable[[], Any] = EventParser(text).get_event
        self._text = text
        self._shown = shown
        self._limits = limits
        self._most_nodes = limits.nodes
        self._nodes = 0
        self._deepest = 0
        self._path: list[str | int] = []
        self._anchors: dict[str, _Anchor] = {}
        self._mappings: list[dict[str, object]] = []
        self._oddities: list[Oddity] = []

    def load(self) -> list[Content]:
        """The value, the mappings and the oddities of every document.

        Raises PlanSyntaxError where the text is YAML that commplan refuses, and
        yaml.YAMLError where it is none.
        """
        loaded: list[Content] = []
        self._next()
        while type(event := self._next()) is DocumentStartEvent:
            if len(loaded) == self._limits.documents:
                self._fail(event, f"more than {self._limits.documents:,} documents in one file")
            self._anchors, self._mappings, self._oddities = {}, [], []
            value = self._value(self._next())
            loaded.append((value, self._mappings, tuple(self._oddities)))
            self._next()
        return loaded

    def _value(self, event: Any) -> object:
        """The value that starts with ``event``.

        Most of a plan are scalars of which there is nothing to say: they are out first.
        """
        kind = type(event)
        if kind is not ScalarEvent:
            return self._alias(event) if kind is AliasEvent else self._collection(event)
        if event.tag is None and event.anchor is None:
            text: str = event.value
            if not event.style:
                if text in HARMLESS:
                    return HARMLESS[text]
            elif text.isascii() and text.strip() == text:
                return text
        return self._scalar(event)

    def _scalar(self, event: Any) -> Scalar:
        """The value of any scalar, and what is odd about it."""
        value: Scalar
        if event.style or event.tag is not None:
            value, trap = self._explicit(event)
        else:
            value, trap, _ = resolve_plain(event.value)
        if trap is not None:
            self._note(trap, event)
        if event.anchor is not None:
            self._anchor_scalar(event.anchor, value)
        return value

    def _collection(self, event: Any) -> object:
        if event.tag is not None and not fits_collection(event):
            self._fail(event, refusal(event.tag))
        path = self._path
        path.append("")
        if len(path) > self._deepest:
            self._reach(len(path), event)
        fill = self._mapping if type(event) is MappingStartEvent else self._sequence
        value = fill() if event.anchor is None else self._anchored(event.anchor, fill)
        path.pop()
        if self._nodes > self._most_nodes:
            self._refuse_size(event)
        return value

    def _anchored(self, name: str, fill: Callable[[], object]) -> object:
        """Fill a collection and remember what an alias for it will cost."""
        anchor = self._anchors[name] = _Anchor()
        depth = len(self._path)
        nodes, deepest, self._deepest = self._nodes, self._deepest, depth
        anchor.value = fill()
        anchor.nodes += self._nodes - nodes
        anchor.height = self._deepest - depth + 1
        anchor.complete = True
        self._deepest = max(self._deepest, deepest)
        return anchor.value

    def _mapping(self) -> dict[str, object]:
        next_event, path = self._next, self._path
        values: dict[str, object] = {}
        keys: dict[str, Any] = {}
        merges: list[list[dict[str, object]]] = []
        count, room = 0, self._most_nodes - self._nodes
        while (kind := type(event := next_event())) is not MappingEndEvent:
            if (count := count + 2) > room:
                self._refuse_size(event)
            if kind is not ScalarEvent:
                key = self._alias_key(event)
            elif (key := event.value) not in HARMLESS or event.style or event.anchor or event.tag:
                self._check_key(key, event)
            path[-1] = key
            if key in keys:
                self._note(_duplicate_of(keys[key]), event, key)
            else:
                keys[key] = event
            if key == "<<" and is_merge(event):
                merges.append(self._merge(next_event()))
            else:
                values[key] = self._value(next_event())
        self._nodes += count
        if merges:
            values = _merged(merges, values)
        self._mappings.append(values)
        return values

    def _sequence(self) -> list[object]:
        next_event, path = self._next, self._path
        values: list[object] = []
        room = self._most_nodes - self._nodes
        while type(event := next_event()) is not SequenceEndEvent:
            count = path[-1] = len(values)
            if count >= room:
                self._refuse_size(event)
            values.append(self._value(event))
        self._nodes += len(values)
        return values

    def _check_key(self, key: str, event: Any) -> None:
        """A key is text, whatever a reader would make of it: say so where that is odd."""
        if event.tag is not None and not is_text(event.tag):
            self._fail(event, refusal(event.tag))
        if event.style or event.tag is not None:
            trap = _space_trap(event)
        else:
            trap = resolve_plain(key).key_trap
        if trap is not None:
            self._path[-1] = key
            self._note(trap, event, key)
        if event.anchor is not None:
            self._anchor_scalar(event.anchor, key)

    def _alias_key(self, event: Any) -> str:
        """The text that an alias in place of a key stands for."""
        key = self._alias(event) if type(event) is AliasEvent else None
        if not isinstance(key, str):
            self._fail(event, "a key must be text, not a mapping, list, number or truth value")
        return key

    def _explicit(self, event: Any) -> tuple[Scalar, Trap | None]:
        """The value of a scalar whose quotes, block or tag say what it is."""
        if event.tag is None or is_text(event.tag):
            return event.value, _space_trap(event)
        try:
            return tagged_value(event.value, event.tag), None
        except ValueError as error:
            self._fail(event, str(error))

    def _alias(self, event: Any) -> object:
        anchor = self._anchors.get(event.anchor)
        if anchor is None:
            self._fail(event, f"the alias *{event.anchor} has no anchor &{event.anchor} before it")
        if not anchor.complete:
            self._fail(event, f"the alias *{event.anchor} stands inside its own anchor")
        self._nodes += anchor.nodes - 1
        self._reach(len(self._path) + anchor.height, event)
        if self._nodes > self._limits.nodes:
            self._refuse_size(event)
        return anchor.value

    def _anchor_scalar(self, name: str, value: Scalar) -> None:
        anchor = self._anchors[name] = _Anchor()
        anchor.value, anchor.complete = value, True

    def _merge(self, event: Any) -> list[dict[str, object]]:
        """The mappings after ``<<``, the first to win first; they stand at the level of its own."""
        path, known = self._path, len(self._oddities)
        path.pop()
        value = self._value(event)
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            at = len(path)
            self._oddities[known:] = [
                odd._replace(pointer=odd.pointer[:at] + odd.pointer[at + 1 :])
                for odd in self._oddities[known:]
            ]
        elif isinstance(value, dict):
            value = [value]
        else:
            self._fail(event, "expected a mapping or a list of mappings after '<<'")
        path.append("")
        return value

    def _note(self, trap: Trap, event: Any, key: str | None = None) -> None:
        """Keep what is odd about a value, or about ``key`` where that is given."""
        is_alias = type(event) is AliasEvent
        span = event_span(event) if is_alias else scalar_span(event, self._text)
        text = event.value if key is None else key
        pointer = tuple(self._path)
        self._oddities.append(Oddity(trap.kind, pointer, key is not None, text, span, trap.meaning))

    def _reach(self, depth: int, event: Any) -> None:
        if depth > self._limits.depth:
            self._fail(event, f"nested deeper than {self._limits.depth} levels")
        self._deepest = max(self._deepest, depth)

    def _refuse_size(self, event: Any) -> NoReturn:
        limit = f"{self._limits.nodes:,}"
        self._fail(event, f"more than {limit} keys and values, aliases written out")

    def _fail(self, event: Any, problem: str) -> NoReturn:
        mark = event.start_mark
        raise PlanSyntaxError(self._shown, problem, mark.line + 1, mark.column + 1)


def _merged(merges: list[list[dict[str, object]]], values: dict[str, object]) -> dict[str, object]:
    """What a mapping holds with all that ``<<`` brings in; its own keys win."""
    merged: dict[str, object] = {}
    for mappings in merges:
        for mapping in reversed(mappings):
            merged.update(mapping)
    return merged | values


def _duplicate_of(first: Any) -> Trap:
    return Trap("duplicate-key", f"the first one is on line {first.start_mark.line + 1}")


def _space_trap(event: Any) -> Trap | None:
    return space_trap(event.value, edges=event.style not in ("|", ">"))
