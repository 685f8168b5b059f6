"""The sections of a plan, each read when it is first asked for.

A check imports the nouns of those sections only that its rules ask for and the
plan has: what defines them takes longer than reading a plan of usual size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from commplan.cached import cached_property
from commplan.place import Origin, Place
from commplan.plan.values import Raw, mapping, texts

if TYPE_CHECKING:
    from commplan.plan.alerts import Alert
    from commplan.plan.capacity import Capacity
    from commplan.plan.channels import Channel
    from commplan.plan.classification import Classification
    from commplan.plan.coverage import Requirement
    from commplan.plan.duty import DutyCalendar, DutyRotation
    from commplan.plan.escalations import EscalationPath
    from commplan.plan.feedback import Feedback
    from commplan.plan.goals import Goal, Kpi
    from commplan.plan.messages import Message
    from commplan.plan.metadata import Metadata
    from commplan.plan.obligations import Obligation
    from commplan.plan.olas import Ola
    from commplan.plan.people import External, Group, Person, Role
    from commplan.plan.programmes import Programme
    from commplan.plan.promises import IncidentSeverity, Sla
    from commplan.plan.protocols import Protocols
    from commplan.plan.requests import Automation, RequestType
    from commplan.plan.reviews import Review
    from commplan.plan.templates import Template
    from commplan.plan.tools import Tool
    from commplan.plan.training import Training
    from commplan.plan.waivers import Waiver

Noun = TypeVar("Noun")
Reader = Callable[[str, Raw, Place], Noun]
"""Reads one entry, given its id, its mapping and its place."""


def section(
    *pointer: str,
) -> Callable[[Callable[[Any], Reader[Noun]]], cached_property[Mapping[str, Noun]]]:
    """A property that reads all entries of a section; the decorated method imports the reader.

    Nothing is imported for a section without entries.
    """

    def decorate(reader: Callable[[Any], Reader[Noun]]) -> cached_property[Mapping[str, Noun]]:
        def read_all(sections: Sections) -> Mapping[str, Noun]:
            entries = sections.entries(*pointer)
            if not entries:
                return {}
            read, at = reader(sections), Place(sections.origin, pointer)
            return {key: read(key, mapping(raw), at / key) for key, raw in entries.items()}

        read_all.__doc__ = reader.__doc__
        return cached_property(read_all)

    return decorate


class Sections:
    """What stands in a plan, section by section.

    Sections that are no lists of entries are there even where the plan leaves
    them out: nothing is stated in them then.
    """

    def __init__(self, value: Raw, origin: Origin) -> None:
        self.value = value
        self.origin = origin
        self.root = Place(origin, ())

    def entries(self, *pointer: str) -> Raw:
        """The mapping that the keys lead to; an empty one where there is none."""
        found = self.value
        for key in pointer:
            found = mapping(found.get(key))
        return found

    def _whole(self, key: str, read: Callable[[Raw, Place], Noun]) -> Noun:
        return read(self.entries(key), self.root / key)

    @cached_property
    def metadata(self) -> Metadata:
        """Who answers for the plan, and which edition of it was agreed to."""
        from commplan.plan.metadata import read_metadata

        return self._whole("metadata", read_metadata)

    @cached_property
    def classification(self) -> Classification:
        """Classes of confidentiality."""
        from commplan.plan.classification import read_classification

        return self._whole("classification", read_classification)

    @section("stakeholders", "people")
    def people(self) -> Reader[Person]:
        """People."""
        from commplan.plan.people import read_person

        return read_person

    @section("stakeholders", "groups")
    def groups(self) -> Reader[Group]:
        """Groups that are addressed together."""
        from commplan.plan.people import read_group

        return read_group

    @section("stakeholders", "roles")
    def roles(self) -> Reader[Role]:
        """Roles that people hold."""
        from commplan.plan.people import read_role

        return read_role

    @section("stakeholders", "external")
    def external(self) -> Reader[External]:
        """Parties outside the organization."""
        from commplan.plan.people import read_external

        return read_external

    @section("goals")
    def goals(self) -> Reader[Goal]:
        """What communication is meant to achieve."""
        from commplan.plan.goals import read_goal

        return read_goal

    @section("kpis")
    def kpis(self) -> Reader[Kpi]:
        """Indicators and their thresholds."""
        from commplan.plan.goals import read_kpi

        return read_kpi

    @section("tools")
    def tools(self) -> Reader[Tool]:
        """Software that carries or records communication."""
        from commplan.plan.tools import read_tool

        return read_tool

    @section("channels")
    def channels(self) -> Reader[Channel]:
        """Where communication happens."""
        from commplan.plan.channels import read_channel

        return read_channel

    @section("messages")
    def messages(self) -> Reader[Message]:
        """The communication matrix."""
        from commplan.plan.messages import read_message

        return read_message

    @section("severities")
    def severities(self) -> Reader[IncidentSeverity]:
        """How grave incidents are."""
        from commplan.plan.promises import read_severity

        return read_severity

    @cached_property
    def priority_matrix(self) -> Mapping[str, Mapping[str, str]]:
        """The severity for each impact and, below it, each urgency: bare ids."""
        return {impact: mapping(row) for impact, row in self.entries("priority_matrix").items()}

    @section("slas")
    def slas(self) -> Reader[Sla]:
        """Response times that are promised."""
        from commplan.plan.promises import read_sla

        return read_sla

    @section("olas")
    def olas(self) -> Reader[Ola]:
        """What suppliers and other teams have agreed to."""
        from commplan.plan.olas import read_ola

        return read_ola

    @section("calendars")
    def calendars(self) -> Reader[DutyCalendar]:
        """Opening hours."""
        from commplan.plan.duty import read_calendar

        return read_calendar

    @section("rotations")
    def rotations(self) -> Reader[DutyRotation]:
        """Who takes turns on call."""
        from commplan.plan.duty import read_rotation

        return read_rotation

    @cached_property
    def coverage(self) -> Mapping[str, Requirement]:
        """When how many people have to be reachable, by severity; without ``horizon``."""
        return {key: entry for key, entry in self._coverage.items() if key != "horizon"}

    @section("coverage")
    def _coverage(self) -> Reader[Requirement]:
        """Every key of ``coverage``."""
        from commplan.plan.coverage import read_requirement

        return read_requirement

    @section("escalations")
    def paths(self) -> Reader[EscalationPath]:
        """Escalation paths."""
        from commplan.plan.escalations import read_path

        return read_path

    @section("requests")
    def requests(self) -> Reader[RequestType]:
        """What people ask for."""
        from commplan.plan.requests import read_request

        return read_request

    @section("automations")
    def automations(self) -> Reader[Automation]:
        """What is done without people."""
        from commplan.plan.requests import read_automation

        return read_automation

    @cached_property
    def alerts(self) -> tuple[Alert, ...]:
        """Every alert of every monitored system."""
        systems, at = self.entries("monitoring"), self.root / "monitoring"
        if not systems:
            return ()
        from commplan.plan.alerts import read_alerts

        found = (read_alerts(system, mapping(raw), at / system) for system, raw in systems.items())
        return tuple(alert for alerts in found for alert in alerts)

    @section("obligations")
    def obligations(self) -> Reader[Obligation]:
        """Duties to notify."""
        from commplan.plan.obligations import read_obligation

        return read_obligation

    @cached_property
    def protocols(self) -> Protocols:
        """How people are expected to communicate."""
        from commplan.plan.protocols import read_protocols

        return self._whole("protocols", read_protocols)

    @section("templates")
    def templates(self) -> Reader[Template]:
        """Templates of messages."""
        from commplan.plan.templates import read_template

        return read_template

    @section("reviews")
    def reviews(self) -> Reader[Review]:
        """What is looked at again, and how often."""
        from commplan.plan.reviews import read_review

        return read_review

    @cached_property
    def training(self) -> Training:
        """Courses, and who must have passed them."""
        from commplan.plan.training import read_training

        return self._whole("training", read_training)

    @section("programmes")
    def programmes(self) -> Reader[Programme]:
        """What keeps communication alive."""
        from commplan.plan.programmes import read_programme

        return read_programme

    @cached_property
    def feedback(self) -> Feedback:
        """How people say what they think."""
        from commplan.plan.feedback import read_feedback

        return self._whole("feedback", read_feedback)

    @cached_property
    def capacity(self) -> Capacity:
        """How much work is expected, and how many people do it."""
        from commplan.plan.capacity import read_capacity

        return self._whole("capacity", read_capacity)

    @cached_property
    def evidence(self) -> Mapping[str, tuple[str, ...]]:
        """Paths of files with records that no other field names, by what is recorded."""
        return {kind: texts(paths) for kind, paths in self.entries("evidence").items()}

    @section("waivers")
    def waivers(self) -> Reader[Waiver]:
        """Findings that are accepted for a while."""
        from commplan.plan.waivers import read_waiver

        return read_waiver
