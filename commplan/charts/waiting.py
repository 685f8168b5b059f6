"""How long requests wait: the share that is still open after a time."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any, NamedTuple

from commplan.charts.sheet import BLUE, GREY, ORANGE, Heading, Picture, sheet
from commplan.clock import format_duration
from commplan.statistics import OpenStep, estimate_share

_MARKS = 250
"""So many marks of what is still open stand apart; of closer ones one is drawn."""
_STEPS = 500
"""So many steps of the curve stand apart; of closer ones one is drawn."""


class Waits(NamedTuple):
    """How long requests took, or have taken so far, in seconds."""

    steps: Sequence[OpenStep]
    """The share that is still open after a time."""
    ended: Sequence[float]
    """Of each one that has ended."""
    open: Sequence[float]
    """Of each one that goes on, and of which nobody knows how long it will take."""
    target: float | None
    """What is promised; None where that has no fixed length."""
    in_days: bool = False
    """Whether long times are told in days, as only a clock that never stops has them."""

    def told(self, seconds: float) -> str:
        """A time on the clock."""
        if self.in_days or seconds < 2 * _HOUR:
            return format_duration(round(seconds) * 1_000_000)
        return f"{seconds / _HOUR:,.4g}h"

    def still_open(self, time: float) -> float | None:
        """The share that is open after a time; None where nothing is known."""
        if not self.ended and not self.open:
            return None
        past = [step.share for step in self.steps if step.after <= time]
        return past[-1] if past else 1.0

    def followed(self, time: float) -> int:
        """How many had not ended, and were seen, for so long: what the curve rests on there."""
        return sum(one >= time for kind in (self.ended, self.open) for one in kind)


def waiting_chart(heading: Heading, waits: Waits, done: str = "answered") -> Picture:
    """The survival curve of requests, with the promised time.

    The scale is logarithmic: most answers come early, and the late ones matter. Beneath
    each time stands how many requests the curve rests on there. ``done`` is what ends a
    request.
    """
    with sheet(heading) as (figure, (axes,)):
        begin, end = _span(waits)
        _curve(axes, waits, begin, end)
        if waits.open:
            _marks(axes, waits, begin, end)
        axes.set_xscale("log")
        axes.set_xlim(begin, end)
        if waits.target is not None:
            _target(axes, waits, (begin, end))
        ticks = _ticks(waits, begin, end)
        labels = [f"{waits.told(tick)}\n{waits.followed(tick):,}" for tick in ticks]
        axes.set_xticks(ticks, labels)
        axes.minorticks_off()
        axes.set_ylim(0, 101)
        axes.set_ylabel(f"not {done} yet, %")
        axes.set_xlabel("time on the clock of the promise; beneath, how many were open for so long")
        return Picture(figure, heading, _words(waits, done))


_HOUR = 3600.0
_MINUTES = (*(1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 1800.0), *(_HOUR, 2 * _HOUR, 4 * _HOUR))
_DAYS = (8 * _HOUR, 24 * _HOUR, 48 * _HOUR, 168 * _HOUR, 720 * _HOUR, 2160 * _HOUR)
_OPEN_HOURS = (8 * _HOUR, 16 * _HOUR, 40 * _HOUR, 80 * _HOUR, 160 * _HOUR, 480 * _HOUR)


_BETWEEN = (2.0, 10.0, 30.0, 120.0, 180.0, 600.0, 1200.0, 2700.0, 3 * _HOUR, 6 * _HOUR)
"""Where the others are too far apart."""
_TICKS = 4


def _ticks(waits: Waits, begin: float, end: float) -> list[float]:
    """Times that people think in, in reach, some at least."""
    steps = (*_MINUTES, *(_DAYS if waits.in_days else _OPEN_HOURS))
    ticks = [tick for tick in steps if begin <= tick <= end]
    if len(ticks) < _TICKS:
        ticks += [tick for tick in _BETWEEN if begin <= tick <= end]
    return sorted(ticks)


def _span(waits: Waits) -> tuple[float, float]:
    """From half of the first time that is seen to a little after the last one."""
    seen = [*waits.ended, *waits.open, waits.target or 60.0]
    begin = max(1.0, min((time for time in seen if time > 0), default=60.0) / 2)
    return begin, max(*seen, 4 * begin) * 1.08


def _curve(axes: Any, waits: Waits, begin: float, end: float) -> None:
    """The steps and their band, on to the last time at which any request was seen.

    Until something has ended the band is the exact interval of a share of all.
    """
    last = max([*waits.ended, *waits.open], default=begin)
    cases = len(waits.ended) + len(waits.open)
    none_yet = (begin, 1.0, estimate_share(cases, cases).low, 1.0)
    apart = _apart([step.after for step in waits.steps], begin, end, _STEPS)
    steps = [waits.steps[number] for number in apart]
    points = [none_yet, *((max(begin, s.after), *s[1:]) for s in steps)]
    points.append((max(last, begin), *points[-1][1:]))
    times = [point[0] for point in points]
    shares, low, high = ([100 * point[n] for point in points] for n in (1, 2, 3))
    if cases:
        axes.fill_between(times, low, high, step="post", color=BLUE, alpha=0.18, linewidth=0)
        axes.step(times, shares, where="post", color=BLUE, linewidth=1.8)


def _apart(times: Sequence[float], begin: float, end: float, room: int) -> list[int]:
    """Which of these times, sorted, have room beside each other; of closer ones the last has."""
    width = log(end / begin) / room
    return [
        *{int(log(max(time, begin) / begin) / width): n for n, time in enumerate(times)}.values()
    ]


def _marks(axes: Any, waits: Waits, begin: float, end: float) -> None:
    """A tick on the curve wherever a request was last seen open."""
    seen = sorted(waits.open)
    times = [seen[number] for number in _apart(seen, begin, end, _MARKS)]
    axes.plot(
        [max(begin, time) for time in times],
        [100 * (waits.still_open(time) or 0.0) for time in times],
        "|",
        color=GREY,
        markersize=9,
        markeredgewidth=1.2,
        clip_on=False,
        label=f"still open when last seen ({len(waits.open):,})",
    )
    legend = axes.legend(loc="lower left", fontsize=8, framealpha=1, edgecolor="white")
    legend.set_zorder(5)


def _target(axes: Any, waits: Waits, span: tuple[float, float]) -> None:
    target = waits.target or 0.0
    begin, end = span
    place = log(max(target, begin) / begin) / log(end / begin)
    axes.axvline(target, color=ORANGE, linewidth=1.4, linestyle="--", zorder=3)
    axes.annotate(
        f"promised {waits.told(target)}",
        (target, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 2),
        textcoords="offset points",
        ha="left" if place < 0.1 else "right" if place > 0.9 else "center",
        fontsize=8.5,
        color=ORANGE,
    )


def _words(waits: Waits, done: str) -> str:
    if not waits.ended:
        return f"{len(waits.open)} still open, none was {done}" if waits.open else "nothing to show"
    told = []
    for what, share in (("half", 0.5), ("nine of ten", 0.1)):
        reached = next((step for step in waits.steps if step.share <= share + 1e-9), None)
        told.append(
            f"{what} were {done} within {waits.told(reached.after)}"
            if reached
            else f"fewer than {what} were {done}"
        )
    if waits.target is not None and (still := waits.still_open(waits.target)) is not None:
        told.append(f"{100 * still:.0f} % were open after the promised {waits.told(waits.target)}")
    if waits.open:
        told.append(f"{len(waits.open)} still open when last seen")
    return "; ".join(told)
