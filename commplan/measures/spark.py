"""A Spark cluster as the engine, for histories that one machine does not hold."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from commplan.errors import EngineError
from commplan.extras import library
from commplan.history.tables import Columns, arrow_table

if TYPE_CHECKING:
    import narwhals as nw


class SparkEngine:
    """The Spark that its usual configuration names, such as ``SPARK_REMOTE``.

    Where nothing is configured Spark runs in this machine. Nothing of the session is
    changed, for others may share it.
    """

    def __init__(self) -> None:
        """Raises MissingExtraError without PySpark, and EngineError where Spark does not start."""
        sql = library("pyspark.sql", "measuring with Spark", "spark")
        errors = library("pyspark.errors", "measuring with Spark", "spark")
        try:
            self._session = sql.SparkSession.builder.appName("commplan").getOrCreate()
        except errors.PySparkException as error:
            raise EngineError(
                f"Spark does not start ({type(error).__name__}: {error}); where it runs in this"
                " machine it needs Java 17 or later",
                "Spark",
            ) from error
        self._tables: dict[Hashable, nw.LazyFrame[Any]] = {}

    def table(self, columns: Columns, rows: Sequence[Sequence[Any]]) -> nw.LazyFrame[Any]:
        """A small table of values that Python has: the same one for the same values."""
        key = (*columns.items(), *map(tuple, rows))
        if key not in self._tables:
            native = self._session.createDataFrame(arrow_table(columns, rows))
            self._tables[key] = _lazy(native)
        return self._tables[key]

    def parquet(self, paths: Iterable[str]) -> nw.LazyFrame[Any]:
        """The rows of some Parquet files, which every worker has to reach.

        They are files of this machine, whichever file system Spark takes paths to be of.
        """
        files = (f"file:{os.path.abspath(path)}" for path in sorted(paths))
        return _lazy(self._session.read.parquet(*files))

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """The same rows, worked out now and kept by the workers.

        Spark forgets what they were made of. Of rows that are only cached it would plan all
        that again for each use, which takes minutes where one measure is made of others.
        """
        return _lazy(frame.to_native().localCheckpoint())


def _lazy(native: Any) -> nw.LazyFrame[Any]:
    import narwhals as nw

    frame: nw.LazyFrame[Any] = nw.from_native(native).lazy()
    return frame
