"""When the command may answer from its cache, and when it must look again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.checker import judge_files
from commplan.checker.judge_file import FileResult
from commplan.checker.judge_files import CACHE_FROM

Run = Callable[..., Any]
Plan = Callable[..., Path]
NINE = 1_795_252_000_000_000_000
"""Some minutes after nine, UTC."""


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The files that were judged and not remembered; the cache is the test's own."""
    paths: list[str] = []
    judge = judge_files._judge_file

    def noted(bench: object, path: str, named: bool) -> FileResult:
        paths.append(path)
        return judge(bench, path, named)  # type: ignore[arg-type]

    monkeypatch.setattr(judge_files, "_judge_file", noted)
    monkeypatch.setattr(time, "time_ns", lambda: NINE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "store"))
    return paths


@pytest.fixture
def again(run: Run, plan: Plan, judged: list[str], text: str) -> Callable[..., int]:
    """Checks plans that are in the cache already; the answer is how many were judged anew."""
    for number in range(CACHE_FROM):
        plan(text.replace("id: it-ops", f"id: p{number}"), f"plans/{number}.yaml")
    first = run("check", "--jobs", "1")
    assert len(judged) == CACHE_FROM

    def check(*words: str) -> int:
        judged.clear()
        result = run("check", "--jobs", "1", *words)
        if not words:
            assert result == first
        return len(judged)

    return check


def test_the_same_again(again: Callable[..., int]) -> None:
    assert again() == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--exit-zero",),
        ("--format", "json"),
        ("--no-ignores",),
        ("--report-only", "plans/0.yaml"),
        ("-v",),
    ],
)
def test_what_is_printed_is_no_reason_to_look_again(
    again: Callable[..., int], words: tuple[str, ...]
) -> None:
    assert again(*words) == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--no-cache",),
        ("--profile", "basic"),
        ("--pack", "gdpr"),
        ("--select", "PLN001"),
        ("--ignore", "CHN101"),
        ("--as-of", "2026-11-22"),
        ("--as-of", "2026-11-21T09:00:01Z"),
    ],
)
def test_other_rules_and_other_moments_are(
    again: Callable[..., int], words: tuple[str, ...]
) -> None:
    assert again(*words) == CACHE_FROM


def test_a_result_holds_within_the_hour(
    again: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: NINE + 30 * 60_000_000_000)
    assert again() == 0
    monkeypatch.setattr(time, "time_ns", lambda: NINE + 60 * 60_000_000_000)
    assert again("-q") == CACHE_FROM


@pytest.mark.parametrize(
    "config",
    [
        "ignore = ['CHN101']\n",
        "[rules.CHN101]\nseverity = 'info'\n",
        "[rules.WVR101]\nmax_days = 7\n",
        "cache = false\n",
    ],
)
def test_a_changed_configuration(again: Callable[..., int], folder: Path, config: str) -> None:
    (folder / "commplan.toml").write_text(config)
    assert again("-q") == CACHE_FROM


def test_another_working_directory_knows_nothing(
    again: Callable[..., int], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    assert again("../plans") == CACHE_FROM
