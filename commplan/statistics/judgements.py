"""Whether a limit is kept, not kept, or whether too little is known to say.

A limit is kept only if the whole interval of the figure keeps it, and missed only if
the whole interval misses it. Where the interval holds the limit, the number of cases
is told at which the same figure would decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from math import ceil, inf, log
from typing import Any

from commplan.named import NamedTuple
from commplan.statistics.estimates import (
    CONFIDENCE,
    Estimate,
    clopper_pearson,
    estimate_mean,
    estimate_rate,
    estimate_share,
    garwood,
    t_reach,
)
from commplan.statistics.libraries import numpy
from commplan.statistics.survival import estimate_open_percentile

MEANS_FROM = 30
"""From how many values on their mean is taken to be nearly normal."""
_UNHEARD_OF = 10**9
"""More cases than anybody will see; what they do not decide is not decided."""


class Conclusion(StrEnum):
    """What may be said of a limit."""

    PASS = "pass"  # noqa: S105  # no password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


class Limit(NamedTuple):
    """On which side of which value a figure has to be."""

    value: float
    is_least: bool
    """Whether it is the lower end of what is good."""
    is_good: bool = True
    """Whether the limit itself is good."""

    def keeps(self, value: float) -> bool:
        """Whether a value is on the good side."""
        if value == self.value:
            return self.is_good
        return value > self.value if self.is_least else value < self.value


class Judgement(NamedTuple):
    """A figure held against its limit."""

    conclusion: Conclusion
    estimate: Estimate
    limit: Limit
    needed: int | None = None
    """With how many cases the same figure would decide, where this is inconclusive.

    None where no number would, because the figure lies at the limit, or there is none.
    """
    min_n: int = 0
    """How many cases a verdict takes in any event."""

    @property
    def deciding_end(self) -> float:
        """The end of the interval nearest to the good side: where it is bad, all of it is."""
        return self.estimate.high if self.limit.is_least else self.estimate.low


def conclude(estimate: Estimate, limit: Limit) -> Conclusion:
    """Compare an interval with a limit."""
    kept = {limit.keeps(estimate.low), limit.keeps(estimate.high)}
    if len(kept) == 2:
        return Conclusion.INCONCLUSIVE
    return Conclusion.PASS if kept == {True} else Conclusion.FAIL


def judge_share(
    hits: int, n: int, limit: Limit, *, min_n: int = 1, confidence: float = CONFIDENCE
) -> Judgement:
    """Hold a share of cases against a limit from 0 to 1. Fewer than ``min_n`` decide nothing."""
    estimate = estimate_share(hits, n, confidence)

    def decides(cases: int) -> bool:
        return _share_decides(estimate.value or 0.0, cases, limit, confidence)

    return _judged(estimate, limit, min_n, decides)


def judge_percentile(
    lengths: Sequence[float],
    share: float,
    limit: Limit,
    *,
    is_open: Sequence[bool] = (),
    min_n: int = 1,
    confidence: float = CONFIDENCE,
) -> Judgement:
    """Hold a percentile against a limit, such as P90 against at most 30 minutes.

    ``is_open`` says which lengths are still growing. A percentile is below a limit just
    where a greater share of the cases is, so the number of cases needed is that at which
    the share is known to be above or below ``share``.
    """
    array: Any = numpy().asarray(lengths, dtype=float)
    still: Any = numpy().zeros(len(array), dtype=bool)
    if len(is_open):
        still = numpy().asarray(is_open, dtype=bool)
    estimate = estimate_open_percentile(array, still, share, confidence)
    below = _share_below(array, still, limit)
    enough = Limit(share, is_least=True)

    def decides(cases: int) -> bool:
        return below is not None and _share_decides(below, cases, enough, confidence)

    return _judged(estimate, limit, min_n, decides)


def judge_mean(
    values: Sequence[float],
    limit: Limit,
    *,
    is_open: Sequence[bool] = (),
    min_n: int = MEANS_FROM,
    confidence: float = CONFIDENCE,
) -> Judgement:
    """Hold a mean against a limit. Fewer than ``min_n`` values decide nothing.

    ``is_open`` says which values are still growing: with any of them the mean may be as
    great as you like, so that only what is too great already is known.
    """
    estimate = estimate_mean(values, confidence)
    grows = any(is_open)
    if grows:
        estimate = estimate._replace(high=inf)
    deviation = float(numpy().std(values, ddof=1)) if len(values) > 1 else inf

    def decides(cases: int) -> bool:
        mean = estimate.value
        if mean is None or cases < 2 or deviation == inf:
            return False
        reach = t_reach(deviation, cases, confidence)
        high = inf if grows else mean + reach
        return _decides(Estimate(cases, mean, mean - reach, high), limit)

    return _judged(estimate, limit, min_n, decides)


def judge_rate(
    count: int, exposure: float, limit: Limit, *, confidence: float = CONFIDENCE
) -> Judgement:
    """Hold events per unit of exposure against a limit; ``needed`` is a number of units."""
    estimate = estimate_rate(count, exposure, confidence)
    conclusion = conclude(estimate, limit)
    if conclusion is not Conclusion.INCONCLUSIVE:
        return Judgement(conclusion, estimate, limit)
    rate = count / exposure

    def decides(units: int) -> bool:
        return _decides(Estimate(count, rate, *garwood(rate * units, units, confidence)), limit)

    return Judgement(conclusion, estimate, limit, _least(ceil(exposure), decides))


def flawless_cases(share: float, confidence: float = CONFIDENCE) -> int | None:
    """How many cases without a miss it takes to confirm a share: 36 for 0.90, 72 for 0.95.

    The least n with ((1 − confidence) / 2)^(1/n) ≥ share, which is what the interval of
    Clopper and Pearson comes to for n of n. None where no number does.
    """
    if share >= 1:
        return None
    unlikely = (1 - confidence) / 2
    cases = max(int(log(unlikely) / log(share)), 1) if share > 0 else 1
    return cases if unlikely ** (1 / cases) >= share else cases + 1


def _judged(
    estimate: Estimate, limit: Limit, min_n: int, decides: Callable[[int], bool]
) -> Judgement:
    """``decides`` tells whether so many cases with the same figure would."""
    conclusion = conclude(estimate, limit)
    if estimate.n >= min_n and conclusion is not Conclusion.INCONCLUSIVE:
        return Judgement(conclusion, estimate, limit, None, min_n)
    needed = _least(max(estimate.n, min_n, 1), decides) if estimate.n else None
    return Judgement(Conclusion.INCONCLUSIVE, estimate, limit, needed, min_n)


def _decides(estimate: Estimate, limit: Limit) -> bool:
    return conclude(estimate, limit) is not Conclusion.INCONCLUSIVE


def _share_decides(share: float, cases: int, limit: Limit, confidence: float) -> bool:
    low, high = clopper_pearson(share * cases, cases, confidence)
    return _decides(Estimate(cases, share, low, high), limit)


def _least(start: int, decides: Callable[[int], bool]) -> int | None:
    """The least number from ``start`` on that decides, where all greater ones do, too."""
    if decides(start):
        return start
    low, high = start, 2 * start
    while not decides(high):
        if high > _UNHEARD_OF:
            return None
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if decides(middle) else (middle, high)
    return high


def _share_below(lengths: Any, is_open: Any, limit: Limit) -> float | None:
    """The share of lengths below a limit, without those that may still go either way."""
    takes_limit = limit.is_good != limit.is_least
    below = lengths <= limit.value if takes_limit else lengths < limit.value
    known = ~(below & is_open)
    return float(below[known].mean()) if known.any() else None
