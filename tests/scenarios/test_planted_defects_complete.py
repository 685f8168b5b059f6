"""Clean plans held to more, with one thing changed: rules beyond the profile ``basic``.

Our own full example, and a plan in another style whose people live in the southern
half of the world; the changes are in text files under ``tables/complete/``. Each
plan is held to the profile that its first comment names.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commplan.catalogue import Catalogue
from commplan.engine.select import Choice
from commplan.plugins import PluginChoice, registry
from tests.scenarios.planted import Change, Copies, compare, read_tables

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PLANS = {
    "it-ops": ROOT / "plans" / "it-ops" / "it-ops.yaml",
    "convoy": HERE / "plans" / "convoy" / "convoy.yaml",
}
CHANGES = read_tables(HERE / "tables" / "complete")
BESIDE = ("org.yaml", "records.yaml")
"""Names of files that are looked at, too, where they are changed."""


def profile(plan: str) -> str:
    """The profile that a plan names in a comment."""
    found = re.search("(?m)^# profile: ([a-z]+)$", PLANS[plan].read_text(encoding="utf-8"))
    assert found
    return found[1]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return registry(PluginChoice(third_party=False)).rules()


@pytest.fixture(scope="session")
def copies(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(catalogue, PLANS, tmp_path_factory.mktemp("planted"))


@pytest.mark.parametrize("plan", PLANS)
def test_the_plans_themselves_are_clean(copies: Copies, plan: str) -> None:
    assert copies.findings(plan, {}, Choice(profile=profile(plan))) == ()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.where)
def test_exactly_what_was_planted_is_found(copies: Copies, change: Change) -> None:
    files, expected = copies.changed(change)
    # A plan that was changed is not what was approved; said of every row, it would tell nothing.
    ignore = () if change.where.startswith("approval") else ("REV202",)
    choice = Choice(profile=profile(change.plan), ignore=ignore)
    beside = [edit.file for edit in change.edits if edit.file.endswith(BESIDE)]
    compare(copies.findings(change.plan, files, choice, beside), expected)


def test_the_tables_speak_of_every_rule_that_needs_no_workspace(catalogue: Catalogue) -> None:
    rows = (*CHANGES, *read_tables(HERE / "tables"))
    planted = frozenset[str]().union(*(change.codes for change in rows))
    live = {"workspace", "drift", "history"}
    judged = (rule for rule in catalogue.rules if not rule.is_measured and not live & {*rule.needs})
    assert {rule.code for rule in judged} <= planted
