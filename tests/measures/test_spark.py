"""Measures say on Spark, and on Polars where tests use it, what they say on DuckDB.

Spark needs Java; ``.ci/with-java`` brings it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import pytest

from commplan.cli.histories import engine_named
from commplan.cli.main import main
from commplan.clock import DAY, HOUR, Calendar, Duration, due_pieces, open_time_pieces, parse_hours
from commplan.errors import MissingExtraError
from commplan.measures import History, on_clock, requests
from commplan.measures.engine import DuckEngine, Engine
from commplan.measures.spark import SparkEngine
from commplan.rules import commplan_rules
from tests.engines import PolarsEngine
from tests.measures.busy import Busy
from tests.measures.every_measure import (
    MEASURES,
    OF_PLANS,
    OF_ROWS,
    all_measures,
    sorted_rows,
    told,
)
from tests.measures.oracle import AS_OF, history_of, random_history

pytestmark = pytest.mark.long

_LONDON = Calendar("Europe/London", parse_hours({"mon-fri": ["09:00-17:30"]}))
_START = AS_OF - 4 * DAY
_SETTINGS = {
    "spark.master": "local[1]",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",  # nothing is worth compiling for so few rows
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_MEASURING = sorted(
    rule.code for rule in commplan_rules() if {"history", "maybe_history"} & set(rule.needs)
)
"""Rules of class 4 that look at messages."""


_READING = (
    *("--workspace", "export:export", "--as-of", "2026-11-21T09:00:00Z"),
    *("--format", "json"),
)


@pytest.fixture(scope="module")
def spark_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Engine]]:
    """Spark in this machine, set up as its users do: by a file of settings."""
    if os.environ.get("COMMPLAN_TEST_SPARK") is None:
        if find_spec("pyspark") is None:
            pytest.skip("PySpark is not installed: pip install 'commplan[spark]'")
        if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
            pytest.skip("Spark needs Java; .ci/with-java installs it")
    folder = tmp_path_factory.mktemp("spark")
    lines = (f"{key} {value}\n" for key, value in _SETTINGS.items())
    (folder / "spark-defaults.conf").write_text("".join(lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SPARK_CONF_DIR", str(folder))
        yield SparkEngine


@pytest.fixture(scope="module")
def busy() -> Busy:
    return Busy(Random(1), 300)


@pytest.fixture
def folder(busy: Busy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the busy workspace is written down."""
    made = tmp_path / "100 % a desk"
    made.mkdir()
    busy.write(made)
    monkeypatch.chdir(made)
    return made


def on_london_time(history: History) -> Any:
    pieces = {
        "shown": open_time_pieces(_LONDON, _START, AS_OF),
        "due_at": due_pieces(_LONDON, Duration(4 * HOUR), _START, AS_OF),
    }
    return on_clock(history.engine, requests(history), "at", **pieces)


def test_every_measure_is_compared() -> None:
    assert set(MEASURES) == all_measures()


@pytest.fixture(scope="module")
def on_duckdb(busy: Busy) -> Mapping[str, Any]:
    """What each measure tells."""
    history = busy.history(DuckEngine)
    return {name: told(name, busy, history) for name in MEASURES}


def test_measures_that_are_compared_tell_something(
    busy: Busy, on_duckdb: Mapping[str, Any]
) -> None:
    """Not what they would tell if nobody had written anything."""
    silent = busy.history(PolarsEngine, is_silent=True)
    for name, found in on_duckdb.items():
        assert found, name
        assert (found == told(name, busy, silent)) == (name in OF_PLANS), name


def test_measures_are_the_same_on_polars(busy: Busy, on_duckdb: Mapping[str, Any]) -> None:
    history = busy.history(PolarsEngine)
    for name, found in on_duckdb.items():
        assert told(name, busy, history) == found, name


def test_measures_are_the_same_on_spark(
    busy: Busy, on_duckdb: Mapping[str, Any], spark_engine: Callable[[], Engine]
) -> None:
    history = busy.history(spark_engine)
    for name, found in on_duckdb.items():
        assert told(name, busy, history) == found, name


def test_odd_histories_are_the_same_on_spark(spark_engine: Callable[[], Engine]) -> None:
    drawn = random_history(Random(6), 800, AS_OF - 4 * DAY)
    here, there = history_of(drawn, engine=DuckEngine), history_of(drawn, engine=spark_engine)
    for name, measure in {**OF_ROWS, "on a clock": on_london_time}.items():
        expected = sorted_rows(measure(here))
        assert expected, name
        assert sorted_rows(measure(there)) == expected, name


def test_an_audit_finds_the_same_on_spark(
    folder: Path, spark_engine: Callable[[], Engine], capsys: pytest.CaptureFixture[str]
) -> None:
    kept = ("--history", "kept")  # where the salt is, with which digests of secrets are made
    words = ("audit", "--select", ",".join(_MEASURING), *kept, *_READING)
    reports = []
    for engine in ("duckdb", "spark"):
        assert main([*words, "--engine", engine, "plan.yaml"]) == 1
        reports.append(json.loads(capsys.readouterr().out))
    here, there = reports
    assert there == here
    assert here["complete"]
    assert len({finding["code"] for finding in here["findings"]}) > 15


def test_a_command_measures_the_same_on_a_spark_of_its_own(
    folder: Path, spark_engine: Callable[[], Engine], capsys: pytest.CaptureFixture[str]
) -> None:
    """Which starts with it and ends with it."""
    assert main(["measure", *_READING, "plan.yaml"]) == 0
    here = json.loads(capsys.readouterr().out)
    command = (sys.executable, "-m", "commplan", "measure", *_READING, "--engine", "spark")
    done = subprocess.run((*command, "plan.yaml"), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == here
    assert sum(promise["n"] for promise in here["measures"]) > 100


def test_without_pyspark_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(MissingExtraError, match=r"commplan\[spark\]"):
        engine_named("spark")


def test_the_usual_engine_needs_no_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert engine_named("duckdb") is None
