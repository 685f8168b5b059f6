"""What is a failure of an engine, and what is a fault of a query."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from commplan.errors import EngineError
from commplan.history.failures import engine_failure

SORTED = "SELECT range AS a, count(DISTINCT range) FROM range(3000000) GROUP BY 1 ORDER BY 2"


def failure(query: str, **settings: str) -> EngineError | None:
    with pytest.raises(duckdb.Error) as caught, duckdb.connect(config=dict(settings)) as base:
        base.sql(query).fetchall()
    return engine_failure(caught.value)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"temp_directory": ""}, "it ran out of memory (Out of Memory Error: "),
        (
            {"max_temp_directory_size": "1MB"},
            "it ran out of memory and of disk to put it aside (Out of Memory Error: ",
        ),
        (
            {"temp_directory": "/proc/nowhere"},
            "it cannot read or write a file (IO Error: Failed to create directory",
        ),
    ],
)
def test_what_a_query_lacks_is_told(settings: dict[str, str], told: str) -> None:
    found = failure(SORTED, memory_limit="30MB", threads="1", **settings)
    assert found is not None
    assert str(found).startswith(told)
    assert (found.engine, "\n" in str(found)) == ("DuckDB", False)


@pytest.mark.parametrize("cut", [0, 40])
def test_files_that_are_damaged_or_gone_are_told(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "messages-1.parquet"
    duckdb.sql(f"COPY (SELECT 1 AS at) TO '{path}'")
    path.write_bytes(path.read_bytes()[: cut or None][:-1])
    query = f"SELECT * FROM read_parquet('{path}')"
    assert "the file is damaged; delete the folder" in str(failure(query))
    path.unlink()
    assert "see that the disk has room and that the files" in str(failure(query))


def test_a_query_that_is_wrong_is_nobody_elses_fault() -> None:
    assert failure("SELECT nothing FROM nowhere") is None
    assert engine_failure(ValueError("no")) is None


def test_the_cause_counts() -> None:
    try:
        try:
            raise EngineError("it is gone", "Spark")
        except EngineError as error:
            raise RuntimeError("wrapped") from error
    except RuntimeError as error:
        assert str(engine_failure(error)) == "it is gone"


def test_spark_that_is_lost_is_told() -> None:
    errors = pytest.importorskip("pyspark.errors")
    protocol = pytest.importorskip("py4j.protocol")
    lost = engine_failure(protocol.Py4JNetworkError("Answer from Java side is empty"))
    assert lost is not None
    assert (lost.engine, str(lost).partition(": ")[0]) == (
        *("Spark", "a query failed (Answer from Java side is empty)"),
    )
    aborted = engine_failure(errors.PySparkRuntimeError("Job aborted\nat org.apache"))
    assert "(Job aborted)" in str(aborted)
    assert engine_failure(errors.AnalysisException("cannot resolve x")) is None
