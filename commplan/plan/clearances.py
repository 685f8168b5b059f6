"""How confidential the content may be that people, groups and external parties see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from commplan.named import NamedTuple
from commplan.plan.audience import circle
from commplan.plan.people import External, Group, Person
from commplan.plan.references import Reference

if TYPE_CHECKING:
    from commplan.place import Place
    from commplan.plan.plan import Plan


class Clearance(NamedTuple):
    """What one party may see."""

    party: Reference
    levels: tuple[str, ...]
    """Classes; the party may see each of them and all below it. Empty where nothing is known."""
    assumed: bool
    """Nothing is stated of a guest or an external party, who then count as public."""
    at: Place
    """Where the class stands, or where the party does of which nothing is stated."""


class Clearances:
    """The clearances that count for those who are addressed in a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._parties: Mapping[str, Mapping[str, Person | Group | External]] = {
            "person": plan.people,
            "group": plan.groups,
            "external": plan.external,
        }
        self._found: dict[tuple[str, str], tuple[Clearance, ...]] = {}

    def of(self, reference: Reference) -> tuple[Clearance, ...]:
        """The clearance of each party behind a reference for which one is stated or missed.

        People and groups of whom nothing is stated have what any group has that they
        are in; behind a group that states one they are passed over.
        """
        key = (reference.kind, reference.id)
        if key not in self._found:
            self._found[key] = tuple(self._behind(reference))
        return self._found[key]

    def _behind(self, reference: Reference) -> Iterator[Clearance]:
        lowest, answered_for = self._plan.classification.lowest, False
        for key, party in circle(self._plan, (reference,)).items():
            entry = self._parties.get(party.kind, {}).get(party.id)
            if entry is None:
                continue  # people stand behind roles and rotations
            if entry.clearance is not None:
                yield Clearance(party, (entry.clearance,), False, entry.at / "clearance")
                answered_for = answered_for or party is reference
            elif lowest is not None and _is_outside(entry):
                yield Clearance(party, (lowest,), True, entry.at.key)
            elif not answered_for and not (isinstance(entry, Group) and entry.listed):
                yield Clearance(party, self._of_groups.get(key, ()), False, entry.at.key)

    @cached_property
    def _of_groups(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """What those in groups may see because they are in them."""
        levels: dict[tuple[str, str], tuple[str, ...]] = {}
        for group in self._plan.groups.values():
            if group.clearance:
                for key in circle(self._plan, (Reference("group", group.id, group.at),)):
                    levels[key] = tuple(sorted({*levels.get(key, ()), group.clearance}))
        return levels


def _is_outside(party: Person | Group | External) -> bool:
    return isinstance(party, External) or (isinstance(party, Person) and party.guest)
