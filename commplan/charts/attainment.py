"""Attainment, week by week, with what so few requests leave open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from commplan.charts.sheet import BLUE, FEW, GREY, INK, ORANGE, Heading, Picture, point, sheet

_LABELS = 12
"""So many weeks have room for their date; of more every other one has it, and so on."""
_NUMBERS = 30
"""So many weeks have room for their number of requests."""


class WeekShare(NamedTuple):
    """How many requests of one week were in time; instants in microseconds UTC."""

    start: int
    end: int
    whole: bool
    """Whether it has seven days: the first one may be cut by the window."""
    n: int
    """Requests whose outcome is known."""
    met: int
    low: float
    """Of the 95 % interval of the share, 0 to 1."""
    high: float

    @property
    def share(self) -> float:
        """The share that was in time, 0 to 1. There is one only where there are requests."""
        return self.met / self.n

    def is_below(self, objective: float | None) -> bool:
        """Whether all of its interval is below the objective."""
        return objective is not None and bool(self.n) and self.high < objective


def attainment_chart(
    heading: Heading, weeks: Sequence[WeekShare], objective: float | None, cases: str = "requests"
) -> Picture:
    """The share of each week as a point, its 95 % interval as a box as wide as the week.

    Nothing is drawn between weeks but a line where they follow one another: in a week
    without requests nothing is known. Beneath is how many there were. ``objective`` is a
    share, 0 to 1, if one is promised; ``cases`` is what is counted.
    """
    small = "; ".join(filter(None, (heading.source, *_signs(weeks, objective))))
    with sheet(heading._replace(source=small), height=4.4, panels=(3.2, 1)) as (
        figure,
        (axes, counts),
    ):
        known = [week for week in weeks if week.n]
        for week in known:
            _box(axes, week, is_below=week.is_below(objective))
        for run in _unbroken(weeks):
            middles, shares = map(_middle, run), [100 * week.share for week in run]
            axes.plot(list(middles), shares, color=BLUE, linewidth=1.0, clip_on=False)
        for week in known:
            point(axes, _middle(week), 100 * week.share, week.n)
        if objective is not None:
            _objective(axes, objective)
        floor = _floor([week.low for week in known], objective)
        axes.set_ylim(floor, 100)
        axes.set_ylabel("in time, %" + (f"\n(axis begins at {floor})" if floor else ""))
        _counts(counts, weeks, cases)
        if weeks:
            counts.set_xlim(_day(weeks[0].start), _day(weeks[-1].end))
        step = -(-len(weeks) // _LABELS) or 1
        labelled = weeks[::-1][::step][::-1]
        counts.set_xticks([_day(week.start) for week in labelled], _dates(labelled), color=INK)
        return Picture(figure, heading, _words(weeks, objective))


def _signs(weeks: Sequence[WeekShare], objective: float | None) -> list[str]:
    """What signs in the chart mean, of those that there are."""
    below = any(week.is_below(objective) for week in weeks)
    few = any(0 < week.n < FEW for week in weeks)
    cut = any(week.n and not week.whole for week in weeks)
    return [
        *(["box: 95 % interval of the week"] if any(week.n for week in weeks) else []),
        *(["outlined in orange: all of it below the objective"] if below else []),
        *([f"hollow: fewer than {FEW} in the week"] if few else []),
        *(["hatched: the window cuts the week"] if cut else []),
    ]


def _box(axes: Any, week: WeekShare, *, is_below: bool) -> None:
    paper, line = ("#fad7bf", ORANGE) if is_below else ("#cfe3f0", "#8fb4cc")
    is_outlined = is_below or week.whole
    axes.bar(
        _day(week.start),
        100 * (week.high - week.low),
        width=_day(week.end) - _day(week.start),
        bottom=100 * week.low,
        align="edge",
        facecolor=paper,
        edgecolor="white" if week.whole and not is_below else line,
        hatch="" if week.whole else "////",
        linewidth=1.0 if is_outlined else 0.0,
        zorder=1.5 if is_below else 1.0,  # its neighbours would hide the sides of its outline
    )


def _objective(axes: Any, objective: float) -> None:
    axes.axhline(100 * objective, color=ORANGE, linewidth=1.4, linestyle="--", zorder=3)
    axes.annotate(
        f"objective\n{100 * objective:.10g} %",
        (1, 100 * objective),
        xycoords=("axes fraction", "data"),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=8.5,
        color=ORANGE,
    )


def _counts(axes: Any, weeks: Sequence[WeekShare], cases: str) -> None:
    """How many requests there were, as bars; as numbers, too, where they have room."""
    most = max((week.n for week in weeks), default=0)
    for week in weeks:
        length = _day(week.end) - _day(week.start)
        axes.bar(_middle(week), week.n, width=length * 0.8, color="#9aa5b1", linewidth=0)
        if len(weeks) <= _NUMBERS:
            axes.annotate(
                f"{week.n:,}",
                (_middle(week), week.n),
                xytext=(0, 1.5),
                textcoords="offset points",
                ha="center",
                fontsize=7.5,
                color=GREY,
            )
    axes.set_ylim(0, max(1.4 * most, 1))
    axes.yaxis.get_major_locator().set_params(integer=True, nbins=3)
    axes.set_ylabel(cases)
    axes.grid(visible=False)


def _floor(lows: Sequence[float], objective: float | None) -> int:
    """Where the axis begins, in %: a multiple of ten beneath everything that is shown."""
    least = min([*lows, 1.0 if objective is None else objective])
    return max(0, int((100 * least - 5) // 10) * 10) if lows else 0


def _dates(weeks: Sequence[WeekShare]) -> list[str]:
    """The first days of weeks, with the year where it begins to hold."""
    years = [None, *(_day(week.start).year for week in weeks)]
    return [
        f"{_day(week.start):%d %b}"
        + ("" if _day(week.start).year == year else f"\n{_day(week.start).year}")
        for week, year in zip(weeks, years, strict=False)
    ]


def _unbroken(weeks: Sequence[WeekShare]) -> list[list[WeekShare]]:
    """Runs of weeks with requests that follow one another."""
    runs: list[list[WeekShare]] = [[]]
    for week in weeks:
        if week.n:
            runs[-1].append(week)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _day(instant: int) -> datetime:
    return datetime.fromtimestamp(instant / 1_000_000, UTC)


def _middle(week: WeekShare) -> datetime:
    return _day((week.start + week.end) // 2)


def _words(weeks: Sequence[WeekShare], objective: float | None) -> str:
    told = [
        f"{'week' if week.whole else 'part of a week'} from {_day(week.start):%Y-%m-%d}: "
        f"{week.met} of {week.n} in time ({100 * week.share:.0f} %, "
        f"95 % interval {100 * week.low:.0f} to {100 * week.high:.0f} %)"
        for week in weeks
        if week.n
    ]
    empty = sum(not week.n for week in weeks)
    if told and empty:
        told.append(f"{empty} {'week' if empty == 1 else 'weeks'} without any")
    if objective is not None:
        told.append(f"objective {100 * objective:.10g} %")
    return "; ".join(told if weeks and len(told) else ["nothing to show", *told])
