from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.statistics import (
    Conclusion,
    Estimate,
    Limit,
    conclude,
    flawless_cases,
    judge_mean,
    judge_percentile,
    judge_rate,
    judge_share,
)

PASS, FAIL, INCONCLUSIVE = Conclusion.PASS, Conclusion.FAIL, Conclusion.INCONCLUSIVE
AT_LEAST_90 = Limit(0.9, is_least=True)


@pytest.mark.parametrize(
    ("low", "high", "limit", "expected"),
    [
        (4.3, 7.0, Limit(4, is_least=False), FAIL),
        (3.0, 4.0, Limit(4, is_least=False), PASS),
        (3.0, 4.0, Limit(4, is_least=False, is_good=False), INCONCLUSIVE),
        (4.0, 5.0, Limit(4, is_least=False, is_good=False), FAIL),
        (4.0, 5.0, Limit(4, is_least=True), PASS),
        (3.0, 4.0, Limit(4, is_least=True), INCONCLUSIVE),
        (3.0, 4.0, Limit(4, is_least=True, is_good=False), FAIL),
        (3.0, inf, Limit(2, is_least=False), FAIL),
        (-inf, 3.0, Limit(2, is_least=False), INCONCLUSIVE),
        (-inf, inf, Limit(2, is_least=False), INCONCLUSIVE),
    ],
)
def test_an_interval_beside_a_limit(
    low: float, high: float, limit: Limit, expected: Conclusion
) -> None:
    assert conclude(Estimate(20, None, low, high), limit) is expected


@pytest.mark.parametrize(
    ("hits", "n", "expected"),
    [
        (36, 40, INCONCLUSIVE),
        (475, 500, PASS),
        (420, 500, FAIL),
        (40, 40, PASS),
        (35, 35, INCONCLUSIVE),
    ],
)
def test_shares(hits: int, n: int, expected: Conclusion) -> None:
    assert judge_share(hits, n, AT_LEAST_90).conclusion is expected


def test_a_flawless_record_needs_as_many_cases_as_can_confirm_a_share() -> None:
    for share in (0.5, 0.9, 0.95, 0.99):
        assert judge_share(10, 10, Limit(share, is_least=True)).needed in (
            flawless_cases(share),
            None if share == 0.5 else -1,
        )
    assert flawless_cases(1.0) is None
    assert flawless_cases(0.0) == 1


