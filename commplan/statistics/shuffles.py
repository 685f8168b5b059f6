"""Shuffling, for tests that ask how often chance alone does as much.

The seed is fixed: the same records give the same figures on every machine. Work is
done in blocks of bounded size, on a bounded number of cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from commplan.statistics.libraries import numpy

SHUFFLES = 9_999
"""How often is shuffled: with the order that was observed, ten thousand."""
CASES_AT_MOST = 5_000
"""Of more cases a sample is taken; what it cannot tell from chance is too small to matter."""
_BLOCK = 4_000_000
"""How many numbers a block holds at most."""
_SEED = 9_999


def generator() -> Any:
    """A source of random numbers that is the same each time."""
    return numpy().random.default_rng(_SEED)


def blocks(width: int, repeats: int = SHUFFLES) -> Iterator[int]:
    """In how many rows at a time to work, where each takes ``width`` numbers."""
    rows = max(_BLOCK // max(width, 1), 1)
    while repeats > 0:
        yield min(rows, repeats)
        repeats -= rows


def shuffled(values: Any, rows: int, random: Any) -> Any:
    """``values`` in ``rows`` random orders, one a row."""
    np = numpy()
    return random.permuted(np.broadcast_to(values, (rows, len(values))).copy(), axis=1)


def sample(places: Any, at_most: int, random: Any) -> Any:
    """Some of many places, in order, each as likely as any other; all where they are few."""
    if len(places) <= at_most:
        return places
    return numpy().sort(random.choice(places, at_most, replace=False))


def p_value(as_extreme: int, shuffles: int = SHUFFLES) -> float:
    """How probable a result is by chance: the observed order is one of those counted.

    B. Phipson, G. K. Smyth: Permutation p-values should never be zero, Statistical
    Applications in Genetics and Molecular Biology 9 (2010).
    """
    return (1 + as_extreme) / (1 + shuffles)


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """P-values that allow for how many questions were asked, in the order given.

    S. Holm: A simple sequentially rejective multiple test procedure, Scandinavian
    Journal of Statistics 6 (1979).
    """
    adjusted = [0.0] * len(p_values)
    most = 0.0
    for asked, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        most = max(most, min((len(p_values) - asked) * p_values[place], 1.0))
        adjusted[place] = most
    return tuple(adjusted)
