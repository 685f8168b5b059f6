"""The examples of scheduled audits: valid for whoever runs them, and what they run works."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from commplan.testing.slack import Arguments, Method, Session, SlackServer

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "nightly"


def words(command: str, values: dict[str, str]) -> list[str]:
    """The words of a command, as the service's shell would make them."""
    filled = re.sub(r"\$\{?(\w+)\}?", lambda match: values[match[1]], command)
    return shlex.split(filled)


def github() -> list[str]:
    steps = yaml.safe_load((EXAMPLES / "github-actions.yml").read_text("utf-8"))["jobs"]["audit"]
    (command,) = (s["run"] for s in steps["steps"] if s.get("run", "").startswith("commplan"))
    return words(command, {"GITHUB_STEP_SUMMARY": "summary.md", "CHANNEL": "it-ops"})


def gitlab() -> list[str]:
    script = yaml.safe_load((EXAMPLES / "gitlab-ci.yml").read_text("utf-8"))["audit"]["script"]
    return words(script[-1], {"COMMPLAN_CHANNEL": "it-ops"})


def kubernetes() -> list[str]:
    documents = yaml.safe_load_all((EXAMPLES / "kubernetes-cronjob.yaml").read_text("utf-8"))
    (job,) = (d for d in documents if d["kind"] == "CronJob")
    (container,) = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    mounted = {"/plans": "plans", "/state/audits.state": "audits.state"}
    return ["commplan", *(mounted.get(word, word) for word in container["args"])]


def systemd() -> list[str]:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(EXAMPLES / "commplan-audit.service", "utf-8")
    command = words(unit["Service"]["ExecStart"], {"STATE_DIRECTORY": "."})
    assert command[0] == "/opt/commplan/bin/commplan"
    return ["commplan", *("plans" if word == "/srv/plans" else word for word in command[1:])]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The channels that are told, by an audit of the example plan in an emulated Slack."""
    channels: list[str] = []

    def post(_: Session, arguments: Arguments) -> dict[str, Any]:
        channels.append(arguments.text("channel"))
        return {"ts": "1.0"}

    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "plans" / "it-ops", tmp_path / "plans")
    with SlackServer(ROOT / "examples" / "acme-workspace.seed.yaml") as slack:
        slack.add_method(Method("chat.postMessage", 60, ("chat:write",), post, json=True))
        slack.add_token("xoxb-notify", scopes=("chat:write",))
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.token)
        monkeypatch.setenv("SLACK_NOTIFY_TOKEN", "xoxb-notify")
        monkeypatch.setenv("COMMPLAN_STATE", str(tmp_path / "audits.state"))
        yield channels


@pytest.mark.parametrize("example", [github, gitlab, kubernetes, systemd])
def test_what_it_runs_audits_and_tells(example: Any, told: list[str]) -> None:
    command = example()
    assert command[0] == "commplan"
    run = [sys.executable, "-m", "commplan", *command[1:]]
    done = subprocess.run(run, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 1, done.stdout + done.stderr
    assert told == ["it-ops"]


@pytest.mark.parametrize(
    ("schema", "name"),
    [("vendor.github-workflows", "github-actions.yml"), ("vendor.gitlab-ci", "gitlab-ci.yml")],
)
def test_ci_services_take_them(schema: str, name: str) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    done = subprocess.run([*check, EXAMPLES / name], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_kubernetes_takes_it() -> None:
    import kubernetes_validate

    text = (EXAMPLES / "kubernetes-cronjob.yaml").read_text("utf-8")
    kinds = [document["kind"] for document in yaml.safe_load_all(text)]
    for document in yaml.safe_load_all(text):
        kubernetes_validate.validate(document, "1.30", strict=True)
    assert kinds == ["PersistentVolumeClaim", "CronJob"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_takes_them(tmp_path: Path) -> None:
    for name in ("commplan-audit.service", "commplan-audit.timer"):
        text = (EXAMPLES / name).read_text("utf-8")
        # The program is not installed here, which is all that may be missing.
        text = text.replace("/opt/commplan/bin/commplan", shutil.which("true") or "/bin/true")
        (tmp_path / name).write_text(text, "utf-8")
    units = [str(path) for path in tmp_path.iterdir()]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "commplan-audit" in line]
    assert ours == []
