"""Promises over time: when an SLA runs and whether anybody is there to keep it."""

from collections.abc import Iterator

from commplan.clock import Intervals
from commplan.named import NamedTuple
from commplan.plan import Plan, Sla
from commplan.timeline.moment import Moment
from commplan.timeline.promises import Promised, promised
from commplan.timeline.timeline import Timeline
from commplan.timeline.view import View


class Watch(NamedTuple):
    """A severity or channel that an SLA is promised for, over the window of a timeline."""

    promise: Promised
    clock: str | None
    required: str | None
    """When ``coverage`` requires somebody; gaps in those hours are gaps of coverage."""
    view: View

    def runs(self, moment: Moment) -> bool:
        """Whether the clock of the SLA runs outside the hours that ``coverage`` requires."""
        return moment.runs(self.clock) and not moment.runs(self.required)

    def people(self, moment: Moment, *, trusting: bool = False) -> tuple[str, ...]:
        """Who is there to answer."""
        return moment.people(self.promise.answering, trusting=trusting)

    @property
    def gaps(self) -> Intervals:
        """When the clock runs outside required hours and there is certainly nobody."""
        return self.view.when(lambda m: self.runs(m) and self._nobody(m))

    def _nobody(self, moment: Moment) -> bool:
        return not self.people(moment) and not self.people(moment, trusting=True)

    @property
    def doubtful(self) -> set[str]:
        """Those on whom it hangs whether anybody is there then."""
        return {
            person
            for moment in (self.view.moments if self.view.doubtful else ())
            if self.runs(moment) and not self.people(moment)
            for person in self.people(moment, trusting=True)
        }


def watches(plan: Plan, timeline: Timeline, sla: Sla) -> Iterator[Watch]:
    """What an SLA is promised for, as far as it can be judged.

    Left out is what other rules speak of: references that lead nowhere or in a
    circle, owners and paths that name nobody, clocks that are not valid.
    """
    for promise in promised(plan, sla):
        requirement = plan.coverage.get(promise.severity or "")
        required = requirement.require if requirement else None
        answering = promise.answering
        known = timeline.sound(answering) and timeline.knows(sla.clock, required)
        if known and not plan.reach(answering).nobody and not timeline.clock_fault(required):
            yield Watch(
                promise, sla.clock, required, timeline.view(answering, clocks=(sla.clock, required))
            )
