"""Coverage against load: who is there to answer, and how much there is to answer."""

from __future__ import annotations

from collections.abc import Sequence

from commplan.charts.rhythm import DAYS
from commplan.charts.sheet import BLUE, GREEN, Picture, sheet

_WEEK = 168


def load_chart(
    title: str, beneath: str, arrivals: Sequence[float], available: Sequence[float]
) -> Picture:
    """Mean requests an hour and mean responders in their hours, over the 168 hours of a week.

    Both from Monday 00:00 in local time. Hours in which requests come and nobody is in
    their hours are marked.
    """
    with sheet(title, beneath, height=3.8) as (figure, axes):
        hours = list(range(_WEEK + 1))
        people = axes.twinx()
        people.set_zorder(1)
        axes.set_zorder(2)
        axes.patch.set_visible(False)
        people.grid(visible=False)
        people.fill_between(
            hours, [*available, available[-1]], step="post", color=GREEN, alpha=0.22, linewidth=0
        )
        axes.step(hours, [*arrivals, arrivals[-1]], where="post", color=BLUE, linewidth=1.3)
        alone = [hour for hour in range(_WEEK) if arrivals[hour] > 0 and available[hour] < 0.05]
        for hour in alone:
            axes.axvspan(hour, hour + 1, ymax=0.025, color="#d55e00", linewidth=0)
        axes.set_xlim(0, _WEEK)
        axes.set_xticks(range(0, _WEEK, 24), [])
        axes.set_xticks([24 * day + 12 for day in range(7)], DAYS, minor=True)
        axes.tick_params(which="minor", length=0)
        axes.set_ylim(0, max(max(arrivals) * 1.15, 0.1))
        people.set_ylim(0, max(max(available) * 1.15, 1))
        people.spines["right"].set_visible(True)
        axes.set_ylabel("requests an hour", color=BLUE)
        people.set_ylabel("responders in their hours", color=GREEN)
        people.yaxis.get_major_locator().set_params(integer=True)
        axes.set_xlabel("orange: requests come, and nobody is in their hours" if alone else "")
        return Picture(figure, title, _words(arrivals, available, alone))


def _words(arrivals: Sequence[float], available: Sequence[float], alone: Sequence[int]) -> str:
    total = sum(arrivals)
    uncovered = sum(arrivals[hour] for hour in alone)
    share = 100 * uncovered / total if total else 0
    return (
        f"{total:.1f} requests a week; at most {max(available):.1f} responders in their hours; "
        f"{share:.0f} % of the requests come while nobody is"
    )
