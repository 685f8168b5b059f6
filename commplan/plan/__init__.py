"""What was promised: the plan model, typed, merged and resolved."""

from commplan.plan.baseline import merge
from commplan.plan.channels import Channel, Intake, Message, severities_named
from commplan.plan.contacts import (
    EMPTY,
    DeadEnd,
    Use,
    addressees,
    dead_ends,
    emptied_by,
    human_uses,
)
from commplan.plan.credentials import (
    SHORTEST_CREDENTIAL,
    bits_per_character,
    cover_credentials,
    credential,
    is_phone_number,
    masked,
    names_secret,
)
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
from commplan.plan.naming import entity_name, nearest, one_of, with_article
from commplan.plan.organization import (
    ChannelCard,
    GroupCard,
    Organization,
    PersonCard,
    PlanCard,
    card,
)
from commplan.plan.people import External, Group, Leave, Person, Role
from commplan.plan.placeholders import PLACEHOLDERS, is_placeholder
from commplan.plan.plan import BaselineFault, Plan, Reach
from commplan.plan.promises import ANY_TIME, IncidentSeverity, Ola, Requirement, Sla, Target
from commplan.plan.references import (
    NOUNS,
    SECTIONS,
    Reference,
    ReferenceField,
    parse_reference,
)
from commplan.plan.values import day_at
from commplan.plan.waivers import MAX_DAYS, ignore_faults, ignore_place, waiver_faults
from commplan.plan.walk import find_scalars

__all__ = [
    "ANY_TIME",
    "EMPTY",
    "MAX_DAYS",
    "NOUNS",
    "PLACEHOLDERS",
    "SECTIONS",
    "SHORTEST_CREDENTIAL",
    "Alert",
    "BaselineFault",
    "Channel",
    "ChannelCard",
    "DeadEnd",
    "DutyCalendar",
    "DutyOverride",
    "DutyRotation",
    "EscalationPath",
    "Exhausted",
    "External",
    "Group",
    "GroupCard",
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
    "Use",
    "Waiver",
    "addressees",
    "bits_per_character",
    "card",
    "cover_credentials",
    "credential",
    "day_at",
    "dead_ends",
    "emptied_by",
    "entity_name",
    "find_scalars",
    "human_uses",
    "ignore_faults",
    "ignore_place",
    "is_phone_number",
    "is_placeholder",
    "masked",
    "merge",
    "names_secret",
    "nearest",
    "one_of",
    "parse_reference",
    "severities_named",
    "waiver_faults",
    "with_article",
]
