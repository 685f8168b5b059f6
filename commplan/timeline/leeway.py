"""What a deadline leaves of the hours of those who decide, from the tightest of all starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from math import inf

from commplan.clock import DAY, SECOND, Countdown, Intervals, Meter, contains
from commplan.named import NamedTuple
from commplan.plan import Obligation, Reference
from commplan.timeline.calls import Call, last_call
from commplan.timeline.deadlines import Deadline, countdown_of, deadline_of
from commplan.timeline.moment import Duty
from commplan.timeline.roster import substitutes
from commplan.timeline.timeline import Timeline

_MARGIN = 14 * DAY
"""How much later than counted something may be due, or somebody may come back."""


class Leeway(NamedTuple):
    """The time that one start leaves."""

    start: int
    due: int
    wait: float
    """Microseconds until those who decide know; infinite if they never do."""
    left: int
    """Microseconds of their hours between then and the deadline."""
    at_once: int
    """What would be left if they knew at once."""


class Notification(NamedTuple):
    """A duty to notify that somebody has to decide on in time."""

    obligation: Obligation
    decision: Reference
    path: Reference | None
    """How those who decide learn of it; they know at once where nothing is said."""
    deadline: Deadline


class Leeways:
    """The obligations of a plan over time, as far as they can be judged.

    Left out is what other rules speak of: obligations that name no deadline or
    nobody to decide, references that lead nowhere or in a circle, clocks that are
    missing or not valid. ``rolls`` holds, by duty, the time of the next working day
    to which a deadline moves that falls on a day off.

    Those who decide know of it as soon as the path first calls one of them, in or
    out of their hours. Of what nobody can tell the best is taken, unless the
    question is whether it may be worse: people are there, a path reaches them.
    """

    def __init__(self, timeline: Timeline, rolls: Mapping[str, str]) -> None:
        self._timeline = timeline
        self._meters: dict[tuple[str, bool], Meter] = {}
        self._waits: dict[tuple[str, str, bool], Mapping[float, Intervals]] = {}
        obligations = timeline.plan.obligations.values()
        counted = [c for o in obligations if (c := _countdown(timeline, o)) is not None]
        last_start = timeline.window[1]
        ends = (countdown.end(last_start) or last_start for countdown in counted)
        self._ahead = timeline.until(max((last_start, *ends)) + _MARGIN)
        self.notifications = tuple(
            Notification(o, o.decision, o.path, deadline)
            for o in obligations
            if o.decision is not None
            and _countdown(self._ahead, o) is not None
            and (deadline := deadline_of(self._ahead, o, rolls.get(o.duty))) is not None
        )

    def tightest(self, notification: Notification, needed: int) -> Leeway | None:
        """The start that leaves the least; None if every one leaves what is needed."""
        return self._tightest(notification, needed, trusting=True)

    def may_be_tighter(self, notification: Notification, needed: int) -> bool:
        """Whether some start may leave less than is needed, if the worst is true of all doubts."""
        path = notification.path
        doubtful = self._ahead.view(notification.decision).doubtful or (
            path is not None
            and (
                self._timeline.view(path).doubtful
                or any(call.after is None for call in self._calls(path))
            )
        )
        return doubtful and self._tightest(notification, needed, trusting=False) is not None

    def doubtful(self, notification: Notification) -> frozenset[str]:
        """Those of whom nobody can tell whether they are there, or whether they decide."""
        decision, path = notification.decision, notification.path
        found: set[str] = set()
        for moment in self._ahead.view(decision).moments:
            found.update(set(moment.people(decision, trusting=True)) - set(moment.people(decision)))
        if path is not None:
            for duty in {moment.duty for moment in self._timeline.view(path).moments}:
                for call in self._calls(path):
                    there = duty.people(*call.targets, trusting=True)
                    found.update(set(there) - set(duty.people(*call.targets)))
        return frozenset(found)

    def _tightest(
        self, notification: Notification, needed: int, *, trusting: bool
    ) -> Leeway | None:
        window, deadline = self._timeline.window, notification.deadline
        meter = self._meter(notification.decision, trusting)
        waits = self._until_known(notification, trusting)
        slowest = max(waits)
        if slowest < inf:
            stretch = max(deadline.least(window) - int(slowest), 0)
            if meter.least(stretch, (window[0], window[1] + int(slowest))) >= needed:
                return None
        found = min(
            (
                leeway
                for wait, starts in waits.items()
                for start in _tries(meter, deadline, wait, starts)
                if (leeway := _leeway(meter, deadline, wait, start))
            ),
            key=_tightness,
            default=None,
        )
        return found if found is not None and found.left < needed else None

    def _meter(self, decision: Reference, trusting: bool) -> Meter:
        """The hours in which somebody who decides is there."""
        key = (str(decision), trusting)
        if key not in self._meters:
            view = self._ahead.view(decision)
            hours = view.when(lambda moment: bool(moment.people(decision, trusting=trusting)))
            self._meters[key] = Meter(hours)
        return self._meters[key]

    def _until_known(self, notification: Notification, trusting: bool) -> Mapping[float, Intervals]:
        """From which starts those who decide know after how many microseconds."""
        path, decision = notification.path, notification.decision
        if path is None:
            return {0: (self._timeline.window,)}
        key = (str(path), str(decision), trusting)
        if key not in self._waits:
            plan = self._timeline.plan
            turns = plan.rotations_behind(decision)
            reach = plan.reach(decision, *chain.from_iterable(map(substitutes, turns)))
            wanted = {person.id for person in reach.people}
            wanted.update(f"group:{group.id}" for group in reach.unlisted)
            calls, view = self._calls(path), self._timeline.view(path)
            waits = {
                duty: _wait(duty, calls, wanted, trusting)
                for duty in {moment.duty for moment in view.moments}
            }
            self._waits[key] = view.spells(lambda moment: (waits[moment.duty],))
        return self._waits[key]

    def _calls(self, path: Reference) -> tuple[Call, ...]:
        """What a path does, and what it does last when nobody has acknowledged."""
        unrolled = self._timeline.unrolled(path.id)
        last = last_call(self._timeline.plan, self._timeline.plan.paths[path.id])
        return (*unrolled.calls, last._replace(after=unrolled.end)) if last else unrolled.calls


def _countdown(timeline: Timeline, obligation: Obligation) -> Countdown | None:
    """How a deadline runs; None where the obligation is left out."""
    decision, path = obligation.decision, obligation.path
    if decision is None or not timeline.sound(decision):
        return None
    if timeline.plan.reach(decision).nobody or (path and not timeline.sound(path)):
        return None
    return countdown_of(timeline, obligation)


def _wait(duty: Duty, calls: Iterable[Call], wanted: set[str], trusting: bool) -> float:
    """Microseconds until the first of some people notices; infinite if none ever does."""
    soonest: float = inf
    for call in calls:
        after = (0 if trusting else inf) if call.after is None else call.after
        for id_ in duty.people(*call.targets, trusting=trusting):
            notice = call.notice(id_)
            # Anybody may be in a group that only Slack knows.
            if notice is not None and (id_ in wanted or id_.startswith("group:")):
                soonest = min(soonest, after + notice)
    return soonest


def _tries(meter: Meter, deadline: Deadline, wait: float, starts: Intervals) -> Iterator[int]:
    """Starts among some, one of which is the tightest: see :class:`Countdown`."""
    if wait == inf:
        yield starts[0][0]
        return
    edges = [*chain.from_iterable(meter.intervals)]
    bends = {edge - int(wait) for edge in edges}
    bends.update(chain.from_iterable(map(deadline.starts, edges)))
    bends.update(deadline.bends((starts[0][0], starts[-1][1])))
    bends.update(chain.from_iterable(starts))
    for start in {near for bend in bends for near in (bend - 1, bend, bend + 1)}:
        if contains(starts, start):
            yield start


def _leeway(meter: Meter, deadline: Deadline, wait: float, start: int) -> Leeway | None:
    """What a start leaves; None if its deadline never comes."""
    due = deadline.end(start)
    if due is None:
        return None
    at_once = meter.at(due) - meter.at(start)
    left = 0 if wait == inf else max(meter.at(due) - meter.at(start + int(wait)), 0)
    return Leeway(start, due, wait, left, at_once)


def _tightness(leeway: Leeway) -> tuple[int, bool, bool, int]:
    """Sorts leeways: of equals whoever is never told, then the first that people would write."""
    return leeway.left, leeway.wait < inf, leeway.start % SECOND > 0, leeway.start
