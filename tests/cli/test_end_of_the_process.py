"""The process ends at once, and yet nothing that was to be done is left undone."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SETUP = (
    "import atexit, sys, threading, time; from commplan import __main__; sys.argv[1:] = {words};"
)


def ended(setup: str, words: list[str]) -> subprocess.CompletedProcess[str]:
    code = SETUP.format(words=words) + setup + "; __main__.run()"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("words", "code"), [(["--version"], 0), (["nothing"], 2)])
def test_the_exit_code_is_that_of_the_command(words: list[str], code: int) -> None:
    done = ended("pass", words)
    assert done.returncode == code
    assert done.stdout.startswith("commplan ") == (code == 0)
    assert done.stderr.startswith("commplan: error: ") == (code == 2)


def test_what_was_registered_runs() -> None:
    done = ended("atexit.register(print, 'tidied up')", ["--version"])
    assert done.stdout.splitlines()[1:] == ["tidied up"]


def test_threads_of_a_plugin_are_waited_for() -> None:
    work = "threading.Thread(target=lambda: (time.sleep(0.2), print('sent'))).start()"
    done = ended(work, ["--version"])
    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, ["sent"])


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no such device")
def test_output_that_nobody_takes_is_no_clean_run() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "commplan", "--version"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
