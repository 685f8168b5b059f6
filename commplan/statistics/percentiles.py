"""Percentiles that were really observed, and between which values the true one lies.

A percentile is the value of nearest rank, x₍⌈pn⌉₎: type 1 of R. J. Hyndman, Y. Fan,
Sample quantiles in statistical packages, The American Statistician 50 (1996). It is
the only common one by which P90 ≤ T says just that 90 % of the cases took no longer
than T. Its interval ends at values of other ranks, which the binomial distribution
gives whatever the values are distributed like: W. J. Conover, Practical nonparametric
statistics, on quantiles.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, inf
from typing import Any

from commplan.named import NamedTuple
from commplan.statistics.estimates import CONFIDENCE, Estimate
from commplan.statistics.libraries import numpy, stats


class Ranks(NamedTuple):
    """From which to which value, counted from 1 in order, the interval of a percentile goes."""

    low: int | None
    """None where there are too few values for a lower end."""
    high: int | None


class Summary(NamedTuple):
    """What is told of durations beside a verdict."""

    n: int
    mean: float
    median: float
    p90: float


def nearest_rank(share: float, n: int) -> int:
    """The rank of a percentile among ``n`` values, from 1: p·n, rounded up.

    Worked out in fractions: 0.07 · 100 is 7, and a floating-point number just above.
    Raises ValueError for a share that is not between 0 and 1.
    """
    _check(share)
    return max(ceil(Fraction(repr(float(share))) * n), 1)


def percentile(values: Sequence[float], share: float) -> float:
    """The value of nearest rank. Raises ValueError for no values."""
    rank = nearest_rank(share, len(values)) - 1
    return float(numpy().partition(numpy().asarray(values, dtype=float), rank)[rank])


def percentile_ranks(share: float, n: int, confidence: float = CONFIDENCE) -> Ranks:
    """Between which ranks the true percentile lies.

    The r-th value lies above the percentile with the probability that fewer than r of
    n values lie below it, which is binomial; each end leaves out one tail at most. For
    the 90th percentile of 100 values these are 84 and 96. Both ends need
    ``flawless_cases(share)`` values or more, for a high percentile.
    """
    _check(share)
    tail = (1 - confidence) / 2
    below = stats().binom(n, share)
    low = int(below.ppf(tail))
    high = int(below.ppf(1 - tail)) + 1
    return Ranks(low if low >= 1 else None, high if high <= n else None)


def estimate_percentile(
    values: Sequence[float], share: float, confidence: float = CONFIDENCE
) -> Estimate:
    """The percentile of nearest rank with the interval of its order statistics."""
    n = len(values)
    if not n:
        return Estimate(0, None, -inf, inf)
    ranks = percentile_ranks(share, n, confidence)
    rank = nearest_rank(share, n)
    found = _at_ranks(values, [r for r in (ranks.low, rank, ranks.high) if r is not None])
    low = -inf if ranks.low is None else found[ranks.low]
    high = inf if ranks.high is None else found[ranks.high]
    return Estimate(n, found[rank], low, high)


def summarize(values: Sequence[float]) -> Summary:
    """Mean, median and 90th percentile. Raises ValueError for no values."""
    n = len(values)
    median, p90 = nearest_rank(0.5, n), nearest_rank(0.9, n)
    found = _at_ranks(values, [median, p90])
    return Summary(n, float(numpy().mean(values)), found[median], found[p90])


def _at_ranks(values: Sequence[float], ranks: Sequence[int]) -> dict[int, float]:
    """The values of some ranks; sorted no further than that takes."""
    places = sorted({rank - 1 for rank in ranks})
    array: Any = numpy().partition(numpy().asarray(values, dtype=float), places)
    return {place + 1: float(array[place]) for place in places}


def _check(share: float) -> None:
    if not 0 < share < 1:
        raise ValueError(f"{share} is no share between 0 and 1")
