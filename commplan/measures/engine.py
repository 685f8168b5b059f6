"""Where tables live and expressions run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from commplan.history.tables import Columns, arrow_table

if TYPE_CHECKING:
    import narwhals as nw


class Engine(Protocol):
    """What runs expressions: embedded, or a cluster."""

    def table(self, columns: Columns, rows: Sequence[Sequence[Any]]) -> nw.LazyFrame[Any]:
        """A small table of values that Python has."""

    def parquet(self, paths: Iterable[str]) -> nw.LazyFrame[Any]:
        """The rows of some Parquet files."""

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The same rows, worked out now or at first use, and not again for each use."""


class DuckEngine:
    """DuckDB in this process."""

    def __init__(self) -> None:
        import duckdb

        self._connection = duckdb.connect(":memory:")
        self._kept = 0

    def table(self, columns: Columns, rows: Sequence[Sequence[Any]]) -> nw.LazyFrame[Any]:
        """A small table of values that Python has."""
        import narwhals as nw

        return nw.from_native(self._connection.from_arrow(arrow_table(columns, rows))).lazy()

    def parquet(self, paths: Iterable[str]) -> nw.LazyFrame[Any]:
        """The rows of some Parquet files."""
        import narwhals as nw

        return nw.from_native(self._connection.read_parquet(sorted(paths))).lazy()

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The same rows, worked out now."""
        import narwhals as nw

        self._kept += 1
        name = f"kept_{self._kept}"
        frame.to_native().create(name)
        return nw.from_native(self._connection.table(name)).lazy()
