"""Intervals for cases that come in clusters: an outage brings fifty requests, all alike.

Whole days are drawn again and again, with all their cases, so that what happens on
one day counts as one thing that happened: B. Efron, R. Tibshirani, An introduction to
the bootstrap (1993), on blocks. Few days tell little about the next ones: below
``DAYS_AT_LEAST`` there is no interval at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import inf
from typing import Any

from commplan.statistics.estimates import CONFIDENCE, Estimate
from commplan.statistics.libraries import numpy
from commplan.statistics.percentiles import nearest_rank, percentile
from commplan.statistics.shuffles import SHUFFLES, blocks, generator

DAYS_AT_LEAST = 10
STEPS_AT_MOST = 1_000
"""How finely a percentile is looked up where there are more values than this."""
_ROUNDING = 1e-9


def bootstrap_share(
    hits: Sequence[bool], days: Sequence[Hashable], confidence: float = CONFIDENCE
) -> Estimate:
    """The share of cases with some property, with the interval of days drawn again."""
    np = numpy()
    hit = np.asarray(hits, dtype=float)
    if not len(hit):
        return Estimate(0, None, 0.0, 1.0)
    day, number = _days(days)
    value = float(hit.mean())
    if number < DAYS_AT_LEAST:
        return Estimate(len(hit), value, 0.0, 1.0)
    of_day = np.bincount(day, minlength=number), np.bincount(day, hit, minlength=number)
    shares = np.concatenate([(d @ of_day[1]) / (d @ of_day[0]) for d in _draws(number, number)])
    return Estimate(len(hit), value, *_middle(shares, confidence))


def bootstrap_percentile(
    values: Sequence[float],
    days: Sequence[Hashable],
    share: float,
    confidence: float = CONFIDENCE,
) -> Estimate:
    """The percentile of nearest rank, with the interval of days drawn again."""
    np = numpy()
    array = np.asarray(values, dtype=float)
    if not len(array):
        return Estimate(0, None, -inf, inf)
    day, number = _days(days)
    value = percentile(array, share)
    if number < DAYS_AT_LEAST:
        return Estimate(len(array), value, -inf, inf)
    steps = _steps(array)
    step = np.searchsorted(steps, array)
    cells = np.bincount(day * len(steps) + step, minlength=number * len(steps))
    up_to = np.cumsum(cells.reshape(number, len(steps)), axis=1).astype(float)
    found = []
    for drawn in _draws(number, max(number, len(steps))):
        reached = drawn @ up_to
        needed = np.ceil(share * reached[:, -1] - _ROUNDING)
        found.append(steps[np.argmax(reached >= needed[:, None], axis=1)])
    return Estimate(len(array), value, *_middle(np.concatenate(found), confidence))


def _days(days: Sequence[Hashable]) -> tuple[Any, int]:
    """The number of each case's day, and how many days there are."""
    numbers: dict[Hashable, int] = {}
    found = [numbers.setdefault(day, len(numbers)) for day in days]
    return numpy().asarray(found, dtype=int), len(numbers)


def _draws(number: int, width: int) -> Any:
    """How often each day is drawn, in blocks of rows that fit."""
    np = numpy()
    random, alike = generator(), np.full(number, 1 / number)
    return (random.multinomial(number, alike, size=rows).astype(float) for rows in blocks(width))


def _steps(values: Any) -> Any:
    """Values in order: all different ones, or some at even distances of rank with the last."""
    np = numpy()
    different = np.unique(values)
    if len(different) <= STEPS_AT_MOST:
        return different
    places = np.ceil(np.arange(1, STEPS_AT_MOST + 1) * len(values) / STEPS_AT_MOST).astype(int) - 1
    return np.unique(np.sort(values)[places])


def _middle(figures: Any, confidence: float) -> tuple[float, float]:
    """The values that leave out one tail each."""
    tail = (1 - confidence) / 2
    ordered = numpy().sort(figures)
    reach = nearest_rank(tail, SHUFFLES + 1)
    return float(ordered[reach - 1]), float(ordered[SHUFFLES - reach])
