"""Whether a run fails over what too little evidence leaves open."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.main import Exit

Run = Callable[..., Any]
Plan = Callable[..., Path]
SNAPSHOT = Path(__file__).parents[2] / "examples" / "acme-workspace.json"
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: desk}
kpis:
  mttr: {metric: resolve, stat: median, threshold: "<=4h", window: 90d, source: incidents.csv}
  csat: {metric: survey.csat, stat: mean, threshold: ">=4.2", window: 90d, source: csat.csv}
"""
HEAD = "id,severity,started_at,resolved_at\n"
INCIDENTS = HEAD + "".join(
    f"INC-{day},sev2,2026-11-{day:02}T08:00Z,2026-11-{day:02}T{hour:02}:00Z\n"
    for day, hour in enumerate((10, 14, 9, 13, 10, 14, 11, 12, 15, 10, 9, 13), start=1)
)
ANSWERS = "date,score\n" + "".join(f"2026-11-02,{3 + n % 3}\n" for n in range(12))


@pytest.fixture
def audit(run: Run, plan: Plan, folder: Path) -> Run:
    plan(PLAN, "plans/desk.yaml")
    (folder / "plans/incidents.csv").write_text(INCIDENTS, "utf-8")
    (folder / "plans/csat.csv").write_text(ANSWERS, "utf-8")
    fixed = ("--workspace", f"snapshot:{SNAPSHOT}", "--as-of", "2026-11-21T09:00:00Z")
    return lambda *words: run("audit", "plans", *fixed, *words)


GOL = ("--select", "GOL401")
FBK = ("--select", "FBK401")
STRICT = "--strict-evidence"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (GOL, Exit.CLEAN),
        ((*GOL, "--fail-on", "info"), Exit.CLEAN),
        ((*GOL, STRICT), Exit.FINDINGS),
        ((*GOL, STRICT, "--exit-zero"), Exit.CLEAN),
        ((*FBK, STRICT), Exit.CLEAN),  # a warning
        ((*FBK, STRICT, "--fail-on", "warning"), Exit.FINDINGS),
        ((*FBK, "--fail-on", "warning"), Exit.CLEAN),
    ],
)
@pytest.mark.parametrize("output", ["text", "json", "sarif", "junit"])
def test_what_is_inconclusive_fails_a_run_only_where_that_is_asked_for(
    audit: Run, words: tuple[str, ...], code: Exit, output: str
) -> None:
    assert audit(*words, "--format", output).code == code


@pytest.mark.parametrize(("words", "severity"), [((), "warning"), ((STRICT,), "error")])
def test_programs_are_told_that_it_is_inconclusive(
    audit: Run, words: tuple[str, ...], severity: str
) -> None:
    report = json.loads(audit(*GOL, *words, "--format", "json").out)
    (finding,) = report["findings"]
    assert (finding["severity"], finding["outcome"]) == (severity, "inconclusive")
    assert report["summary"][f"{severity}s"] == 1


def test_the_configuration_may_ask_for_it(audit: Run, folder: Path) -> None:
    (folder / "commplan.toml").write_text("strict-evidence = true\n", "utf-8")
    assert audit(*GOL).code == Exit.FINDINGS


def test_a_check_takes_the_option_and_measures_nothing(run: Run, audit: Run) -> None:
    result = run("check", "plans", *GOL, STRICT)
    assert result.code == Exit.CLEAN
    assert "not assessed" in result.out


def test_what_is_certain_fails_either_way(audit: Run, folder: Path) -> None:
    late = INCIDENTS.replace("T08:00Z,", "T01:00Z,")
    (folder / "plans/incidents.csv").write_text(late, "utf-8")
    assert audit(*GOL).code == Exit.FINDINGS
    assert audit(*GOL, STRICT).code == Exit.FINDINGS


def test_a_missing_file_is_told_once(audit: Run, folder: Path) -> None:
    (folder / "plans/incidents.csv").unlink()
    report = json.loads(audit("--select", "GOL401,AUD2", "--format", "json").out)
    assert [finding["code"] for finding in report["findings"]] == ["AUD201"]
    reasons = [skip["reason"] for skip in report["skipped"] if skip["code"] == "GOL401"]
    assert reasons == ["incidents.csv: there is no such file"]


def test_without_scipy_nothing_is_assessed(audit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        error = f"No module named {name!r}"
        raise ModuleNotFoundError(error, name=name)

    monkeypatch.setattr("commplan.extras.import_module", missing)
    result = audit("--select", "GOL401,FBK401", "--format", "json")
    report = json.loads(result.out)
    assert (result.code, report["findings"], report["incomplete"]) == (Exit.CLEAN, [], [])
    assert {(skip["code"], skip["reason"]) for skip in report["skipped"]} == {
        ("FBK401", "measuring needs SciPy: pip install 'commplan[measure]'"),
        ("GOL401", "measuring needs SciPy: pip install 'commplan[measure]'"),
    }
