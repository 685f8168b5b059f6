"""Promises over time: when an SLA runs and whether anybody is there to keep it."""

from collections.abc import Iterator

from commplan.cached import cached_property
from commplan.clock import Intervals
from commplan.plan import Plan, Sla
from commplan.timeline.moment import Moment
from commplan.timeline.promises import Promised, promised
from commplan.timeline.timeline import Timeline
from commplan.timeline.view import View


class Watch:
    """A severity or channel that an SLA is promised for, over the window of a timeline."""

    def __init__(
        self, timeline: Timeline, promise: Promised, clock: str, required: str | None
    ) -> None:
        self.promise = promise
        self.clock = clock
        self.required = required
        """When ``coverage`` requires somebody; gaps in those hours are gaps of coverage."""
        self._timeline = timeline

    @cached_property
    def view(self) -> View:
        """The moments that differ in who answers, or in whether a clock runs."""
        return self._timeline.view(self.promise.answering, clocks=(self.clock, self.required))

    @cached_property
    def is_kept(self) -> bool:
        """Whether somebody is certainly there at every instant; if not, somebody may be yet."""
        return self._timeline.is_certain(self.promise.answering, self.clock)

    def runs(self, moment: Moment) -> bool:
        """Whether the clock of the SLA runs outside the hours that ``coverage`` requires."""
        return moment.runs(self.clock) and not moment.runs(self.required)

    def people(self, moment: Moment, *, trusting: bool = False) -> tuple[str, ...]:
        """Who is there to answer."""
        return moment.people(self.promise.answering, trusting=trusting)

    @cached_property
    def gaps(self) -> Intervals:
        """When the clock runs outside required hours and there is certainly nobody."""
        if self.is_kept:
            return ()
        return self.view.when(lambda m: self.runs(m) and self._nobody(m))

    def _nobody(self, moment: Moment) -> bool:
        return not self.people(moment) and not self.people(moment, trusting=True)

    @property
    def doubtful(self) -> set[str]:
        """Those on whom it hangs whether anybody is there then."""
        if self.is_kept or not self.view.doubtful:
            return set()
        return {
            person
            for moment in self.view.moments
            if self.runs(moment) and not self.people(moment)
            for person in self.people(moment, trusting=True)
        }


def watches(plan: Plan, timeline: Timeline, sla: Sla) -> Iterator[Watch]:
    """What an SLA with a clock is promised for, as far as it can be judged.

    Left out is what other rules speak of: references that lead nowhere or in a
    circle, owners and paths that name nobody, clocks that are not valid.
    """
    clock = sla.clock
    if clock is None:
        return
    for promise in promised(plan, sla):
        requirement = plan.coverage.get(promise.severity or "")
        required = requirement.require if requirement else None
        answering = promise.answering
        known = timeline.sound(answering) and timeline.knows(clock, required)
        if known and not plan.reach(answering).nobody and not timeline.clock_fault(required):
            yield Watch(timeline, promise, clock, required)
