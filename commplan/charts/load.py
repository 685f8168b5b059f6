"""Coverage against load: how much there is to answer, and who is there to answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import nan
from typing import Any

from commplan.charts.rhythm import DAYS
from commplan.charts.sheet import BLUE, GREEN, ORANGE, Heading, Picture, sheet

_WEEK = 168
_NOBODY = 0.05
"""Fewer people than this, on the mean, are none: a change of clocks moves an hour once."""


def uncovered_share(arrivals: Sequence[float], available: Sequence[float]) -> float | None:
    """The share of requests, 0 to 1, that come while nobody is in their hours; None of none."""
    total = sum(arrivals)
    return sum(arrivals[hour] for hour in _alone(arrivals, available)) / total if total else None


def _alone(arrivals: Sequence[float], available: Sequence[float]) -> list[int]:
    """Hours in which requests come and nobody is in their hours."""
    return [h for h in range(_WEEK) if arrivals[h] > 0 and available[h] < _NOBODY]


def load_chart(
    heading: Heading, arrivals: Sequence[float], available: Sequence[float], zone: str
) -> Picture:
    """Mean requests an hour, and beneath mean responders in their hours, over a week.

    Both for its 168 hours from Monday 00:00 in local time. Hours in which requests come
    and nobody is in their hours are hatched.
    """
    alone = _alone(arrivals, available)
    small = "; ".join(
        filter(
            None,
            (heading.source, "hatched: requests come, nobody is in their hours" if alone else ""),
        )
    )
    with sheet(heading._replace(source=small), height=4.2, panels=(1.5, 1)) as (
        figure,
        (load, people),
    ):
        _bars(load, arrivals, {*range(_WEEK)} - {*alone}, BLUE, "")
        _bars(load, arrivals, {*alone}, ORANGE, "//////")
        people.fill_between(
            range(_WEEK + 1),
            [*available, available[-1]],
            step="post",
            facecolor="#bfe5d9",
            edgecolor=GREEN,
            linewidth=0.8,
        )
        people.set_xlim(0, _WEEK)
        people.set_xticks(range(0, _WEEK, 24), [])
        people.set_xticks([24 * day + 12 for day in range(7)], DAYS, minor=True)
        people.tick_params(which="minor", length=0)
        people.set_xlabel(f"a mean week, in {zone}")
        load.set_ylim(0, max(arrivals) * 1.12 or 1)
        load.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        load.set_ylabel("requests\nan hour")
        people.set_ylim(0, max(max(available) * 1.15, 1))
        people.yaxis.get_major_locator().set_params(integer=True, nbins=4)
        people.set_ylabel("responders in\ntheir hours")
        return Picture(figure, heading, _words(arrivals, available))


def _bars(
    axes: Any, arrivals: Sequence[float], hours: Collection[int], color: str, hatch: str
) -> None:
    """Bars that touch are one outline; where there is none it is broken."""
    axes.stairs(
        [arrivals[hour] if hour in hours and arrivals[hour] else nan for hour in range(_WEEK)],
        range(_WEEK + 1),
        fill=True,
        facecolor="white" if hatch else color,
        edgecolor=color,
        hatch=hatch,
        linewidth=0.6 if hatch else 0,
    )


def _words(arrivals: Sequence[float], available: Sequence[float]) -> str:
    share = 100 * (uncovered_share(arrivals, available) or 0)
    return (
        f"{sum(arrivals):.1f} requests in a mean week; at most {max(available):.1f} responders "
        f"in their hours; {share:.0f} % of the requests come while nobody is"
    )
