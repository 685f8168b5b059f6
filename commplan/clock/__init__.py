"""Pure arithmetic over time: intervals, zones, calendars, rotations, deadlines.

It knows no plan and reads no clock. An instant is an ``int``: microseconds since
the Unix epoch, in UTC. Names of zones are those of the IANA database.
"""

from commplan.clock.calendars import ALWAYS, Calendar, intervals_of_day, open_intervals
from commplan.clock.deadlines import LONGEST_CLOSURE, due, due_within, elapsed
from commplan.clock.durations import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    WEEK,
    Duration,
    format_duration,
    parse_duration,
)
from commplan.clock.folding import fold, gaps_per_week, longest, longest_of, recurrence
from commplan.clock.holidays import (
    HolidaysUnavailable,
    UnknownHolidays,
    holiday_dates,
    holiday_years,
)
from commplan.clock.hours import (
    Exceptions,
    Hours,
    HoursFault,
    Range,
    hours_faults,
    parse_days,
    parse_exceptions,
    parse_hours,
    parse_range,
)
from commplan.clock.intervals import (
    Interval,
    Intervals,
    clip,
    contains,
    depth,
    intersect,
    normalize,
    subtract,
    total,
    union,
)
from commplan.clock.months import add_months
from commplan.clock.offsets import (
    Run,
    first_instant,
    instant_of,
    last_instant,
    local_time,
    offset_runs,
)
from commplan.clock.rotations import Override, Rotation, Shift, on_call, rotation_fault, shifts
from commplan.clock.wording import format_instant, format_until, format_utc, parse_instant
from commplan.clock.zones import UnknownZone, is_zone_name, zone

__all__ = [
    "ALWAYS",
    "DAY",
    "HOUR",
    "LONGEST_CLOSURE",
    "MINUTE",
    "SECOND",
    "WEEK",
    "Calendar",
    "Duration",
    "Exceptions",
    "HolidaysUnavailable",
    "Hours",
    "HoursFault",
    "Interval",
    "Intervals",
    "Override",
    "Range",
    "Rotation",
    "Run",
    "Shift",
    "UnknownHolidays",
    "UnknownZone",
    "add_months",
    "clip",
    "contains",
    "depth",
    "due",
    "due_within",
    "elapsed",
    "first_instant",
    "fold",
    "format_duration",
    "format_instant",
    "format_until",
    "format_utc",
    "gaps_per_week",
    "holiday_dates",
    "holiday_years",
    "hours_faults",
    "instant_of",
    "intersect",
    "intervals_of_day",
    "is_zone_name",
    "last_instant",
    "local_time",
    "longest",
    "longest_of",
    "normalize",
    "offset_runs",
    "on_call",
    "open_intervals",
    "parse_days",
    "parse_duration",
    "parse_exceptions",
    "parse_hours",
    "parse_instant",
    "parse_range",
    "recurrence",
    "rotation_fault",
    "shifts",
    "subtract",
    "total",
    "union",
    "zone",
]
