"""A plan that comes by standard input stands for the file whose name it is given."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Plan = Callable[..., Path]


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts text where the command reads standard input."""

    def give(text: str) -> None:
        stream = io.TextIOWrapper(io.BytesIO(text.encode()))
        monkeypatch.setattr(sys, "stdin", stream)

    return give


def test_it_replaces_the_file_of_its_name(
    run: Run, plan: Plan, text: str, type_in: Callable[[str], None]
) -> None:
    plan()
    type_in(text.replace("it-help:", "it-desk:", 1))
    result = run(
        "check", "plans", "-", "--stdin-filename", "./plans/it-ops.yaml", "--select", "PLN"
    )
    assert "1 file, 1 plan" in result.out
    assert "plans/it-ops.yaml" in result.out, "the SLA speaks of a channel that was renamed"
    assert "PLN105" not in result.out, "one plan is not two with the same id"


def test_it_stands_beside_files_of_other_names(
    run: Run, plan: Plan, text: str, type_in: Callable[[str], None]
) -> None:
    plan()
    type_in(text)
    result = run("check", "plans", "-", "--stdin-filename", "plans/new.yaml", "--select", "PLN105")
    assert result.code == 1
    assert "2 files, 2 plans" in result.out


def test_a_broken_text_is_shown(run: Run, plan: Plan, type_in: Callable[[str], None]) -> None:
    plan()
    type_in("metadata: [\n")
    result = run("check", "-", "--select", "PLN001")
    assert result.code == 1
    assert "<stdin>:1:" in result.out
    assert "metadata: [" in result.out
