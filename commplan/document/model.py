"""The values of a file, and where each of them stands.

A value and its place are kept apart: rules work on plain dicts and lists and
name a place by its pointer. Only a finding asks for line and column, so the
text is looked at a second time then, and not at all for a file without one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from commplan.document.ignores import Ignore, parse_ignores
from commplan.named import NamedTuple

Pointer = tuple[str | int, ...]
"""The keys and list indexes that lead from the root of one document to a value."""


class Span(NamedTuple):
    """A stretch of text; 1-based, columns in Unicode code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Oddity(NamedTuple):
    """Text that loads, but that another reader or a person takes for something else.

    ``kind`` is ``scalar`` (a YAML 1.1 reader makes it ``meaning``), ``space``
    (``meaning`` names the invisible character) or ``duplicate-key`` (``meaning``
    names the line of the first). ``on_key`` tells whether the key at ``pointer``
    or its value is odd; ``text`` is the scalar as it was read.
    """

    kind: str
    pointer: Pointer
    on_key: bool
    text: str
    span: Span
    meaning: str


class Limits(NamedTuple):
    """How much one file may ask for; what is beyond is refused, never cut short.

    ``size`` is in bytes; ``nodes`` counts keys and values of the whole file with
    every alias written out; ``depth`` counts nested mappings and lists, aliases
    written out too. A level costs the loader up to four calls, so that a depth
    beyond 200 comes near Python's own limit on recursion.
    """

    size: int = 10 * 1024 * 1024
    documents: int = 10_000
    nodes: int = 1_000_000
    depth: int = 100


DEFAULT_LIMITS = Limits()


class Place(NamedTuple):
    """Where a value stands, where its key stands, and the places inside it."""

    here: Span
    key: Span | None
    inside: Mapping[str | int, "Place"] | None


class Places:
    """The places in one text, worked out when the first is asked for."""

    __slots__ = ("_roots", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._roots: tuple[Place, ...] | None = None

    def find(self, document: int, pointer: Pointer) -> Place:
        """The place of ``pointer``, or of the longest part of it that exists."""
        if self._roots is None:
            from commplan.document.places import index_places

            self._roots = index_places(self.text)
        place = self._roots[document]
        for step in pointer:
            child = place.inside.get(step) if place.inside is not None else None
            if child is None:
                break
            place = child
        return place


class Document:
    """One YAML document of a file.

    ``value`` is made of dict, list, str, int, float, bool and None; aliases share
    objects, so it must not be changed. ``mappings`` are all those inside it, in no
    order and some that a later key has replaced: they spare a walk to whoever looks
    for a few keys. ``index`` counts from 0 within the file.
    """

    __slots__ = ("_index", "_places", "index", "mappings", "oddities", "path", "value")

    def __init__(
        self,
        path: str,
        index: int,
        value: object,
        places: Places,
        mappings: Sequence[Mapping[str, object]] = (),
        oddities: tuple[Oddity, ...] = (),
    ) -> None:
        self.path = path
        self.index = index
        self.value = value
        self.mappings = mappings
        self.oddities = oddities
        self._places = places
        self._index: Mapping[str, Sequence[Mapping[str, object]]] | None = None

    @property
    def keys(self) -> AbstractSet[str]:
        """Every key, be it of one mapping or of many."""
        return self._with.keys()

    @property
    def _with(self) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """The mappings that have a key, by key."""
        if self._index is None:
            index: defaultdict[str, list[Mapping[str, object]]] = defaultdict(list)
            for mapping in self.mappings:
                for key in mapping:
                    index[key].append(mapping)
            self._index = index
        return self._index

    def scalars(self, keys: AbstractSet[str]) -> Iterator[tuple[str, object]]:
        """The scalars under some keys, each with its key; the key of a list is that of its items.

        In no order, and maybe with some that a later key has replaced.
        """
        for key in keys & self.keys:
            for value in [mapping[key] for mapping in self._with[key]]:
                if isinstance(value, list):
                    yield from ((key, item) for item in _items(value))
                elif not isinstance(value, dict):
                    yield key, value

    def may_hold(self, *marks: str) -> bool:
        """Whether a scalar can have one of some marks in it; False is certain.

        One look at the text of the file instead of at every value. An escape may
        spell anything, and a line be folded at a blank: marks have none.
        """
        text = self._places.text
        return "\\" in text or any(mark in text for mark in marks)

    def span(self, pointer: Pointer, *, key: bool = False) -> Span:
        """Where a finding about ``pointer`` is shown.

        A scalar is shown itself, an empty one and a mapping or list by its key, an
        item that is a mapping or list by the first key or item inside it, an alias
        by the alias; what lies inside an aliased value stands at the anchor, what
        ``<<`` brings in stands where it was written. With ``key`` it is the key
        of a value that has one. A pointer that leads nowhere is shown at the
        longest part of it that exists; the root at its first key.
        """
        place = self._places.find(self.index, pointer)
        return place.key if key and place.key is not None else place.here

    def has(self, pointer: Pointer) -> bool:
        """Whether ``pointer`` leads to a value."""
        return self.get(pointer, _MISSING) is not _MISSING

    def get(self, pointer: Pointer, default: object = None) -> object:
        """The value that ``pointer`` leads to, or ``default``."""
        value = self.value
        for step in pointer:
            value = _child(value, step)
            if value is _MISSING:
                return default
        return value


_MISSING = object()


def _items(values: list[object]) -> Iterator[object]:
    """The scalars of a list, and of the lists in it."""
    for value in values:
        if isinstance(value, list):
            yield from _items(value)
        elif not isinstance(value, dict):
            yield value


def _child(value: object, step: str | int) -> object:
    if isinstance(value, dict):
        return value.get(step, _MISSING)
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    return _MISSING


class SourceFile:
    """One file as it was read: its text and the documents in it.

    ``path`` is what the user is shown; ``text`` has no byte order mark.
    """

    __slots__ = ("_ignores", "_lines", "documents", "path", "text")

    def __init__(self, path: str, text: str, documents: tuple[Document, ...]) -> None:
        self.path = path
        self.text = text
        self.documents = documents
        self._lines: tuple[str, ...] | None = None
        self._ignores: tuple[Ignore, ...] | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends, split where YAML counts a new line."""
        if self._lines is None:
            self._lines = tuple(self.text.splitlines())
        return self._lines

    def line(self, number: int) -> str:
        """Line ``number``, counted from 1; empty where the file has no such line."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    @property
    def ignores(self) -> tuple[Ignore, ...]:
        """The inline ignore comments, in the order of the text."""
        if self._ignores is None:
            self._ignores = parse_ignores(self.text)
        return self._ignores


def escape_pointer(pointer: Pointer) -> str:
    """``pointer`` as a JSON pointer (RFC 6901): ``/channels/it-help/via/0``; the root is empty."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
    return "".join(f"/{step}" for step in steps)
