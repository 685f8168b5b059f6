"""Snapshots of older versions, and of versions that are not written yet."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from commplan.cli.main import main
from commplan.errors import SnapshotError
from commplan.workspace import load_snapshot, migrated_snapshot, migration, snapshot_from
from commplan.workspace.privacy import Redaction

ROOT = Path(__file__).parents[2]
OLDEST = Path(__file__).with_name("snapshot-v1.json")
"""As the first version wrote it."""


def schema(version: int) -> Draft202012Validator:
    path = ROOT / f"schemas/v{version}/snapshot.schema.json"
    return Draft202012Validator(json.loads(path.read_text("utf-8")))


def test_a_file_of_the_first_version_is_read_as_it_is() -> None:
    document = json.loads(OLDEST.read_text("utf-8"))
    assert document["version"] == 1
    assert list(schema(1).iter_errors(document)) == []
    assert list(schema(2).iter_errors(document)) != []
    live = load_snapshot(str(OLDEST))
    assert (live.redaction, live.key_mark) == (Redaction.EMAILS, None)
    assert [person.id for person in live.people] == ["U01ALICE", "U02BOB"]


def test_a_migrated_file_says_the_same_in_todays_version(tmp_path: Path) -> None:
    new = tmp_path / "new.json"
    assert main(["snapshot", "migrate", str(OLDEST), "-o", str(new)]) == 0
    document = json.loads(new.read_text("utf-8"))
    assert list(schema(2).iter_errors(document)) == []
    assert document["version"] == migration.VERSION
    assert load_snapshot(str(new)) == load_snapshot(str(OLDEST))
    assert migrated_snapshot(str(new)) == new.read_text("utf-8")
    old = json.loads(OLDEST.read_text("utf-8"))
    changed = {key for key in old if old[key] != document[key]}
    assert changed == {"version", "redaction"}


def test_migrating_prints_where_no_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snapshot", "migrate", str(OLDEST)]) == 0
    assert capsys.readouterr().out == migrated_snapshot(str(OLDEST))


def test_nothing_is_written_where_there_is_no_snapshot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, new = ROOT / "pyproject.toml", tmp_path / "new.json"
    assert main(["snapshot", "migrate", str(plan), "-o", str(new)]) == 2
    assert not new.exists()
    assert "pyproject.toml:1: is not JSON" in capsys.readouterr().err


def test_a_newer_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    document = json.loads(OLDEST.read_text("utf-8")) | {"version": 7, "novelty": True}
    newer = tmp_path / "newer.json"
    newer.write_text(json.dumps(document), "utf-8")
    with pytest.raises(SnapshotError) as caught:
        load_snapshot(str(newer))
    assert str(caught.value) == (
        f"{newer}: /version: expected a version from 1 to 2, found version 7, which a newer "
        "commplan wrote: upgrade commplan to read it"
    )


def test_a_file_passes_through_every_step_after_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def rename_source(values: Mapping[str, Any]) -> dict[str, Any]:
        return {**values, "source": f"{values['source']} of old"}

    steps = {**migration.STEPS, 2: rename_source}
    monkeypatch.setattr(migration, "STEPS", MappingProxyType(steps))
    monkeypatch.setattr(migration, "VERSION", 3)
    first = json.loads(OLDEST.read_text("utf-8"))
    second = {**first, "version": 2, "redaction": {"level": "emails"}}
    third = {**second, "version": 3}
    assert snapshot_from(first, "x") == snapshot_from(second, "x")
    assert snapshot_from(second, "x").source == "slack of old"
    assert snapshot_from(third, "x").source == "slack"
    assert first["version"] == 1
