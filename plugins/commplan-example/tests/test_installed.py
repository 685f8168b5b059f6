"""The package as it is installed: commplan finds it, and it works from the command line."""

import subprocess
import sys
from pathlib import Path

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: example}
channels:
  it-help: {kind: slack, purpose: support-intake}
"""


def commplan(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "commplan", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_rule_is_listed_and_has_a_page(tmp_path: Path) -> None:
    listed = commplan(tmp_path, "rules", "--select", "XEX101")
    assert listed.stdout.startswith("XEX101  warning  standard  channel-without-topic"), listed
    page = commplan(tmp_path, "explain", "channel-without-topic")
    assert "Whoever comes there in need" in page.stdout


def test_a_plan_is_checked_and_reported(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    ran = commplan(tmp_path, "check", "plan.yaml", "--select", "XEX101", "--format", "csv")
    head, row = ran.stdout.splitlines()
    assert head.startswith("path,line,column,")
    assert row.startswith("plan.yaml,5,3,warning,XEX101,channel-without-topic,#it-help is for")


def test_configuration_grades_it_and_sets_its_parameter(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    settings = '[rules.XEX101]\nseverity = "error"\npurposes = ["support-intake"]\n'
    (tmp_path / "commplan.toml").write_text(settings, encoding="utf-8")
    assert commplan(tmp_path, "check", "plan.yaml", "--select", "XEX101").returncode == 1
    (tmp_path / "commplan.toml").write_text("[rules.XEX101]\npurposes = []\n", encoding="utf-8")
    assert commplan(tmp_path, "check", "plan.yaml", "--select", "XEX101").returncode == 0
