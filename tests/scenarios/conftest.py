"""What scenarios share."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from commplan.cli import workspaces
from commplan.cli.main import main
from commplan.testing.slack import SlackServer
from tests.scenarios.audited import DEMO, PLAN, TOKEN, Audit, Outcome


@pytest.fixture
def audit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Audit:
    """Audit a plan against an emulated Slack, on a clock on which waiting takes no time."""
    real = workspaces.environment_of

    def hurried(variables: Mapping[str, str]) -> Any:
        time = [0.0]

        def sleep(seconds: float) -> None:
            time[0] += seconds

        return real(variables)._replace(sleep=sleep, monotonic=lambda: time[0])

    monkeypatch.setattr(workspaces, "environment_of", hurried)
    monkeypatch.setenv("SLACK_BOT_TOKEN", TOKEN)
    monkeypatch.chdir(tmp_path)

    def run(
        seed: Mapping[str, Any] = DEMO,
        plan: str = PLAN,
        *,
        profile: str = "basic",
        trouble: Callable[[SlackServer], object] = lambda _: None,
        words: tuple[str, ...] = (),
        **options: Any,
    ) -> Outcome:
        Path("plan.yaml").write_text(plan, encoding="utf-8")
        with SlackServer(seed, token=TOKEN, **options) as slack:
            trouble(slack)
            monkeypatch.setenv("SLACK_API_URL", slack.url)
            code = main(["audit", "--profile", profile, "--format", "json", *words, "plan.yaml"])
            assert slack.writes() == ()
        printed = capsys.readouterr()
        assert TOKEN not in printed.out + printed.err
        report = json.loads(printed.out)
        report["lines"] = plan.splitlines()
        return Outcome(code, report, printed.out + printed.err)

    return run
