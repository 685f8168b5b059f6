"""When the window begins over which something is measured, on its clock."""

from __future__ import annotations

from commplan.clock import DAY, FAR, Duration, window_start
from commplan.plan import ANY_TIME, Plan
from commplan.timeline.timeline import Timeline

_HOLIDAYS = 14 * DAY
"""How much further back than so many weeks of five days a window is first looked for."""


def window_begin(plan: Plan, clock: str | None, end: int, window: Duration) -> int | str:
    """The instant at which a window begins that ends at another, or why nobody can tell.

    Business days are the working days of the clock, ``calendar:ID``. One without a calendar,
    or none, has none; only these need a clock.
    """
    if (start := window_start(end, window)) is not None:
        return start
    if clock is None or clock == ANY_TIME:
        told = "no clock is given" if clock is None else f"the clock {clock} never stops"
        return f"{told}, so no calendar tells which {window} these are: write days, such as 28d"
    reach = min(window.business_days * 7 * DAY // 5 + _HOLIDAYS, FAR)
    while True:  # holidays are known only of the time that a timeline is made for
        timeline = Timeline(plan, end, window=(end - reach, end))
        if not timeline.knows(clock):
            return f"{clock} is not defined, so nobody can tell which {window} these are"
        if fault := timeline.clock_fault(clock):
            return f"nobody can tell which {window} these are: {fault}"
        start = window_start(end, window, timeline.calendar(clock))
        if start is None:
            return f"{clock} has too few working days for a window of {window}"
        if start >= end - reach or reach == FAR:
            return start
        reach = min(2 * reach, FAR)
