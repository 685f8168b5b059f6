"""Percentiles of durations some of which are still going on.

To leave out what is still open, or to count it as it stands, makes waiting look
shorter than it is. E. L. Kaplan, P. Meier: Nonparametric estimation from incomplete
observations, Journal of the American Statistical Association 53 (1958).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from math import inf
from typing import Any

from commplan.statistics.estimates import CONFIDENCE, Estimate
from commplan.statistics.libraries import numpy, stats
from commplan.statistics.percentiles import estimate_percentile

_ROUNDING = 1e-9
"""How far a product of many shares may miss the one that is meant."""


def estimate_open_percentile(
    lengths: Sequence[float],
    is_open: Sequence[bool],
    share: float,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """The percentile of durations; an open one has lasted so long and goes on.

    The value is the first duration by which the curve of what has ended reaches the
    share; None if it never does. The interval ends where the curve's band does so: R.
    Brookmeyer, J. Crowley, A confidence interval for the median survival time, Biometrics
    38 (1982), with the band of the log-log transformation, which stays between 0 and 1.
    It has no width until something has ended; there the exact interval of a share stands
    for it. Where nothing is open the interval is that of order statistics. What ends at
    the very duration at which something else is last seen open ends before it.
    """
    np = numpy()
    still = np.asarray(is_open, dtype=bool)
    if not still.any():
        return estimate_percentile(lengths, share, confidence)
    array = np.asarray(lengths, dtype=float)
    curve = stats().ecdf(stats().CensoredData(uncensored=array[~still], right=array[still]))
    ends, ended = curve.cdf.quantiles, curve.cdf.probabilities
    with warnings.catch_warnings():  # undefined where nothing or everything has ended
        warnings.simplefilter("ignore", RuntimeWarning)
        band = curve.sf.confidence_interval(confidence, method="log-log")
    left = len(array) - np.searchsorted(np.sort(array), ends, side="right")
    none = np.where(left > 0, _most_where_none(np.maximum(left, 1), confidence), 1)
    most = np.where(ended > 0, 1 - band.low.probabilities, none)
    least = np.where(ended > 0, 1 - band.high.probabilities, 0)
    most[ended >= 1], least[ended >= 1] = 1, 0  # no more for certain than there was before
    low = _first(ends, np.maximum.accumulate(most), share)
    if _most_where_none(len(array), confidence) >= share:
        low = -inf  # of so few all may lie above it
    high = _first(ends, np.maximum.accumulate(least), share)
    return Estimate(
        n=len(array),
        value=_first(ends, ended, share),
        low=float(ends[-1]) if low is None else low,  # later than everything that was seen
        high=inf if high is None else high,
    )


def _most_where_none(cases: Any, confidence: float) -> Any:
    """The greatest share of all of which none of so many cases may be a part."""
    return 1 - ((1 - confidence) / 2) ** (1 / cases)


def _first(ends: Any, shares: Any, share: float) -> float | None:
    """The first duration by which a rising curve reaches a share."""
    place = int(numpy().searchsorted(shares, share - _ROUNDING))
    return float(ends[place]) if place < len(ends) else None
