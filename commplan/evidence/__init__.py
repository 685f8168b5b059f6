"""What was done, as files beside a plan record it: who passed a course, which review was held.

Each record has a type and each file one of them. A file with any fault gives no
records: rules then say that they could not judge.
"""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.evidence.evidence import Evidence as Evidence
    from commplan.evidence.evidence import EvidenceFile as EvidenceFile
    from commplan.evidence.evidence import Gap as Gap
    from commplan.evidence.indicators import Indicator as Indicator
    from commplan.evidence.indicators import KpiTarget as KpiTarget
    from commplan.evidence.indicators import judge_kpi as judge_kpi
    from commplan.evidence.indicators import judge_kpi_count as judge_kpi_count
    from commplan.evidence.indicators import read_kpi_target as read_kpi_target
    from commplan.evidence.pirs import DueReview as DueReview
    from commplan.evidence.pirs import closed_incidents as closed_incidents
    from commplan.evidence.pirs import due_reviews as due_reviews
    from commplan.evidence.records import ActionRecord as ActionRecord
    from commplan.evidence.records import ActivityRecord as ActivityRecord
    from commplan.evidence.records import AnswerRecord as AnswerRecord
    from commplan.evidence.records import DrillRecord as DrillRecord
    from commplan.evidence.records import IncidentRecord as IncidentRecord
    from commplan.evidence.records import NotificationRecord as NotificationRecord
    from commplan.evidence.records import PageRecord as PageRecord
    from commplan.evidence.records import Record as Record
    from commplan.evidence.records import ReviewRecord as ReviewRecord
    from commplan.evidence.records import TicketRecord as TicketRecord
    from commplan.evidence.records import TrainingRecord as TrainingRecord
    from commplan.evidence.records import UpdateRecord as UpdateRecord
    from commplan.evidence.rehearsed import NewestDrill as NewestDrill
    from commplan.evidence.rehearsed import drill_names as drill_names
    from commplan.evidence.rehearsed import last_drill as last_drill
    from commplan.evidence.rehearsed import newest_drills as newest_drills
    from commplan.evidence.spans import Spans as Spans
    from commplan.evidence.spans import case_spans as case_spans
    from commplan.evidence.spans import cases_begun as cases_begun
    from commplan.evidence.spans import span_metrics as span_metrics
    from commplan.evidence.table import RowFault as RowFault
    from commplan.evidence.table import Table as Table
    from commplan.evidence.training import Validity as Validity
    from commplan.evidence.unknown import strangers as strangers
    from commplan.evidence.uses import MAJOR_INCIDENT as MAJOR_INCIDENT
    from commplan.evidence.uses import EvidenceUse as EvidenceUse
    from commplan.evidence.uses import FoundFile as FoundFile
    from commplan.evidence.waves import Wave as Wave
    from commplan.evidence.waves import newest_wave as newest_wave
else:
    __getattr__ = lazy(
        globals(),
        {
            "evidence": "Evidence EvidenceFile Gap",
            "pirs": "DueReview closed_incidents due_reviews",
            "indicators": "Indicator KpiTarget judge_kpi judge_kpi_count read_kpi_target",
            "records": (
                "ActionRecord ActivityRecord AnswerRecord DrillRecord IncidentRecord "
                "NotificationRecord PageRecord Record ReviewRecord TicketRecord TrainingRecord "
                "UpdateRecord"
            ),
            "rehearsed": "NewestDrill drill_names last_drill newest_drills",
            "spans": "Spans case_spans cases_begun span_metrics",
            "table": "RowFault Table",
            "training": "Validity",
            "unknown": "strangers",
            "uses": "MAJOR_INCIDENT EvidenceUse FoundFile",
            "waves": "Wave newest_wave",
        },
    )
