"""Attainment, week by week, with the band that so few requests leave open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from commplan.charts.sheet import BLUE, GREY, INK, ORANGE, Picture, sheet

_LABELS = 12
"""So many weeks have room for their date and n; of more every other one has them, and so on."""


class WeekShare(NamedTuple):
    """How many requests of one week were in time."""

    start: int
    """Its first instant, in microseconds since the epoch, UTC."""
    n: int
    """Requests whose outcome is known."""
    met: int
    low: float
    """Of the 95 % interval of the share, 0 to 1."""
    high: float

    @property
    def share(self) -> float:
        """The share that was in time, 0 to 1."""
        return self.met / self.n


def attainment_chart(
    title: str, beneath: str, weeks: Sequence[WeekShare], objective: float | None
) -> Picture:
    """The share of each week as a point, its 95 % interval as a band, n beneath.

    Weeks without a request are left out: the line is broken there, for nothing is known
    of them. ``objective`` is a share, 0 to 1, if one is promised.
    """
    with sheet(title, beneath) as (figure, axes):
        for run in _unbroken(weeks):
            days = [_day(week) for week in run]
            low, high = [100 * week.low for week in run], [100 * week.high for week in run]
            if len(run) > 1:
                axes.fill_between(days, low, high, color=BLUE, alpha=0.18, linewidth=0)
            else:
                axes.vlines(days, low, high, color=BLUE, alpha=0.3, linewidth=5)
            axes.plot(days, [100 * week.share for week in run], "o-", color=BLUE, markersize=5)
        if objective is not None:
            axes.axhline(100 * objective, color=ORANGE, linewidth=1.4, linestyle="--")
            axes.annotate(
                f"objective\n{100 * objective:g} %",
                (1, 100 * objective),
                xycoords=("axes fraction", "data"),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
                color=ORANGE,
            )
        labelled = weeks[:: -(-len(weeks) // _LABELS)] if weeks else ()
        for week in labelled:
            axes.annotate(
                f"n {week.n}",
                (_day(week), 0),
                xycoords=("data", "axes fraction"),
                xytext=(0, 4),
                textcoords="offset points",
                ha="center",
                fontsize=7.5,
                color=GREY,
            )
        floor = min([100 * week.low for week in weeks] + [100 * (objective or 1)], default=0)
        axes.set_ylim(max(0, floor - 12), 101)
        axes.set_ylabel("in time, %")
        axes.set_xticks([_day(week) for week in labelled], _dates(labelled), color=INK)
        axes.margins(x=0.05)
        return Picture(figure, title, _words(weeks, objective))


def _dates(weeks: Sequence[WeekShare]) -> list[str]:
    """The first days of weeks, with the year where it begins to hold."""
    years = [None, *(_day(week).year for week in weeks)]
    return [
        f"{_day(week):%d %b}" + ("" if _day(week).year == year else f"\n{_day(week).year}")
        for week, year in zip(weeks, years, strict=False)
    ]


def _unbroken(weeks: Sequence[WeekShare]) -> list[list[WeekShare]]:
    """Runs of weeks that follow one another."""
    runs: list[list[WeekShare]] = []
    for week in weeks:
        if runs and _day(week) - _day(runs[-1][-1]) < _TWO_WEEKS:
            runs[-1].append(week)
        else:
            runs.append([week])
    return runs


_TWO_WEEKS = datetime(2026, 1, 13, tzinfo=UTC) - datetime(2026, 1, 1, tzinfo=UTC)
"""A little less, for weeks with a change of clocks."""


def _day(week: WeekShare) -> datetime:
    return datetime.fromtimestamp(week.start / 1_000_000, UTC)


def _words(weeks: Sequence[WeekShare], objective: float | None) -> str:
    told = [
        f"week of {_day(week):%Y-%m-%d}: {week.met} of {week.n} in time "
        f"({100 * week.share:.0f} %, 95 % interval {100 * week.low:.0f} to {100 * week.high:.0f} %)"
        for week in weeks
    ]
    aim = f"; objective {100 * objective:g} %" if objective is not None else ""
    return "; ".join(told or ["no requests"]) + aim
