"""When requests come: the hours of the week as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from commplan.charts.sheet import INK, Heading, Picture, sheet

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = 24
_MANY = 10_000
"""From so many on a number has no room, and is told in thousands."""


def rhythm_chart(
    heading: Heading,
    counts: Sequence[Sequence[int]],
    zone: str,
    within: Sequence[Sequence[float]] | None = None,
) -> Picture:
    """Requests by weekday (7 rows from Monday) and hour (24 columns), in local time.

    ``within`` is the share of each hour, 0 to 1, that the promise's clock runs; hours
    of which it runs in less than half are hatched.
    """
    with sheet(heading, height=3.7) as (figure, (axes,)):
        most = max(max(row) for row in counts)
        axes.grid(visible=False)
        shown = axes.imshow(
            counts,
            aspect="auto",
            cmap="Blues",
            vmin=0,
            vmax=max(most, 1),
            extent=(0, _HOURS, len(DAYS) - 0.5, -0.5),
        )
        if within is not None:
            _hatch(axes, within)
        for day, row in enumerate(counts):
            for hour, count in enumerate(row):
                if count:
                    _number(axes, day, hour, count, on_dark=count > 0.6 * most)
        axes.set_yticks(range(len(DAYS)), DAYS)
        hours = range(0, _HOURS + 1, 2)
        axes.set_xticks(hours, [f"{hour:02}" for hour in hours])
        closed = within is not None and any(share < 0.5 for row in within for share in row)
        axes.set_xlabel(
            f"hour of the day in {zone}" + ("; hatched: the clock stands still" if closed else "")
        )
        axes.tick_params(axis="y", length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        bar = figure.colorbar(shown, ax=axes, label="requests", pad=0.01, aspect=14)
        bar.ax.yaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg]  # takes it
        return Picture(figure, heading, _words(counts, zone))


def _hatch(axes: Any, within: Sequence[Sequence[float]]) -> None:
    """Hours in which the clock stands still; those that follow one another are one piece."""
    for day, row in enumerate(within):
        hour = 0
        for still, hours in groupby(row, lambda share: share < 0.5):
            length = len(list(hours))
            if still:
                axes.broken_barh(
                    [(hour, length)],
                    (day - 0.5, 1),
                    facecolor="none",
                    hatch="////",
                    edgecolor="#9aa5b1",
                    linewidth=0,
                    alpha=0.6,
                )
            hour += length


def _number(axes: Any, day: int, hour: int, count: int, *, on_dark: bool) -> None:
    axes.text(
        *(hour + 0.5, day, str(count) if count < _MANY else f"{count / 1000:.0f}k"),
        ha="center",
        va="center",
        fontsize=7,
        color="white" if on_dark else INK,
    )


def _words(counts: Sequence[Sequence[int]], zone: str) -> str:
    total = sum(map(sum, counts))
    if not total:
        return "no requests"
    busiest = max(
        ((count, -day, -hour) for day, row in enumerate(counts) for hour, count in enumerate(row))
    )
    count, day, hour = busiest[0], -busiest[1], -busiest[2]
    days = ", ".join(f"{name} {sum(row)}" for name, row in zip(DAYS, counts, strict=True))
    when = f"{DAYS[day]} {hour:02}:00 to {hour + 1:02}:00 {zone}"
    return f"{days}; most come {when} ({count})"
