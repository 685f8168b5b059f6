"""An audit that is interrupted, and one that goes on from there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from commplan.cli import workspaces
from commplan.cli.main import main
from commplan.testing.slack import Fault, SlackServer
from tests.scenarios.audited import DEMO, PLAN, TOKEN

ANOTHER = '{"kind": "commplan-checkpoint", "version": 1, "started": 1, "key": "x"}'


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def checkpoints(place: Path) -> list[Path]:
    return sorted((place / "state" / "commplan").glob("*"))


def test_control_c_ends_at_once_and_the_next_audit_goes_on(place: Path) -> None:
    with SlackServer(DEMO, token=TOKEN) as slack:
        slack.fail("users.list", Fault.ratelimited(600))
        environment = {**os.environ, "SLACK_API_URL": slack.url}
        words = [sys.executable, "-m", "commplan", "audit", "--profile", "basic", "plan.yaml"]
        with subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            deadline = time.monotonic() + 30
            while not slack.count("users.list") and time.monotonic() < deadline:
                time.sleep(0.05)
            time.sleep(0.3)
            started = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=20)
            assert time.monotonic() - started < 10
        assert process.returncode == 130
        assert "commplan: interrupted; what Slack has answered is kept for 12 hours" in errors
        assert "Traceback" not in errors
        assert len(checkpoints(place)) == 1
        slack.forget_calls()
        resumed = subprocess.run(
            [*words, "--resume"], env=environment, capture_output=True, text=True, timeout=60
        )
        assert resumed.returncode == 0, resumed.stdout + resumed.stderr
        assert slack.count("usergroups.list") == 0
        assert slack.count("users.list") == 1
    assert checkpoints(place) == []


def test_what_failed_is_kept_and_finished_with_resume(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = workspaces.environment_of
    monkeypatch.setattr(
        workspaces, "environment_of", lambda v: real(v)._replace(sleep=lambda _: None)
    )
    words = ["--profile", "basic", "plan.yaml", "--checkpoint", "kept"]
    with SlackServer(DEMO, token=TOKEN) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        slack.fail("usergroups.list", Fault.server_error(), times=None)
        assert main(["audit", *words]) == 4
        assert Path("kept").exists()
        slack.heal()
        slack.forget_calls()
        assert main(["audit", *words, "--resume"]) == 0
        assert [call.method for call in slack.calls()] == ["auth.test", "usergroups.list"]
    assert not Path("kept").exists()
    assert checkpoints(place) == []
    assert TOKEN not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("nonsense\n", "kept: is no checkpoint, or a damaged one; delete it, or name another file"),
        (
            '{"kind": "commplan-checkpoint", "version": 1, "started": 1, "key": "x"}\n',
            "another read",
        ),
    ],
)
def test_a_file_that_is_no_checkpoint_of_this_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: str, message: str
) -> None:
    Path("kept").write_text(content, encoding="utf-8")
    with SlackServer(DEMO, token=TOKEN) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        words: Any = ["audit", "plan.yaml", "--checkpoint", "kept", "--resume"]
        assert main(words) == 2
    assert message in capsys.readouterr().err
    assert Path("kept").read_text(encoding="utf-8") == content


@pytest.mark.parametrize(
    "words", [("--max-time", "nan"), ("--max-wait", "-1"), ("--max-time", "x")]
)
def test_times_that_are_none(words: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "plan.yaml", *words]) == 2
    assert words[0] in capsys.readouterr().err


def test_a_read_without_time_is_incomplete(monkeypatch: pytest.MonkeyPatch) -> None:
    with SlackServer(DEMO, token=TOKEN) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        slack.fail("users.list", Fault.ratelimited(100))
        assert main(["audit", "plan.yaml", "--max-time", "50"]) == 4
