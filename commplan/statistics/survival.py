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

from commplan.named import NamedTuple
from commplan.statistics.estimates import CONFIDENCE, Estimate
from commplan.statistics.libraries import numpy, stats
from commplan.statistics.percentiles import estimate_percentile, percentile

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
    curve = _curve(lengths, still, confidence)
    low, high = _first(curve.ends, curve.most, share), _first(curve.ends, curve.least, share)
    if _most_where_none(len(still), confidence) >= share:
        low = -inf  # of so few all may lie above it
    return Estimate(
        n=len(still),
        value=_first(curve.ends, curve.ended, share),
        low=float(curve.ends[-1]) if low is None else low,  # later than everything that was seen
        high=inf if high is None else high,
    )


def open_percentile(
    lengths: Sequence[float], is_open: Sequence[bool], share: float
) -> float | None:
    """The value of :func:`estimate_open_percentile` without its interval, which costs more.

    Worked out here and not by SciPy: for millions of durations that takes a fraction of the
    time, and SciPy's statistics need not be loaded. Tests hold one against the other.
    """
    np = numpy()
    still = np.asarray(is_open, dtype=bool)
    if not still.any():
        return percentile(lengths, share)
    array = np.asarray(lengths)
    ends, last_seen = np.sort(array[~still]), np.sort(array[still])
    at_risk = len(array) - np.arange(len(ends)) - np.searchsorted(last_seen, ends)
    # one after the other, what ends together comes to the same: (1 - 1/3)(1 - 1/2) = 1 - 2/3
    return _first(ends, 1 - np.cumprod((at_risk - 1) / at_risk), share)


class OpenStep(NamedTuple):
    """A step of a survival curve: from a duration on, so many are still open."""

    after: float
    share: float
    """From 0 to 1, as the ends of its band."""
    low: float
    high: float


def open_steps(
    lengths: Sequence[float], is_open: Sequence[bool], most: int = 400
) -> tuple[OpenStep, ...]:
    """The survival curve of durations of which some are open, with its 95 % band.

    One step for each duration at which something has ended, or for ``most`` of them,
    evenly chosen, the first and the last among them. None where nothing has ended.
    """
    np = numpy()
    still = np.asarray(is_open, dtype=bool)
    if still.all():
        return ()
    curve = _curve(lengths, still, CONFIDENCE)
    falls = np.flatnonzero(np.diff(curve.ended, prepend=0.0) > 0)
    kept = falls[np.linspace(0, len(falls) - 1, min(most, len(falls))).round().astype(int)]
    columns = (curve.ends, 1 - curve.ended, 1 - curve.most, 1 - curve.least)
    return tuple(
        OpenStep(*row) for row in zip(*(one[kept].tolist() for one in columns), strict=True)
    )


class _Curve(NamedTuple):
    """What has ended by when, as arrays with one value for each end."""

    ends: Any
    ended: Any
    """The share that has."""
    most: Any
    """The most that may have."""
    least: Any
    """The least that has for certain."""


def _curve(lengths: Sequence[float], still: Any, confidence: float) -> _Curve:
    np = numpy()
    array = np.asarray(lengths, dtype=float)
    curve = _ended(array, still)
    ends, ended = curve.cdf.quantiles, curve.cdf.probabilities
    with warnings.catch_warnings():  # undefined where nothing or everything has ended
        warnings.simplefilter("ignore", RuntimeWarning)
        band = curve.sf.confidence_interval(confidence, method="log-log")
    left = len(array) - np.searchsorted(np.sort(array), ends, side="right")
    none = np.where(left > 0, _most_where_none(np.maximum(left, 1), confidence), 1)
    most = np.where(ended > 0, 1 - band.low.probabilities, none)
    least = np.where(ended > 0, 1 - band.high.probabilities, 0)
    most[ended >= 1], least[ended >= 1] = 1, 0  # no more for certain than there was before
    return _Curve(ends, ended, np.maximum.accumulate(most), np.maximum.accumulate(least))


def _ended(lengths: Sequence[float], still: Any) -> Any:
    """SciPy's estimate of what has ended by when."""
    array = numpy().asarray(lengths, dtype=float)
    return stats().ecdf(stats().CensoredData(uncensored=array[~still], right=array[still]))


def _most_where_none(cases: Any, confidence: float) -> Any:
    """The greatest share of all of which none of so many cases may be a part."""
    return 1 - ((1 - confidence) / 2) ** (1 / cases)


def _first(ends: Any, shares: Any, share: float) -> float | None:
    """The first duration by which a rising curve reaches a share."""
    place = int(numpy().searchsorted(shares, share - _ROUNDING))
    return float(ends[place]) if place < len(ends) else None
