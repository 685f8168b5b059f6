"""All promises side by side: the share in time of each, its interval and its objective."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from commplan.charts.sheet import BLUE, GREY, INK, ORANGE, Heading, Picture, point, sheet
from commplan.reporters.neutralise import neutralise

_LABEL = 48
"""So many characters have room for a place and its promise."""
_ROW = 0.27
"""Inches."""


class Row(NamedTuple):
    """One promise."""

    place: str
    promise: str
    n: int
    """Cases whose outcome is known."""
    met: int
    low: float
    """Of the 95 % interval of the share, 0 to 1; of no meaning without cases."""
    high: float
    objective: float | None
    """A share, 0 to 1, if one is promised."""
    verdict: str


def overview_chart(heading: Heading, rows: Sequence[Row]) -> Picture:
    """A line for each promise, from top to bottom as they are given."""
    with sheet(heading, height=1.5 + _ROW * max(len(rows), 1)) as (figure, (axes,)):
        for place, row in enumerate(rows):
            _draw(axes, place, row)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(0, 100)
        axes.set_yticks(range(len(rows)), [_label(row) for row in rows], fontsize=8.5)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.grid(visible=False, axis="y")
        axes.set_xlabel("dot: in time, %; line: its 95 % interval; bar: objective")
        return Picture(figure, heading, _words(rows))


def _draw(axes: Any, place: int, row: Row) -> None:
    if row.n:
        axes.hlines(place, 100 * row.low, 100 * row.high, color=BLUE, linewidth=3, alpha=0.45)
        point(axes, 100 * row.met / row.n, place, row.n)
    if row.objective is not None:
        axes.plot(
            *(100 * row.objective, place, "|"),
            color=ORANGE,
            markersize=12,
            markeredgewidth=2,
            clip_on=False,
            zorder=3,
        )
    told = f"{row.met:,} of {row.n:,}" if row.n else "none"
    for text, offset, color in ((told, 10, GREY), (row.verdict, 88, INK)):
        axes.annotate(
            text,
            (1, place),
            xycoords=("axes fraction", "data"),
            xytext=(offset, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            fontweight="bold" if text == "fail" else "normal",
            color=color,
        )


def _label(row: Row) -> str:
    """A place with a long name is cut, its promise is not: only that tells rows apart."""
    place, promise = neutralise(row.place), neutralise(row.promise)
    room = max(_LABEL - len(promise) - 1, 12)
    return f"{place if len(place) <= room else f'{place[: room - 1]}…'} {promise}"


def _words(rows: Sequence[Row]) -> str:
    told = [
        f"{row.place} {row.promise}: {row.met} of {row.n} in time"
        + (f", 95 % interval {100 * row.low:.0f} to {100 * row.high:.0f} %" if row.n else "")
        + (f", objective {100 * row.objective:.10g} %" if row.objective is not None else "")
        + (f", {row.verdict}" if row.verdict else "")
        for row in rows
    ]
    return "; ".join(told or ["nothing to show"])
