"""Sets of instants as sorted, disjoint, half-open intervals.

An instant is a number of microseconds since the Unix epoch, in UTC. Every
function that returns ``Intervals`` returns them sorted, without empty ones, and
with touching ones joined; every function that takes them relies on that.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import chain
from operator import itemgetter

Interval = tuple[int, int]
"""From the first instant up to, and without, the second."""
Intervals = tuple[Interval, ...]

_start = itemgetter(0)
_end = itemgetter(1)


def normalize(intervals: Iterable[Interval]) -> Intervals:
    """Sort intervals given in any order, drop empty ones, join those that overlap or touch."""
    joined: list[Interval] = []
    last_start, last_end = 0, None
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if last_end is None:
            last_start, last_end = start, end
        elif start > last_end:
            joined.append((last_start, last_end))
            last_start, last_end = start, end
        elif end > last_end:
            last_end = end
    if last_end is not None:
        joined.append((last_start, last_end))
    return tuple(joined)


def union(*many: Intervals) -> Intervals:
    """Instants that are in any of the sets."""
    return normalize(chain.from_iterable(many))


def intersect(a: Intervals, b: Intervals) -> Intervals:
    """Instants that are in both sets."""
    common: list[Interval] = []
    j, length = 0, len(b)
    for start, end in a:
        while j < length and b[j][1] <= start:
            j += 1
        while j < length and b[j][0] < end:
            since, until = b[j]
            # Plain comparisons: calls of max and min would double the time of this loop.
            if since < start:
                since = start
            if until > end:
                common.append((since, end))
                break
            common.append((since, until))
            j += 1
    return tuple(common)


def subtract(a: Intervals, b: Intervals) -> Intervals:
    """Instants of ``a`` that are not in ``b``."""
    left: list[Interval] = []
    j = 0
    for start, end in a:
        while j < len(b) and b[j][1] <= start:
            j += 1
        since = start
        while j < len(b) and b[j][0] < end:
            if since < b[j][0]:
                left.append((since, b[j][0]))
            since = b[j][1]
            if since >= end:
                break
            j += 1
        if since < end:
            left.append((since, end))
    return tuple(left)


def clip(a: Intervals, start: int, end: int) -> Intervals:
    """Instants of ``a`` from ``start`` up to ``end``; finds its place by bisection."""
    if end <= start:
        return ()
    first = bisect_right(a, start, key=_end)
    last = bisect_left(a, end, key=_start)
    inside = a[first:last]
    if inside and inside[0][0] < start:
        inside = ((start, inside[0][1]), *inside[1:])
    if inside and inside[-1][1] > end:
        inside = (*inside[:-1], (inside[-1][0], end))
    return inside


def total(a: Intervals) -> int:
    """Length of all intervals together, in microseconds."""
    return sum(end - start for start, end in a)


def contains(a: Intervals, t: int) -> bool:
    """Whether the instant is in the set."""
    place = bisect_right(a, t, key=_start)
    return place > 0 and t < a[place - 1][1]


def depth(layers: Iterable[Intervals], start: int, end: int) -> tuple[tuple[int, int, int], ...]:
    """Count how many layers are open at each instant of a window.

    Returns runs ``(from, to, count)``, each as long as possible, that cover the
    window without a hole; runs with a count of 0 are among them.
    """
    if end <= start:
        return ()
    changes: dict[int, int] = {start: 0}
    for layer in layers:
        for opens, closes in clip(layer, start, end):
            changes[opens] = changes.get(opens, 0) + 1
            changes[closes] = changes.get(closes, 0) - 1
    runs: list[tuple[int, int, int]] = []
    count = changes.pop(start)
    since = start
    for t in sorted(changes):
        if changes[t] and t < end:
            runs.append((since, t, count))
            since = t
            count += changes[t]
    runs.append((since, end, count))
    return tuple(runs)
