from __future__ import annotations

from math import comb, inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.statistics import (
    estimate_percentile,
    estimate_share,
    flawless_cases,
    nearest_rank,
    percentile,
    percentile_ranks,
    summarize,
)

SHARES = st.sampled_from([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])
VALUES = st.lists(st.integers(0, 50), min_size=1, max_size=120)


def naive_ranks(share: float, n: int) -> tuple[int | None, int | None]:
    """By adding up binomial probabilities."""
    chances = [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    lows = [r for r in range(1, n + 1) if sum(chances[:r]) <= 0.025]
    highs = [s for s in range(1, n + 1) if sum(chances[s:]) <= 0.025]
    return (max(lows) if lows else None, min(highs) if highs else None)


@pytest.mark.parametrize(
    ("share", "n", "ranks"), [(0.9, 100, (84, 96)), (0.5, 20, (6, 15)), (0.5, 5, (None, None))]
)
def test_ranks(share: float, n: int, ranks: tuple[int | None, int | None]) -> None:
    assert percentile_ranks(share, n) == ranks


@given(SHARES, st.integers(1, 150))
def test_ranks_as_binomial_probabilities_have_them(share: float, n: int) -> None:
    assert percentile_ranks(share, n) == naive_ranks(share, n)


@pytest.mark.parametrize(("share", "least"), [(0.9, 36), (0.95, 72), (0.99, 368)])
def test_from_how_many_values_on_there_is_an_interval(share: float, least: int) -> None:
    assert percentile_ranks(share, least - 1).high is None
    assert percentile_ranks(share, least).high == least
    assert flawless_cases(share) == least


def test_ranks_are_worked_out_in_fractions() -> None:
    assert nearest_rank(0.07, 100) == 7
    assert nearest_rank(0.001, 5) == 1
    assert nearest_rank(0.999, 1_000) == 999


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5, 90.0])
def test_what_is_no_share(share: float) -> None:
    with pytest.raises(ValueError, match="no share between 0 and 1"):
        nearest_rank(share, 10)


@given(VALUES, SHARES)
def test_a_percentile_keeps_a_limit_just_where_the_share_of_cases_does(
    values: list[int], share: float
) -> None:
    for limit in {0, 25, *values}:
        within = sum(value <= limit for value in values)
        assert (percentile(values, share) <= limit) == (within / len(values) >= share - 1e-12)


@given(VALUES, SHARES)
def test_percentiles_as_numpy_has_them(values: list[int], share: float) -> None:
    expected = sorted(values)[nearest_rank(share, len(values)) - 1]
    assert percentile(values, share) == expected
    if share in (0.25, 0.5, 0.75):  # elsewhere NumPy rounds on its way
        assert np.quantile(values, share, method="inverted_cdf") == expected


@given(VALUES, SHARES, st.integers(0, 50))
def test_a_percentile_is_below_a_limit_for_certain_where_enough_cases_are(
    values: list[int], share: float, limit: int
) -> None:
    found = estimate_percentile(values, share)
    within = sum(value <= limit for value in values)
    assert (found.high <= limit) == (estimate_share(within, len(values)).low >= share)
    assert (found.low > limit) == (estimate_share(within, len(values)).high < share)


def test_too_few_values() -> None:
    assert estimate_percentile([], 0.5) == (0, None, -inf, inf)
    assert estimate_percentile([3, 1, 2], 0.9) == (3, 3.0, 1.0, inf)
    assert estimate_percentile([3, 1, 2], 0.5) == (3, 2.0, -inf, inf)


def test_what_is_told_beside_a_verdict() -> None:
    assert summarize([30, 10, 20, 40]) == (4, 25.0, 20.0, 40.0)


@pytest.mark.thorough
def test_two_million_values() -> None:
    values = np.random.default_rng(1).exponential(size=2_000_000).tolist()
    found = estimate_percentile(values, 0.9)
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert found.low < found.value < found.high
    assert found.value == pytest.approx(np.log(10), abs=0.01)
