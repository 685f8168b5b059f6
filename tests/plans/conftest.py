"""Check the example plans from the root of the repository, as people do."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.main import main

ROOT = Path(__file__).parents[2]
AS_OF = "2026-11-21T09:00:00Z"


@pytest.fixture
def check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Run ``commplan check`` and return exit code and report."""
    monkeypatch.chdir(ROOT)

    def run(*words: str, as_of: str = AS_OF) -> tuple[int, dict[str, Any]]:
        code = main(["check", *words, "--as-of", as_of, "--format", "json", "--no-cache"])
        return code, json.loads(capsys.readouterr().out)

    return run
