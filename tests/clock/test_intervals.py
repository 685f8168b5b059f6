"""Sets of instants."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import (
    Intervals,
    clip,
    contains,
    depth,
    intersect,
    normalize,
    subtract,
    total,
    union,
)
from tests.depth import examples

pairs = st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), max_size=8)
sets = pairs.map(normalize)
few = examples(80)


def members(intervals: Intervals) -> set[int]:
    return {t for start, end in intervals for t in range(start, end)}


def is_normal(intervals: Intervals) -> bool:
    bounds = [t for interval in intervals for t in interval]
    return all(a < b for a, b in pairwise(bounds))


def test_normalize_sorts_joins_and_drops() -> None:
    assert normalize([(5, 7), (1, 3), (3, 4), (6, 9), (4, 4), (12, 10)]) == ((1, 4), (5, 9))
    assert normalize([(1, 9), (2, 3)]) == ((1, 9),)
    assert normalize([]) == ()


def test_touching_is_joined_but_not_common() -> None:
    assert union(((0, 1),), ((1, 2),)) == ((0, 2),)
    assert intersect(((0, 1),), ((1, 2),)) == ()


def test_half_open_membership() -> None:
    a = ((0, 10), (20, 30))
    assert [contains(a, t) for t in (-1, 0, 9, 10, 19, 20, 29, 30)] == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip


def test_depth_joins_a_hand_over_and_keeps_zero() -> None:
    first, second = ((0, 10),), ((10, 20),)
    assert depth([first, second], 0, 30) == ((0, 20, 1), (20, 30, 0))
    assert depth([], 0, 30) == ((0, 30, 0),)
    assert depth([first], 30, 30) == ()


def test_depth_is_cut_to_the_window() -> None:
    layers = [((0, 100),), ((5, 15), (40, 60))]
    assert depth(layers, 10, 50) == ((10, 15, 2), (15, 40, 1), (40, 50, 2))


@few
@given(pairs)
def test_normalize_keeps_every_instant(intervals: list[tuple[int, int]]) -> None:
    normal = normalize(intervals)
    assert members(normal) == members(tuple(intervals))
    assert is_normal(normal)


@few
@given(sets, sets)
def test_set_operations_agree_with_sets(a: Intervals, b: Intervals) -> None:
    for result, expected in (
        (union(a, b), members(a) | members(b)),
        (intersect(a, b), members(a) & members(b)),
        (subtract(a, b), members(a) - members(b)),
    ):
        assert members(result) == expected
        assert is_normal(result)
        assert total(result) == len(expected)


@few
@given(sets, st.integers(-25, 25), st.integers(-25, 25))
def test_clip_keeps_what_is_inside(a: Intervals, start: int, end: int) -> None:
    clipped = clip(a, start, end)
    assert members(clipped) == members(a) & set(range(start, end))
    assert is_normal(clipped)
    assert all(contains(a, t) == (t in members(a)) for t in range(start, end))
