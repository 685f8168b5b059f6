"""Measures say on Spark what they say on DuckDB. Needs Java; ``.ci/with-java`` brings it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from random import Random
from typing import Any

import pytest

from commplan.cli.histories import engine_named
from commplan.clock import DAY, HOUR, Calendar, Duration, due_pieces, open_time_pieces, parse_hours
from commplan.errors import MissingExtraError
from commplan.measures import (
    History,
    answers,
    closed_by_reaction,
    further_questions,
    on_clock,
    requests,
    responses,
    running,
)
from commplan.measures.engine import DuckEngine, Engine
from commplan.measures.spark import SparkEngine
from tests.measures import texts_on_engines
from tests.measures.oracle import AS_OF, history_of, random_history
from tests.measures.texts_on_engines import random_texts

_LONDON = Calendar("Europe/London", parse_hours({"mon-fri": ["09:00-17:30"]}))
_START = AS_OF - 4 * DAY
_SETTINGS = {
    "spark.master": "local[1]",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",  # nothing is worth compiling for so few rows
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}


@pytest.fixture(scope="module")
def spark_engine() -> Callable[[], Engine]:
    if os.environ.get("COMMPLAN_TEST_SPARK") is None:
        if find_spec("pyspark") is None:
            pytest.skip("PySpark is not installed: pip install 'commplan[spark]'")
        if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
            pytest.skip("Spark needs Java; .ci/with-java installs it")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder
    for key, value in _SETTINGS.items():
        builder = builder.config(key, value)
    builder.getOrCreate().sparkContext.setLogLevel("ERROR")
    return SparkEngine


def on_london_time(history: History) -> Any:
    pieces = {
        "shown": open_time_pieces(_LONDON, _START, AS_OF),
        "due_at": due_pieces(_LONDON, Duration(4 * HOUR), _START, AS_OF),
    }
    return on_clock(history.engine, requests(history), "at", **pieces)


MEASURES: Mapping[str, Callable[[History], Any]] = {
    "requests": requests,
    "responses": responses,
    "answers": answers,
    "further questions": further_questions,
    "running": lambda history: running(history, pauses=[("C01HELP", "hold")]),
    "closed by reaction": closed_by_reaction,
    "on a clock": on_london_time,
}


def test_measures_are_the_same_on_spark(spark_engine: Callable[[], Engine]) -> None:
    told = random_history(Random(4), 400, AS_OF - 2 * DAY)
    here, there = history_of(told, engine=DuckEngine), history_of(told, engine=spark_engine)
    for name, measure in MEASURES.items():
        assert rows(measure(there)) == rows(measure(here)), name


def test_measures_of_texts_are_the_same_on_spark(spark_engine: Callable[[], Engine]) -> None:
    here = random_texts(Random(7), 300, DuckEngine)
    there = random_texts(Random(7), 300, spark_engine)
    for name, measure in texts_on_engines.MEASURES.items():
        assert measure(there) == measure(here), name


def test_without_pyspark_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(MissingExtraError, match=r"commplan\[spark\]"):
        engine_named("spark")


def test_the_usual_engine_needs_no_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert engine_named("duckdb") is None


def rows(frame: Any) -> list[dict[str, Any]]:
    found = frame.collect().rows(named=True)
    return sorted(found, key=lambda row: [str(value) for _, value in sorted(row.items())])
