"""What services run of ours: the GitHub Action, the GitLab component and the image.

No service is at hand here. So the very lines that they would run are taken from
the files and run, with what the services promise to provide.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
SPEC, COMPONENT = yaml.safe_load_all((ROOT / "templates" / "commplan.yml").read_text("utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: desk}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
channels:
  help: {kind: slack, slack: C01HELP, owner: "person:alise"}
"""


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A repository with one plan, with one fault."""
    folder = tmp_path / "team"
    (folder / "plans").mkdir(parents=True)
    (folder / "plans" / "desk.yaml").write_text(PLAN, "utf-8")
    (folder / "commplan.toml").write_text('profile = "basic"\n', "utf-8")
    return folder


class Job(NamedTuple):
    code: int
    log: str
    summary: str
    outputs: dict[str, str]


def act(folder: Path, **inputs: str) -> Job:
    """Run the action's script as a runner does, its environment from its inputs.

    Installing is not what is tried here: pip finds this checkout in place already.
    """
    (step,) = (step for step in ACTION["runs"]["steps"] if "run" in step)
    values = {name: str(told.get("default", "")) for name, told in ACTION["inputs"].items()}
    assert set(inputs) <= set(values)
    context = {f"inputs.{name}": value for name, value in {**values, **inputs}.items()}
    context["github.action_path"] = str(ROOT)
    given = {
        key: re.sub(r"\$\{\{ (.+?) \}\}", lambda match: context[match[1]], value)
        for key, value in step["env"].items()
    }
    temporary = folder.parent / "runner"
    programs = temporary / "commplan" / "bin"
    programs.mkdir(parents=True, exist_ok=True)
    for name in ("python", "commplan"):
        target = programs / name
        if not target.exists():
            target.symlink_to(Path(sys.executable).parent / name)
    script = step["run"].replace('python -m venv "$RUNNER_TEMP/commplan"\n', "", 1)
    script = re.sub(
        r'^"\$programs/python" -m pip install .*\n', "", script, count=1, flags=re.MULTILINE
    )
    assert script.count("\n") == step["run"].count("\n") - 2
    files = {name: folder.parent / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    for file in files.values():
        file.write_text("", "utf-8")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **given, "RUNNER_TEMP": str(temporary), **_texts(files)},
        capture_output=True,
        text=True,
        check=False,
    )
    outputs = files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
    return Job(
        done.returncode,
        done.stdout + done.stderr,
        files["GITHUB_STEP_SUMMARY"].read_text("utf-8"),
        dict(line.split("=", 1) for line in outputs),
    )


def _texts(files: dict[str, Path]) -> dict[str, str]:
    return {name: str(path) for name, path in files.items()}


def test_the_action_annotates_summarises_and_writes_sarif(team: Path) -> None:
    job = act(team)
    assert job.code == 1
    assert "::error file=plans/desk.yaml,line=8,col=46" in job.log
    assert "PLN101" in job.summary
    assert job.outputs == {"exit-code": "1", "sarif": "commplan.sarif"}
    sarif = json.loads((team / "commplan.sarif").read_text("utf-8"))
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == ["PLN101"]


def test_the_action_takes_paths_and_options_with_blanks(team: Path) -> None:
    (team / "plans" / "desk.yaml").rename(team / "plans" / "our desk.yaml")
    clean = act(
        team, args="--ignore\nPLN101\n", paths="plans/our desk.yaml\n", sarif="", summary=""
    )
    assert (clean.code, clean.summary) == (0, ""), clean.log
    assert not (team / "commplan.sarif").exists()
    assert act(team, args="--ignore\nPLN101; touch pwned\n").code == 2
    assert not (team / "pwned").exists()


def test_the_action_can_audit(team: Path) -> None:
    snapshot = ROOT / "examples" / "acme-workspace.json"
    job = act(team, command="audit", args=f"--workspace\nsnapshot:{snapshot}")
    assert job.code == 1
    assert "against Acme (snapshot of slack)" in job.summary


def test_the_action_installs_what_it_was_called_from() -> None:
    (step,) = (step for step in ACTION["runs"]["steps"] if "run" in step)
    assert step["env"]["SOURCE"] == "${{ github.action_path }}"
    assert 'pip install --quiet --disable-pip-version-check "$SOURCE"' in step["run"]
    assert "${{" not in step["run"], "inputs reach the script by its environment alone"


def test_the_gitlab_component_reports_to_the_merge_request(team: Path) -> None:
    defaults = {name: told.get("default", "") for name, told in SPEC["spec"]["inputs"].items()}
    job: dict[str, Any] = COMPONENT["commplan"]
    variables = {
        name: re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda match: defaults[match[1]], value)
        for name, value in job["variables"].items()
    }
    install, run = (line for line in job["script"] if not line.startswith("#"))
    assert install.startswith("pip install ")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["sh", "-ec", run],
        cwd=team,
        env={**os.environ, **variables, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "PLN101" in done.stdout
    reports = job["artifacts"]["reports"]
    issues = json.loads((team / reports["codequality"]).read_text("utf-8"))
    assert "broken-reference" in {issue["check_name"] for issue in issues}
    assert "PLN101" in (team / reports["junit"]).read_text("utf-8")
    assert job["artifacts"]["when"] == "always", "reports of a failed job are what it is for"


@pytest.mark.thorough
def test_the_image_holds_what_runs(tmp_path: Path, team: Path) -> None:
    """Follow the Dockerfile: copy, install, and call the entry point, which needs no shell."""
    source, app = tmp_path / "src", tmp_path / "app"
    for names, target in re.findall(r"^COPY (?!--from)(.+) (/src\S*)$", DOCKERFILE, re.MULTILINE):
        for name in names.split():
            place = source / Path(target).relative_to("/src")
            place = place / name if target.endswith("/") else place
            place.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, place)
    (command,) = re.findall(r"^RUN (.+?)(?<!\\)$", DOCKERFILE, re.MULTILINE | re.DOTALL)
    command = command.replace("\\\n", "").replace("/app", str(app)).replace('"/src', f'"{source}')
    command = f"{shlex.quote(sys.executable)} -m {command}".replace(
        "python -m compileall", f"{shlex.quote(sys.executable)} -m compileall"
    )
    subprocess.run(["sh", "-ec", command], check=True, capture_output=True)

    settings = dict(
        re.findall(r"(\w+)=(\S+)(?: \\)?$", DOCKERFILE.partition("ENV ")[2], re.MULTILINE)
    )
    settings["PYTHONPATH"] = str(app)
    (entry,) = re.findall(r"^ENTRYPOINT (.+)$", DOCKERFILE, re.MULTILINE)
    (words,) = re.findall(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)
    said: list[str] = json.loads(entry) + json.loads(words)
    program, *rest = said
    assert program == "/usr/bin/python3"
    done = subprocess.run(
        [sys.executable, *rest],
        cwd=team,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "PLN101" in done.stdout
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", DOCKERFILE, re.MULTILINE)
