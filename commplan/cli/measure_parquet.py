"""What was measured as a Parquet file: one row for each promise, instants as timestamps."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from commplan.cli.measure_table import COLUMNS, row_of

if TYPE_CHECKING:
    from commplan.cli.measure import Output


def measures_parquet(output: Output) -> bytes:
    """A file with the columns of :data:`commplan.cli.measure_table.COLUMNS`.

    Instants are timestamps in microseconds, UTC; ``weeks`` is a list of structs.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [row_of(promise) for promise in output.measured.promises]
    for row in rows:
        row["weeks"] = [
            {"start": week.start, "end": week.end, "met": week.met, "missed": week.missed}
            for week in row["weeks"]
        ]
    types = _types()
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
    return file.getvalue()


def _types() -> dict[str, Any]:
    """What Arrow calls the types of columns."""
    import pyarrow as pa

    instant, whole = pa.timestamp("us", tz="UTC"), pa.int64()
    week = pa.struct([("start", instant), ("end", instant), ("met", whole), ("missed", whole)])
    return {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "whole": whole,
        "real": pa.float64(),
        "flag": pa.bool_(),
        "instant": instant,
        "weeks": pa.list_(week),
    }
