"""What was promised: the plan model, typed, merged and resolved."""

from typing import TYPE_CHECKING

from commplan.lazy import lazy

if TYPE_CHECKING:
    from commplan.plan.alerts import Alert as Alert
    from commplan.plan.approval import content_hash as content_hash
    from commplan.plan.audience import Circle as Circle
    from commplan.plan.audience import circle as circle
    from commplan.plan.audience import left_out as left_out
    from commplan.plan.baseline import BaselineFault as BaselineFault
    from commplan.plan.baseline import merge as merge
    from commplan.plan.capacity import Capacity as Capacity
    from commplan.plan.capacity import Expected as Expected
    from commplan.plan.capacity import Rate as Rate
    from commplan.plan.channel_details import Bridge as Bridge
    from commplan.plan.channel_details import ChannelSettings as ChannelSettings
    from commplan.plan.channel_details import MustMention as MustMention
    from commplan.plan.channel_details import Posting as Posting
    from commplan.plan.channel_details import Published as Published
    from commplan.plan.channel_names import legal_name as legal_name
    from commplan.plan.channel_names import name_faults as name_faults
    from commplan.plan.channels import Channel as Channel
    from commplan.plan.channels import Intake as Intake
    from commplan.plan.claims import ADDRESSES as ADDRESSES
    from commplan.plan.claims import BROADCAST as BROADCAST
    from commplan.plan.claims import CLAIMS as CLAIMS
    from commplan.plan.claims import MANAGED as MANAGED
    from commplan.plan.claims import ON_CALL as ON_CALL
    from commplan.plan.claims import RETENTION as RETENTION
    from commplan.plan.claims import channel_claims as channel_claims
    from commplan.plan.classification import PUBLIC as PUBLIC
    from commplan.plan.classification import Classification as Classification
    from commplan.plan.clearances import Clearance as Clearance
    from commplan.plan.clearances import Clearances as Clearances
    from commplan.plan.components import Components as Components
    from commplan.plan.contacts import EMPTY as EMPTY
    from commplan.plan.contacts import RELIED_ON as RELIED_ON
    from commplan.plan.contacts import DeadEnd as DeadEnd
    from commplan.plan.contacts import Use as Use
    from commplan.plan.contacts import addressees as addressees
    from commplan.plan.contacts import dead_ends as dead_ends
    from commplan.plan.contacts import emptied_by as emptied_by
    from commplan.plan.contacts import human_uses as human_uses
    from commplan.plan.coverage import Requirement as Requirement
    from commplan.plan.credentials import CREDENTIAL_MARKS as CREDENTIAL_MARKS
    from commplan.plan.credentials import bits_per_character as bits_per_character
    from commplan.plan.credentials import cover_credentials as cover_credentials
    from commplan.plan.credentials import credential as credential
    from commplan.plan.credentials import find_credentials as find_credentials
    from commplan.plan.credentials import is_kept_elsewhere as is_kept_elsewhere
    from commplan.plan.credentials import is_phone_number as is_phone_number
    from commplan.plan.credentials import masked as masked
    from commplan.plan.credentials import names_secret as names_secret
    from commplan.plan.criteria import Box as Box
    from commplan.plan.criteria import Criteria as Criteria
    from commplan.plan.criteria import Hidden as Hidden
    from commplan.plan.discussed import incidents_handled_in as incidents_handled_in
    from commplan.plan.discussed import team_channels as team_channels
    from commplan.plan.drills import Drill as Drill
    from commplan.plan.drills import Rehearsal as Rehearsal
    from commplan.plan.duty import DutyCalendar as DutyCalendar
    from commplan.plan.duty import DutyOverride as DutyOverride
    from commplan.plan.duty import DutyRotation as DutyRotation
    from commplan.plan.escalations import EscalationPath as EscalationPath
    from commplan.plan.escalations import Exhausted as Exhausted
    from commplan.plan.escalations import Method as Method
    from commplan.plan.escalations import Step as Step
    from commplan.plan.feedback import Appraisal as Appraisal
    from commplan.plan.feedback import Feedback as Feedback
    from commplan.plan.feedback import Survey as Survey
    from commplan.plan.goals import Goal as Goal
    from commplan.plan.goals import Kpi as Kpi
    from commplan.plan.holding import severities_of as severities_of
    from commplan.plan.holding import slas_of as slas_of
    from commplan.plan.incidents import incident_channels as incident_channels
    from commplan.plan.leaving import dispensable as dispensable
    from commplan.plan.measured import MEASURED_WINDOW as MEASURED_WINDOW
    from commplan.plan.measured import REPORT as REPORT
    from commplan.plan.measured import MeasuredChannel as MeasuredChannel
    from commplan.plan.measured import measured_channels as measured_channels
    from commplan.plan.measures import NOT_SET as NOT_SET
    from commplan.plan.measures import Measure as Measure
    from commplan.plan.measures import UnclearCriteria as UnclearCriteria
    from commplan.plan.messages import Message as Message
    from commplan.plan.messages import severities_named as severities_named
    from commplan.plan.metadata import Metadata as Metadata
    from commplan.plan.misspelt import probably_meant as probably_meant
    from commplan.plan.naming import entity_name as entity_name
    from commplan.plan.naming import listed as listed
    from commplan.plan.naming import nearest as nearest
    from commplan.plan.naming import one_of as one_of
    from commplan.plan.naming import with_article as with_article
    from commplan.plan.objectives import Objective as Objective
    from commplan.plan.objectives import Pause as Pause
    from commplan.plan.obligations import Obligation as Obligation
    from commplan.plan.olas import Ola as Ola
    from commplan.plan.organization import ChannelCard as ChannelCard
    from commplan.plan.organization import GroupCard as GroupCard
    from commplan.plan.organization import Organization as Organization
    from commplan.plan.organization import PersonCard as PersonCard
    from commplan.plan.organization import PlanCard as PlanCard
    from commplan.plan.organization import RecordsCard as RecordsCard
    from commplan.plan.organization import card as card
    from commplan.plan.overlays import Weakening as Weakening
    from commplan.plan.overlays import weakenings as weakenings
    from commplan.plan.patterns import PatternError as PatternError
    from commplan.plan.patterns import finds as finds
    from commplan.plan.people import External as External
    from commplan.plan.people import Group as Group
    from commplan.plan.people import Leave as Leave
    from commplan.plan.people import Person as Person
    from commplan.plan.people import Role as Role
    from commplan.plan.placeholders import PLACEHOLDERS as PLACEHOLDERS
    from commplan.plan.placeholders import is_placeholder as is_placeholder
    from commplan.plan.placeholders import may_hold_placeholder as may_hold_placeholder
    from commplan.plan.plan import Plan as Plan
    from commplan.plan.programmes import Meeting as Meeting
    from commplan.plan.programmes import Programme as Programme
    from commplan.plan.promises import ANSWERED as ANSWERED
    from commplan.plan.promises import ANY_TIME as ANY_TIME
    from commplan.plan.promises import TIMES as TIMES
    from commplan.plan.promises import IncidentSeverity as IncidentSeverity
    from commplan.plan.promises import Sla as Sla
    from commplan.plan.promises import Target as Target
    from commplan.plan.protocols import Conduct as Conduct
    from commplan.plan.protocols import Decisions as Decisions
    from commplan.plan.protocols import DmPolicy as DmPolicy
    from commplan.plan.protocols import Notifications as Notifications
    from commplan.plan.protocols import Protocols as Protocols
    from commplan.plan.protocols import Tone as Tone
    from commplan.plan.reach import Reach as Reach
    from commplan.plan.references import NOUNS as NOUNS
    from commplan.plan.references import SECTIONS as SECTIONS
    from commplan.plan.references import Reference as Reference
    from commplan.plan.references import ReferenceField as ReferenceField
    from commplan.plan.references import parse_reference as parse_reference
    from commplan.plan.requests import Automation as Automation
    from commplan.plan.requests import RequestType as RequestType
    from commplan.plan.requirements import RequiredCourse as RequiredCourse
    from commplan.plan.requirements import required_courses as required_courses
    from commplan.plan.reviews import Pir as Pir
    from commplan.plan.reviews import Review as Review
    from commplan.plan.routes import Routes as Routes
    from commplan.plan.routes import routes_by as routes_by
    from commplan.plan.routes import routes_of as routes_of
    from commplan.plan.rung import Ringing as Ringing
    from commplan.plan.rung import ringing as ringing
    from commplan.plan.security import Security as Security
    from commplan.plan.security import Silence as Silence
    from commplan.plan.security import is_stated as is_stated
    from commplan.plan.security import secured_tools as secured_tools
    from commplan.plan.security import silences as silences
    from commplan.plan.templated import Templated as Templated
    from commplan.plan.templated import templated_messages as templated_messages
    from commplan.plan.templates import Template as Template
    from commplan.plan.threads import THREAD_REASONS as THREAD_REASONS
    from commplan.plan.threads import ThreadReason as ThreadReason
    from commplan.plan.threads import request_channels as request_channels
    from commplan.plan.thresholds import Threshold as Threshold
    from commplan.plan.thresholds import parse_threshold as parse_threshold
    from commplan.plan.tools import Tool as Tool
    from commplan.plan.training import Course as Course
    from commplan.plan.training import Training as Training
    from commplan.plan.values import day_at as day_at
    from commplan.plan.waivers import MAX_DAYS as MAX_DAYS
    from commplan.plan.waivers import Waiver as Waiver
    from commplan.plan.waivers import ignore_faults as ignore_faults
    from commplan.plan.waivers import ignore_place as ignore_place
    from commplan.plan.waivers import waiver_faults as waiver_faults
    from commplan.plan.walk import find_scalars as find_scalars
    from commplan.plan.ways import SharedWays as SharedWays
    from commplan.plan.ways import Ways as Ways
    from commplan.plan.ways import join_ways as join_ways
