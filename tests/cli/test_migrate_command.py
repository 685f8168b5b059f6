"""`commplan migrate`: plans in the newest edition, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan import migration
from commplan.document import Document
from commplan.finding import Edit, Put
from commplan.migration import Step
from commplan.place import Origin, Place

Run = Callable[..., Any]
Plan = Callable[..., Path]


def titled(document: Document) -> tuple[Edit, ...]:
    at = Place(Origin(document.path, document.index), ("metadata", "title"))
    return (Put(at, "A plan"),)


@pytest.fixture
def an_older_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """There was an edition before ours, whose plans had no title."""
    step = Step("commplan/v0", "commplan/v1", titled)
    monkeypatch.setattr(migration.migrate, "__defaults__", ((step,),))


def test_plans_of_the_newest_edition_stay_as_they_are(run: Run, plan: Plan, text: str) -> None:
    path = plan()
    result = run("migrate")
    told = "1 file, 0 changed; the newest edition is commplan/v1\n"
    assert (result.code, result.out) == (0, told)
    assert path.read_text("utf-8") == text
    assert run("migrate", "--diff").code == 0


@pytest.mark.usefixtures("an_older_edition")
def test_older_plans_are_brought_on(run: Run, plan: Plan, text: str) -> None:
    path = plan("# ours\n" + text.replace("commplan/v1", "commplan/v0 # first"))
    shown = run("migrate", "--diff")
    assert shown.code == 1
    assert "-apiVersion: commplan/v0 # first\n+apiVersion: commplan/v1 # first\n" in shown.out
    assert "commplan/v0" in path.read_text("utf-8"), "nothing is written"
    result = run("migrate", "plans")
    assert result.code == 0, result.err
    assert "plans/it-ops.yaml: commplan/v0 → commplan/v1" in result.err
    assert path.read_text("utf-8").startswith("# ours\napiVersion: commplan/v1 # first\n")
    assert run("check", "--profile", "basic").code == 0
    assert run("migrate", "--diff").code == 0


def test_where_one_cannot_be_migrated_none_is_written(run: Run, plan: Plan, text: str) -> None:
    plan()
    plan(text.replace("commplan/v1", "commplan/v7"), "plans/new.yaml")
    result = run("migrate")
    assert result.code == 2
    assert "plans/new.yaml:1:13: this commplan knows commplan/v1, and no way from" in result.err
    assert "nothing was written" in result.err


def test_no_plan_is_exit_3(run: Run, folder: Path) -> None:
    (folder / "plans").mkdir()
    assert run("migrate").code == 3
