"""The full example with one thing changed in what is recorded: exactly that is measured.

The changes are in text files under ``tables/measured/``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from commplan.catalogue import Catalogue
from commplan.engine.select import Choice
from commplan.finding import Finding, Outcome
from commplan.plugins import PluginChoice, registry
from tests.scenarios.planted import Change, Copies, compare, read_tables

HERE = Path(__file__).parent
PLAN = HERE.parents[1] / "plans" / "it-ops" / "it-ops.yaml"
CHOICE = Choice(profile="complete", ignore=("REV202",))
"""A plan that was changed is not what was approved; said of every row, it would tell nothing."""
BESIDE = ("evidence/records.yaml",)
CHANGES = read_tables(HERE / "tables" / "measured")
OF_RECORDS = {"ESC401", "FBK401", "GOL401", "NTF401", "REV401"}
"""Rules that measure by records."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return registry(PluginChoice(third_party=False)).rules()


@pytest.fixture(scope="session")
def copies(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(catalogue, {"it-ops": PLAN}, tmp_path_factory.mktemp("planted"))


def measured(copies: Copies, files: dict[str, bytes]) -> tuple[Finding, ...]:
    """What is certain: a single year of incidents leaves some promises open."""
    found = copies.findings("it-ops", files, CHOICE, BESIDE, measures=True)
    return tuple(finding for finding in found if finding.outcome is Outcome.FAIL)


def test_the_plan_itself_is_clean(copies: Copies) -> None:
    assert measured(copies, {}) == ()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.where)
def test_exactly_what_was_planted_is_found(copies: Copies, change: Change) -> None:
    files, expected = copies.changed(change)
    compare(measured(copies, files), expected)


@pytest.mark.parametrize("change", CHANGES[:1], ids=lambda change: change.where)
def test_a_check_finds_none_of_it(copies: Copies, change: Change) -> None:
    files, _ = copies.changed(change)
    assert copies.findings("it-ops", files, CHOICE, BESIDE) == ()


def test_the_tables_speak_of_every_rule_that_measures_by_records() -> None:
    assert frozenset[str]().union(*(change.codes for change in CHANGES)) >= OF_RECORDS