else:
    __getattr__ = lazy(
        globals(),
        {
            "alerts": "Alert",
            "approval": "content_hash",
            "audience": "Circle circle left_out",
            "baseline": "BaselineFault merge",
            "capacity": "Capacity Expected Rate",
            "channel_details": "Bridge ChannelSettings MustMention Posting Published",
            "channel_names": "legal_name name_faults",
            "channels": "Channel Intake",
            "claims": "ADDRESSES BROADCAST CLAIMS MANAGED ON_CALL RETENTION channel_claims",
            "classification": "PUBLIC Classification",
            "clearances": "Clearance Clearances",
            "components": "Components",
            "contacts": "EMPTY RELIED_ON DeadEnd Use addressees dead_ends emptied_by human_uses",
            "coverage": "Requirement",
            "credentials": (
                "CREDENTIAL_MARKS bits_per_character cover_credentials credential "
                "find_credentials is_kept_elsewhere is_phone_number masked names_secret"
            ),
            "criteria": "Box Criteria Hidden",
            "leaving": "dispensable",
            "discussed": "incidents_handled_in team_channels",
            "drills": "Drill Rehearsal",
            "duty": "DutyCalendar DutyOverride DutyRotation",
            "escalations": "EscalationPath Exhausted Method Step",
            "feedback": "Appraisal Feedback Survey",
            "goals": "Goal Kpi",
            "holding": "severities_of slas_of",
            "incidents": "incident_channels",
            "measured": "MEASURED_WINDOW REPORT MeasuredChannel measured_channels",
            "measures": "NOT_SET Measure UnclearCriteria",
            "messages": "Message severities_named",
            "metadata": "Metadata",
            "misspelt": "probably_meant",
            "naming": "entity_name listed nearest one_of with_article",
            "objectives": "Objective Pause",
            "obligations": "Obligation",
            "olas": "Ola",
            "organization": (
                "ChannelCard GroupCard Organization PersonCard PlanCard RecordsCard card"
            ),
            "patterns": "PatternError finds",
            "overlays": "Weakening weakenings",
            "people": "External Group Leave Person Role",
            "placeholders": "PLACEHOLDERS is_placeholder may_hold_placeholder",
            "plan": "Plan",
            "programmes": "Meeting Programme",
            "promises": "ANSWERED ANY_TIME TIMES IncidentSeverity Sla Target",
            "protocols": "Conduct Decisions DmPolicy Notifications Protocols Tone",
            "reach": "Reach",
            "references": "NOUNS SECTIONS Reference ReferenceField parse_reference",
            "requests": "Automation RequestType",
            "requirements": "RequiredCourse required_courses",
            "reviews": "Pir Review",
            "routes": "Routes routes_by routes_of",
            "rung": "Ringing ringing",
            "security": "Security Silence is_stated secured_tools silences",
            "templated": "Templated templated_messages",
            "templates": "Template",
            "threads": "THREAD_REASONS ThreadReason request_channels",
            "thresholds": "Threshold parse_threshold",
            "tools": "Tool",
            "training": "Course Training",
            "values": "day_at",
            "waivers": "MAX_DAYS Waiver ignore_faults ignore_place waiver_faults",
            "walk": "find_scalars",
            "ways": "SharedWays Ways join_ways",
        },
    )
