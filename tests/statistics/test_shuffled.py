"""Tests that shuffle: two groups, two measures, several questions."""

from __future__ import annotations

from itertools import combinations, permutations
from math import inf
from statistics import median_low

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from commplan.statistics import (
    compare_medians,
    compare_rates,
    compare_shares,
    holm,
    rank_correlation,
)


def test_a_group_that_waits_longer() -> None:
    random = np.random.default_rng(3)
    waits = [*random.exponential(48, 34).tolist(), *random.exponential(21, 140).tolist()]
    found = compare_medians(waits, [True] * 34 + [False] * 140)
    assert (found.n, found.n_others) == (34, 140)
    assert found.ratio == found.median / found.median_others
    assert found.p < 0.05
    assert found == compare_medians(waits, [True] * 34 + [False] * 140)


@pytest.mark.parametrize("by_ratio", [False, True])
def test_shuffling_comes_to_what_all_ways_to_choose_do(by_ratio: bool) -> None:
    values = [1, 2, 4, 5, 7, 8, 9, 20]
    member = [False, False, True, False, True, False, True, True]

    def statistic(chosen: set[int]) -> float:
        one = median_low(values[i] for i in chosen)
        other = median_low(values[i] for i in range(8) if i not in chosen)
        return one / other if by_ratio else one - other

    observed = statistic({i for i, inside in enumerate(member) if inside})
    ways = [statistic(set(chosen)) for chosen in combinations(range(8), 4)]
    exact = sum(way >= observed for way in ways) / len(ways)
    found = compare_medians(values, member, by_ratio=by_ratio)
    assert found.p == pytest.approx(exact, abs=0.015)


def test_only_cases_of_one_stratum_change_places() -> None:
    """At night everybody waits long, and the group writes at night."""
    values, member, strata = [], [], []
    random = np.random.default_rng(5)
    for stratum, level, inside, outside in (("day", 10, 5, 60), ("night", 100, 60, 5)):
        values += list(level + random.random(inside + outside))
        member += [True] * inside + [False] * outside
        strata += [stratum] * (inside + outside)
    assert compare_medians(values, member).p < 0.001
    assert compare_medians(values, member, strata).p > 0.05
    apart = ["group" if inside else "others" for inside in member]
    assert compare_medians(values, member, apart).p == 1  # nobody can change places


def test_medians_of_nothing() -> None:
    with pytest.raises(ValueError, match="two groups are needed"):
        compare_medians([1, 2], [True, True])


def test_ratios_over_zero() -> None:
    assert compare_medians([0, 0, 5], [True, True, False], by_ratio=True).ratio == 0
    assert compare_medians([0, 0, 5], [False, False, True], by_ratio=True).ratio == inf
    assert compare_medians([0, 0, 0], [False, True, True], by_ratio=True).ratio == 1
    assert compare_medians([0, 0, 0], [False, True, True], by_ratio=True).p == 1
    assert compare_medians([0, 0, 5], [False, False, True]).difference == 5


@pytest.mark.thorough
def test_two_million_cases_are_sampled() -> None:
    random = np.random.default_rng(1)
    values, member = random.exponential(size=2_000_000), np.arange(2_000_000) < 500
    values[member] *= 2
    found = compare_medians(values.tolist(), member.tolist())
    assert (found.n, found.p) == (500, 0.0001)


@given(*[st.tuples(st.integers(0, 15), st.integers(15, 30))] * 2)
def test_shares_side_by_side(one: tuple[int, int], other: tuple[int, int]) -> None:
    table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
    assert compare_shares(*one, *other) == stats.fisher_exact(table)[1]
    assert compare_shares(*one, *one) == pytest.approx(1)


def test_what_is_no_share() -> None:
    with pytest.raises(ValueError, match="part of their number"):
        compare_shares(5, 4, 1, 2)


def test_rates_side_by_side() -> None:
    assert compare_rates(0, 1.0, 0, 2.0) == 1
    assert compare_rates(10, 1.0, 0, 1.0) == pytest.approx(2 / 1024)
    assert compare_rates(10, 5.0, 20, 10.0) == pytest.approx(1)
    with pytest.raises(ValueError, match="positive"):
        compare_rates(1, 0.0, 1, 1.0)


def test_several_questions() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()
    assert holm([0.6, 0.9]) == (1.0, 1.0)


@given(st.lists(st.floats(0, 1), max_size=6))
def test_the_most_doubtful_answers_as_holm_steps_through_them(found: list[float]) -> None:
    adjusted = holm(found)
    for level in (0.01, 0.05, 0.2):
        rejected, left = set(), sorted(range(len(found)), key=found.__getitem__)
        while left and found[left[0]] * len(left) <= level:
            rejected.add(left.pop(0))
        assert rejected == {i for i, p in enumerate(adjusted) if p <= level}


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=30))
def test_rank_correlations_as_scipy_has_them(pairs: list[tuple[int, int]]) -> None:
    x, y = zip(*pairs, strict=True)
    found = rank_correlation(x, y)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert found is None
    else:
        assert found is not None
        assert found.rho == pytest.approx(stats.spearmanr(x, y).statistic)


def test_shuffling_one_measure_comes_to_what_all_orders_do() -> None:
    x, y = [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5]
    observed = abs(stats.spearmanr(x, y).statistic)
    orders = [abs(np.corrcoef(x, order)[0, 1]) for order in permutations(y)]
    exact = sum(rho >= observed - 1e-9 for rho in orders) / len(orders)
    found = rank_correlation(x, y)
    assert found is not None
    assert found.p == pytest.approx(exact, abs=0.01)


def test_correlations_of_different_lengths() -> None:
    with pytest.raises(ValueError, match="2 values beside 1"):
        rank_correlation([1, 2], [1])


@pytest.mark.thorough
def test_a_correlation_among_two_million_cases() -> None:
    random = np.random.default_rng(1)
    x = random.random(2_000_000)
    found = rank_correlation(x.tolist(), (x + random.random(2_000_000)).tolist())
    assert found is not None
    assert (found.n, found.p) == (2_000_000, 0.0001)
