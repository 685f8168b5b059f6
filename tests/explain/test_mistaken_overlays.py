"""A plan and its baselines that are incomplete together, and baselines that are broken."""

from collections.abc import Callable
from pathlib import Path

import pytest

from commplan.checker.load import Loaded, Loader

PLAN = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x, extends: base.yaml}\n"
BASE = "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: base}\n"


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Loaded]:
    def write(plan: str, baseline: str) -> Loaded:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "plan.yaml").write_text(PLAN + plan)
        (tmp_path / "base.yaml").write_text(BASE + baseline)
        (loaded,) = Loader().read("plan.yaml", named=True)
        return loaded

    return write


def test_what_both_lack_may_be_added_to_either(load: Callable[[str, str], Loaded]) -> None:
    loaded = load(
        "channels: {a: {owner: 'role:lead'}, b: {kind: phone}}\n",
        "channels: {a: {purpose: x}, b: {purpose: y}, c: {purpose: z}}\n",
    )
    assert loaded.plan is None
    assert [(fault.pointer, fault.message) for fault in loaded.text.faults] == [
        (("channels", "a"), "channels.a has no 'kind'"),
        (("channels", "c"), "channels.c has no 'kind'"),
    ]
    assert {fault.help for fault in loaded.text.faults} == {
        "add 'kind: slack', here or in a baseline"
    }


def test_an_entry_that_is_complete_together_is_complete(
    load: Callable[[str, str], Loaded],
) -> None:
    loaded = load("channels: {a: {kind: slack}}\n", "channels: {a: {purpose: x}}\n")
    assert loaded.text.faults == ()
    assert loaded.plan is not None
    assert loaded.plan.channels["a"].purpose == "x"


def test_parts_of_one_value_are_demanded_of_an_overlay_too(
    load: Callable[[str, str], Loaded],
) -> None:
    loaded = load("escalations: {major: {steps: [{ack_within: 5m}]}}\n", "")
    assert [fault.message for fault in loaded.text.faults] == [
        "item 1 of escalations.major.steps has no 'notify'"
    ]
    assert loaded.text.faults[0].help == "add 'notify: [\"rotation:primary\"]'"


def test_a_broken_baseline_is_named_by_the_plan(load: Callable[[str, str], Loaded]) -> None:
    loaded = load("", "channels: {a: {kind: slck}}\n")
    assert loaded.plan is not None
    (fault,) = loaded.plan.baseline_faults
    assert fault.problem == (
        "the baseline 'base.yaml' does not match its schema: "
        "'slck' is not a known kind of channel; did you mean 'slack'?"
    )
