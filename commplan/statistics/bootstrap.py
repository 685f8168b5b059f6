"""Intervals for cases that come in clusters: an outage brings fifty requests, all alike.

Whole days are drawn again and again, with all their cases, so that what happens on
one day counts as one thing that happened: B. Efron, R. Tibshirani, An introduction to
the bootstrap (1993), on blocks. Some tens of days make an interval that is a little
too narrow; fewer than ``DAYS_AT_LEAST`` make none at all.
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
"""Among how many values percentiles are sought at a time."""
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
    order = np.argsort(array, kind="stable")
    ranks = _drawn_ranks(day[order], number, share)
    return Estimate(len(array), value, *_middle(array[order][ranks], confidence))


def _drawn_ranks(day: Any, number: int, share: float) -> Any:
    """Which of the values in order, from 0, is the percentile of each draw.

    ``day`` tells the day of each value in order. First they are sought among some of the
    values, then among those between which they were found: the draws are the same.
    """
    np = numpy()
    sizes = np.bincount(day, minlength=number)
    first, last = 0, len(day) - 1
    while True:
        steps = np.unique(np.linspace(first, last, STEPS_AT_MOST).astype(int))
        up_to = _counts_up_to(steps, first, day, number)
        found = []
        for drawn in _draws(number, max(number, len(steps))):
            needed = np.ceil(share * (drawn @ sizes) - _ROUNDING)
            found.append(np.argmax(drawn @ up_to >= needed[:, None], axis=1))
        places = np.concatenate(found)
        low, high = int(places.min()), int(places.max())
        begin, end = (int(steps[low - 1]) + 1 if low else first), int(steps[high])
        if len(steps) > last - first or end - begin > (last - first) // 2:
            return steps[places]  # among all values, or so far apart that a step is nothing
        first, last = begin, end


def _counts_up_to(steps: Any, first: int, day: Any, number: int) -> Any:
    """How many values each day has up to each of some steps, the first value being known."""
    np = numpy()
    before = np.bincount(day[:first], minlength=number)
    between = day[first : steps[-1] + 1]
    step = np.searchsorted(steps, np.arange(first, steps[-1] + 1))
    cells = np.bincount(between * len(steps) + step, minlength=number * len(steps))
    within = np.cumsum(cells.reshape(number, len(steps)), axis=1)
    return (before[:, None] + within).astype(float)


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


def _middle(figures: Any, confidence: float) -> tuple[float, float]:
    """The values that leave out one tail each."""
    tail = (1 - confidence) / 2
    ordered = numpy().sort(figures)
    reach = nearest_rank(tail, SHUFFLES + 1)
    return float(ordered[reach - 1]), float(ordered[SHUFFLES - reach])
