"""One plan, typed: what was promised, with every reference resolved in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from commplan.cached import cached_property
from commplan.place import Origin, Place
from commplan.plan.reach import Reach
from commplan.plan.references import (
    SECTIONS,
    Occurrence,
    Reference,
    ReferenceField,
    occurrences,
    reference_fields,
)
from commplan.plan.sections import Sections
from commplan.plan.values import Raw, day_at, mapping

if TYPE_CHECKING:
    from commplan.document import Pointer
    from commplan.plan.baseline import BaselineFault
    from commplan.plan.components import Components
    from commplan.plan.drills import Rehearsal
    from commplan.plan.duty import DutyRotation
    from commplan.plan.messages import Message
    from commplan.plan.people import External, Group, Person
    from commplan.plan.security import Security
    from commplan.plan.tools import Tool


class Plan(Sections):
    """A communication plan with its baselines merged in, and its references resolved.

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
        super().__init__(value, origin)
        self.baseline_faults = baseline_faults

    def __repr__(self) -> str:
        return f"Plan({self.metadata.id!r}, {self.origin.path!r})"

    def security(self, tool: Tool) -> Security:
        """What is known of a tool's security, statements of its profile included."""
        if tool.id not in self._securities:
            from commplan.plan.security import read_security

            own, shared = mapping(tool.raw.get("security")), self.entries("security_profiles")
            at, shared_at = tool.at / "security", self.root / "security_profiles"
            self._securities[tool.id] = read_security(own, at, shared, shared_at)
        return self._securities[tool.id]

    @cached_property
    def _securities(self) -> dict[str, Security]:
        """What has been read before: several rules ask for the same tools."""
        return {}

    @cached_property
    def incident_messages(self) -> Mapping[str, tuple[Message, ...]]:
        """Messages about incidents, by the severities that their ``when`` names."""
        if not (self.messages and self.severities):
            return {}
        from commplan.plan.messages import severities_named

        found: dict[str, list[Message]] = {}
        for message in self.messages.values():
            if message.kind == "incident":
                for severity in severities_named(message.when, tuple(self.severities)):
                    found.setdefault(severity, []).append(message)
        return {severity: tuple(messages) for severity, messages in found.items()}

    @cached_property
    def key_patterns(self) -> tuple[str, ...]:
        """The expressions that find ticket keys in some channel, each once."""
        intakes = (one.intake for one in self.channels.values())
        return tuple(sorted({one.key_pattern for one in intakes if one and one.key_pattern}))

    @cached_property
    def rehearsals(self) -> tuple[Rehearsal, ...]:
        """Everything of which the plan says how it is rehearsed."""
        found = []
        for kind in ("tool", "channel", "escalation"):
            for id_, entry in self._definitions[kind].items():
                raw = mapping(entry).get("drill")
                if isinstance(raw, dict):  # few are rehearsed, and the others need no noun
                    from commplan.plan.drills import Rehearsal, read_drill

                    at = Place(self.origin, (*SECTIONS[kind], id_, "drill"))
                    found.append(Rehearsal(kind, id_, read_drill(raw, at)))
        return tuple(found)

    @cached_property
    def components(self) -> Components:
        """What channels, tools and calls rest on."""
        from commplan.plan.components import Components

        return Components(self)

    @cached_property
    def occurrences(self) -> Sequence[Occurrence]:
        """Every reference of the plan as a plain tuple, for those who want few of them."""
        return occurrences(self.value)

    @cached_property
    def reference_fields(self) -> tuple[ReferenceField, ...]:
        """Every reference of the plan with the kinds that its field takes."""
        return tuple(reference_fields(self.occurrences, self.origin))

    @cached_property
    def broken(self) -> frozenset[Pointer]:
        """Pointers of references that name nothing, or a kind that the field does not take."""
        defined = self._definitions
        return frozenset(
            [
                pointer
                for kind, name, pointer, _, allowed in self.occurrences
                if kind not in allowed or name not in defined[kind]
            ]
        )

    @cached_property
    def used(self) -> frozenset[tuple[str, str]]:
        """Kind and id of everything that something else in the plan refers to."""
        found = set()
        for kind, name, pointer, *_ in self.occurrences:
            itself = (*SECTIONS[kind], name) if kind in SECTIONS else None
            if itself is None or pointer[: len(itself)] != itself:
                found.add((kind, name))
        return frozenset(found)

    @cached_property
    def _definitions(self) -> Mapping[str, Raw]:
        """What is defined for each kind of reference, by id."""
        return {kind: self.entries(*section) for kind, section in SECTIONS.items()}

    def written(self, at: Place) -> object:
        """The value at a place as it was loaded; None where there is none."""
        value: Any = self.value
        for step in at.pointer:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

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
        if reference is None:
            return False
        return not self.broken or reference.at.pointer not in self.broken

    def all_sound(self, references: Iterable[Reference]) -> bool:
        """Whether every one of the references is sound."""
        return all(self.sound(reference) for reference in references)

    def has_left(self, person: Person, as_of: int) -> bool:
        """Whether the last day of a person is over, in their own zone, at an instant."""
        if person.until is None:
            return False
        return person.until < day_at(as_of, person.timezone or self.metadata.timezone)

    def reach(self, *references: Reference) -> Reach:
        """Everybody behind some references: through groups, roles, rotations and paths.

        Holders and deputies of a role count alike, a rotation stands for all its
        users. Broken references and cycles add nobody.
        """
        named = tuple([(r.kind, r.id) for r in references if self.sound(r)])
        if named not in self._reached:
            self._reached[named] = self._reach(references)
        return self._reached[named]

    @cached_property
    def _reached(self) -> dict[tuple[tuple[str, str], ...], Reach]:
        """What has been asked before: many rules ask for the same owners and targets."""
        return {}

    @cached_property
    def addressed(self) -> dict[tuple[str, str, bool], tuple[Person | External, ...]]:
        """What :func:`commplan.plan.addressees` has found before."""
        return {}

    def _reach(self, references: tuple[Reference, ...]) -> Reach:
        people: dict[str, Person] = {}
        unlisted: dict[str, Group] = {}
        outside: dict[str, External] = {}
        seen: set[tuple[str, str]] = set()
        waiting = list(reversed(references))
        while waiting:
            reference = waiting.pop()
            kind, name, _ = reference
            if (kind, name) in seen or not self.sound(reference):
                continue
            seen.add((kind, name))
            if kind == "person":
                people[name] = self.people[name]
            elif kind == "external":
                outside[name] = self.external[name]
            elif kind == "group" and not self.groups[name].listed:
                if self.groups[name].slack_usergroup:
                    unlisted[name] = self.groups[name]
            else:
                waiting += reversed(self.behind(reference))
        return Reach(tuple(people.values()), tuple(unlisted.values()), tuple(outside.values()))

    def behind(self, reference: Reference) -> tuple[Reference, ...]:
        """The references one step behind a group, role, rotation or path."""
        kind, name, _ = reference
        if kind == "group" and name in self.groups:
            group = self.groups[name]
            return (*group.members, *((group.source,) if group.source else ()))
        if kind == "role" and name in self.roles:
            role = self.roles[name]
            return (*role.holders, *role.deputies)
        if kind == "rotation" and name in self.rotations:
            return self.rotations[name].users
        if kind == "escalation" and name in self.paths:
            return tuple(target for step in self.paths[name].steps for target in step.notify)
        return ()

    def rotations_behind(self, *references: Reference) -> tuple[DutyRotation, ...]:
        """The rotations among some references and behind their groups, roles and paths."""
        found: dict[str, DutyRotation] = {}
        seen: set[tuple[str, str]] = set()
        waiting = [*references]
        while waiting:
            reference = waiting.pop()
            if (reference.kind, reference.id) not in seen and self.sound(reference):
                seen.add((reference.kind, reference.id))
                if reference.kind == "rotation":
                    found[reference.id] = self.rotations[reference.id]
                waiting += self.behind(reference)
        return tuple(found.values())
