"""Rules that measure, judged by an export: a whole audit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commplan.cli import histories
from commplan.cli.main import main

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}
channels:
  alerts: {kind: slack, slack: C1, owner: "person:alice"}
monitoring:
  vpn: {alerts: {vpn-down: {channel: "channel:alerts", expect_every: 7d}}}
stakeholders:
  people:
    alice: {name: Alice Ng}
"""


@pytest.fixture
def audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Audits of the plan by an export in which an app wrote last on 10 November."""
    export = tmp_path / "export"
    (export / "alerts").mkdir(parents=True)
    bot = {"type": "message", "bot_id": "B1", "ts": "1794304800.000100", "text": "VPN down"}
    old = {**bot, "ts": "1788000000.000100"}
    users, channels = [{"id": "U1"}], [{"id": "C1", "name": "alerts", "created": 1_700_000_000}]
    files = {"users": users, "channels": channels}
    files |= {"alerts/2026-08-29": [old], "alerts/2026-11-10": [bot], "alerts/2026-11-30": [{}]}
    for name, content in files.items():
        (export / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN, encoding="utf-8")

    def run(as_of: str, *words: str) -> tuple[int, Any]:
        words = ("--workspace", f"export:{export}", "--as-of", as_of, *words)
        code = main(["audit", "--select", "TKT403", "--format", "json", *words, str(plan)])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_messages_of_an_export_are_measured(audit: Any) -> None:
    code, report = audit("2026-11-12T00:00:00Z")
    assert (code, report["findings"], report["skipped"]) == (0, [], [])
    code, report = audit("2026-11-30T00:00:00Z")
    (finding,) = report["findings"]
    assert finding["outcome"] == "fail"
    assert "2026-11-10" in finding["message"]
    assert report["complete"]


def test_nothing_is_said_of_the_time_after_an_export(audit: Any) -> None:
    """It ends as 30 November begins: of a year later nobody knows whether the alert was silent."""
    code, report = audit("2027-11-30T00:00:00Z")
    (finding,) = report["findings"]
    assert finding["facts"]["silent_seconds"] == 19 * 86_400 - 1
    assert (code, finding["outcome"]) == (0, "fail")


def test_plans_that_measure_nothing_need_no_history(
    audit: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN.partition("monitoring")[0], encoding="utf-8")
    monkeypatch.setattr("tempfile.mkdtemp", lambda **_: pytest.fail("a folder for no messages"))
    code, report = audit("2026-11-30T00:00:00Z")
    assert (code, report["findings"], report["skipped"]) == (0, [], [])


def test_without_the_packages_nothing_is_measured_and_that_is_said(
    audit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(histories, "can_measure", lambda: False)
    code, report = audit("2026-11-30T00:00:00Z")
    assert (code, report["findings"]) == (0, [])
    (skipped,) = report["skipped"]
    assert skipped["outcome"] == "not-assessed"
    assert 'pip install "commplan[measure]"' in skipped["reason"]
