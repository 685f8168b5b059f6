"""A plan over time: hours, turns and absences, and what follows for whom to reach when."""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.timeline.arrivals import Arrival as Arrival
    from commplan.timeline.arrivals import Idle as Idle
    from commplan.timeline.arrivals import Levels as Levels
    from commplan.timeline.arrivals import There as There
    from commplan.timeline.arrivals import gathered as gathered
    from commplan.timeline.arrivals import there_for as there_for
    from commplan.timeline.calls import NOTICE as NOTICE
    from commplan.timeline.calls import Call as Call
    from commplan.timeline.calls import Unrolled as Unrolled
    from commplan.timeline.calls import has_contact as has_contact
    from commplan.timeline.calls import unroll as unroll
    from commplan.timeline.cycle import Cycle as Cycle
    from commplan.timeline.cycle import cycles as cycles
    from commplan.timeline.deadlines import Deadline as Deadline
    from commplan.timeline.deadlines import deadline_of as deadline_of
    from commplan.timeline.deadlines import deadline_zone as deadline_zone
    from commplan.timeline.demand import Demand as Demand
    from commplan.timeline.demand import demands as demands
    from commplan.timeline.duty import OnDuty as OnDuty
    from commplan.timeline.duty import on_duty as on_duty
    from commplan.timeline.fairness import DAYTIME as DAYTIME
    from commplan.timeline.fairness import Audience as Audience
    from commplan.timeline.fairness import Burden as Burden
    from commplan.timeline.fairness import audiences as audiences
    from commplan.timeline.fairness import duty_out_of_hours as duty_out_of_hours
    from commplan.timeline.fairness import odd_meetings as odd_meetings
    from commplan.timeline.gaps import Gaps as Gaps
    from commplan.timeline.interrupts import Interrupts as Interrupts
    from commplan.timeline.interrupts import interrupts_on as interrupts_on
    from commplan.timeline.interrupts import most_interrupts as most_interrupts
    from commplan.timeline.leeway import Leeway as Leeway
    from commplan.timeline.leeway import Leeways as Leeways
    from commplan.timeline.leeway import Notification as Notification
    from commplan.timeline.load import Load as Load
    from commplan.timeline.load import Share as Share
    from commplan.timeline.load import Stint as Stint
    from commplan.timeline.load import rests as rests
    from commplan.timeline.load import shares as shares
    from commplan.timeline.load import sites as sites
    from commplan.timeline.load import stints as stints
    from commplan.timeline.lookback import window_begin as window_begin
    from commplan.timeline.moment import Moment as Moment
    from commplan.timeline.moved import Move as Move
    from commplan.timeline.moved import moves as moves
    from commplan.timeline.moved import same_clock as same_clock
    from commplan.timeline.nights import NIGHT as NIGHT
    from commplan.timeline.nights import Unheard as Unheard
    from commplan.timeline.nights import quiet_calendar as quiet_calendar
    from commplan.timeline.nights import unheard as unheard
    from commplan.timeline.promises import Promised as Promised
    from commplan.timeline.promises import promised as promised
    from commplan.timeline.race import Race as Race
    from commplan.timeline.race import races as races
    from commplan.timeline.reliance import Reliance as Reliance
    from commplan.timeline.reliance import relied_on as relied_on
    from commplan.timeline.roster import CalendarError as CalendarError
    from commplan.timeline.roster import Roster as Roster
    from commplan.timeline.roster import zone_exists as zone_exists
    from commplan.timeline.shortage import Shortage as Shortage
    from commplan.timeline.support import Lateness as Lateness
    from commplan.timeline.support import Supported as Supported
    from commplan.timeline.support import latest as latest
    from commplan.timeline.support import supported as supported
    from commplan.timeline.timeline import HORIZON as HORIZON
    from commplan.timeline.timeline import Timeline as Timeline
    from commplan.timeline.unfolding import Presence as Presence
    from commplan.timeline.unfolding import Reached as Reached
    from commplan.timeline.unfolding import Turn as Turn
    from commplan.timeline.unfolding import Unfolding as Unfolding
    from commplan.timeline.unfolding import presence as presence
    from commplan.timeline.unfolding import unfold as unfold
    from commplan.timeline.updates import Absence as Absence
    from commplan.timeline.updates import Update as Update
    from commplan.timeline.updates import absence as absence
    from commplan.timeline.updates import updates_of as updates_of
    from commplan.timeline.view import View as View
    from commplan.timeline.watch import Watch as Watch
    from commplan.timeline.watch import watches as watches
    from commplan.timeline.wearers import Coincidence as Coincidence
    from commplan.timeline.wearers import coincidence as coincidence
else:
    __getattr__ = lazy(
        globals(),
        {
            "arrivals": "Arrival Idle Levels There gathered there_for",
            "calls": "NOTICE Call Unrolled has_contact unroll",
            "cycle": "Cycle cycles",
            "deadlines": "Deadline deadline_of deadline_zone",
            "demand": "Demand demands",
            "duty": "OnDuty on_duty",
            "fairness": "DAYTIME Audience Burden audiences duty_out_of_hours odd_meetings",
            "gaps": "Gaps",
            "interrupts": "Interrupts interrupts_on most_interrupts",
            "leeway": "Leeway Leeways Notification",
            "load": "Load Share Stint rests shares sites stints",
            "lookback": "window_begin",
            "moment": "Moment",
            "moved": "Move moves same_clock",
            "nights": "NIGHT Unheard quiet_calendar unheard",
            "promises": "Promised promised",
            "race": "Race races",
            "reliance": "Reliance relied_on",
            "roster": "CalendarError Roster zone_exists",
            "shortage": "Shortage",
            "support": "Lateness Supported latest supported",
            "timeline": "HORIZON Timeline",
            "unfolding": "Presence Reached Turn Unfolding presence unfold",
            "updates": "Absence Update absence updates_of",
            "view": "View",
            "watch": "Watch watches",
            "wearers": "Coincidence coincidence",
        },
    )
