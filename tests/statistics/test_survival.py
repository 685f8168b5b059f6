from __future__ import annotations

from fractions import Fraction
from math import exp, inf, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.statistics import (
    estimate_open_percentile,
    estimate_percentile,
    open_percentile,
    open_steps,
)

LENGTHS = [5, 8, 12, 15, 20, 25, 30, 45, 60, 90]
OPEN = [False, False, False, True, False, True, False, False, True, False]
CASES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)
SHARES = st.sampled_from([0.1, 0.25, 0.5, 0.9])


def naive_curve(cases: list[tuple[int, bool]]) -> list[tuple[int, Fraction, Fraction]]:
    """Each duration, the share that has ended by then, and Greenwood's sum."""
    left, greenwood, curve = Fraction(1), Fraction(0), []
    for length in sorted({length for length, _ in cases}):
        at_risk = sum(one >= length for one, _ in cases)
        ended = sum(one == length and not is_open for one, is_open in cases)
        left *= 1 - Fraction(ended, at_risk)
        if ended < at_risk:
            greenwood += Fraction(ended, at_risk * (at_risk - ended))
        curve.append((length, 1 - left, greenwood))
    return curve


def test_durations_some_of_which_go_on() -> None:
    assert estimate_open_percentile(LENGTHS, OPEN, 0.5).value == 30
    assert estimate_open_percentile(LENGTHS, OPEN, 0.9).value == 90
    ended = [length for length, is_open in zip(LENGTHS, OPEN, strict=True) if not is_open]
    assert estimate_percentile(ended, 0.5).value == 20  # what leaving them out would tell


def test_a_share_that_is_never_reached() -> None:
    found = estimate_open_percentile([10, 20, 30, 40], [False, True, True, True], 0.5)
    assert found == (4, None, -inf, inf)


def test_a_share_that_is_certainly_reached_later_than_anything_was_seen() -> None:
    found = estimate_open_percentile([10] * 30 + [50] * 30, [False] * 30 + [True] * 30, 0.9)
    assert found == (60, None, 50, inf)


def test_nothing_has_ended() -> None:
    assert estimate_open_percentile([10, 20], [True, True], 0.5) == (2, None, -inf, inf)
    assert estimate_open_percentile([10] * 100, [True] * 100, 0.5) == (100, None, 10, inf)


def test_nothing_is_open() -> None:
    values = list(range(100))
    found = estimate_open_percentile(values, [False] * 100, 0.9)
    assert found == estimate_percentile(values, 0.9)
    assert estimate_open_percentile([], [], 0.5) == (0, None, -inf, inf)


@given(CASES, SHARES)
def test_the_first_duration_by_which_enough_has_ended(
    cases: list[tuple[int, bool]], share: float
) -> None:
    lengths, is_open = zip(*cases, strict=True)
    reached = [at for at, ended, _ in naive_curve(cases) if ended >= Fraction(str(share))]
    value = estimate_open_percentile(lengths, is_open, share).value
    assert value == (reached[0] if reached else None)


@given(CASES.filter(lambda cases: any(is_open for _, is_open in cases)), SHARES)
def test_the_interval_ends_where_the_band_reaches_the_share(
    cases: list[tuple[int, bool]], share: float
) -> None:
    lengths, is_open = zip(*cases, strict=True)
    found = estimate_open_percentile(lengths, is_open, share)
    low, high = None, None
    if 1 - 0.025 ** (1 / len(cases)) >= share:
        low = -inf
    for at, ended, greenwood in naive_curve(cases):
        most, least = 1.0, 0.0
        if not ended:
            left = sum(length > at for length in lengths)
            most = 1 - 0.025 ** (1 / left) if left else 1.0
        elif ended < 1:
            remaining = float(1 - ended)
            reach = 1.959963984540054 * sqrt(greenwood) / log(remaining)
            most, least = 1 - remaining ** exp(-reach), 1 - remaining ** exp(reach)
        low = at if low is None and most >= share - 1e-9 else low
        high = at if high is None and least >= share - 1e-9 else high
    assert found.low == (max(lengths) if low is None else low)
    assert found.high == (inf if high is None else high)


@pytest.mark.thorough
def test_two_million_durations() -> None:
    random = np.random.default_rng(1)
    lasted, looked = random.exponential(size=2_000_000), random.exponential(3, size=2_000_000)
    lengths, still = np.minimum(lasted, looked).tolist(), (lasted > looked).tolist()
    found = estimate_open_percentile(lengths, still, 0.5)
    assert found.low < log(2) < found.high
    assert found.value == pytest.approx(log(2), abs=0.01)
    assert open_percentile(lengths, still, 0.5) == found.value


def test_steps_are_the_curve_of_the_vector() -> None:
    steps = open_steps(LENGTHS, OPEN)
    assert [step.after for step in steps] == [5, 8, 12, 20, 30, 45, 90]
    ended = [0.1, 0.2, 0.3, 0.417, 0.5625, 0.708, 1.0]
    assert [1 - step.share for step in steps] == pytest.approx(ended, abs=0.001)
    assert all(step.low <= step.share <= step.high for step in steps)


def test_of_many_steps_some_are_given_with_the_first_and_the_last() -> None:
    steps = open_steps(range(1, 5001), [False] * 5000, most=50)
    assert len(steps) == 50
    assert (steps[0].after, steps[-1].after) == (1, 5000)
    assert steps[-1].share == 0


def test_where_nothing_has_ended_there_is_no_step() -> None:
    assert open_steps([1, 2], [True, True]) == ()


@given(CASES, SHARES)
def test_the_value_alone_is_the_same(cases: list[tuple[int, bool]], share: float) -> None:
    lengths, still = [length for length, _ in cases], [is_open for _, is_open in cases]
    expected = estimate_open_percentile(lengths, still, share).value
    assert open_percentile(lengths, still, share) == expected