def test_more_cases_with_the_same_share_decide() -> None:
    judgement = judge_share(85, 100, AT_LEAST_90)
    assert judgement.conclusion is INCONCLUSIVE
    assert judgement.needed is not None
    scale = -(-judgement.needed // 20) * 20  # 85 % of it are whole cases
    assert judge_share(scale * 85 // 100, scale, AT_LEAST_90).conclusion is FAIL
    assert judge_share(scale * 85 // 100 - 17, scale - 20, AT_LEAST_90).conclusion is INCONCLUSIVE


@given(st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_what_is_needed_is_the_least_number_that_decides(pair: tuple[int, int]) -> None:
    hits, n = pair
    judgement = judge_share(hits, n, AT_LEAST_90)
    if judgement.needed is None:
        assert judgement.conclusion is not INCONCLUSIVE or not n or hits == 0.9 * n
    else:
        assert judgement.needed > n
        larger = judge_share(hits * judgement.needed, n * judgement.needed, AT_LEAST_90)
        assert larger.conclusion is not INCONCLUSIVE


def test_a_figure_at_the_limit_is_never_decided() -> None:
    assert judge_share(36, 40, AT_LEAST_90).needed is None
    assert judge_mean([4.0, 4.4] * 20, Limit(4.2, is_least=True)).needed is None


def test_fewer_cases_than_asked_for_decide_nothing() -> None:
    judgement = judge_share(8, 8, Limit(0.5, is_least=True), min_n=10)
    assert (judgement.conclusion, judgement.needed) == (INCONCLUSIVE, 10)
    assert judge_share(0, 0, AT_LEAST_90).needed is None


def test_means() -> None:
    spread = 0.8 * (39 / 40) ** 0.5
    answers = [3.9 - spread, 3.9 + spread] * 20
    missed = judge_mean(answers, Limit(4.2, is_least=True))
    assert missed.conclusion is FAIL
    assert missed.deciding_end == pytest.approx(4.16, abs=0.005)
    assert judge_mean(answers, Limit(3.6, is_least=True)).conclusion is PASS
    open_ = judge_mean(answers, Limit(4.0, is_least=True))
    assert open_.conclusion is INCONCLUSIVE
    assert open_.needed == 249  # 2 · t · 0.8 / √n comes below 0.2
    few = judge_mean(answers[:20], Limit(4.9, is_least=True))
    assert (few.conclusion, few.needed) == (INCONCLUSIVE, 30)
    assert judge_mean(answers[:20], Limit(4.9, is_least=True), min_n=5).conclusion is FAIL
    assert judge_mean([], Limit(4.2, is_least=True)).needed is None
    assert judge_mean([4.0], Limit(4.2, is_least=True)).needed is None


def test_percentiles() -> None:
    hours = [*range(1, 6), 4.3, *range(6, 20)]
    assert judge_percentile(hours, 0.5, Limit(4, is_least=False)).conclusion is FAIL
    assert judge_percentile(hours, 0.5, Limit(40, is_least=False)).conclusion is PASS
    unclear = judge_percentile(hours, 0.5, Limit(8, is_least=False))
    assert unclear.conclusion is INCONCLUSIVE
    assert unclear.needed is not None
    assert judge_percentile([5] * 20, 0.9, Limit(9, is_least=False)).needed == 36
    assert judge_percentile([5] * 20, 0.9, Limit(5, is_least=False)).needed == 36
    assert judge_percentile([5] * 36, 0.9, Limit(5, is_least=False)).conclusion is PASS
    assert (
        judge_percentile([5] * 36, 0.9, Limit(5, is_least=False, is_good=False)).conclusion is FAIL
    )
    assert judge_percentile([], 0.9, Limit(5, is_least=False)).needed is None


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=40),
    st.sampled_from([0.25, 0.5, 0.9]),
    st.integers(0, 9),
    st.booleans(),
    st.booleans(),
)
def test_so_many_times_the_same_durations_decide(
    values: list[int], share: float, limit: int, is_least: bool, is_good: bool
) -> None:
    kept = Limit(limit, is_least=is_least, is_good=is_good)
    judgement = judge_percentile(values, share, kept)
    if judgement.needed is not None:
        times = -(-judgement.needed // len(values))
        assert judge_percentile(values * times, share, kept).conclusion is not INCONCLUSIVE
        assert judgement.needed > len(values)


def test_durations_that_go_on_count_for_what_they_have_lasted() -> None:
    lengths, is_open = [10] * 30 + [50] * 30, [False] * 30 + [True] * 30
    late = judge_percentile(lengths, 0.9, Limit(40, is_least=False), is_open=is_open)
    assert (late.conclusion, late.estimate.value) == (FAIL, None)
    young = judge_percentile(lengths, 0.9, Limit(60, is_least=False), is_open=is_open)
    assert young.conclusion is INCONCLUSIVE
    assert young.needed is not None
    nothing = judge_percentile([5, 5], 0.9, Limit(60, is_least=False), is_open=[True, True])
    assert (nothing.conclusion, nothing.needed) == (INCONCLUSIVE, None)


def test_rates() -> None:
    assert judge_rate(31, 8, Limit(2, is_least=False)).conclusion is FAIL
    assert judge_rate(57, 20, Limit(2, is_least=False)).conclusion is FAIL
    assert judge_rate(0, 10, Limit(2, is_least=False)).conclusion is PASS
    unclear = judge_rate(10, 4, Limit(2, is_least=False))
    assert unclear.conclusion is INCONCLUSIVE
    assert unclear.needed is not None
    more = unclear.needed + unclear.needed % 2  # so that the count is whole
    assert judge_rate(more * 5 // 2, more, Limit(2, is_least=False)).conclusion is FAIL
    assert judge_rate(8, 4, Limit(2, is_least=False)).needed is None


@pytest.mark.thorough
def test_verdicts_on_two_million_durations() -> None:
    lengths = np.random.default_rng(1).exponential(size=2_000_000).tolist()
    limit = Limit(float(np.log(10)) + 0.02, is_least=False)
    assert judge_percentile(lengths, 0.9, limit).conclusion is PASS
    assert judge_mean(lengths, Limit(1.01, is_least=False)).conclusion is PASS
