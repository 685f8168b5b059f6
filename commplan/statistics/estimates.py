"""A figure and how well it is known: shares, rates and means with their intervals.

Every interval is two-sided, cuts equal tails and covers the true value with at least
the stated confidence (the mean's: if the mean of so many values is nearly normal).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, sqrt

from commplan.named import NamedTuple
from commplan.statistics.libraries import numpy, special

CONFIDENCE = 0.95
"""How often intervals hold the true value, where nothing else is asked for."""


class Estimate(NamedTuple):
    """A figure that was computed from ``n`` cases, and where the true one lies."""

    n: int
    value: float | None
    """None where the cases do not tell."""
    low: float
    """Negative infinity where they set no lower end."""
    high: float
    """Infinity where they set no upper end."""


def estimate_share(hits: int, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """The share of cases with some property, from 0 to 1: exact, after Clopper and Pearson.

    C. J. Clopper, E. S. Pearson: The use of confidence or fiducial limits illustrated in
    the case of the binomial, Biometrika 26 (1934). Raises ValueError for hits that are
    no part of ``n``.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share")
    return Estimate(n, hits / n if n else None, *clopper_pearson(hits, n, confidence))


def clopper_pearson(hits: float, n: float, confidence: float) -> tuple[float, float]:
    """The ends of the interval of a share; as quantiles of beta distributions they take fractions.

    The lower end is the p at which so many hits or more have the probability of one
    tail, the upper end that of so many or fewer.
    """
    tail = (1 - confidence) / 2
    low = float(special().betaincinv(hits, n - hits + 1, tail)) if hits > 0 else 0.0
    high = float(special().betaincinv(hits + 1, n - hits, 1 - tail)) if hits < n else 1.0
    return low, high


def estimate_rate(count: int, exposure: float, confidence: float = CONFIDENCE) -> Estimate:
    """Events per unit of exposure, such as pages per shift: the exact Poisson interval.

    F. Garwood: Fiducial limits for the Poisson distribution, Biometrika 28 (1936).
    ``n`` of the estimate is the count. Raises ValueError for what is no count and
    for an exposure that is not positive.
    """
    if count < 0 or not 0 < exposure < inf:
        raise ValueError(f"{count} events in {exposure} are no rate")
    return Estimate(count, count / exposure, *garwood(count, exposure, confidence))


def garwood(count: float, exposure: float, confidence: float) -> tuple[float, float]:
    """The ends of the interval of a rate; as quantiles of gamma distributions."""
    tail = (1 - confidence) / 2
    low = float(special().gammaincinv(count, tail)) if count > 0 else 0.0
    return low / exposure, float(special().gammaincinv(count + 1, 1 - tail)) / exposure


def estimate_mean(values: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """The mean with its t-interval: Student, The probable error of a mean, Biometrika 6 (1908).

    One value sets no end. It is for the caller to ask for enough values that their mean
    is nearly normal: thirty, unless they are known to be well-behaved.
    """
    n = len(values)
    if not n:
        return Estimate(0, None, -inf, inf)
    array = numpy().asarray(values, dtype=float)
    mean = float(array.mean())
    if n == 1:
        return Estimate(1, mean, -inf, inf)
    reach = t_reach(float(array.std(ddof=1)), n, confidence)
    return Estimate(n, mean, mean - reach, mean + reach)


def t_reach(deviation: float, n: int, confidence: float) -> float:
    """How far the t-interval of a mean reaches to either side, given the standard deviation."""
    if not deviation:
        return 0.0
    return deviation / sqrt(n) * float(special().stdtrit(n - 1, (1 + confidence) / 2))
