"""A plan over time: hours, turns and absences, and what follows for whom to reach when."""

from commplan.timeline.arrivals import Arrival, Idle, Levels, gathered
from commplan.timeline.calls import NOTICE, Call, Unrolled, has_contact, unroll
from commplan.timeline.cycles import Cycle, cycles
from commplan.timeline.doubts import listed
from commplan.timeline.gaps import Gaps
from commplan.timeline.lengths import compare_durations, exact_length, exact_seconds
from commplan.timeline.moment import Moment
from commplan.timeline.promises import Promised, promised, slas_of
from commplan.timeline.race import Race, races
from commplan.timeline.roster import CalendarError, Roster
from commplan.timeline.timeline import HORIZON, Timeline
from commplan.timeline.view import View
from commplan.timeline.watch import Watch, watches

__all__ = [
    "HORIZON",
    "NOTICE",
    "Arrival",
    "CalendarError",
    "Call",
    "Cycle",
    "Gaps",
    "Idle",
    "Levels",
    "Moment",
    "Promised",
    "Race",
    "Roster",
    "Timeline",
    "Unrolled",
    "View",
    "Watch",
    "compare_durations",
    "cycles",
    "exact_length",
    "exact_seconds",
    "gathered",
    "has_contact",
    "listed",
    "promised",
    "races",
    "slas_of",
    "unroll",
    "watches",
]
