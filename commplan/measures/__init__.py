"""What was promised, measured by what happened: dataframe expressions over a history.

Everything here is written once, for narwhals, and runs embedded (DuckDB) or on a
cluster (PySpark). Rules ask functions of this package for small values.
"""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.measures.adherences import Adherence as Adherence
    from commplan.measures.adherences import Unrecognisable as Unrecognisable
    from commplan.measures.adherences import template_adherence as template_adherence
    from commplan.measures.after_hours import AfterHours as AfterHours
    from commplan.measures.after_hours import Evenings as Evenings
    from commplan.measures.after_hours import evenings as evenings
    from commplan.measures.after_hours import working_groups as working_groups
    from commplan.measures.answering import AnswerSpread as AnswerSpread
    from commplan.measures.answering import Helping as Helping
    from commplan.measures.answering import Threading as Threading
    from commplan.measures.answering import Waits as Waits
    from commplan.measures.answering import answer_spread as answer_spread
    from commplan.measures.answering import helping_of as helping_of
    from commplan.measures.answering import threading_of as threading_of
    from commplan.measures.asked import Unassessed as Unassessed
    from commplan.measures.asked import unassessed_intakes as unassessed_intakes
    from commplan.measures.associations import ResolutionAssociation as ResolutionAssociation
    from commplan.measures.associations import resolution_associations as resolution_associations
    from commplan.measures.attainment import Attainment as Attainment
    from commplan.measures.attainment import Slow as Slow
    from commplan.measures.attainment import WeekOfCases as WeekOfCases
    from commplan.measures.attainment import window_of as window_of
    from commplan.measures.attainment_words import AttainmentWords as AttainmentWords
    from commplan.measures.backlog import Backlog as Backlog
    from commplan.measures.backlog import request_backlog as request_backlog
    from commplan.measures.backlog import ticket_backlog as ticket_backlog
    from commplan.measures.cadences import IncidentSilence as IncidentSilence
    from commplan.measures.cadences import UpdateGap as UpdateGap
    from commplan.measures.cadences import incident_silences as incident_silences
    from commplan.measures.cadences import update_gaps as update_gaps
    from commplan.measures.clocks import on_clock as on_clock
    from commplan.measures.closings import Closings as Closings
    from commplan.measures.closings import closings_of as closings_of
    from commplan.measures.courses import IncidentCourse as IncidentCourse
    from commplan.measures.courses import PostedUpdate as PostedUpdate
    from commplan.measures.courses import incident_courses as incident_courses
    from commplan.measures.crowds import Crowd as Crowd
    from commplan.measures.crowds import accounts_behind as accounts_behind
    from commplan.measures.delays import Unannounced as Unannounced
    from commplan.measures.delays import unannounced_delays as unannounced_delays
    from commplan.measures.discussions import Discussions as Discussions
    from commplan.measures.discussions import decision_threads as decision_threads
    from commplan.measures.exchange_rows import closed_by_reaction as closed_by_reaction
    from commplan.measures.exchange_rows import running as running
    from commplan.measures.exposed import Exposure as Exposure
    from commplan.measures.exposed import Unsearched as Unsearched
    from commplan.measures.exposed import exposures as exposures
    from commplan.measures.further_turns import follow_ups as follow_ups
    from commplan.measures.history import History as History
    from commplan.measures.history import MeasuredIn as MeasuredIn
    from commplan.measures.hours import WeekHours as WeekHours
    from commplan.measures.hours import week_hours as week_hours
    from commplan.measures.incident_cases import incident_attainments as incident_attainments
    from commplan.measures.intakes import Desk as Desk
    from commplan.measures.intakes import desks as desks
    from commplan.measures.interruptions import Interruptions as Interruptions
    from commplan.measures.interruptions import OnCallTimes as OnCallTimes
    from commplan.measures.interruptions import on_call_times as on_call_times
    from commplan.measures.kpis import KpiTerms as KpiTerms
    from commplan.measures.kpis import MeasuredKpi as MeasuredKpi
    from commplan.measures.kpis import measured_kpis as measured_kpis
    from commplan.measures.linkage import Linkage as Linkage
    from commplan.measures.linkage import linkage_of as linkage_of
    from commplan.measures.links import message_link as message_link
    from commplan.measures.looking.keys import key_faults as key_faults
    from commplan.measures.looking.records import record_tools as record_tools
    from commplan.measures.noises import AlertNoise as AlertNoise
    from commplan.measures.noises import alert_channels as alert_channels
    from commplan.measures.noises import alert_noises as alert_noises
    from commplan.measures.objectives import attainments as attainments
    from commplan.measures.redirections import Redirections as Redirections
    from commplan.measures.redirections import redirections_of as redirections_of
    from commplan.measures.reports import Delivery as Delivery
    from commplan.measures.reports import ReportDeliveries as ReportDeliveries
    from commplan.measures.reports import report_deliveries as report_deliveries
    from commplan.measures.request_cases import hindrances as hindrances
    from commplan.measures.request_cases import request_attainments as request_attainments
    from commplan.measures.request_rows import answers as answers
    from commplan.measures.request_rows import requests as requests
    from commplan.measures.request_rows import responses as responses
    from commplan.measures.scatter import RequestScatter as RequestScatter
    from commplan.measures.scatter import VenueOfRequests as VenueOfRequests
    from commplan.measures.scatter import request_scatter as request_scatter
    from commplan.measures.shares import MeasuredShare as MeasuredShare
    from commplan.measures.shares import at_least as at_least
    from commplan.measures.shares import at_most as at_most
    from commplan.measures.shares import not_read as not_read
    from commplan.measures.shares import told_percent as told_percent
    from commplan.measures.shares import too_short as too_short
    from commplan.measures.shares import unjudged as unjudged
    from commplan.measures.silences import AlertSilence as AlertSilence
    from commplan.measures.silences import alert_silences as alert_silences
    from commplan.measures.tones import Tones as Tones
    from commplan.measures.tones import channel_tones as channel_tones
    from commplan.measures.unanswered import Overdue as Overdue
    from commplan.measures.unanswered import Unanswered as Unanswered
    from commplan.measures.unanswered import unanswered_requests as unanswered_requests
    from commplan.measures.unevenness import PeopleInCommon as PeopleInCommon
    from commplan.measures.unevenness import WaitComparison as WaitComparison
    from commplan.measures.unevenness import wait_comparisons as wait_comparisons
    from commplan.measures.voices import Voices as Voices
    from commplan.measures.voices import channel_voices as channel_voices
    from commplan.measures.windows import Window as Window
    from commplan.measures.windows import windows_of as windows_of
