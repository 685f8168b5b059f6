"""The hooks, run by pre-commit itself in a repository of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
HOOK = {hook["id"]: hook for hook in HOOKS}
SOURCE = ("commplan", "schemas", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
"""What the repository of the hooks needs, to be installed from."""

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {{id: {id}}}
stakeholders:
  people:
    alice: {{name: Alice Ng, slack: U01ALICE}}
channels:
  help: {{kind: slack, slack: {slack}, owner: "person:{owner}"}}
"""
CONFIG = """\
repos:
- repo: {hooks}
  rev: {rev}
  hooks:
  - id: commplan
    args: [--profile, basic]
  - id: commplan-all
    args: [--profile, basic]
"""


@pytest.mark.parametrize(
    ("path", "changed", "all_plans"),
    [
        ("plans/team.yaml", True, True),
        ("plans/emea/team.yml", True, True),
        ("services/pay/plans/team.yaml", True, True),
        ("commplan.yaml", True, True),
        ("services/pay/commplan.yml", True, True),
        ("services/pay/desk.commplan.yaml", True, True),
        ("plans/templates/incident.md", False, True),
        ("plans/evidence/training.csv", False, True),
        ("commplan.toml", False, True),
        ("services/pay/commplan.toml", False, True),
        ("deploy/values.yaml", False, False),
        ("floorplans/office.yaml", False, False),
        ("docs/mycommplan.yaml", False, False),
        ("commplan.yaml.j2", False, False),
        (".github/workflows/commplan.yml.txt", False, False),
        ("pyproject.toml", False, False),
    ],
)
def test_patterns_match_plans_and_nothing_odd(path: str, changed: bool, all_plans: bool) -> None:
    assert bool(re.search(HOOK["commplan"]["files"], path)) is changed
    assert bool(re.search(HOOK["commplan-all"]["files"], path)) is all_plans


def test_all_hooks_run_once_over_everything() -> None:
    """Plans are compared with each other, so pre-commit must not share them out."""
    assert set(HOOK) == {"commplan", "commplan-all"}
    assert all(hook["require_serial"] for hook in HOOKS)
    assert HOOK["commplan-all"]["pass_filenames"] is False


class Repository:
    """A git repository, and pre-commit in it."""

    def __init__(self, place: Path, environment: Mapping[str, str]) -> None:
        self.place = place
        self._environment = {**os.environ, **environment}
        place.mkdir(parents=True)
        self.git("init", "--quiet")

    def git(self, *words: str) -> str:
        identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
        return self._run("git", *identity, *words).stdout.strip()

    def write(self, name: str, text: str) -> None:
        (self.place / name).parent.mkdir(parents=True, exist_ok=True)
        (self.place / name).write_text(text, encoding="utf-8")
        self.git("add", name)

    def pre_commit(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "pre_commit", *words, "--color=never")
        return self._run(*command, check=False, **environment)

    def _run(
        self, *words: str, check: bool = True, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            cwd=self.place,
            env={**self._environment, **environment},
            check=check,
            capture_output=True,
            text=True,
        )


@pytest.mark.thorough
def test_a_team_commits_plans(tmp_path: Path) -> None:
    environment = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "GIT_CONFIG_GLOBAL": os.devnull}
    environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    hooks = Repository(tmp_path / "hooks", environment)
    for name in SOURCE:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, hooks.place / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, hooks.place / name)
    hooks.git("add", "--all")
    hooks.git("commit", "--quiet", "--message", "hooks")

    team = Repository(tmp_path / "team", environment)
    rev = hooks.git("rev-parse", "HEAD")
    team.write(".pre-commit-config.yaml", CONFIG.format(hooks=hooks.place, rev=rev))
    team.write("plans/desk.yaml", PLAN.format(id="desk", slack="C01HELP", owner="alice"))
    installed = team.pre_commit("run")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert "check changed communication plans" in installed.stdout
    team.git("commit", "--quiet", "--message", "first plan")

    # From here on nothing may be fetched.
    offline = {"https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
    team.write("plans/shop.yaml", PLAN.format(id="shop", slack="C02SHOP", owner="alise"))
    refused = team.pre_commit("run", "commplan", **offline)
    assert refused.returncode == 1
    assert "plans/shop.yaml:8:46: error PLN101" in refused.stdout
    assert "did you mean 'alice'" in refused.stdout

    team.write("plans/shop.yaml", PLAN.format(id="shop", slack="C01HELP", owner="alice"))
    with_other = team.pre_commit("run", "commplan", **offline)
    assert with_other.returncode == 0, "owners agree on the channel that both plans name"
    team.git("commit", "--quiet", "--message", "second plan")

    team.write("README.md", "# The team\n")
    team.write("values.yaml", "replicas: 3\n")
    untouched = team.pre_commit("run", **offline)
    assert untouched.returncode == 0
    assert untouched.stdout.count("Skipped") == 2

    unnamed = PLAN.format(id="desk", slack="C01HELP", owner="alice").replace("kind: slack, ", "")
    team.write("plans/desk.yaml", unnamed)
    team.git("commit", "--quiet", "--message", "broken, without the hook")
    team.write("plans/shop.yaml", PLAN.format(id="shop", slack="C02SHOP", owner="alice"))
    changed = team.pre_commit("run", "commplan", **offline)
    assert changed.returncode == 0, "whoever changes one plan is not held up by another"
    everything = team.pre_commit("run", "commplan-all", **offline)
    assert everything.returncode == 1
    assert "plans/desk.yaml:8:3: error PLN001" in everything.stdout
