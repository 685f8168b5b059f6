"""Two groups side by side, and how often chance alone makes them differ as much."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import inf
from typing import Any

from commplan.named import NamedTuple
from commplan.statistics.libraries import numpy, stats
from commplan.statistics.percentiles import percentile
from commplan.statistics.shuffles import (
    CASES_AT_MOST,
    blocks,
    generator,
    p_value,
    sample,
    shuffled,
)


class MedianComparison(NamedTuple):
    """The median of a group beside that of all others."""

    n: int
    n_others: int
    median: float
    median_others: float
    p: float
    """How often chance alone gives the group a median that much greater, or more."""

    @property
    def ratio(self) -> float:
        """How many times the others' median it is; infinity over zero, and 1 of zero over zero."""
        return _ratio(self.median, self.median_others)

    @property
    def difference(self) -> float:
        """By how much it is greater."""
        return self.median - self.median_others


def compare_medians(
    values: Sequence[float],
    in_group: Sequence[bool],
    strata: Sequence[Hashable] | None = None,
    *,
    by_ratio: bool = False,
) -> MedianComparison:
    """Test whether a group has a greater median, by shuffling who is in it.

    Only cases of one stratum change places, so that what differs between strata (the
    hour of the week, the type of request) does not pass for a difference of the groups.
    What is compared is the difference of the medians (of nearest rank), or their ratio.
    Shuffles use at most ``CASES_AT_MOST`` cases, drawn from group and others apart.
    P. Good: Permutation, parametric and bootstrap tests of hypotheses (2005).

    Raises ValueError where one of the two has no case.
    """
    np = numpy()
    array = np.asarray(values, dtype=float)
    member = np.asarray(in_group, dtype=bool)
    if not member.any() or member.all():
        raise ValueError("two groups are needed")
    random = generator()
    chosen = np.concatenate(
        [sample(np.flatnonzero(side), CASES_AT_MOST // 2, random) for side in (member, ~member)]
    )
    layers = _layers([strata[i] for i in chosen] if strata is not None else None, len(chosen))
    statistic = _Medians(array[chosen], member[chosen], by_ratio)
    observed = statistic.of(member[chosen][None, :])[0]
    more = 0
    for rows in blocks(len(chosen)):
        labels = np.broadcast_to(member[chosen], (rows, len(chosen))).copy()
        for layer in layers:
            labels[:, layer] = shuffled(member[chosen][layer], rows, random)
        more += int((statistic.of(labels) >= observed).sum())
    return MedianComparison(
        n=int(member.sum()),
        n_others=int((~member).sum()),
        median=percentile(array[member], 0.5),
        median_others=percentile(array[~member], 0.5),
        p=p_value(more),
    )


def compare_shares(hits: int, n: int, hits_others: int, n_others: int) -> float:
    """The probability that chance makes two shares differ as much, either way: exact.

    R. A. Fisher: Statistical methods for research workers (1934). Raises ValueError for
    hits that are no part of their number.
    """
    if not (0 <= hits <= n and 0 <= hits_others <= n_others):
        raise ValueError("hits have to be a part of their number")
    table = [[hits, n - hits], [hits_others, n_others - hits_others]]
    return float(stats().fisher_exact(table).pvalue)


def compare_rates(count: int, exposure: float, count_others: int, exposure_others: float) -> float:
    """The probability that chance makes two rates differ as much, either way: exact.

    Given how many events there were in all, how many fell into one exposure is binomial:
    J. Przyborowski, H. Wilenski, Homogeneity of results in testing samples from Poisson
    series, Biometrika 31 (1940). Raises ValueError for an exposure that is not positive.
    """
    if not (0 < exposure < inf and 0 < exposure_others < inf):
        raise ValueError("an exposure has to be positive")
    total = count + count_others
    if not total:
        return 1.0
    return float(stats().binomtest(count, total, exposure / (exposure + exposure_others)).pvalue)


class _Medians:
    """The statistic of many labellings at once: values are sorted once, and labels counted off."""

    def __init__(self, values: Any, member: Any, by_ratio: bool) -> None:
        np = numpy()
        self._order = np.argsort(values, kind="stable")
        self._sorted = values[self._order]
        self._ranks = (int(member.sum()) + 1) // 2, (int((~member).sum()) + 1) // 2
        self._by_ratio = by_ratio

    def of(self, labels: Any) -> Any:
        """Of labels in rows, in the order of the values that were given."""
        np = numpy()
        inside = np.cumsum(labels[:, self._order], axis=1, dtype=np.int32)
        outside = np.arange(1, inside.shape[1] + 1, dtype=np.int32) - inside
        one = self._sorted[np.argmax(inside >= self._ranks[0], axis=1)]
        other = self._sorted[np.argmax(outside >= self._ranks[1], axis=1)]
        if not self._by_ratio:
            return one - other
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = one / other
        return np.where((one == 0) & (other == 0), 1.0, ratios)


def _ratio(one: float, other: float) -> float:
    if not other:
        return 1.0 if not one else inf
    return one / other


def _layers(strata: Sequence[Hashable] | None, n: int) -> list[Any]:
    """The places of each stratum in which cases can change places."""
    np = numpy()
    if strata is None:
        return [np.arange(n)]
    places: dict[Hashable, list[int]] = {}
    for place, stratum in enumerate(strata):
        places.setdefault(stratum, []).append(place)
    return [np.asarray(found) for found in places.values() if len(found) > 1]