else:
    __getattr__ = lazy(
        globals(),
        {
            "adherences": "Adherence Unrecognisable template_adherence",
            "after_hours": "AfterHours Evenings evenings working_groups",
            "answering": "AnswerSpread Helping Threading Waits answer_spread helping_of "
            "threading_of",
            "asked": "Unassessed unassessed_intakes",
            "associations": "ResolutionAssociation resolution_associations",
            "attainment": "Attainment Slow WeekOfCases window_of",
            "attainment_words": "AttainmentWords",
            "backlog": "Backlog request_backlog ticket_backlog",
            "cadences": "IncidentSilence UpdateGap incident_silences update_gaps",
            "clocks": "on_clock",
            "closings": "Closings closings_of",
            "courses": "IncidentCourse PostedUpdate incident_courses",
            "crowds": "Crowd accounts_behind",
            "delays": "Unannounced unannounced_delays",
            "discussions": "Discussions decision_threads",
            "exchange_rows": "closed_by_reaction running",
            "exposed": "Exposure Unsearched exposures",
            "further_turns": "follow_ups",
            "history": "History MeasuredIn",
            "hours": "WeekHours week_hours",
            "incident_cases": "incident_attainments",
            "intakes": "Desk desks",
            "interruptions": "Interruptions OnCallTimes on_call_times",
            "kpis": "KpiTerms MeasuredKpi measured_kpis",
            "linkage": "Linkage linkage_of",
            "links": "message_link",
            "looking.keys": "key_faults",
            "looking.records": "record_tools",
            "noises": "AlertNoise alert_channels alert_noises",
            "objectives": "attainments",
            "redirections": "Redirections redirections_of",
            "reports": "Delivery ReportDeliveries report_deliveries",
            "request_cases": "hindrances request_attainments",
            "request_rows": "answers requests responses",
            "scatter": "RequestScatter VenueOfRequests request_scatter",
            "shares": "MeasuredShare at_least at_most unjudged not_read told_percent too_short",
            "silences": "AlertSilence alert_silences",
            "tones": "Tones channel_tones",
            "unanswered": "Overdue Unanswered unanswered_requests",
            "unevenness": "PeopleInCommon WaitComparison wait_comparisons",
            "voices": "Voices channel_voices",
            "windows": "Window windows_of",
        },
    )
