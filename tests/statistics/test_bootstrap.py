from __future__ import annotations

from math import inf

import numpy as np
import pytest

from commplan.statistics import (
    bootstrap_percentile,
    bootstrap_share,
    estimate_percentile,
    estimate_share,
)


def test_independent_cases_give_about_the_usual_interval() -> None:
    random = np.random.default_rng(1)
    hits, days = random.random(600) < 0.9, random.integers(0, 60, 600)
    found, usual = (
        bootstrap_share(hits.tolist(), days.tolist()),
        estimate_share(int(hits.sum()), 600),
    )
    assert found.value == usual.value
    assert (found.low, found.high) == pytest.approx((usual.low, usual.high), abs=0.015)


def test_an_outage_counts_as_one_thing_that_happened() -> None:
    """Fifty misses on one day of thirty say less than fifty misses on fifty days."""
    hits = [True] * 450 + [False] * 50
    days = [i % 29 for i in range(450)] + [29] * 50
    found, usual = bootstrap_share(hits, days), estimate_share(450, 500)
    assert found.low < usual.low - 0.1
    assert found.high == 1


def naive(values: np.ndarray, days: np.ndarray, share: float) -> tuple[float, float]:
    """Every draw written out and sorted."""
    number = int(days.max()) + 1
    draws = np.random.default_rng(9_999).multinomial(number, np.full(number, 1 / number), 9_999)
    found = []
    for weights in draws:
        again = np.sort(np.repeat(values, weights[days]))
        found.append(again[int(np.ceil(share * len(again) - 1e-9)) - 1])
    found.sort()
    return found[249], found[9_749]


@pytest.mark.parametrize(("n", "share"), [(300, 0.9), (2_500, 0.5), (2_500, 0.99)])
def test_percentiles_as_sorting_every_draw_has_them(n: int, share: float) -> None:
    random = np.random.default_rng(2)
    values, days = random.exponential(size=n).round(2), np.arange(n) % 30
    found = bootstrap_percentile(values.tolist(), days.tolist(), share)
    assert (found.low, found.high) == naive(values, days, share)


@pytest.mark.thorough
def test_percentiles_of_a_million_values() -> None:
    random = np.random.default_rng(3)
    values, days = random.exponential(size=1_000_000), random.integers(0, 365, 1_000_000)
    found, usual = (
        bootstrap_percentile(values.tolist(), days.tolist(), 0.9),
        estimate_percentile(values.tolist(), 0.9),
    )
    assert found.value == usual.value
    assert (found.low, found.high) == pytest.approx((usual.low, usual.high), abs=0.001)


def test_few_days_tell_nothing() -> None:
    assert bootstrap_share([True] * 50, [1] * 50) == (50, 1.0, 0.0, 1.0)
    assert bootstrap_percentile([5.0] * 50, list(range(9)) + [8] * 41, 0.5) == (50, 5.0, -inf, inf)
    assert bootstrap_share([], []) == (0, None, 0.0, 1.0)
    assert bootstrap_percentile([], [], 0.5) == (0, None, -inf, inf)


def test_days_with_different_numbers_of_cases() -> None:
    days = [day for day in range(20) for _ in range(1 + day % 5)]
    found = bootstrap_percentile([float(day) for day in days], days, 0.5)
    assert found.low <= found.value <= found.high  # type: ignore[operator]  # there is one
