from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from commplan.statistics import estimate_mean, estimate_rate, estimate_share

COUNTS = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (36, 40, 0.763, 0.972),
        (475, 500, 0.927, 0.967),
        (40, 40, 0.912, 1.0),
        (30, 100, 0.212, 0.400),
        (420, 500, 0.805, 0.871),
        (9, 12, 0.428, 0.945),
        (7, 9, 0.400, 0.972),
        (0, 10, 0.0, 0.308),
    ],
)
def test_shares(hits: int, n: int, low: float, high: float) -> None:
    found = estimate_share(hits, n)
    assert found.value == hits / n
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0006)


@given(COUNTS.filter(lambda pair: pair[1] > 0), st.sampled_from([0.8, 0.95, 0.99]))
def test_shares_as_scipy_has_them(pair: tuple[int, int], confidence: float) -> None:
    found = estimate_share(*pair, confidence)
    exact = stats.binomtest(*pair).proportion_ci(confidence, method="exact")
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_no_case_tells_nothing_of_a_share() -> None:
    assert estimate_share(0, 0) == (0, None, 0.0, 1.0)


@pytest.mark.parametrize("pair", [(-1, 4), (5, 4)])
def test_what_is_no_share(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is no share"):
        estimate_share(*pair)


@pytest.mark.parametrize(
    ("count", "exposure", "low", "high"),
    [
        (31, 8, 2.63, 5.50),  # interrupts in eight times twelve hours on call
        (57, 20, 2.16, 3.69),  # contacts after hours in twenty person-weeks
        (0, 10, 0.0, 0.369),
    ],
)
def test_rates(count: int, exposure: float, low: float, high: float) -> None:
    found = estimate_rate(count, exposure)
    assert found.value == count / exposure
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.005)


@given(st.integers(0, 2_000), st.floats(0.01, 1e4))
def test_rates_leave_out_a_tail_at_each_end(count: int, exposure: float) -> None:
    found = estimate_rate(count, exposure)
    assert stats.poisson.cdf(count, found.high * exposure) == pytest.approx(0.025, abs=1e-8)
    if count:
        assert stats.poisson.sf(count - 1, found.low * exposure) == pytest.approx(0.025, abs=1e-8)


@pytest.mark.parametrize(("count", "exposure"), [(-1, 1.0), (1, 0.0), (1, -2.0), (1, inf)])
def test_what_is_no_rate(count: int, exposure: float) -> None:
    with pytest.raises(ValueError, match="are no rate"):
        estimate_rate(count, exposure)


def test_the_mean_of_forty_answers() -> None:
    spread = 0.8 * (39 / 40) ** 0.5  # so that the standard deviation is 0.8
    found = estimate_mean([3.9 - spread, 3.9 + spread] * 20)
    assert found.n == 40
    assert found.value == pytest.approx(3.9)
    assert (found.low, found.high) == pytest.approx((3.64, 4.16), abs=0.005)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60))
def test_means_as_scipy_has_them(values: list[float]) -> None:
    found = estimate_mean(values)
    error = stats.sem(values)
    if error > 1e-6:
        expected = stats.t.interval(0.95, len(values) - 1, loc=found.value, scale=error)
        assert (found.low, found.high) == pytest.approx(expected)


def test_means_of_too_few() -> None:
    assert estimate_mean([]) == (0, None, -inf, inf)
    assert estimate_mean([4.0]) == (1, 4.0, -inf, inf)
    assert estimate_mean([4.0, 4.0]) == (2, 4.0, 4.0, 4.0)
