"""What is told of each promise in a table, on the terminal and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.cli.measure_table import conclusion_of, objective_of
from commplan.statistics import PERCENT, estimate_share

if TYPE_CHECKING:
    from commplan.cli.measured import Promise

HEAD = ("promised", "in time", "share", "95 % CI", "objective", "verdict")
TIMES = ("mean", "median", "P90")
NONE = "–"


def cells(promise: Promise) -> tuple[str, ...]:
    """What stands under each of :data:`HEAD`."""
    found = promise.found
    share = estimate_share(found.met, found.n)
    conclusion = conclusion_of(promise)
    return (
        promise.promised,
        f"{found.met} of {found.n}",
        NONE if share.value is None else PERCENT.told(share.value),
        PERCENT.interval(share) if found.n else NONE,
        objective_of(promise) or NONE,
        NONE if conclusion is None else conclusion.value,
    )


def times(promise: Promise) -> tuple[str, ...]:
    """What stands under each of :data:`TIMES`."""
    words = promise.words
    if not promise.found.n:
        return (NONE,) * len(TIMES)
    return words.mean, words.median, words.p90
