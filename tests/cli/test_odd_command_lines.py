"""Whatever words are typed: an exit code that means something, and one line of complaint."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from commplan.cli.main import main
from tests.depth import examples

Run = Callable[..., Any]
Plan = Callable[..., Path]
COMMANDS = ("check", "rules", "explain", "snapshot", "audit", "import", "help", "--help", "-V")
WORDS = (
    *(
        "plans",
        "plans/it-ops.yaml",
        "none",
        "-",
        "--",
        "",
        ".",
        "\udcff",
        "a\nb",
        "\x1b[31m",
        "--😀",
    ),
    *(
        "--profile",
        "basic",
        "basic,standard",
        "--profile=",
        "--select",
        "ESC",
        "PLN001",
        "9",
        "x,y",
    ),
    *(
        "--ignore",
        "--format",
        "json",
        "sarif",
        "json:r.json",
        "json:no/x",
        "xml",
        ":",
        "--format=json:\0",
    ),
    *(
        "--fail-on",
        "error",
        "never",
        "--report-only",
        "--baseline",
        "plans/it-ops.yaml",
        "--exit-zero",
    ),
    *(
        "--color",
        "always",
        "-q",
        "-vv",
        "--as-of",
        "2026-11-21",
        "now",
        "--stdin-filename",
        "x.yaml",
    ),
    *(
        "--config",
        "c.toml",
        "--jobs",
        "0",
        "-1",
        "999999999999",
        "--no-cache",
        "--workspace",
        "slack",
    ),
    *("snapshot:none.json", "export:none", "snapshot:", "--max-wait", "nan", "-5", "-o", "s.json"),
    *("tempelis", "schema-invalid", "--selec", "@c.toml", "-h"),
)


@given(
    command=st.sampled_from(COMMANDS),
    words=st.lists(st.sampled_from(WORDS), max_size=6),
)
@examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words(
    plan: Plan, folder: Path, capsys: pytest.CaptureFixture[str], command: str, words: list[str]
) -> None:
    plan()
    (folder / "c.toml").write_text("profile = 'basic'\n")
    typed = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(b"metadata: 1\n"))
    try:
        code = main([command, *words])
    except SystemExit as leave:  # argparse has printed its help
        code = leave.code  # type: ignore[assignment]
    finally:
        sys.stdin = typed
    said = capsys.readouterr().err
    assert code in (0, 1, 2, 3, 4)
    assert "fault of commplan" not in said
    if code == 2:
        assert said.startswith("commplan: error: ")
        assert said.count("\n") == 1


@pytest.mark.parametrize("path", ["", "no/such/folder/r.json", "plans", "a\0b"])
def test_a_report_that_cannot_be_written(run: Run, plan: Plan, path: str) -> None:
    plan()
    result = run("check", "--select", "PLN001", "--format", f"json:{path}")
    if path:
        assert result.code == 2
        assert "cannot be written: " in result.err
    else:
        assert result.code == 0, "without a name it goes to the terminal"


@pytest.mark.parametrize("words", [("",), ("plans", ""), ("--report-only", "", "--", "plans")])
def test_an_empty_path(run: Run, plan: Plan, words: tuple[str, ...]) -> None:
    plan()
    result = run("check", *words)
    assert result.code == 2
    assert "a path is empty" in result.err


def test_a_fix_that_looks_like_a_path(run: Run, plan: Plan) -> None:
    plan()
    result = run("check", "--fix", "unsafe", "plans")
    assert (result.code, result.out) == (2, "")
    assert "write '--fix=unsafe', without a blank" in result.err
