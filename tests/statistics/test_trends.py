from __future__ import annotations

from itertools import permutations, product
from math import factorial, inf, prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.statistics import mann_kendall, rate_trend


def score(series: tuple[float, ...]) -> int:
    n = len(series)
    return sum(
        (series[j] > series[i]) - (series[j] < series[i]) for i in range(n) for j in range(i + 1, n)
    )


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6))
def test_rising_series_as_all_orders_have_them(series: list[int]) -> None:
    orders = [score(order) for order in permutations(series)]
    exact = sum(found >= score(tuple(series)) for found in orders) / len(orders)
    found = mann_kendall(series)
    assert found.p == pytest.approx(exact, abs=0.02)
    assert found.tau == pytest.approx(score(tuple(series)) / (len(series) * (len(series) - 1) / 2))


def test_eight_weeks_that_rise() -> None:
    assert mann_kendall([10, 12, 15, 14, 18, 20, 23, 25]).p < 0.001
    assert mann_kendall([25, 23, 20, 18, 14, 15, 12, 10]).p > 0.99


def test_series_that_cannot_rise() -> None:
    assert mann_kendall([]) == (0.0, 1.0)
    assert mann_kendall([5]) == (0.0, 1.0)
    assert mann_kendall([5] * 8) == (0.0, 1.0)
    assert mann_kendall([5] * 200) == (0.0, 1.0)


def test_a_long_series_with_ties_is_left_to_the_normal_approximation() -> None:
    random = np.random.default_rng(2)
    flat = random.integers(0, 20, 300)
    assert mann_kendall(flat.tolist()).p > 0.05
    assert mann_kendall((flat + np.arange(300) // 30).tolist()).p < 0.001


def regression(counts: list[int], exposures: list[float]) -> tuple[float, float]:
    """Level and slope of a Poisson regression, by Newton's method on both."""
    periods = np.arange(len(counts), dtype=float)
    design = np.stack([np.ones_like(periods), periods], axis=1)
    at = np.array([np.log(sum(counts) / sum(exposures)), 0.0])
    for _ in range(100):
        expected = np.asarray(exposures) * np.exp(design @ at)
        at = at + np.linalg.solve(
            design.T @ (expected[:, None] * design), design.T @ (np.asarray(counts) - expected)
        )
    return float(at[0]), float(at[1])


def exact_p(counts: list[int], exposures: list[float]) -> float:
    """By adding up the probabilities of all ways to spread so many events over the periods."""
    total, observed = sum(counts), sum(i * count for i, count in enumerate(counts))
    chances = [exposure / sum(exposures) for exposure in exposures]
    p = 0.0
    for spread in product(range(total + 1), repeat=len(counts)):
        if sum(spread) == total and sum(i * c for i, c in enumerate(spread)) >= observed:
            ways = factorial(total) // prod(map(factorial, spread))
            p += ways * prod(chance**count for chance, count in zip(chances, spread, strict=True))
    return p


@given(
    st.lists(st.tuples(st.integers(1, 60), st.floats(0.5, 20)), min_size=2, max_size=10),
)
def test_rates_as_a_regression_on_both_parameters_fits_them(
    pairs: list[tuple[int, float]],
) -> None:
    counts, exposures = map(list, zip(*pairs, strict=True))
    level, slope = regression(counts, exposures)
    found = rate_trend(counts, exposures)
    assert found.first == pytest.approx(np.exp(level), rel=1e-5)
    assert found.last == pytest.approx(np.exp(level + slope * (len(counts) - 1)), rel=1e-5)


@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0.5, 4)), min_size=2, max_size=4))
def test_the_p_of_a_rise_is_exact(pairs: list[tuple[int, float]]) -> None:
    counts, exposures = map(list, zip(*pairs, strict=True))
    assert rate_trend(counts, exposures).p == pytest.approx(exact_p(counts, exposures), abs=1e-9)


def test_terms_that_rise_over_eight_weeks() -> None:
    found = rate_trend([12, 14, 15, 19, 22, 25, 28, 34], [10_000] * 8)
    assert found.rise > 0.5
    assert found.p < 0.01
    assert rate_trend([34, 28, 25, 22, 19, 15, 14, 12], [10_000] * 8).p > 0.99


def test_the_normal_approximation_agrees_with_the_exact_test(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts, exposures = [2_000, 2_050, 1_990, 2_100, 2_060], [1.0] * 5
    exact = rate_trend(counts, exposures).p
    monkeypatch.setattr("commplan.statistics.trends._SUMS_AT_MOST", 100)
    assert rate_trend(counts, exposures).p == pytest.approx(exact, abs=0.001)


def test_rates_at_the_ends() -> None:
    assert rate_trend([0, 0], [1, 1]) == (0.0, 0.0, 1.0)
    assert rate_trend([0, 0], [1, 1]).rise == 0
    late = rate_trend([0, 0, 5], [1, 1, 1])
    assert (late.first, late.last, late.rise) == (0.0, 5.0, inf)
    assert late.p == pytest.approx(3**-5)
    early = rate_trend([5, 0, 0], [1, 1, 1])
    assert (early.first, early.last, early.rise) == (5.0, 0.0, -1.0)
    assert early.p == pytest.approx(1)
    assert rate_trend([3, 0], [1, 0]) == (3.0, 3.0, 1.0)


@pytest.mark.parametrize(
    ("counts", "exposures"), [([1], []), ([1, 1], [0, 0]), ([1, 1], [1, -1]), ([1, 1], [1, 0])]
)
def test_what_is_no_rate(counts: list[int], exposures: list[float]) -> None:
    with pytest.raises(ValueError, match=r"exposure|nothing was looked at"):
        rate_trend(counts, exposures)
