"""How evenly something is spread: over channels, over people."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, log


def effective_number(weights: Iterable[float]) -> float:
    """How many parts of equal weight are as spread out as these: exp(−Σ p ln p).

    The number of order 1 of M. O. Hill, Diversity and evenness: a unifying notation and its
    consequences, Ecology 54 (1973). 0 where there is no weight at all. Raises
    ValueError for negative weights.
    """
    parts = _parts(weights)
    total = sum(parts)
    return exp(-sum(part / total * log(part / total) for part in parts)) if parts else 0.0


def gini(amounts: Iterable[float]) -> float:
    """How unequal amounts are, from 0 to 1 − 1/n: Σ (2i − n − 1) xᵢ / (n Σ x), in order of size.

    C. Gini: Variabilità e mutabilità (1912). Who has nothing counts, too. 0 where nobody
    has anything. Raises ValueError for negative amounts.
    """
    ordered = sorted(amounts)
    _check(ordered)
    n, total = len(ordered), sum(ordered)
    if not total:
        return 0.0
    return sum((2 * i - n - 1) * amount for i, amount in enumerate(ordered, 1)) / (n * total)


def top_share(amounts: Iterable[float], top: int) -> float:
    """Which part of everything the greatest ``top`` amounts are; 0 of nothing."""
    ordered = sorted(amounts, reverse=True)
    _check(ordered)
    total = sum(ordered)
    return sum(ordered[:top]) / total if total else 0.0


def _parts(weights: Iterable[float]) -> list[float]:
    found = list(weights)
    _check(found)
    return [weight for weight in found if weight > 0]


def _check(amounts: Iterable[float]) -> None:
    if any(amount < 0 for amount in amounts):
        raise ValueError("an amount is negative")
