"""Times in tables: which messages fall into which hours of whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from commplan.clock import DAY, Intervals
from commplan.measures.engine import Engine

if TYPE_CHECKING:
    import narwhals as nw


def spell_table(
    engine: Engine, keys: tuple[str, ...], spells: Iterable[tuple[tuple[str, ...], Intervals]]
) -> nw.LazyFrame[Any]:
    """Intervals as rows, each cut at the days of UTC, so that a day finds them without a search.

    ``keys`` name columns of texts, of which every interval has its own values. Further
    columns: ``day``, ``start``, ``end``. Intervals with the same keys are disjoint.
    """
    columns = dict.fromkeys(keys, "text") | dict.fromkeys(("day", "start", "end"), "whole")
    rows = [(*values, *piece) for values, intervals in spells for piece in _pieces(intervals)]
    return engine.table(columns, rows)


def during(
    frame: nw.LazyFrame[Any], spells: nw.LazyFrame[Any], on: tuple[str, ...]
) -> nw.LazyFrame[Any]:
    """The rows of a frame whose ``at`` is in a spell with the same keys, with its other keys."""
    import narwhals as nw

    at = nw.col("at")
    return (
        frame.with_columns(day=at // DAY)
        .join(spells, on=[*on, "day"], how="inner")
        .filter(at >= nw.col("start"), at < nw.col("end"))
        .drop("day", "start", "end")
    )


def _pieces(intervals: Intervals) -> Iterator[tuple[int, int, int]]:
    for start, end in intervals:
        for day in range(start // DAY, (end - 1) // DAY + 1):
            yield day, max(start, day * DAY), min(end, (day + 1) * DAY)
