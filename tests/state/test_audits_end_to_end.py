"""Whole audits with a record in either kind of database, named by the environment."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.main import main

ROOT = Path(__file__).parents[2]


def test_what_changed_between_two_snapshots(
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMMPLAN_STATE", url)
    for folder in ("plans", "examples"):
        shutil.copytree(ROOT / folder, folder)

    def audit(snapshot: str, as_of: str) -> Any:
        words = ("--select", "3", "--format", "json", "--as-of", as_of)
        source = f"snapshot:examples/{snapshot}.json"
        assert main(["audit", "--workspace", source, *words, "plans/it-ops"]) in (0, 1)
        report = json.loads(capsys.readouterr().out)
        return {finding["code"] for finding in report["findings"]}, report

    _, october = audit("acme-workspace-october", "2026-10-02T07:00:00Z")
    assert october["state"]["last_audit"] is None
    found, november = audit("acme-workspace", "2026-11-21T09:00:00Z")
    assert {"STK307", "CHN306", "SEC301", "ESC303"} <= found
    assert november["state"]["new"] == len(november["findings"]) - november["state"]["known"]
    assert november["state"]["last_audit"] == "2026-10-02T07:00:00Z"
    again, december = audit("acme-workspace", "2026-12-01T09:00:00Z")
    assert again == found
    assert (december["state"]["new"], december["state"]["resolved"]) == (0, 0)
    assert {finding["state"]["status"] for finding in december["findings"]} == {"known"}
    assert "2026-11-21T09:00:00Z" in {f["state"]["first_seen"] for f in december["findings"]}
