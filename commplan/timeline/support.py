"""Promises that rest on others: how late a case may be solved if suppliers take their time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commplan.clock import (
    ALWAYS,
    DAY,
    SECOND,
    Countdown,
    Duration,
    Interval,
    exact_length,
    open_intervals,
)
from commplan.named import NamedTuple
from commplan.plan import ANY_TIME, Ola, Plan, Sla, Target
from commplan.timeline.timeline import Timeline

_BEYOND = 90 * DAY


class Supported(NamedTuple):
    """An SLA whose cases others help to solve."""

    sla: Sla
    resolve: Target
    begun: Target | None
    """Until when others are asked for help at the latest; at once where nothing is promised."""
    olas: tuple[Ola, ...]
    """Agreements that say how soon a party restores its service, and on which clock."""

    @property
    def clocks(self) -> tuple[str, ...]:
        """On which all of this is counted."""
        clocks = (self.sla.clock, *(ola.clock for ola in self.olas))
        return tuple(clock for clock in clocks if clock is not None)

    @property
    def routes(self) -> tuple[tuple[Ola, ...], ...]:
        """What has to be waited for: parties one after the other, each parallel one by itself."""
        in_turn = tuple(ola for ola in self.olas if not ola.parallel)
        side_by_side = ((ola,) for ola in self.olas if ola.parallel)
        return tuple(route for route in (in_turn, *side_by_side) if route)


class Lateness(NamedTuple):
    """A case that is solved too late."""

    start: int
    restored: int
    due: int
    route: tuple[Ola, ...]
    """Whom it has to wait for, in order."""


def supported(plan: Plan, timeline: Timeline) -> Iterator[Supported]:
    """SLAs that promise a solution and rest on agreements, as far as their clocks are known.

    Clocks that are missing or name nothing are left to the rules that speak of them.
    """
    for sla in plan.slas.values() if plan.olas else ():
        resolve = sla.target("resolve")
        if resolve is not None and sla.clock is not None and timeline.knows(sla.clock):
            begun = sla.target("acknowledge") or sla.target("first_response")
            olas = tuple(ola for ola in plan.olas.values() if _counts(plan, timeline, ola, sla))
            if olas:
                yield Supported(sla, resolve, begun, olas)


def _counts(plan: Plan, timeline: Timeline, ola: Ola, sla: Sla) -> bool:
    told = ola.restore is not None and ola.clock is not None and timeline.knows(ola.clock)
    return told and any(named.id == sla.id and plan.sound(named) for named in ola.supports)


def latest(timeline: Timeline, case: Supported) -> Lateness | None:
    """The case that is solved the longest after it is due; None if none ever is.

    All clocks are valid. Every instant of the window is taken for a start.
    """
    found = (_latest(timeline, case, route) for route in case.routes)
    late = [lateness for lateness in found if lateness is not None]
    return max(late, key=lambda lateness: lateness.restored - lateness.due, default=None)


def _latest(timeline: Timeline, case: Supported, route: tuple[Ola, ...]) -> Lateness | None:
    # What begins on the last day is restored in weeks of which the holidays have to be known.
    beyond = timeline.until(timeline.window[1] + _BEYOND)
    promise = _countdown(beyond, case.sla.clock, case.resolve.duration)
    stages = (
        _countdown(beyond, case.sla.clock, case.begun and case.begun.duration),
        *(_countdown(beyond, ola.clock, ola.restore) for ola in route),
    )
    if _always_in_time(stages, promise, timeline.window):
        return None
    least = promise.least(timeline.window)
    worst, excess = None, (0, True)
    for start in _tries(stages, promise, timeline.window):
        restored = _end(stages, start)
        if restored is None or restored - start - least < excess[0]:
            continue  # never restored, which is another fault; or not as late as others
        due = promise.end(start)
        # Of equals the first one that people would write down.
        this = (0 if due is None else restored - due, start % SECOND == 0)
        if due is not None and this > excess:
            worst, excess = Lateness(start, restored, due, route), this
    return worst


def _countdown(timeline: Timeline, clock: str | None, duration: Duration | None) -> Countdown:
    return Countdown(timeline.calendar(clock or ANY_TIME), duration or Duration())


def _end(stages: Sequence[Countdown], start: int) -> int | None:
    """When one countdown after the other is up."""
    end: int | None = start
    for stage in stages:
        end = None if end is None else stage.end(end)
    return end


def _tries(stages: Sequence[Countdown], promise: Countdown, window: Interval) -> list[int]:
    """Starts one of which is the worst: see :class:`Countdown`."""
    bends = {*window, *promise.bends(window)}
    for number, stage in enumerate(stages):
        last = _end(stages[:number], window[1])
        here = set(stage.bends((window[0], window[1] if last is None else last)))
        for before in reversed(stages[:number]):
            here = {start for bend in here for start in before.starts(bend)}
        bends |= here
    tries = {near for bend in bends for near in (bend - 1, bend, bend + 1)}
    return sorted(start for start in tries if window[0] <= start < window[1])


def _always_in_time(stages: Sequence[Countdown], promise: Countdown, window: Interval) -> bool:
    """Whether that can be told without trying: on one clock, or with much time to spare."""
    lengths = [exact_length(each.duration) for each in (*stages, promise)]
    if None in lengths[:-1]:
        return False
    *spent, limit = lengths
    if limit is not None and all(stage.calendar == promise.calendar for stage in stages):
        return sum(filter(None, spent)) <= limit
    left, until = promise.least(window), window[1]
    for stage in stages:
        longest, last = _longest(stage, (window[0], until)), stage.end(until)
        if longest is None or last is None or longest > left:
            return False
        left, until = left - longest, last
    return True


def _longest(stage: Countdown, window: Interval) -> int | None:
    """How long an exact countdown takes at most: from a closing on, or from the first instant."""
    if stage.calendar is ALWAYS:
        return stage.duration.microseconds
    starts = (window[0], *(closes for _, closes in open_intervals(stage.calendar, *window)))
    ends = [stage.end(start) for start in starts]
    known = [end - start for end, start in zip(ends, starts, strict=True) if end is not None]
    return max(known) if len(known) == len(ends) else None
