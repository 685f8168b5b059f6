"""Failures of what runs queries over messages, which are no faults of those who wrote them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from commplan.errors import EngineError

_DUCKDB, _SPARK = "DuckDB", "Spark"
_LARGER = "look at a shorter window, or measure on a cluster: --engine spark"
_OWN_FAULTS = ("AnalysisException", "ParseException", "PySparkTypeError", "PySparkValueError")
"""What Spark calls queries that are wrong however much there is to run them."""


def engine_failure(error: BaseException) -> EngineError | None:
    """What failed where a query could not be run, and what to do; None for any other error."""
    for one in _causes(error):
        if isinstance(one, EngineError):
            return one
        if (failure := _of_duckdb(one) or _of_spark(one)) is not None:
            return failure
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of_duckdb(error: BaseException) -> EngineError | None:
    if "duckdb" not in sys.modules:
        return None
    import duckdb

    told = _first_line(error)
    if isinstance(error, duckdb.OutOfMemoryException):
        full = "max_temp_directory_size" in str(error)
        lacking = "memory and of disk to put it aside" if full else "memory"
        more = "memory, or room on the disk" if full else "memory"
        words = f"it ran out of {lacking} ({told}): give it more {more}, {_LARGER}"
        return EngineError(words, _DUCKDB)
    if isinstance(error, duckdb.IOException | duckdb.FatalException):
        return EngineError(
            f"it cannot read or write a file ({told}): see that the disk has room and that the"
            " files of the history are there",
            _DUCKDB,
        )
    if isinstance(error, duckdb.Error) and ".parquet" in told:
        return EngineError(
            f"it cannot read the history ({told}): the file is damaged; delete the folder of the"
            " history to read everything again",
            _DUCKDB,
        )
    return None


def _of_spark(error: BaseException) -> EngineError | None:
    """Py4J stands between Python and Spark, and tells of a driver that is gone."""
    modules = {kind.__module__.partition(".")[0] for kind in type(error).__mro__}
    if not modules & {"pyspark", "py4j"} or type(error).__name__ in _OWN_FAULTS:
        return None
    return EngineError(
        f"a query failed ({_first_line(error)}): see the logs of its driver and its workers;"
        " workers that are lost often lack memory",
        _SPARK,
    )


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
