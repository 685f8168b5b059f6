"""One plan, typed: what was promised, with every reference resolved in one place."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from commplan.document import Pointer
from commplan.place import Origin, Place
from commplan.plan.channels import Channel, Message, read_channel, read_message
from commplan.plan.duty import DutyCalendar, DutyRotation, read_calendar, read_rotation
from commplan.plan.entities import (
    Alert,
    Metadata,
    Obligation,
    RequestType,
    Template,
    Tool,
    Waiver,
    read_alert,
    read_metadata,
    read_obligation,
    read_request,
    read_template,
    read_tool,
    read_waiver,
)
from commplan.plan.escalations import EscalationPath, read_path
from commplan.plan.people import (
    External,
    Group,
    Person,
    Role,
    read_external,
    read_group,
    read_person,
    read_role,
)
from commplan.plan.promises import (
    IncidentSeverity,
    Ola,
    Requirement,
    Sla,
    read_ola,
    read_requirement,
    read_severity,
    read_sla,
)
from commplan.plan.references import SECTIONS, Reference, ReferenceField, reference_fields
from commplan.plan.values import Raw, mapping

Noun = TypeVar("Noun")


class BaselineFault(NamedTuple):
    """An ``extends`` that leads nowhere."""

    at: Place
    problem: str


class Reach(NamedTuple):
    """Whom a reference stands for."""

    people: tuple[Person, ...]
    """Everybody the plan names behind it, in the order of the plan; holders and deputies alike."""
    unlisted: tuple[Group, ...]
    """Groups whose members only Slack knows."""
    outside: tuple[External, ...]
    """Parties outside the organization."""

    @property
    def nobody(self) -> bool:
        """Whether no human stands behind it, as far as anyone can tell."""
        return not (self.people or self.unlisted or self.outside)


class Plan:
    """A communication plan with its baselines merged in. Sections are read when first asked for.

    ``value`` is the merged, schema-valid mapping; ``origin`` the file and
    document that places of this plan point into. A value that stands in a
    baseline is located there.
    """

    def __init__(
        self,
        value: Raw,
        origin: Origin,
        baseline_faults: tuple[BaselineFault, ...] = (),
    ) -> None:
        self.value = value
        self.origin = origin
        self.baseline_faults = baseline_faults
        self.root = Place(origin, ())

    def __repr__(self) -> str:
        return f"Plan({self.metadata.id!r}, {self.origin.path!r})"

    def _section(
        self, pointer: tuple[str, ...], read: Callable[[str, Raw, Place], Noun]
    ) -> Mapping[str, Noun]:
        raw: Any = self.value
        for step in pointer:
            raw = mapping(raw).get(step)
        at = Place(self.origin, pointer)
        return {key: read(key, mapping(item), at / key) for key, item in mapping(raw).items()}

    @cached_property
    def metadata(self) -> Metadata:
        """Who answers for the plan."""
        return read_metadata(mapping(self.value.get("metadata")), self.root / "metadata")

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """``stakeholders.people``."""
        return self._section(SECTIONS["person"], read_person)

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """``stakeholders.groups``."""
        return self._section(SECTIONS["group"], read_group)

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """``stakeholders.roles``."""
        return self._section(SECTIONS["role"], read_role)

    @cached_property
    def external(self) -> Mapping[str, External]:
        """``stakeholders.external``."""
        return self._section(SECTIONS["external"], read_external)

    @cached_property
    def channels(self) -> Mapping[str, Channel]:
        """``channels``."""
        return self._section(SECTIONS["channel"], read_channel)

    @cached_property
    def messages(self) -> Mapping[str, Message]:
        """``messages``."""
        return self._section(SECTIONS["message"], read_message)

    @cached_property
    def severities(self) -> Mapping[str, IncidentSeverity]:
        """``severities``."""
        return self._section(SECTIONS["severity"], read_severity)

    @cached_property
    def slas(self) -> Mapping[str, Sla]:
        """``slas``."""
        return self._section(SECTIONS["sla"], read_sla)

    @cached_property
    def olas(self) -> Mapping[str, Ola]:
        """``olas``."""
        return self._section(SECTIONS["ola"], read_ola)

    @cached_property
    def calendars(self) -> Mapping[str, DutyCalendar]:
        """``calendars``."""
        return self._section(SECTIONS["calendar"], read_calendar)

    @cached_property
    def rotations(self) -> Mapping[str, DutyRotation]:
        """``rotations``."""
        return self._section(SECTIONS["rotation"], read_rotation)

    @cached_property
    def paths(self) -> Mapping[str, EscalationPath]:
        """``escalations``."""
        return self._section(SECTIONS["escalation"], read_path)

    @cached_property
    def tools(self) -> Mapping[str, Tool]:
        """``tools``."""
        return self._section(SECTIONS["tool"], read_tool)

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        """``templates``."""
        return self._section(SECTIONS["template"], read_template)

    @cached_property
    def requests(self) -> Mapping[str, RequestType]:
        """``requests``."""
        return self._section(("requests",), read_request)

    @cached_property
    def obligations(self) -> Mapping[str, Obligation]:
        """``obligations``."""
        return self._section(SECTIONS["obligation"], read_obligation)

    @cached_property
    def waivers(self) -> Mapping[str, Waiver]:
        """``waivers``."""
        return self._section(("waivers",), read_waiver)

    @cached_property
    def coverage(self) -> Mapping[str, Requirement]:
        """``coverage`` by severity, without ``horizon``."""
        entries = self._section(("coverage",), read_requirement)
        return {key: entry for key, entry in entries.items() if key != "horizon"}

    @cached_property
    def alerts(self) -> tuple[Alert, ...]:
        """Every alert of every monitored system."""
        found = []
        for system, raw in mapping(self.value.get("monitoring")).items():
            at = self.root / "monitoring" / system / "alerts"
            for key, alert in mapping(mapping(raw).get("alerts")).items():
                found.append(read_alert(system, key, mapping(alert), at / key))
        return tuple(found)

    @cached_property
    def reference_fields(self) -> tuple[ReferenceField, ...]:
        """Every reference of the plan with the kinds that its field takes."""
        return tuple(reference_fields(self.value, self.root))

    @cached_property
    def broken(self) -> frozenset[Pointer]:
        """Pointers of references that name nothing, or a kind that the field does not take."""
        return frozenset(
            field.reference.at.pointer
            for field in self.reference_fields
            if field.reference.kind not in field.allowed or not self.defines(field.reference)
        )

    @cached_property
    def _definitions(self) -> Mapping[str, Mapping[str, Any]]:
        """What is defined for each kind of reference, by id."""
        found = {}
        for kind, section in SECTIONS.items():
            raw: Any = self.value
            for step in section:
                raw = mapping(raw).get(step)
            found[kind] = mapping(raw)
        return found

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids that are defined for a kind of reference, in the order of the text."""
        return tuple(self._definitions.get(kind, ()))

    def defines(self, reference: Reference) -> bool:
        """Whether the thing that is named exists."""
        return reference.id in self._definitions.get(reference.kind, ())

    def definition(self, reference: Reference) -> Place:
        """Where the thing that is named is defined."""
        return Place(self.origin, (*SECTIONS[reference.kind], reference.id))

    def sound(self, reference: Reference | None) -> bool:
        """Whether there is a reference and it names something fitting.

        Rules skip references that are not sound: PLN101 speaks of them.
        """
        return reference is not None and reference.at.pointer not in self.broken

    def all_sound(self, references: Iterable[Reference]) -> bool:
        """Whether every one of the references is sound."""
        return all(self.sound(reference) for reference in references)

    def reach(self, *references: Reference) -> Reach:
        """Everybody behind some references: through groups, roles, rotations and paths.

        Holders and deputies of a role count alike, a rotation stands for all its
        users. Broken references and cycles add nobody.
        """
        named = tuple((r.kind, r.id) for r in references if self.sound(r))
        if named not in self._reached:
            self._reached[named] = self._reach(references)
        return self._reached[named]

    @cached_property
    def _reached(self) -> dict[tuple[tuple[str, str], ...], Reach]:
        """What has been asked before: many rules ask for the same owners and targets."""
        return {}

    def _reach(self, references: tuple[Reference, ...]) -> Reach:
        people: dict[str, Person] = {}
        unlisted: dict[str, Group] = {}
        outside: dict[str, External] = {}
        seen: set[tuple[str, str]] = set()
        waiting = list(reversed(references))
        while waiting:
            reference = waiting.pop()
            if (reference.kind, reference.id) in seen or not self.sound(reference):
                continue
            seen.add((reference.kind, reference.id))
            if reference.kind == "person":
                people[reference.id] = self.people[reference.id]
            elif reference.kind == "external":
                outside[reference.id] = self.external[reference.id]
            elif reference.kind == "group" and not self.groups[reference.id].listed:
                group = self.groups[reference.id]
                if group.slack_usergroup:
                    unlisted[group.id] = group
            else:
                waiting += reversed(self.behind(reference))
        return Reach(tuple(people.values()), tuple(unlisted.values()), tuple(outside.values()))

    def behind(self, reference: Reference) -> tuple[Reference, ...]:
        """The references one step behind a group, role, rotation or path."""
        if reference.kind == "group" and reference.id in self.groups:
            group = self.groups[reference.id]
            return (*group.members, *((group.source,) if group.source else ()))
        if reference.kind == "role" and reference.id in self.roles:
            role = self.roles[reference.id]
            return (*role.holders, *role.deputies)
        if reference.kind == "rotation" and reference.id in self.rotations:
            return self.rotations[reference.id].users
        if reference.kind == "escalation" and reference.id in self.paths:
            return tuple(
                target for step in self.paths[reference.id].steps for target in step.notify
            )
        return ()
