"""What rises: with something else, or from week to week."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf, sqrt
from typing import Any

from commplan.named import NamedTuple
from commplan.statistics.libraries import numpy, optimize, special, stats
from commplan.statistics.shuffles import (
    CASES_AT_MOST,
    blocks,
    generator,
    p_value,
    sample,
    shuffled,
)

_ROUNDING = 1e-9
_PAIRS_AT_MOST = 2_000
"""Of a series with more pairs than this, ties are left to the normal approximation."""
_SUMS_AT_MOST = 1_000_000
"""Up to how many values of a sum its distribution is worked out."""


class Association(NamedTuple):
    """How far two measures rise together."""

    n: int
    rho: float
    """From -1 to 1."""
    p: float
    """How often chance alone gives as much, either way."""


class Trend(NamedTuple):
    """Whether a series rises."""

    tau: float
    """How many more pairs rise than fall, as a part of all: from -1 to 1."""
    p: float
    """How often chance alone makes a series rise as much."""


class RateTrend(NamedTuple):
    """Whether a rate rises from period to period."""

    first: float
    """The fitted rate of the first period."""
    last: float
    p: float
    """How often chance alone makes it rise as much."""

    @property
    def rise(self) -> float:
        """By which part the last is greater than the first: 0.5 for half as much again."""
        if not self.first:
            return inf if self.last else 0.0
        return self.last / self.first - 1


def rank_correlation(x: Sequence[float], y: Sequence[float]) -> Association | None:
    """Spearman's rank correlation, with ties at their mean rank, tested by shuffling.

    C. Spearman: The proof and measurement of association between two things, American
    Journal of Psychology 15 (1904). None where one of the two never changes. Shuffles
    use at most ``CASES_AT_MOST`` cases. Raises ValueError for sequences of two lengths.
    """
    if len(x) != len(y):
        raise ValueError(f"{len(x)} values beside {len(y)}")
    np = numpy()
    xs, ys = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    rho = _rho(xs, ys)
    if rho is None:
        return None
    random = generator()
    chosen = sample(np.arange(len(xs)), CASES_AT_MOST, random)
    drawn = _rho(xs[chosen], ys[chosen])
    if drawn is None:
        return Association(len(xs), rho, 1.0)
    left, right = _standard_ranks(xs[chosen]), _standard_ranks(ys[chosen])
    as_extreme = 0
    for rows in blocks(len(chosen)):
        found = shuffled(right, rows, random) @ left
        as_extreme += int((np.abs(found) >= abs(drawn) - _ROUNDING).sum())
    return Association(len(xs), rho, p_value(as_extreme))


def mann_kendall(series: Sequence[float]) -> Trend:
    """Test whether a series rises, whatever the shape of its rise.

    H. B. Mann: Nonparametric tests against trend, Econometrica 13 (1945). Exact where no
    value occurs twice; with ties the series is shuffled, and a long one left to the
    normal approximation. Fewer than two values rise by nothing.
    """
    np = numpy()
    values = np.asarray(series, dtype=float)
    n = len(values)
    if n < 2:
        return Trend(0.0, 1.0)
    early, late = np.triu_indices(n, 1)
    observed = float(np.sign(values[late] - values[early]).sum())
    tau = observed / len(early)
    if len(np.unique(values)) == n:
        test = stats().kendalltau(np.arange(n), values, method="exact", alternative="greater")
        return Trend(tau, float(test.pvalue))
    if len(early) > _PAIRS_AT_MOST:
        return Trend(tau, _normal_tail(values, observed))
    random, as_extreme = generator(), 0
    for rows in blocks(len(early)):
        mixed = shuffled(values, rows, random)
        rises = np.sign(mixed[:, late] - mixed[:, early]).sum(axis=1)
        as_extreme += int((rises >= observed).sum())
    return Trend(tau, p_value(as_extreme))


def rate_trend(counts: Sequence[int], exposures: Sequence[float]) -> RateTrend:
    """Fit rates that grow by the same factor each period, and test whether they grow.

    A Poisson regression of counts on the period, with the exposure as offset. Given the
    total, the counts are multinomial and the level drops out: the slope is where the
    expected mean period equals the observed one, and the test is exact: it counts how
    probable so late a mean period is if every unit of exposure is alike. D. R. Cox, P. A.
    W. Lewis, The statistical analysis of series of events (1966), on trend in Poisson
    processes. Where the sums are too many the normal approximation stands for it.
    Raises ValueError for exposures that are negative, or nowhere positive.
    """
    np = numpy()
    events, weights = np.asarray(counts, dtype=float), np.asarray(exposures, dtype=float)
    if len(events) != len(weights) or not (weights >= 0).all() or not weights.any():
        raise ValueError("every count needs its exposure, and one of them has to be positive")
    if (events[weights == 0] > 0).any():
        raise ValueError("there are events where nothing was looked at")
    periods = np.arange(len(events))
    total = int(events.sum())
    if not total or (weights > 0).sum() < 2:
        rate = total / float(weights.sum())
        return RateTrend(rate, rate, 1.0)
    score = int((periods * events).sum())
    chances = weights / weights.sum()
    slope = _slope(periods, chances, score / total)
    first, last = _fitted(periods, weights, total, slope)
    return RateTrend(first, last, _p_of_rise(periods, chances, total, score))


def _rho(xs: Any, ys: Any) -> float | None:
    left, right = _standard_ranks(xs), _standard_ranks(ys)
    return None if left is None or right is None else float(left @ right)


def _standard_ranks(values: Any) -> Any:
    """Ranks less their mean, of length one, so that products are correlations; None if all tie."""
    ranks = stats().rankdata(values)
    ranks = ranks - ranks.mean()
    length = sqrt(float(ranks @ ranks))
    return ranks / length if length > 0 else None


def _normal_tail(values: Any, score: float) -> float:
    """With its variance less what ties take away, and a correction for whole numbers."""
    np = numpy()
    n = len(values)
    _, ties = np.unique(values, return_counts=True)
    variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    return float(stats().norm.sf((score - 1) / sqrt(variance))) if variance > 0 else 1.0


def _slope(periods: Any, chances: Any, mean: float) -> float:
    """The slope whose mean period is the observed one; infinite where that is the last."""
    np = numpy()
    seen = periods[chances > 0]
    if mean <= seen[0]:
        return -inf
    if mean >= seen[-1]:
        return inf

    def excess(slope: float) -> float:
        tilted = chances * np.exp(slope * periods - (slope * periods).max())
        return float((tilted * periods).sum() / tilted.sum()) - mean

    reach = 1.0
    while excess(-reach) > 0 or excess(reach) < 0:
        reach *= 2
    return float(optimize().brentq(excess, -reach, reach, xtol=1e-12))


def _fitted(periods: Any, weights: Any, total: int, slope: float) -> tuple[float, float]:
    """The fitted rates of the first and the last period."""
    if abs(slope) == inf:
        end = -1 if slope > 0 else 0
        seen = numpy().flatnonzero(weights)[end]
        rate = total / float(weights[seen])
        return (0.0, rate) if slope > 0 else (rate, 0.0)
    growth = [exp(slope * (period - periods[-1])) for period in periods]
    level = total / float((weights * growth).sum())
    return level * growth[0], level * growth[-1]


def _p_of_rise(periods: Any, chances: Any, total: int, score: int) -> float:
    """The probability that the periods of so many events add up to so much, or more."""
    np = numpy()
    length = int(periods[-1]) * total + 1
    if length <= _SUMS_AT_MOST:
        # The sum's distribution is the total-fold convolution of one event's.
        spectrum = np.fft.rfft(chances, length)
        sums = np.fft.irfft(spectrum**total, length)
        return float(min(max(sums[score:].sum(), 0.0), 1.0))
    mean = float((periods * chances).sum())
    variance = float((periods**2 * chances).sum()) - mean**2
    z = (score - 0.5 - total * mean) / sqrt(total * variance)
    return float(special().ndtr(-z))
