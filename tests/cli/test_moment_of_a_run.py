"""``--as-of``: the one thing in a run that knows the time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Plan = Callable[..., Path]


@pytest.fixture
def moment(run: Run, plan: Plan) -> Callable[..., str]:
    """The instant that a run says it was judged for."""
    plan()

    def ask(*words: str) -> str:
        result = run("check", "--select", "PLN001", "--format", "json", *words)
        return str(json.loads(result.out)["as_of"])

    return ask


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-21T09:00:00Z", "2026-11-21T09:00:00Z"),
        ("2026-11-21T09:59:59Z", "2026-11-21T09:59:59Z"),
        ("2026-11-21T10:00:00+01:00", "2026-11-21T09:00:00Z"),
        ("2026-11-21", "2026-11-21T00:00:00Z"),
        ("2028-02-29T00:00:00Z", "2028-02-29T00:00:00Z"),
    ],
)
def test_an_instant_is_taken_exactly(moment: Callable[..., str], text: str, instant: str) -> None:
    assert moment("--as-of", text) == instant


@pytest.mark.parametrize(
    "text", ["", "now", "2026-02-30", "2026-11-21T25:00:00Z", "1795251600", "20261121T0900"]
)
def test_what_is_no_instant_is_a_mistake(run: Run, plan: Plan, text: str) -> None:
    plan()
    result = run("check", "--as-of", text)
    assert (result.code, result.out) == (2, "")
    assert "--as-of" in result.err


def test_the_present_is_rounded_down_to_the_hour(
    moment: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_795_254_012_345_678_901)
    assert moment() == "2026-11-21T09:00:00Z"


def test_the_zone_of_the_machine_is_of_no_account(
    moment: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        with monkeypatch.context() as surroundings:
            surroundings.setenv("TZ", zone)
            time.tzset()
            assert moment("--as-of", "2026-11-21") == "2026-11-21T00:00:00Z"
    time.tzset()
