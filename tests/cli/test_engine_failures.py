"""An engine that fails is told as what it is: a run that could not look."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from commplan.cli.main import main
from tests.cli.test_measure_command import AS_OF, folder

__all__ = ["folder"]

CONNECT = duckdb.connect


def run(command: str, at: Path, *words: str) -> int:
    reading = ("--workspace", f"export:{at / 'export'}", "--as-of", AS_OF)
    return main([command, *reading, *words, str(at / "plan.yaml")])


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB where measures run gets less memory than any query takes."""

    def connected(database: str, config: dict[str, Any] | None = None) -> Any:
        return CONNECT(database, config=config or {"memory_limit": "1kB"})

    monkeypatch.setattr(duckdb, "connect", connected)


def test_an_audit_without_memory_is_incomplete(
    folder: Path, little_memory: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("audit", folder, "--select", "SLA401,SLA403,CHN101", "--format", "json") == 4
    report = json.loads(capsys.readouterr().out)
    (record,) = report["incomplete"]
    assert (record["kind"], record["what"], record["rules"]) == (
        *("engine", "DuckDB"),
        ["SLA401", "SLA403"],
    )
    assert record["error"].startswith("it ran out of memory (Out of Memory Error: ")
    assert record["error"].endswith(
        ": give it more memory, look at a shorter window, or measure on a cluster: --engine spark"
    )
    assert report["complete"] is False


def test_a_measure_without_memory_is_incomplete(
    folder: Path, little_memory: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("measure", folder) == 4
    told = "".join(capsys.readouterr())
    assert "measuring with DuckDB failed: it ran out of memory" in " ".join(told.split())
    assert "fault of commplan" not in told


@pytest.mark.parametrize("table", ["messages", "threads"])
@pytest.mark.parametrize("command", ["audit", "measure"])
def test_a_history_with_a_damaged_file_is_incomplete(
    folder: Path, command: str, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    history = folder / "history"
    words = ("--history", str(history), "--format", "json")
    select = ("--select", "SLA401") if command == "audit" else ()
    assert run(command, folder, *words, *select) != 4
    for path in history.glob(f"{table}*.parquet"):
        path.write_bytes(path.read_bytes()[:-8])
    capsys.readouterr()
    assert run(command, folder, *words, *select) == 4
    report = json.loads(capsys.readouterr().out)
    errors = {record["error"] for record in report["incomplete"]}
    assert [record["what"] for record in report["incomplete"]] == ["DuckDB"] * len(errors)
    for error in errors:
        assert error.startswith("it cannot read the history (Invalid Input Error: No magic bytes")
        assert "delete the folder of the history to read everything again" in error
