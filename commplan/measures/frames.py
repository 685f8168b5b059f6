"""The tables of a history as frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.history import MarkRow, MemoryShelf, MessageRow, SignRow, ThreadRow
from commplan.measures.engine import Columns, Engine

if TYPE_CHECKING:
    import narwhals as nw

_TYPES = {"str": "text", "int": "whole", "bool": "flag"}


class Frames(NamedTuple):
    """A history; columns are the fields of its rows."""

    messages: nw.LazyFrame[Any]
    threads: nw.LazyFrame[Any]
    marks: nw.LazyFrame[Any]
    signs: nw.LazyFrame[Any]


def columns_of(row: type[tuple[Any, ...]]) -> Columns:
    """The columns of a kind of row."""
    return {
        name: _TYPES[str(kind).partition(" | ")[0]] for name, kind in row.__annotations__.items()
    }


def frames_of(shelf: MemoryShelf, engine: Engine) -> Frames:
    """What a shelf in memory holds."""

    def made(kind: type[tuple[Any, ...]], rows: Iterable[tuple[Any, ...]]) -> nw.LazyFrame[Any]:
        return engine.table(columns_of(kind), sorted(rows, key=lambda row: (row[0], row[1])))

    return Frames(
        messages=made(MessageRow, shelf.messages.values()),
        threads=made(ThreadRow, shelf.all_threads),
        marks=made(MarkRow, shelf.marks.values()),
        signs=made(SignRow, shelf.signs.values()),
    )
