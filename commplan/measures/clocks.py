"""Business hours in expressions: open time and due instants, looked up in tables of pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from commplan.clock import MINUTE, Piece, Pieces, refined
from commplan.measures.engine import Engine

if TYPE_CHECKING:
    import narwhals as nw

_STRETCH = 30 * MINUTE
"""Rows and pieces meet by such stretches of time, few of which have more than one piece."""


def on_clock(
    engine: Engine, frame: nw.LazyFrame[Any], at: str, **functions: Pieces
) -> nw.LazyFrame[Any]:
    """A frame with what functions are at the instants in a column.

    The functions are given over one window, as :func:`commplan.clock.due_pieces` and
    :func:`commplan.clock.open_time_pieces` do. Where the column is null, or its instant
    outside the window, or the function has no value, the new columns are null.
    """
    import narwhals as nw

    values = [f"{name}__value" for name in functions]
    slopes = [f"{name}__slope" for name in functions]
    columns = dict.fromkeys(("stretch__", "since__", "until__", *values, *slopes), "whole")
    table = engine.table(columns, list(_rows(list(refined(*functions.values())))))
    instant = nw.col(at)
    inside = (nw.col("since__") <= instant) & (instant < nw.col("until__"))
    return (
        frame.with_columns(stretch__=instant - instant % _STRETCH)
        .join(table, on="stretch__", how="left")
        .filter(inside | nw.col("since__").is_null())
        .with_columns(
            **{
                name: nw.col(f"{name}__value")
                + nw.col(f"{name}__slope") * (instant - nw.col("since__"))
                for name in functions
            }
        )
        .drop(*columns)
    )


def _rows(pieces: Sequence[tuple[Piece, ...]]) -> Iterator[tuple[int | None, ...]]:
    """Each piece of all functions, for each stretch that it reaches into."""
    (first, *_), (last, *_) = pieces[0], pieces[-1]
    before = Piece(_stretch_of(first.since), first.since, None, 0)
    after = Piece(last.until, _stretch_of(last.until - 1) + _STRETCH, None, 0)
    padding = len(pieces[0])
    for row in ((before,) * padding, *pieces, (after,) * padding):
        since, until = row[0].since, row[0].until
        if since < until:
            told = (*(one.value for one in row), *(one.slope for one in row))
            for stretch in range(_stretch_of(since), until, _STRETCH):
                yield (stretch, since, until, *told)


def _stretch_of(t: int) -> int:
    return t - t % _STRETCH
