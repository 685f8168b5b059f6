"""How long requests wait: the share that is still open after a time."""

from __future__ import annotations

from collections.abc import Sequence

from commplan.charts.sheet import BLUE, GREY, ORANGE, Picture, sheet
from commplan.clock import format_duration
from commplan.statistics import OpenStep


def waiting_chart(
    title: str,
    beneath: str,
    steps: Sequence[OpenStep],
    still_open: Sequence[float],
    target: float | None,
    *,
    in_days: bool = False,
) -> Picture:
    """The survival curve of requests, with the promised time; all times in seconds.

    ``still_open`` are the times, in seconds, after which requests were last seen open;
    they are marked, for of those nobody knows how long they will take. The scale is
    logarithmic: most answers come early, and the late ones matter. ``in_days`` tells long
    times in days, as only a clock that never stops has them.
    """
    with sheet(title, beneath) as (figure, axes):
        first = min([s.after for s in steps if s.after > 0] + [target or 60.0], default=60.0)
        begin = max(1.0, first / 2)
        times = [begin, *(max(begin, step.after) for step in steps)]
        shares = [100.0, *(100 * step.share for step in steps)]
        low = [100.0, *(100 * step.low for step in steps)]
        high = [100.0, *(100 * step.high for step in steps)]
        axes.fill_between(times, low, high, step="post", color=BLUE, alpha=0.18, linewidth=0)
        axes.step(times, shares, where="post", color=BLUE, linewidth=1.8)
        marks = [(time, share) for time in still_open if (share := _at(steps, time)) is not None]
        if marks:
            axes.plot(
                [max(begin, time) for time, _ in marks],
                [100 * share for _, share in marks],
                "|",
                color=GREY,
                markersize=9,
                label="still open when last seen",
            )
            axes.legend(loc="lower left", fontsize=8)
        if target is not None:
            axes.axvline(target, color=ORANGE, linewidth=1.4, linestyle="--")
            axes.annotate(
                f"promised {_length(target, in_days)}",
                (target, 1),
                xycoords=("data", "axes fraction"),
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                fontsize=8.5,
                color=ORANGE,
            )
        axes.set_xscale("log")
        end = max([*times, *still_open, target or begin, begin * 4])
        steps_of_axis = (*_MINUTES, *(_DAYS if in_days else _OPEN_HOURS))
        ticks = [tick for tick in steps_of_axis if begin <= tick <= end]
        axes.set_xticks(ticks, [_length(tick, in_days) for tick in ticks])
        axes.minorticks_off()
        axes.set_xlim(begin, end * 1.05)
        axes.set_ylim(0, 101)
        axes.set_ylabel("not answered yet, %")
        axes.set_xlabel("time since the request, on the clock of the promise")
        return Picture(figure, title, _words(steps, target, in_days))


_HOUR = 3600.0
_MINUTES = (*(1.0, 5.0, 15.0, 30.0, 60.0, 300.0, 900.0, 1800.0), *(_HOUR, 2 * _HOUR, 4 * _HOUR))
_DAYS = (8 * _HOUR, 24 * _HOUR, 48 * _HOUR, 168 * _HOUR, 720 * _HOUR)
_OPEN_HOURS = (8 * _HOUR, 16 * _HOUR, 40 * _HOUR, 80 * _HOUR, 160 * _HOUR, 480 * _HOUR)


def _at(steps: Sequence[OpenStep], time: float) -> float | None:
    """The share that is open after a time."""
    share = None
    for step in steps:
        if step.after > time:
            break
        share = step.share
    return 1.0 if share is None and steps else share


def _length(seconds: float, in_days: bool) -> str:
    if in_days or seconds < 2 * _HOUR:
        return format_duration(round(seconds) * 1_000_000)
    return f"{seconds / _HOUR:,.4g}h"


def _words(steps: Sequence[OpenStep], target: float | None, in_days: bool) -> str:
    if not steps:
        return "no request was answered"
    told = []
    for share in (0.5, 0.1):
        reached = next((step for step in steps if step.share <= share + 1e-9), None)
        what = "half" if share == 0.5 else "nine of ten"
        told.append(
            f"{what} were answered within {_length(reached.after, in_days)}"
            if reached
            else f"fewer than {what} were answered"
        )
    if target is not None and (still := _at(steps, target)) is not None:
        told.append(f"{100 * still:.0f} % were open after the promised {_length(target, in_days)}")
    return "; ".join(told)
