"""How a plan and its baseline become one: a table, and what holds for any two."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.plan import merge


@pytest.mark.parametrize(
    ("baseline", "overlay", "merged"),
    [
        ({"a": 1}, {}, {"a": 1}),
        ({}, {"a": 1}, {"a": 1}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3, "d": 4}}, {"a": {"b": 1, "c": 3, "d": 4}}),
        (
            {"a": {"b": {"c": {"d": 1}}}},
            {"a": {"b": {"c": {"e": 2}}}},
            {"a": {"b": {"c": {"d": 1, "e": 2}}}},
        ),
        ({"a": [1, 2, 3]}, {"a": [4]}, {"a": [4]}),
        ({"a": [1, 2, 3]}, {"a": []}, {"a": []}),
        ({"a": [{"x": 1}]}, {"a": [{"y": 2}]}, {"a": [{"y": 2}]}),
        ({"a": {"b": 1}}, {"a": "text"}, {"a": "text"}),
        ({"a": "text"}, {"a": {"b": 1}}, {"a": {"b": 1}}),
        ({"a": {"b": 1}}, {"a": {}}, {"a": {"b": 1}}),
        ({"a": 1}, {"a": None}, {"a": None}),
        ({"update_every": "30m"}, {"update_every": {"x": "5m"}}, {"update_every": {"x": "5m"}}),
    ],
)
def test_maps_merge_and_everything_else_is_replaced(
    baseline: dict[str, Any], overlay: dict[str, Any], merged: dict[str, Any]
) -> None:
    assert merge(baseline, overlay) == merged


def test_what_describes_the_baseline_itself_is_not_inherited() -> None:
    baseline = {
        "kind": "Baseline",
        "metadata": {
            "id": "org",
            "title": "The organization's",
            "extends": "further.yaml",
            "version": 3,
            "approved": "2026-01-01",
            "approver": "person:boss",
            "content_hash": "sha256:00",
            "owner": "role:policy",
            "timezone": "Europe/Oslo",
            "profiles": ["iso27001"],
            "workspace": {"team": "T1", "admins": ["person:root"]},
            "managed": {"channels": "it-*"},
        },
    }
    overlay = {"kind": "CommunicationPlan", "metadata": {"id": "team", "workspace": {"team": "T2"}}}
    assert merge(baseline, overlay) == {
        "kind": "CommunicationPlan",
        "metadata": {
            "id": "team",
            "owner": "role:policy",
            "timezone": "Europe/Oslo",
            "profiles": ["iso27001"],
            "workspace": {"team": "T2", "admins": ["person:root"]},
            "managed": {"channels": "it-*"},
        },
    }


def test_keys_of_the_baseline_come_first() -> None:
    assert list(merge({"b": 1, "a": 1}, {"c": 1, "a": 2})) == ["b", "a", "c"]


keys = st.sampled_from(["a", "b", "c", "metadata", "id"])
trees = st.recursive(
    st.one_of(
        st.integers(0, 3), st.text("xy", max_size=2), st.lists(st.integers(0, 3), max_size=2)
    ),
    lambda inner: st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(keys, trees, max_size=4)


@given(documents, documents)
def test_neither_is_changed(baseline: dict[str, Any], overlay: dict[str, Any]) -> None:
    before = deepcopy((baseline, overlay))
    merge(baseline, overlay)
    assert (baseline, overlay) == before


@given(documents)
def test_nothing_over_a_plan_and_a_plan_over_itself(plan: dict[str, Any]) -> None:
    assert merge({}, plan) == plan
    assert merge(plan, plan) == plan


@given(documents, documents)
def test_every_value_of_the_plan_wins(baseline: dict[str, Any], overlay: dict[str, Any]) -> None:
    merged = merge(baseline, overlay)

    def holds(above: Any, value: Any) -> bool:
        if isinstance(above, dict):
            return all(key in value and holds(item, value[key]) for key, item in above.items())
        return bool(above == value)

    assert holds(overlay, merged)
    assert set(merged) == set(baseline) | set(overlay)
