"""How well the times that SLAs promise are kept: one value for each promise.

Rules, tables and charts show the same values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from commplan.clock import DAY, WEEK, Calendar, Duration, exact_length
from commplan.evidence import Gap
from commplan.measures.cases import Cases, State
from commplan.measures.windows import Window
from commplan.plan import ANY_TIME, MEASURED_WINDOW, Plan, Sla, Target
from commplan.statistics import (
    Conclusion,
    Judgement,
    Limit,
    bootstrap_share,
    conclude,
    judge_percentile,
    judge_share,
    open_percentile,
)
from commplan.timeline import Timeline, window_begin

WORST = 3
"""How many of the slowest cases are told."""
REQUESTS, INCIDENTS = "requests", "incidents"
FOLLOW_UPS = "follow-ups"
"""What requesters write after an answer."""
_MARGIN = 60 * DAY
"""How far past now a promise may fall due, so that the holidays until then are known."""


class Slow(NamedTuple):
    """One of the slowest cases."""

    channel: str
    """Its channel's id in Slack; empty where the case is no message."""
    at: int
    waited: int
    """Microseconds of open time, so far if it goes on."""
    is_open: bool
    """Whether it still goes on."""
    name: str = ""
    """The incident; empty for a request, which the message is."""


class WeekOfCases(NamedTuple):
    """Seven days, the last of which end as of now; the first ones are cut by the window."""

    start: int
    end: int
    met: int
    missed: int

    @property
    def n(self) -> int:
        """How many cases began in it that are met or missed."""
        return self.met + self.missed

    @property
    def whole(self) -> bool:
        """Whether all of its seven days are in the window."""
        return self.end - self.start == WEEK


class Attainment(NamedTuple):
    """How well one promised time is kept. Lengths are microseconds of open time."""

    sla: Sla
    target: Target
    kind: str
    """What its cases are: ``requests`` or ``incidents``."""
    window: Duration
    """How far back it looks."""
    cases: Cases
    start: int
    """From when on cases are counted; later than the window wants where less is known."""
    end: int
    whole: bool
    """Whether all of the window is known."""
    judgement: Judgement | None
    """None where the SLA has no objective."""
    worst: tuple[Slow, ...] = ()
    windows: tuple[Window, ...] = ()
    """Of the channels; none for incidents."""

    @property
    def n(self) -> int:
        """How many cases are met or missed."""
        return self.cases.n

    @property
    def met(self) -> int:
        """How many were kept in time."""
        return self.cases.counts[State.MET]

    @property
    def missed(self) -> int:
        """How many were kept late, or are past due."""
        return self.cases.counts[State.MISSED]

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many were neither met nor missed, by why; only those that there are."""
        states = (State.PENDING, State.WITHDRAWN, State.CLOSED, State.LOST, State.UNKNOWN)
        return {one.value: n for one in states if (n := self.cases.counts[one])}

    @property
    def in_days(self) -> bool:
        """Whether times are told in days, too: on a clock that never stops."""
        return self.sla.clock in (None, ANY_TIME)

    @property
    def cases_told(self) -> str:
        """``requests``, ``follow-ups`` (a request may bring several) or ``incidents``."""
        return FOLLOW_UPS if self.target.name == "next_response" else self.kind

    @property
    def conclusion(self) -> Conclusion:
        """What may be said of the objective: nothing for certain without the whole window."""
        if self.judgement is None or not self.whole:
            return Conclusion.INCONCLUSIVE
        return self.judgement.conclusion

    @property
    def mean(self) -> float | None:
        """Of the cases that are met or missed, as far as they have lasted."""
        waited = self.cases.waited[self.cases.decided]
        return float(waited.mean()) if len(waited) else None

    @property
    def grows(self) -> bool:
        """Whether the mean is the least that it will be, since some of its cases go on."""
        return bool(self.cases.is_open[self.cases.decided].any())

    @property
    def median(self) -> float | None:
        """None where too many go on to tell."""
        return self.percentile(0.5)

    @property
    def p90(self) -> float | None:
        """None where too many go on to tell."""
        return self.percentile(0.9)

    def percentile(self, share: float) -> float | None:
        """The length within which a share of the cases ends, those that go on allowed for."""
        if not len(self.cases.waited):
            return None
        return open_percentile(self.cases.waited, self.cases.is_open, share)

    @property
    def weeks(self) -> tuple[WeekOfCases, ...]:
        """The window week by week, the first one first.

        What began in the first instant of the window belongs to its first week.
        """
        number = -(-(self.end - self.start) // WEEK)
        ago = (self.end - self.cases.at[self.cases.decided]) // WEEK
        ago = ago.clip(max=number - 1)
        met = self.cases.met[self.cases.decided]
        return tuple(
            WeekOfCases(
                max(self.start, self.end - (week + 1) * WEEK),
                self.end - week * WEEK,
                int((met & (ago == week)).sum()),
                int((~met & (ago == week)).sum()),
            )
            for week in reversed(range(number))
        )


def window_of(sla: Sla) -> Duration:
    """How far back the objective of an SLA looks."""
    objective = sla.objective
    return (objective and objective.window) or MEASURED_WINDOW


def counted_since(plan: Plan, sla: Sla, length: Duration, as_of: int) -> int | Gap:
    """The instant from which on the cases of an SLA are counted, or why nobody can tell."""
    since = window_begin(plan, sla.clock, as_of, length)
    if isinstance(since, int):
        return since
    at = sla.at / "objective" / "window"
    return Gap(at, f"sla:{sla.id} is measured over {length}: {since}")


def clock_of(plan: Plan, clock: str | None, start: int, as_of: int) -> Calendar | str | None:
    """The calendar of a clock (none is 24x7) from an instant on, or why nobody can tell of it.

    None where PLN101 speaks of the clock.
    """
    timeline = Timeline(plan, as_of, window=(start, as_of + _MARGIN))
    if not timeline.knows(clock):
        return None
    if fault := timeline.clock_fault(clock):
        return fault
    return timeline.calendar(clock or ANY_TIME)


def judged(sla: Sla, target: Target, cases: Cases, *, by_day: bool = False) -> Judgement | None:
    """Cases held against the objective of an SLA; None where it has none.

    A percentile is held against the promised length, those that go on allowed for. Where
    that has no fixed length, or days are drawn, it is the share in time that counts, which
    says the same.
    """
    objective, length = sla.objective, exact_length(target.duration)
    share = objective.share if objective else None
    if objective is None or share is None:
        return None
    limit = Limit(share, is_least=True)
    if by_day:
        days = cases.at[cases.decided] // DAY
        estimate = bootstrap_share(cases.met[cases.decided], days.tolist())
        return Judgement(conclude(estimate, limit), estimate, limit)
    if objective.attainment is None and length is not None and 0 < share < 1:
        most = Limit(length, is_least=False)
        return judge_percentile(_told_late(cases, length), share, most, is_open=cases.is_open)
    return judge_share(cases.counts[State.MET], cases.n, limit)


def _told_late(cases: Cases, length: int) -> Any:
    """How long cases took, a microsecond more than was promised at least where they are late.

    What is due when hours close and comes after that has taken no more open time than was
    promised. Without this, a percentile could be in time where the share in time says no.
    """
    import numpy as np

    late = cases.decided & ~cases.met & ~cases.is_open
    return np.where(late, np.maximum(cases.waited, length + 1), cases.waited)
