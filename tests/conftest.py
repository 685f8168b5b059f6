"""What all tests share: rewritten asserts in helpers, and no proxy between us and ourselves."""

import os
import signal

import pytest
from hypothesis import settings

# The same examples every time: a change is judged by what it changes. Look further with
# HYPOTHESIS_PROFILE=explore.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

pytest.register_assert_rewrite("commplan.testing.rules")

# A shell lets what it runs in the background ignore Ctrl-C, and so would every program that tests
# start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Tests neither see nor leave anything in the user's environment."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.getbasetemp() / "state"))
    for name in (
        *("SLACK_BOT_TOKEN", "SLACK_ADMIN_TOKEN", "SLACK_API_URL"),
        *("COMMPLAN_STATE", "NO_COLOR", "FORCE_COLOR"),
    ):
        monkeypatch.delenv(name, raising=False)
