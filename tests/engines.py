"""What messages are measured on in tests: DuckDB, as in audits, or Polars, for it is quicker.

DuckDB takes about a second to be told all that one rule wants to know, however little
there is to look through; Polars takes a sixth of that, and has to find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw

from commplan.history.tables import Columns, arrow_table
from commplan.measures.engine import DuckEngine, Engine

if TYPE_CHECKING:
    import polars as pl

_FEW = 100
"""So many messages are few."""


class PolarsEngine:
    """Polars in this process."""

    def table(self, columns: Columns, rows: Sequence[Sequence[Any]]) -> nw.LazyFrame[Any]:
        """A small table of values that Python has."""
        import polars as pl  # not every process measures

        frame = pl.from_arrow(arrow_table(columns, rows))
        assert isinstance(frame, pl.DataFrame)
        return nw.from_native(frame.lazy())

    def parquet(self, paths: Iterable[str]) -> nw.LazyFrame[Any]:
        """The rows of some Parquet files."""
        import polars as pl

        return nw.from_native(pl.scan_parquet(sorted(paths)))

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The same rows, worked out now."""
        kept: pl.LazyFrame = frame.to_native().collect().lazy()
        return nw.from_native(kept)


def engine_for(messages: int) -> Engine:
    """DuckDB for a long history and for every fourth of the others, by how many messages it has.

    So an example is always tried on the same engine.
    """
    return DuckEngine() if messages > _FEW or messages % 4 == 0 else PolarsEngine()
