"""`commplan new rule` writes a package whose test passes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

FILES = [
    "README.md",
    "pyproject.toml",
    "src/commplan_stale_runbook/__init__.py",
    "src/commplan_stale_runbook/stale_runbook.py",
    "tests/test_stale_runbook.py",
]


def test_a_new_rule_passes_its_own_test(run: Run, folder: Path) -> None:
    result = run("new", "rule", "stale-runbook", "--code", "XAC101")
    assert result.code == 0, result.err
    package = folder / "commplan-stale-runbook"
    made = sorted(str(p.relative_to(package)) for p in package.rglob("*") if p.is_file())
    assert made == FILES
    environment = {**os.environ, "PYTHONPATH": str(package / "src")}
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(package)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("rule", "runbook", "--code", "XAC101"), "'runbook' is no name for a rule"),
        (("rule", "Stale_Runbook", "--code", "XAC101"), "is no name for a rule"),
        (("rule", "../x-y", "--code", "XAC101"), "is no name for a rule"),
        (("rule", "stale-runbook", "--code", "ABC101"), "'ABC101' is no code for a plugin's rule"),
        (("rule", "stale-runbook", "--code", "XAC901"), "is no code for a plugin's rule"),
        (("rule", "channel-unowned", "--code", "XAC101"), "CHN101 channel-unowned is a rule of"),
        (("report", "stale-runbook", "--code", "XAC101"), "nothing called 'report' to begin"),
        (("rule", "stale-runbook"), "--code"),
    ],
)
def test_what_no_rule_can_be_called_is_refused(
    run: Run, folder: Path, words: tuple[str, ...], complaint: str
) -> None:
    result = run("new", *words)
    assert result.code == 2
    assert complaint in result.err
    assert not list(folder.iterdir())


def test_files_that_exist_are_kept_unless_forced(run: Run, folder: Path) -> None:
    (folder / "mine" / "tests").mkdir(parents=True)
    readme = folder / "mine" / "README.md"
    readme.write_text("mine\n")
    words = ("new", "rule", "stale-runbook", "--code", "XAC101", "-o", "mine")
    refused = run(*words)
    assert refused.code == 2
    assert "mine/README.md exists already" in refused.err
    assert readme.read_text() == "mine\n"
    assert run(*words, "--force").code == 0
    assert readme.read_text() != "mine\n"
