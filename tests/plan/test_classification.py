"""Classes of confidentiality: a chain, classes beside it, and what cannot be compared."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.place import Origin
from commplan.plan import Classification, Plan

ORIGIN = Origin("plan.yaml", 0)
NAMES = ("a", "b", "c", "d", "e")


def classes(**raw: Any) -> Classification:
    return Plan({"metadata": {"id": "x"}, "classification": raw}, ORIGIN).classification


HARBOUR = {
    "order": ["public", "internal", "restricted"],
    "above": {"legal": ["internal"], "sealed": ["legal", "restricted"]},
}


@pytest.mark.parametrize(
    ("low", "high", "result"),
    [
        ("public", "internal", True),
        ("public", "restricted", True),
        ("internal", "internal", True),
        ("restricted", "public", False),
        ("legal", "internal", False),
        ("public", "legal", True),
        ("public", "sealed", True),
        ("sealed", "public", False),
        ("legal", "restricted", None),
        ("restricted", "legal", None),
        ("secret", "restricted", None),
        ("public", "secret", None),
        ("secret", "secret", True),
    ],
)
def test_what_may_stand_where(low: str, high: str, result: bool | None) -> None:
    assert classes(**HARBOUR).at_most(low, high) is result


def test_classes_that_only_stand_beside_the_chain() -> None:
    beside = classes(above={"board": ["staff"]})
    assert beside.at_most("staff", "board") is True
    assert beside.at_most("board", "staff") is False


@pytest.mark.parametrize(
    ("raw", "lowest"),
    [
        (HARBOUR, "public"),
        ({"order": ["open", "staff"]}, "open"),
        ({"order": ["staff", "board"], "above": {"staff": ["public"]}}, "public"),
        ({"above": {"board": ["staff"]}}, None),
        ({}, None),
    ],
)
def test_the_lowest_class(raw: dict[str, Any], lowest: str | None) -> None:
    assert classes(**raw).lowest == lowest


def test_which_classes_there_are() -> None:
    harbour = classes(**HARBOUR)
    assert [harbour.known(name) for name in ("public", "legal", "sealed")] == [
        "public",
        "legal",
        "sealed",
    ]
    assert harbour.known("secret") is harbour.known(None) is None


def test_a_plan_without_classes() -> None:
    nothing = Plan({"metadata": {"id": "x"}}, ORIGIN).classification
    assert (nothing.order, nothing.above, nothing.medium_ceiling, nothing.below) == ((), {}, {}, {})
    assert nothing.at_most("public", "internal") is None


def test_fields() -> None:
    read = classes(**HARBOUR, medium_ceiling={"sms": "public"})
    assert read.order == ("public", "internal", "restricted")
    assert read.above == {"legal": ("internal",), "sealed": ("legal", "restricted")}
    assert read.medium_ceiling == {"sms": "public"}
    assert read.at.pointer == ("classification",)


def closure(order: list[str], above: dict[str, list[str]]) -> set[tuple[str, str]]:
    """All pairs of a lower class and a higher one: steps joined until nothing is new."""
    pairs = set(pairwise(order))
    pairs |= {(low, high) for high, lows in above.items() for low in lows}
    while True:
        joined = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
        if not joined:
            return pairs
        pairs |= joined


@given(
    st.lists(st.sampled_from(NAMES), max_size=5),
    st.dictionaries(
        st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3), max_size=5
    ),
)
def test_it_is_the_closure_of_the_steps(order: list[str], above: dict[str, list[str]]) -> None:
    read, pairs = classes(order=order, above=above), closure(order, above)
    for low in NAMES:
        for high in NAMES:
            if low == high or (low, high) in pairs:
                expected: bool | None = True
            else:
                expected = False if (high, low) in pairs else None
            assert read.at_most(low, high) is expected
