"""Pure arithmetic over time: intervals, zones, calendars, rotations, deadlines.

It knows no plan and reads no clock. An instant is an ``int``: microseconds since
the Unix epoch, in UTC. Names of zones are those of the IANA database.
"""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.clock.calendars import ALWAYS as ALWAYS
    from commplan.clock.calendars import Calendar as Calendar
    from commplan.clock.calendars import intervals_of_day as intervals_of_day
    from commplan.clock.calendars import open_intervals as open_intervals
    from commplan.clock.countdown import Countdown as Countdown
    from commplan.clock.countdown import without_clock as without_clock
    from commplan.clock.days import day_after as day_after
    from commplan.clock.deadlines import FAR as FAR
    from commplan.clock.deadlines import LONGEST_CLOSURE as LONGEST_CLOSURE
    from commplan.clock.deadlines import due as due
    from commplan.clock.deadlines import due_within as due_within
    from commplan.clock.deadlines import elapsed as elapsed
    from commplan.clock.deadlines import latest_start as latest_start
    from commplan.clock.durations import DAY as DAY
    from commplan.clock.durations import HOUR as HOUR
    from commplan.clock.durations import MINUTE as MINUTE
    from commplan.clock.durations import SECOND as SECOND
    from commplan.clock.durations import WEEK as WEEK
    from commplan.clock.durations import Duration as Duration
    from commplan.clock.durations import format_duration as format_duration
    from commplan.clock.durations import parse_duration as parse_duration
    from commplan.clock.folding import days_among as days_among
    from commplan.clock.folding import fold as fold
    from commplan.clock.folding import gaps_per_week as gaps_per_week
    from commplan.clock.folding import in_company as in_company
    from commplan.clock.folding import longest as longest
    from commplan.clock.folding import longest_of as longest_of
    from commplan.clock.folding import recurrence as recurrence
    from commplan.clock.holidays import HolidaysUnavailable as HolidaysUnavailable
    from commplan.clock.holidays import UnknownHolidays as UnknownHolidays
    from commplan.clock.holidays import holiday_dates as holiday_dates
    from commplan.clock.holidays import holiday_years as holiday_years
    from commplan.clock.hours import Exceptions as Exceptions
    from commplan.clock.hours import Hours as Hours
    from commplan.clock.hours import HoursFault as HoursFault
    from commplan.clock.hours import Range as Range
    from commplan.clock.hours import hours_faults as hours_faults
    from commplan.clock.hours import parse_days as parse_days
    from commplan.clock.hours import parse_exceptions as parse_exceptions
    from commplan.clock.hours import parse_hours as parse_hours
    from commplan.clock.hours import parse_range as parse_range
    from commplan.clock.hours_of_week import hour_of_week as hour_of_week
    from commplan.clock.hours_of_week import mean_by_hour as mean_by_hour
    from commplan.clock.intervals import Interval as Interval
    from commplan.clock.intervals import Intervals as Intervals
    from commplan.clock.intervals import clip as clip
    from commplan.clock.intervals import contains as contains
    from commplan.clock.intervals import depth as depth
    from commplan.clock.intervals import intersect as intersect
    from commplan.clock.intervals import normalize as normalize
    from commplan.clock.intervals import subtract as subtract
    from commplan.clock.intervals import total as total
    from commplan.clock.intervals import union as union
    from commplan.clock.lengths import compare_durations as compare_durations
    from commplan.clock.lengths import exact_length as exact_length
    from commplan.clock.lengths import exact_parameter as exact_parameter
    from commplan.clock.lengths import exact_seconds as exact_seconds
    from commplan.clock.lengths import may_exceed as may_exceed
    from commplan.clock.lookback import window_start as window_start
    from commplan.clock.meter import Meter as Meter
    from commplan.clock.months import add_months as add_months
    from commplan.clock.months import days_of_months as days_of_months
    from commplan.clock.offsets import Run as Run
    from commplan.clock.offsets import first_instant as first_instant
    from commplan.clock.offsets import instant_of as instant_of
    from commplan.clock.offsets import last_instant as last_instant
    from commplan.clock.offsets import local_time as local_time
    from commplan.clock.offsets import offset_runs as offset_runs
    from commplan.clock.offsets import reading as reading
    from commplan.clock.pieces import Piece as Piece
    from commplan.clock.pieces import Pieces as Pieces
    from commplan.clock.pieces import due_pieces as due_pieces
    from commplan.clock.pieces import open_time_pieces as open_time_pieces
    from commplan.clock.pieces import refined as refined
    from commplan.clock.rhythms import Rhythm as Rhythm
    from commplan.clock.rhythms import parse_rhythm as parse_rhythm
    from commplan.clock.rolling import Rolling as Rolling
    from commplan.clock.rotations import Override as Override
    from commplan.clock.rotations import Rotation as Rotation
    from commplan.clock.rotations import Shift as Shift
    from commplan.clock.rotations import on_call as on_call
    from commplan.clock.rotations import rotation_fault as rotation_fault
    from commplan.clock.rotations import shifts as shifts
    from commplan.clock.weeks import week_starts as week_starts
    from commplan.clock.wording import format_clock as format_clock
    from commplan.clock.wording import format_day_time as format_day_time
    from commplan.clock.wording import format_instant as format_instant
    from commplan.clock.wording import format_offset as format_offset
    from commplan.clock.wording import format_until as format_until
    from commplan.clock.wording import format_utc as format_utc
    from commplan.clock.wording import parse_instant as parse_instant
    from commplan.clock.zones import UnknownZone as UnknownZone
    from commplan.clock.zones import is_zone_name as is_zone_name
    from commplan.clock.zones import zone as zone
else:
    __getattr__ = lazy(
        globals(),
        {
            "calendars": "ALWAYS Calendar intervals_of_day open_intervals",
            "countdown": "Countdown without_clock",
            "days": "day_after",
            "deadlines": "FAR LONGEST_CLOSURE due due_within elapsed latest_start",
            "durations": "DAY HOUR MINUTE SECOND WEEK Duration format_duration parse_duration",
            "folding": "days_among fold gaps_per_week in_company longest longest_of recurrence",
            "holidays": "HolidaysUnavailable UnknownHolidays holiday_dates holiday_years",
            "hours": (
                "Exceptions Hours HoursFault Range hours_faults parse_days parse_exceptions "
                "parse_hours parse_range"
            ),
            "hours_of_week": "hour_of_week mean_by_hour",
            "intervals": (
                "Interval Intervals clip contains depth intersect normalize subtract total union"
            ),
            "lengths": "compare_durations exact_length exact_parameter exact_seconds may_exceed",
            "meter": "Meter",
            "lookback": "window_start",
            "months": "add_months days_of_months",
            "offsets": ("Run first_instant instant_of last_instant local_time offset_runs reading"),
            "pieces": "Piece Pieces due_pieces open_time_pieces refined",
            "rhythms": "Rhythm parse_rhythm",
            "rolling": "Rolling",
            "rotations": "Override Rotation Shift on_call rotation_fault shifts",
            "weeks": "week_starts",
            "wording": (
                "format_clock format_day_time format_instant format_offset format_until format_utc "
                "parse_instant"
            ),
            "zones": "UnknownZone is_zone_name zone",
        },
    )
