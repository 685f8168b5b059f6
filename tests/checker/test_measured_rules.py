"""Rules that measure what happened: an audit judges them, a check says that it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commplan.api import Organization, Place, Plan, Problem, Severity, rule
from commplan.catalogue import catalogue
from commplan.checker.judge_file import Bench
from commplan.checker.live import with_workspace
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.checker.unmet import UNMEASURED
from commplan.clock import parse_instant
from commplan.engine.select import Selection
from commplan.finding import Report
from commplan.testing import judge_text
from commplan.testing.workspaces import read_workspace


@rule("XAB401", severity=Severity.ERROR, profile="basic", since="0.1", source="A01")
def measured(plan: Plan) -> Iterator[Problem]:
    """It was not done."""
    yield Problem(plan.root, "not done")


@rule("XAB402", severity=Severity.ERROR, profile="basic", since="0.1", source="A01")
def measured_together(organization: Organization) -> Iterator[Problem]:
    """Nobody did it."""
    for plan in organization.plans:
        yield Problem(Place(plan.origin, ()), "done by nobody")


@rule("XAB201", severity=Severity.ERROR, profile="basic", since="0.1", source="A01")
def computed(plan: Plan) -> Iterator[Problem]:
    """It cannot be done."""
    yield Problem(plan.root, "not possible")


KNOWN = catalogue([measured, measured_together, computed])
BENCH = Bench(KNOWN, Selection(KNOWN.rules, {}), parse_instant("2026-11-21T09:00:00Z"))
PLAN = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def judged(bench: Bench, plan: Path) -> Report:
    return check(bench, Target((str(plan),)), Options())


def codes(report: Report) -> list[str]:
    return sorted(finding.code for finding in report.findings)


def test_a_check_skips_them_and_says_what_would_not(plan: Path) -> None:
    report = judged(BENCH, plan)
    assert codes(report) == ["XAB201"]
    assert [(s.code, s.reason, s.path) for s in report.skipped] == [
        ("XAB401", UNMEASURED, None),
        ("XAB402", UNMEASURED, None),
    ]
    assert report.ran == ("XAB201",)
    assert "commplan audit" in UNMEASURED


def test_a_check_says_so_once_of_a_plan_that_nobody_can_judge(plan: Path) -> None:
    plan.write_text(PLAN + "channels: 3\n", encoding="utf-8")
    report = judged(BENCH, plan)
    assert [(s.code, s.path) for s in report.skipped if s.code == "XAB401"] == [("XAB401", None)]


def test_an_audit_judges_them(plan: Path) -> None:
    report = judged(with_workspace(BENCH, read_workspace("people: {}")), plan)
    assert codes(report) == ["XAB201", "XAB401", "XAB402"]
    assert report.skipped == ()


def test_an_audit_of_a_workspace_that_cannot_be_read_judges_them_too(plan: Path) -> None:
    assert codes(judged(BENCH._replace(measures=True), plan)) == ["XAB201", "XAB401", "XAB402"]


def test_those_who_test_one_see_it_judged() -> None:
    assert judge_text(measured, PLAN).messages == ("not done",)
