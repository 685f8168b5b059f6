"""What the end of a run means: one table, and the ends that nobody asks for."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.cli import check as check_command
from commplan.cli.main import Exit

Run = Callable[..., Any]
Plan = Callable[..., Path]
BROKEN = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: b}\nchanels: {}\n"
DANGLING = (
    "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: d, owner: 'person:gone'}\n"
)
CLEAN = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: c}\n"
BASELINE = "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: base}\n"
WAIVERS = "apiVersion: commplan/v1\nkind: Waivers\nmetadata: {id: w, plan: c}\n"
PLN = ("--select", "PLN001,PLN101")
BLIND = ("--select", "PLN101")
"""Without PLN001 nobody would hear of a plan that does not match its schema."""


@pytest.mark.parametrize(
    ("files", "words", "code"),
    [
        ([CLEAN], PLN, Exit.CLEAN),
        ([DANGLING], PLN, Exit.FINDINGS),
        ([BROKEN], PLN, Exit.FINDINGS),
        ([CLEAN, BROKEN], PLN, Exit.FINDINGS),
        ([DANGLING], (*PLN, "--exit-zero"), Exit.CLEAN),
        ([DANGLING], ("--select", "PLN001"), Exit.CLEAN),
        ([DANGLING], (*PLN, "--fail-on", "warning"), Exit.FINDINGS),
        ([BROKEN], BLIND, Exit.INCOMPLETE),
        ([DANGLING, BROKEN], BLIND, Exit.INCOMPLETE),
        ([DANGLING, BROKEN], (*BLIND, "--exit-zero"), Exit.INCOMPLETE),
        ([], PLN, Exit.NO_PLANS),
        (["services: {}\n"], PLN, Exit.NO_PLANS),
        (["# nothing\n"], PLN, Exit.NO_PLANS),
        ([BASELINE], PLN, Exit.CLEAN),
        ([WAIVERS], PLN, Exit.CLEAN),
        ([], (*PLN, "--exit-zero"), Exit.NO_PLANS),
        ([DANGLING], (*PLN, "--fail-on", "fatal"), Exit.USAGE),
        ([DANGLING], ("--select", "NONE"), Exit.USAGE),
        ([DANGLING], (*PLN, "--format", "json:no/such/folder/r.json"), Exit.USAGE),
    ],
)
@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_the_code_is_the_same_for_every_format(
    run: Run,
    plan: Plan,
    folder: Path,
    output: str,
    files: list[str],
    words: tuple[str, ...],
    code: Exit,
) -> None:
    (folder / "plans").mkdir()
    for number, text in enumerate(files):
        plan(text, f"plans/{number}.yaml")
    more = () if "--format" in words else ("--format", output)
    assert run("check", "plans", *words, *more).code == code


def test_incomplete_wins_over_findings_and_the_findings_are_still_printed(
    run: Run, plan: Plan
) -> None:
    plan(DANGLING, "plans/d.yaml")
    plan(BROKEN, "plans/b.yaml")
    result = run("check", *BLIND)
    assert result.code == Exit.INCOMPLETE
    assert "PLN101" in result.out
    assert "unknown key 'chanels'" in result.out


def test_the_folder_of_plans_is_optional(run: Run, folder: Path) -> None:
    assert run("check").code == Exit.NO_PLANS


def fail_with(error: BaseException) -> Callable[..., object]:
    def fail(*_: object) -> object:
        raise error

    return fail


def test_interrupted(run: Run, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    plan()
    monkeypatch.setattr(check_command, "check", fail_with(KeyboardInterrupt()))
    result = run("check")
    assert result.code == Exit.INTERRUPTED == 130
    assert result.err == "commplan: interrupted\n"


def test_a_fault_of_commplan_itself_is_not_taken_for_findings(
    run: Run, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan()
    monkeypatch.setattr(check_command, "check", fail_with(ZeroDivisionError("by\nzero")))
    result = run("check")
    assert result.code == Exit.INCOMPLETE
    assert result.err.startswith(
        "commplan: error: this is a fault of commplan, please report it: "
        "ZeroDivisionError: by zero (in "
    )
    assert result.err.count("\n") == 1


def commplan(folder: Path, *words: str, **more: Any) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root, "PYTHONUNBUFFERED": ""}
    command = [sys.executable, "-m", "commplan", *words]
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, **more)


def test_a_reader_that_has_gone_is_no_reason_to_complain(plan: Plan, folder: Path) -> None:
    plan(DANGLING, "plans/d.yaml")
    reading, writing = os.pipe()
    os.close(reading)
    started = commplan(folder, "check", *PLN, stdout=writing)
    os.close(writing)
    _, said = started.communicate(timeout=60)
    assert (started.returncode, said) == (Exit.INCOMPLETE, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_is_told(plan: Plan, folder: Path) -> None:
    plan(DANGLING, "plans/d.yaml")
    with open("/dev/full", "wb") as full:
        started = commplan(folder, "check", *PLN, stdout=full)
        _, said = started.communicate(timeout=60)
    assert started.returncode == Exit.INCOMPLETE
    assert said == b"commplan: error: the output: No space left on device\n"


def test_a_closed_output_changes_nothing_else(plan: Plan, folder: Path) -> None:
    plan(DANGLING, "plans/d.yaml")
    started = commplan(folder, "check", *PLN, preexec_fn=lambda: os.close(1))
    _, said = started.communicate(timeout=60)
    assert started.returncode == Exit.FINDINGS
    assert said == b""


def wait_until_it_reads(started: subprocess.Popen[bytes]) -> None:
    """Wait until a program takes its standard input: how soon depends on the machine."""
    assert started.stdin is not None
    started.stdin.write(b"#")
    started.stdin.flush()
    while started.poll() is None:
        told = fcntl.ioctl(started.stdin.fileno(), termios.FIONREAD, bytes(4))
        if int.from_bytes(told, sys.byteorder) == 0:
            return
        time.sleep(0.02)


def test_control_c_in_a_shell(plan: Plan, folder: Path) -> None:
    plan(CLEAN, "plans/c.yaml")
    started = commplan(folder, "check", "-", *PLN, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    wait_until_it_reads(started)
    started.send_signal(signal.SIGINT)
    out, said = started.communicate(timeout=60)
    assert (started.returncode, out, said) == (130, b"", b"commplan: interrupted\n")
