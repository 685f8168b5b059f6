"""Until when waivers and ignores hide a finding: exactly as long as no rule about them speaks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from commplan.catalogue import Catalogue
from commplan.checker.judge_file import Bench
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.clock import parse_instant
from commplan.engine.select import Choice, Setting, select
from commplan.finding import Report

Write = Callable[[str, str], Path]
Run = Callable[..., Report]
RULES = ("CHN101", "WVR101", "WVR201")


def plan(zone: str, expires: str, created: str | None = "2026-11-01") -> str:
    begins = f'created: "{created}", ' if created else ""
    return f"""
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {{id: x, timezone: {zone}}}
stakeholders:
  people:
    ann: {{name: Ann Lee, slack: U01ANN}}
channels:
  a: {{kind: slack}}
waivers:
  w1: {{rule: CHN101, at: /channels/a, reason: moves soon, owner: "person:ann",
    approved_by: "person:ann", {begins}expires: "{expires}"}}
"""


@pytest.mark.parametrize(
    ("zone", "expires", "codes"),
    [
        ("UTC", "2026-11-21", []),
        ("UTC", "2026-11-20", ["CHN101", "WVR201"]),
        ("Pacific/Honolulu", "2026-11-20", []),
        ("Pacific/Honolulu", "2026-11-19", ["CHN101", "WVR201"]),
        ("Pacific/Kiritimati", "2026-11-20", ["CHN101", "WVR201"]),
    ],
)
def test_a_waiver_holds_through_its_last_day_in_the_zone_of_the_plan(
    write: Write, run: Run, zone: str, expires: str, codes: list[str]
) -> None:
    write("plan.yaml", plan(zone, expires))
    assert [f.code for f in run("plan.yaml", rules=RULES).findings] == codes


@pytest.mark.parametrize(
    ("until", "codes"), [("2026-11-21", []), ("2026-11-20", ["CHN101", "WVR201"])]
)
def test_an_ignore_holds_through_its_last_day(
    write: Write, run: Run, until: str, codes: list[str]
) -> None:
    ignored = f"  a: {{kind: slack}}  # commplan: ignore[CHN101] until={until} moves soon"
    text = plan("UTC", "2026-12-31").replace("  a: {kind: slack}", ignored)
    write("plan.yaml", text.partition("waivers:")[0])
    assert [f.code for f in run("plan.yaml", rules=RULES).findings] == codes


def test_what_runs_too_long_from_now_hides_nothing(write: Write, run: Run) -> None:
    write("plan.yaml", plan("UTC", "2099-12-31", created=None))
    assert [f.code for f in run("plan.yaml", rules=RULES).findings] == ["CHN101", "WVR101"]


@pytest.mark.parametrize(("max_days", "codes"), [(365, []), (180, ["CHN101", "WVR101"])])
def test_how_long_is_too_long_can_be_configured(
    write: Write, folder: Path, catalogue: Catalogue, max_days: int, codes: list[str]
) -> None:
    write("plan.yaml", plan("UTC", "2027-05-21"))
    settings = {"WVR101": Setting(parameters={"max_days": max_days})}
    selection = select(catalogue, Choice(select=RULES, settings=settings))
    bench = Bench(catalogue, selection, parse_instant("2026-11-21T09:00:00Z"))
    report = check(bench, Target(("plan.yaml",)), Options())
    assert [finding.code for finding in report.findings] == codes
