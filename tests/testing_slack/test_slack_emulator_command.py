"""``python -m commplan.testing.slack``: it starts, says where it is, answers and stops."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import commplan.errors

ROOT = Path(commplan.errors.__file__).parents[1]
COMMAND = [sys.executable, "-m", "commplan.testing.slack"]


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The process, and the exports that it printed."""
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        exports: dict[str, str] = {}
        for line in process.stdout:
            if line.startswith("  export "):
                name, _, value = line.removeprefix("  export ").strip().partition("=")
                exports[name] = value
            if line.startswith("Stop with"):
                break
        yield process, exports
    finally:
        process.kill()
        process.communicate()


def ask(exports: dict[str, str], method: str) -> Any:
    request = urllib.request.Request(
        exports["SLACK_API_URL"] + method,
        headers={"Authorization": f"Bearer {exports['SLACK_BOT_TOKEN']}"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=5) as answer:
        return json.load(answer)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_starts_answers_and_stops(number: signal.Signals) -> None:
    with running() as (process, exports):
        assert exports["NO_PROXY"] == "127.0.0.1"
        assert ask(exports, "auth.test")["team_id"] == "T01ACME"
        assert len(ask(exports, "usergroups.list")["usergroups"]) == 4
        process.send_signal(number)
        out, err = process.communicate(timeout=5)
    assert (process.returncode, err) == (0, "")
    assert "2 calls, 0 of them tried to write" in out


def test_the_options(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text("workspace: {id: T77MINE}\n")
    options = ["--seed", str(seed), "--token", "xoxb-mine", "--scopes", "users:read, team:read"]
    more = ["--profile", "distributed", "--limits", "on", "--verbose"]
    with running(*options, *more) as (process, exports):
        assert exports["SLACK_BOT_TOKEN"] == "xoxb-mine"
        assert ask(exports, "auth.test")["team_id"] == "T77MINE"
        answer = ask(exports, "usergroups.list")
        assert (answer["needed"], answer["provided"]) == (
            "usergroups:read",
            "team:read,users:read",
        )
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=5)
    assert "GET auth.test -> 200 ok" in out
    assert "GET usergroups.list -> 200 missing_scope" in out


def test_a_bad_seed_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text("chanels: {}\n")
    done = subprocess.run(
        [*COMMAND, "--seed", str(seed)], capture_output=True, text=True, cwd=ROOT, timeout=10
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {seed}: unknown key 'chanels'")
    assert "Traceback" not in done.stderr


def test_a_port_that_cannot_be_had() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run([*COMMAND, "--port", port], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr[:7]) == (2, "error: ")
    done = subprocess.run([*COMMAND, "--port", "70000"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert "argument --port: invalid" in done.stderr


def test_the_emulator_itself_needs_neither_the_sdk_nor_yaml() -> None:
    code = (
        "import sys, commplan.testing; before = set(sys.modules); "
        "from commplan.testing.slack import SlackServer; SlackServer({}); "
        "sys.exit(bool({'slack_sdk', 'yaml'} & (set(sys.modules) - before)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=10).returncode == 0
