"""Rows as tables of columns, for whoever works with whole columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

from commplan.history.rows import MarkRow, MessageRow, SignRow, ThreadRow

Columns: TypeAlias = Mapping[str, str]
"""Names of columns with their types: ``text``, ``whole`` (64 bits), ``real`` or ``flag``."""

ROWS: Mapping[str, type[tuple[Any, ...]]] = MappingProxyType(
    {"messages": MessageRow, "threads": ThreadRow, "marks": MarkRow, "signs": SignRow}
)
"""The tables of a history, with the rows that they are made of."""

_TYPES = {"str": "text", "int": "whole", "bool": "flag"}


def columns_of(row: type[tuple[Any, ...]]) -> Columns:
    """The columns of a kind of row."""
    return {
        name: _TYPES[str(kind).partition(" | ")[0]] for name, kind in row.__annotations__.items()
    }


def arrow_table(columns: Columns, rows: Sequence[Sequence[Any]]) -> Any:
    """An Arrow table of rows; every row has a value for each column."""
    import pyarrow as pa

    types = {"text": pa.string(), "whole": pa.int64(), "real": pa.float64(), "flag": pa.bool_()}
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [
        pa.array(column, type=types[kind])
        for column, kind in zip(values, columns.values(), strict=True)
    ]
    return pa.Table.from_arrays(arrays, names=list(columns))
