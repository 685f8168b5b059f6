from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commplan.cli.main import main
from commplan.rules.audits.evidence_unclaimed import evidence_unclaimed
from commplan.testing import judge_text

HEAD = "apiVersion: commplan/v1\nkind: "
PLAN = HEAD + "CommunicationPlan\nmetadata: {{id: {}}}\n"
RECORDS = HEAD + "Evidence\nmetadata: {{id: e, plan: {}}}\n"

Check = Callable[..., tuple[int, str]]


def test_a_plan_that_is_there_claims_them() -> None:
    assert (
        judge_text(evidence_unclaimed, RECORDS.format("a"), others={"a": PLAN.format("a")}).messages
        == ()
    )


def test_the_plan_that_was_meant_is_told() -> None:
    others = {"a": PLAN.format("it-ops"), "b": PLAN.format("desk")}
    (finding,) = judge_text(evidence_unclaimed, RECORDS.format("it-opps"), others=others).findings
    assert finding.message == (
        "the records are for plan 'it-opps', which is not among the files; did you mean it-ops?"
    )
    assert finding.location.pointer == "/metadata/plan"
    assert finding.facts == {"plan": "it-opps", "nearest": "it-ops"}


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    monkeypatch.chdir(tmp_path)
    Path("plans").mkdir()
    Path("plans/a.yaml").write_text(PLAN.format("a"), encoding="utf-8")
    Path("plans/records.yaml").write_text(RECORDS.format("b"), encoding="utf-8")

    def run(*paths: str) -> tuple[int, str]:
        return main(["check", "--select", "AUD203", "-v", *paths]), capsys.readouterr().out

    return run


def test_all_files_show_that_it_is_not_there(check: Check) -> None:
    code, out = check("plans")
    assert code == 1
    assert "plans/records.yaml:3:25: error AUD203" in out


def test_some_files_do_not(check: Check) -> None:
    code, out = check("plans/records.yaml", "plans/a.yaml")
    assert code == 0
    assert "AUD203: the records are for plan 'b', which is not among the files" in out


def test_nor_do_files_that_cannot_be_read(check: Check) -> None:
    Path("plans/b.yaml").write_text(PLAN.format("b") + "channels: 3\n", encoding="utf-8")
    _, out = check("plans")
    assert "error AUD203" not in out
    assert "AUD203: the records are for plan 'b', which is not among the files" in out
