"""`commplan completion`: what shells are told, tried in the shells themselves."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.main import COMMANDS

Run = Callable[..., Any]
Complete = Callable[[str], list[str]]


def shell(name: str) -> str:
    """The path of a shell; the test is skipped where there is none and nothing promises one."""
    path = shutil.which(name)
    if path is None:
        assert "COMMPLAN_TEST_SHELLS" not in os.environ, f"there is no {name}"
        pytest.skip(f"there is no {name} here")
    return path


@pytest.fixture
def script(run: Run, folder: Path) -> Callable[[str], Path]:
    """Write the completions of a shell to a file."""

    def write(name: str) -> Path:
        result = run("completion", name)
        assert result.code == 0, result.err
        path = folder / f"completions.{name}"
        path.write_text(result.out, "utf-8")
        return path

    return write


def bash(script: Path, line: str) -> list[str]:
    """What bash offers for the last word of a line."""
    words = line.split(" ")
    setup = f"COMP_WORDS=({shlex.join(words[:-1])} {shlex.quote(words[-1])})"
    text = (
        f"source {shlex.quote(str(script))}; {setup}; COMP_CWORD={len(words) - 1};"
        " _shtab_commplan; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run([shell("bash"), "-c", text], capture_output=True, text=True, check=True)
    return done.stdout.split()


def fish(script: Path, line: str) -> list[str]:
    """What fish offers."""
    text = f"source {shlex.quote(str(script))}; complete -C {shlex.quote(line)}"
    environment = {**os.environ, "HOME": str(script.parent)}
    done = subprocess.run(
        [shell("fish"), "--no-config", "-c", text],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return [offer.partition("\t")[0] for offer in done.stdout.splitlines()]


@pytest.mark.parametrize("complete", [bash, fish])
def test_commands_options_and_rules_are_offered(
    script: Callable[[str], Path], complete: Callable[[Path, str], list[str]]
) -> None:
    made = script(complete.__name__)
    assert set(COMMANDS) <= set(complete(made, "commplan "))
    assert complete(made, "commplan chec") == ["check"]
    assert complete(made, "commplan check --prof") == ["--profile"]
    assert {"basic", "gdpr"} <= set(complete(made, "commplan check --profile "))
    assert complete(made, "commplan explain CHN10") == [f"CHN10{n}" for n in range(1, 8)]
    assert complete(made, "commplan check --select channel-unow") == ["channel-unowned"]
    assert complete(made, "commplan import t") == ["tempelis"]


def test_zsh_understands_its_completions(script: Callable[[str], Path]) -> None:
    made = script("zsh")
    subprocess.run([shell("zsh"), "-n", str(made)], check=True)
    text = made.read_text("utf-8")
    assert text.startswith("#compdef commplan")
    assert "channel-unowned" in text


def test_another_shell_is_wrong_usage(run: Run) -> None:
    result = run("completion", "cmd")
    assert result.code == 2
    assert "invalid choice: 'cmd'" in result.err
