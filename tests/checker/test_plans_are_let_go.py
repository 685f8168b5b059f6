"""Nothing of a plan is kept once it has been judged: the collector is off, and plans are many."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from commplan.api import parse_instant
from commplan.checker.judge_file import Bench
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.engine.select import Choice, select
from commplan.plan import Plan
from commplan.plugins import PluginChoice, registry

PLANS = sorted(str(path) for path in (Path(__file__).parents[2] / "plans").rglob("*.yaml"))


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def judged_plans() -> list[Plan]:
    return [found for found in gc.get_objects() if isinstance(found, Plan)]


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("profile", ["basic", "standard", "complete"])
def test_no_plan_is_left_in_a_circle(profile: str) -> None:
    catalogue = registry(PluginChoice(third_party=False)).rules()
    as_of = parse_instant("2026-11-21T09:00:00Z")
    bench = Bench(catalogue, select(catalogue, Choice(profile=profile)), as_of)
    before = len(judged_plans())
    report = check(bench, Target(tuple(PLANS)), Options(profile=profile))
    assert report.plans > 1
    assert len(judged_plans()) == before
