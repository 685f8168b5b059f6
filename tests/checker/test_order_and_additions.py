"""The order of files, keys and rules changes nothing, nor does what has nothing to do with it."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commplan.catalogue import Catalogue
from commplan.checker.judge_file import Bench
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.clock import parse_instant
from commplan.document import read_documents
from commplan.engine.select import Choice, Selection, select
from commplan.finding import Report
from tests.depth import examples

AS_OF = parse_instant("2026-11-21T09:00:00Z")
HERE = Path(__file__).parent
Tree = dict[str, Any]
Seeds = st.integers(0, 2**32)


@pytest.fixture(scope="module")
def everything(catalogue: Catalogue) -> tuple[Catalogue, Selection]:
    """All rules that need no workspace."""
    return catalogue, select(catalogue, Choice(select=tuple("0123")))


@pytest.fixture(scope="module")
def plan() -> Tree:
    """A plan with some of everything, and with faults."""
    path = HERE.parent / "schemas" / "full_plan.yaml"
    value: Any = read_documents(path.read_bytes(), "full").documents[0].value
    tree: Tree = deepcopy(value)
    tree["stakeholders"]["people"]["mira"]["timezone"] = "Europe/Nowhere"
    tree["channels"]["quay-help"]["owner"] = "person:gone"
    tree["slas"]["storm"]["targets"]["acknowledge"] = "3h"
    return tree


@contextmanager
def folder() -> Iterator[Path]:
    """A working directory that is gone afterwards; hypothesis has no fixtures for each example."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(before)


def judge(catalogue: Catalogue, selection: Selection, *files: str) -> Report:
    return check(Bench(catalogue, selection, AS_OF), Target(files), Options())


def write(path: Path, tree: Tree) -> None:
    path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")


def shuffled(value: Any, random: Random) -> Any:
    """The same value with the keys of all mappings in another order."""
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key], random) for key in keys}
    return [shuffled(item, random) for item in value] if isinstance(value, list) else value


def seen(report: Report) -> set[tuple[str, str, str]]:
    return {(f.code, f.plan, f.location.pointer) for f in report.findings}


@given(seed=Seeds)
@examples(10)
def test_the_order_of_rules(everything: tuple[Catalogue, Selection], plan: Tree, seed: int) -> None:
    catalogue, selection = everything
    rules = list(selection.rules)
    Random(seed).shuffle(rules)
    with folder() as here:
        write(here / "p.yaml", plan)
        first = judge(catalogue, selection, "p.yaml")
        assert judge(catalogue, selection._replace(rules=tuple(rules)), "p.yaml") == first
    assert len(first.findings) > 5


@given(seed=Seeds)
@examples(5)
def test_the_order_of_files(everything: tuple[Catalogue, Selection], plan: Tree, seed: int) -> None:
    catalogue, selection = everything
    names = [f"{letter}.yaml" for letter in "abcd"]
    with folder() as here:
        for name in names:
            write(here / name, plan | {"metadata": plan["metadata"] | {"id": name[0]}})
        first = judge(catalogue, selection, *names)
        Random(seed).shuffle(names)
        assert judge(catalogue, selection, *names) == first
    assert {finding.plan for finding in first.findings} == set("abcd")


@given(seed=Seeds)
@examples(10)
def test_the_order_of_keys(everything: tuple[Catalogue, Selection], plan: Tree, seed: int) -> None:
    """Lines differ, and which of several alike is told first; what is found does not."""
    catalogue, selection = everything
    with folder() as here:
        write(here / "p.yaml", plan)
        first = judge(catalogue, selection, "p.yaml")
        write(here / "p.yaml", shuffled(plan, Random(seed)))
        again = judge(catalogue, selection, "p.yaml")
    assert Counter(f.code for f in again.findings) == Counter(f.code for f in first.findings)
    form = ("PLN001", "PLN101", "AVL")
    assert {f for f in seen(again) if f[0].startswith(form)} == {
        f for f in seen(first) if f[0].startswith(form)
    }


names = st.text("abcdefghijklmnopqrstuvwxyz", min_size=9, max_size=12)


@given(name=names, where=st.sampled_from(["people", "groups", "roles", "external"]))
@examples(10)
def test_a_stakeholder_whom_nobody_mentions(
    everything: tuple[Catalogue, Selection], plan: Tree, name: str, where: str
) -> None:
    catalogue, selection = everything
    entry = {"people": {"name": name}, "groups": {}, "roles": {}, "external": {"name": name}}
    more = deepcopy(plan)
    more["stakeholders"][where][name] = entry[where]
    with folder() as here:
        write(here / "p.yaml", plan)
        first = judge(catalogue, selection, "p.yaml")
        write(here / "p.yaml", more)
        again = judge(catalogue, selection, "p.yaml")
    assert seen(first) <= seen(again)
    assert all(name in pointer for _, _, pointer in seen(again) - seen(first))
    assert {f.fingerprint for f in first.findings} <= {f.fingerprint for f in again.findings}


@given(name=names)
@examples(5)
def test_a_plan_that_has_nothing_to_do_with_it(
    everything: tuple[Catalogue, Selection], plan: Tree, name: str
) -> None:
    catalogue, selection = everything
    other = {"apiVersion": "commplan/v1", "kind": "CommunicationPlan", "metadata": {"id": name}}
    with folder() as here:
        write(here / "p.yaml", plan)
        write(here / "q.yaml", other)
        alone = judge(catalogue, selection, "p.yaml")
        together = judge(catalogue, selection, "p.yaml", "q.yaml")
    assert [f for f in together.findings if f.location.path == "p.yaml"] == list(alone.findings)
