"""What a configuration with mandatory rules lets a command line do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.main import Exit

Run = Callable[..., Any]
Plan = Callable[..., Path]


@pytest.fixture
def strict(folder: Path, plan: Plan) -> None:
    """A plan whose channel has no owner, where every channel must have one."""
    (folder / "commplan.toml").write_text('profile = "basic"\nmandatory = ["channel-unowned"]\n')
    text = plan().read_text("utf-8")
    plan(text.replace(', owner: "person:alice"', ""))


@pytest.mark.parametrize("words", [(), ("--select", "PLN001"), ("--profile", "standard")])
def test_a_mandatory_rule_is_judged_whatever_is_asked_for(
    run: Run, strict: None, words: tuple[str, ...]
) -> None:
    result = run("check", *words)
    assert result.code == Exit.FINDINGS
    assert "CHN101" in result.out


@pytest.mark.parametrize("word", ["CHN101", "CHN", "1", "channel-unowned"])
def test_it_cannot_be_ignored(run: Run, strict: None, word: str) -> None:
    result = run("check", "--ignore", word)
    assert result.code == Exit.USAGE
    assert f"CHN101 is mandatory; {word!r} cannot be ignored" in result.err


@pytest.mark.parametrize("severity", ["off", "warning", "info"])
def test_it_keeps_its_severity(run: Run, strict: None, folder: Path, severity: str) -> None:
    with (folder / "commplan.toml").open("a") as file:
        file.write(f'[rules.CHN101]\nseverity = "{severity}"\n')
    result = run("check")
    assert result.code == Exit.USAGE
    assert "CHN101 is mandatory; it" in result.err


def test_listing_rules_does_not_care(run: Run, strict: None) -> None:
    assert "CHN101" not in run("rules", "--select", "ESC").out
