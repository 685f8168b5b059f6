"""The worked example of the design gives what the design says, with its files beside it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.api import content_hash, load_file
from commplan.checker.unmet import UNMEASURED
from commplan.cli.main import main
from tests.beside import beside, skip_without

ROOT = Path(__file__).parents[2]
EXAMPLE = beside("design/it-ops.example.yaml")
BESIDE = ROOT / "plans" / "it-ops"

AUDITED = ("needs a workspace", UNMEASURED)
"""Why a check skips what only an audit judges."""
Judge = Callable[..., dict[str, Any]]


@pytest.fixture
def judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Judge:
    """Checks the example among the files that it names."""
    skip_without(EXAMPLE)
    plan = tmp_path / "plans" / "it-ops.yaml"
    for folder in ("templates", "evidence"):
        shutil.copytree(BESIDE / folder, plan.parent / folder)
    baseline = tmp_path / "baseline" / "org.yaml"
    baseline.parent.mkdir()
    baseline.write_text("apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: org}\n", "utf-8")
    text = EXAMPLE.read_text("utf-8")
    plan.write_text(text, "utf-8")
    value: Any = load_file(str(plan)).documents[0].value
    real = content_hash(value)
    plan.write_text(text.replace('"sha256:4be1"', f'"{real}"'), "utf-8")

    def check(*words: str) -> dict[str, Any]:
        code = main(
            ["check", str(plan), "--as-of", "2026-11-21T09:00:00Z", "--format", "json", *words]
        )
        report: dict[str, Any] = json.loads(capsys.readouterr().out)
        return {**report, "code": code}

    return check


def test_one_objective_cannot_be_confirmed_and_one_overload_is_accepted(judge: Judge) -> None:
    report = judge("--profile", "standard")
    assert [(f["code"], f["severity"]) for f in report["findings"]] == [("SLA205", "info")]
    (finding,) = report["findings"]
    assert finding["pointer"].startswith("/slas/major/")
    assert "sla:major needs 72 cases in 90d" in finding["message"]
    assert {waived["code"] for waived in report["waived"]} == {"AVL204"}
    assert all(waived["waiver"]["id"] == "w1" for waived in report["waived"])
    assert (report["complete"], report["code"]) == (True, 0)


def test_nothing_is_wrong_with_it_under_basic(judge: Judge) -> None:
    report = judge("--profile", "basic")
    assert (report["findings"], report["code"]) == ([], 0)


def test_what_could_not_be_judged_is_said(judge: Judge) -> None:
    report = judge("--profile", "standard")
    reasons = {s["reason"] for s in report["skipped"] if s["reason"] not in AUDITED}
    told = re.compile(
        "neither `last` nor a record says when|no active lexicon is in the language 'de'"
    )
    assert [reason for reason in reasons if not told.match(reason)] == []
