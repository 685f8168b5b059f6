"""The examples with faults show exactly the faults that their README tells of."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from commplan.api import load_file, parse_instant
from commplan.cli.main import main
from commplan.testing.slack import SlackServer

Check = Callable[..., tuple[int, dict[str, Any]]]

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples"
README = (FOLDER / "README.md").read_text("utf-8")
SNAPSHOT = "examples/acme-workspace.json"
TAKEN_AT = "2026-11-21T08:55:00Z"


def told(heading: str) -> list[tuple[str, str, str]]:
    """Code, name and pointer of each finding in the table of a section."""
    section = README.partition(f"## {heading}")[2].partition("\n## ")[0]
    row = re.compile(r"^\| ([A-Z]{3}\d{3}) ([a-z0-9-]+) \| `([^`]+)` \| .+ \|$", re.MULTILINE)
    return row.findall(section)


def found(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(f["code"], f["name"], f["pointer"]) for f in report["findings"]]


def test_the_broken_desk_has_the_faults_that_the_readme_tells_of(check: Check) -> None:
    code, report = check("examples/broken-desk.yaml", "--profile", "basic")
    assert found(report) == told("A plan with ten faults")
    assert (code, len(report["findings"])) == (1, 10)
    assert {f["severity"] for f in report["findings"]} == {"error"}
    assert report["incomplete"] == []


def test_each_fault_of_the_desk_is_of_another_kind(check: Check) -> None:
    _, report = check("examples/broken-desk.yaml", "--profile", "basic")
    codes = [finding["code"] for finding in report["findings"]]
    assert len(set(codes)) == len(codes)
    assert 60 <= len((FOLDER / "broken-desk.yaml").read_text("utf-8").splitlines()) <= 90


def test_the_desk_is_hurt_by_its_faults_alone(check: Check, tmp_path: Path) -> None:
    text = (FOLDER / "broken-desk.yaml").read_text("utf-8")
    for wrong, right in {
        '"+44 20 7946 0018"': '"secret:oncall/omar"',
        "languages: [en, no]": 'languages: [en, "no"]',
        'members: ["group:night-shift"]': 'members: ["person:lena"]',
        '      until: "2026-10-31"\n': "",
        ", state: archived": "",
        'audience: ["group:desk"]}': 'audience: ["group:desk"], owner: "group:desk"}',
        "desk-incidnts": "desk-incidents",
        "acknowledge: 10m": "acknowledge: 20m",
        "clock: 24x7": 'clock: "calendar:office"',
        "{phone: 15m}": "{phone: 5m}",
    }.items():
        assert text.count(wrong) == 1, wrong
        text = text.replace(wrong, right)
    mended = tmp_path / "desk.yaml"
    mended.write_text(text, encoding="utf-8")
    code, report = check(str(mended), "--profile", "basic")
    assert (code, found(report)) == (0, [])


def test_the_workspace_has_drifted_as_the_readme_tells(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    words = ["--workspace", f"snapshot:{SNAPSHOT}", "--profile", "basic", "--format", "json"]
    code = main(["audit", "plans/it-ops", *words, "--as-of", "2026-11-21T09:00:00Z"])
    report = json.loads(capsys.readouterr().out)
    assert found(report) == told("A workspace that has drifted away from its plan")
    assert (code, report["incomplete"]) == (1, [])
    resources = {f["resource"]["id"] for f in report["findings"]}
    assert resources == {"S02LEADS", "S04FIN", "C02INC", "C03SEC", "C04OPS", "U02BOB"}


def test_the_snapshot_is_what_the_command_writes_of_the_seed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at = parse_instant(TAKEN_AT)
    clock = SimpleNamespace(time_ns=lambda: at * 1000, monotonic=lambda: 0.0, sleep=lambda _: None)
    monkeypatch.setattr("commplan.cli.workspaces.time", clock)
    written = tmp_path / "acme.json"
    with SlackServer(FOLDER / "acme-workspace.seed.yaml") as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.token)
        assert main(["snapshot", "--workspace", "slack", "-o", str(written)]) == 0
    assert written.read_text("utf-8") == (ROOT / SNAPSHOT).read_text("utf-8")


def test_the_commands_of_the_readme_name_files_that_are_there() -> None:
    for path in re.findall(r"\b(?:examples|plans)/[\w.-]+(?:/[\w.-]+)*", README):
        assert (ROOT / path).exists(), path


def test_the_plan_and_its_workspace_speak_of_the_same_things() -> None:
    plan: Any = load_file(str(ROOT / "plans" / "it-ops" / "it-ops.yaml")).documents[0].value
    seed: Any = load_file(str(FOLDER / "acme-workspace.seed.yaml")).documents[0].value
    assert {p["slack"] for p in plan["stakeholders"]["people"].values()} <= set(seed["users"])
    groups = plan["stakeholders"]["groups"].values()
    assert {group["slack_usergroup"] for group in groups} <= set(seed["usergroups"])
    channels = {c["slack"] for c in plan["channels"].values() if c["kind"] == "slack"}
    assert channels <= set(seed["channels"])
