"""What was promised: the plan model, typed, merged and resolved."""

from commplan.plan.baseline import merge
from commplan.plan.channels import Channel, Intake, Message, severities_named
from commplan.plan.duty import DutyCalendar, DutyOverride, DutyRotation
from commplan.plan.entities import (
    Alert,
    Metadata,
    Obligation,
    RequestType,
    Template,
    Tool,
    Waiver,
)
from commplan.plan.escalations import EscalationPath, Exhausted, Method, Step
from commplan.plan.organization import ChannelCard, Organization, PersonCard, PlanCard, card
from commplan.plan.people import External, Group, Leave, Person, Role
from commplan.plan.plan import BaselineFault, Plan, Reach
from commplan.plan.promises import ALWAYS, IncidentSeverity, Ola, Requirement, Sla, Target
from commplan.plan.references import (
    NOUNS,
    SECTIONS,
    Reference,
    ReferenceField,
    parse_reference,
    parse_references,
)

__all__ = [
    "ALWAYS",
    "NOUNS",
    "SECTIONS",
    "Alert",
    "BaselineFault",
    "Channel",
    "ChannelCard",
    "DutyCalendar",
    "DutyOverride",
    "DutyRotation",
    "EscalationPath",
    "Exhausted",
    "External",
    "Group",
    "IncidentSeverity",
    "Intake",
    "Leave",
    "Message",
    "Metadata",
    "Method",
    "Obligation",
    "Ola",
    "Organization",
    "Person",
    "PersonCard",
    "Plan",
    "PlanCard",
    "Reach",
    "Reference",
    "ReferenceField",
    "RequestType",
    "Requirement",
    "Role",
    "Sla",
    "Step",
    "Target",
    "Template",
    "Tool",
    "Waiver",
    "card",
    "merge",
    "parse_reference",
    "parse_references",
    "severities_named",
]
