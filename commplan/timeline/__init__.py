"""A plan over time: hours, turns and absences, and what follows for whom to reach when."""

from commplan.timeline.calls import NOTICE, Call, Unrolled, has_contact, unroll
from commplan.timeline.cycles import Cycle, cycles
from commplan.timeline.doubts import listed
from commplan.timeline.lengths import compare_durations, exact_length
from commplan.timeline.moment import Moment
from commplan.timeline.promises import Promised, promised, slas_of
from commplan.timeline.roster import CalendarError, Roster
from commplan.timeline.timeline import HORIZON, Timeline
from commplan.timeline.view import View

__all__ = [
    "HORIZON",
    "NOTICE",
    "CalendarError",
    "Call",
    "Cycle",
    "Moment",
    "Promised",
    "Roster",
    "Timeline",
    "Unrolled",
    "View",
    "compare_durations",
    "cycles",
    "exact_length",
    "has_contact",
    "listed",
    "promised",
    "slas_of",
    "unroll",
]
