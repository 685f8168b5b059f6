from __future__ import annotations

from math import inf

import pytest

from commplan.clock import DAY, HOUR, MINUTE, SECOND
from commplan.statistics import (
    PERCENT,
    SCORE,
    Conclusion,
    Estimate,
    Judgement,
    Limit,
    estimate_share,
    judge_rate,
    judge_share,
    time_scale,
    told_interval,
    told_need,
)


@pytest.mark.parametrize(
    ("length", "value", "told"),
    [
        (90 * SECOND, 41 * SECOND, "41s"),
        (5 * MINUTE, 390 * SECOND, "6.5m"),
        (30 * MINUTE, 41 * MINUTE, "41m"),
        (4 * HOUR, 312 * MINUTE, "5.2h"),
        (14 * DAY, 36 * HOUR, "1.5d"),
    ],
)
def test_times(length: int, value: int, told: str) -> None:
    assert time_scale(length).told(value) == told


def test_intervals() -> None:
    hours = time_scale(4 * HOUR)
    assert hours.interval(Estimate(20, None, 4.3 * HOUR, 7 * HOUR)) == "4.3–7.0h"
    assert hours.interval(Estimate(20, None, 4.3 * HOUR, inf)) == "4.3h or more"
    assert hours.interval(Estimate(20, None, -inf, 7 * HOUR)) == "7.0h or less"
    assert hours.interval(Estimate(2, None, -inf, inf)) == "unlimited"
    assert SCORE.interval(Estimate(40, None, -1.5, 2)) == "-1.5 to 2.0"
    assert PERCENT.interval(estimate_share(36, 40)) == "76–97 %"
    assert PERCENT.interval(estimate_share(475, 500)) == "93–97 %"


def judged(low: float, high: float, limit: Limit, conclusion: Conclusion) -> str:
    return told_interval(Judgement(conclusion, Estimate(40, 3.9, low, high), limit), SCORE)


def test_an_end_that_rounding_moves_to_the_limit_is_told_more_finely() -> None:
    least, most = Limit(4.2, is_least=True), Limit(4.2, is_least=False)
    assert judged(3.64, 4.16, least, Conclusion.FAIL) == "95 % CI 3.6–4.2, upper bound 4.16"
    assert judged(3.64, 4.1997, least, Conclusion.FAIL) == "95 % CI 3.6–4.2, upper bound 4.1997"
    assert judged(4.2004, 5.0, most, Conclusion.FAIL) == "95 % CI 4.2–5.0, lower bound 4.2004"
    assert judged(3.64, 4.1, least, Conclusion.FAIL) == "95 % CI 3.6–4.1"
    assert judged(3.64, 4.24, least, Conclusion.INCONCLUSIVE) == "95 % CI 3.6–4.2"


@pytest.mark.parametrize(
    ("hits", "n", "min_n", "told"),
    [
        (20, 20, 1, "; it takes about 36 to tell"),
        (20, 20, 50, "; it takes at least 50 to tell"),
        (36, 40, 1, "; no number of cases would tell"),
        (40, 40, 1, ""),
    ],
)
def test_what_it_takes_to_tell(hits: int, n: int, min_n: int, told: str) -> None:
    assert told_need(judge_share(hits, n, Limit(0.9, is_least=True), min_n=min_n)) == told


def test_what_it_takes_of_something_else() -> None:
    limit = Limit(2, is_least=False)
    assert told_need(judge_rate(10, 4, limit), "weeks") == "; it takes about 35 weeks to tell"
    assert told_need(judge_rate(8, 4, limit), "weeks") == "; no number of weeks would tell"
