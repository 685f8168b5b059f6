from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from commplan.statistics import effective_number, gini, top_share

AMOUNTS = st.lists(st.integers(0, 100), min_size=1, max_size=20)


def test_effective_numbers() -> None:
    assert effective_number([70, 20, 10]) == pytest.approx(2.23, abs=0.005)
    assert effective_number([7, 2, 1]) == pytest.approx(2.23, abs=0.005)
    assert effective_number([1] * 6) == pytest.approx(6)
    assert effective_number([5, 0, 0]) == 1
    assert effective_number([]) == 0
    assert effective_number([0, 0]) == 0


@given(AMOUNTS.filter(any))
def test_effective_numbers_as_scipy_has_them(amounts: list[int]) -> None:
    assert effective_number(amounts) == pytest.approx(exp(stats.entropy(amounts)))


def test_how_unequal_writers_are() -> None:
    assert gini([60, 20, 10, 5, 5]) == pytest.approx(0.5)
    assert top_share([5, 10, 60, 5, 20], 3) == pytest.approx(0.9)
    assert gini([3, 3, 3]) == 0
    assert gini([]) == gini([0, 0]) == 0
    assert top_share([], 3) == 0


@given(AMOUNTS.filter(any))
def test_gini_as_differences_between_all_pairs_have_it(amounts: list[int]) -> None:
    apart = sum(abs(one - other) for one in amounts for other in amounts)
    assert gini(amounts) == pytest.approx(apart / (2 * len(amounts) * sum(amounts)))


@pytest.mark.parametrize("measure", [effective_number, gini, lambda a: top_share(a, 1)])
def test_negative_amounts(measure: object) -> None:
    with pytest.raises(ValueError, match="negative"):
        measure([1, -1])  # type: ignore[operator]
