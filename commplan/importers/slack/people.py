"""The people that a plan speaks of, and what they are called in it."""

from __future__ import annotations

from commplan.api import LivePerson, Workspace
from commplan.importers.ids import legal_id


def is_active(person: LivePerson) -> bool:
    """Whether a human can still answer under this account, as far as Slack says."""
    return not person.deleted and not person.is_machine and not person.is_stranger


class Roster:
    """Gives people an id when they are first spoken of.

    The id is the handle, which people know; where two accounts share one, as with
    people of another organisation, the Slack id is added.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ids: dict[str, str] = {}
        self.people: dict[str, LivePerson] = {}
        """By id in the plan."""

    def reference(self, slack_id: str) -> str | None:
        """``person:ID`` of an active human; None for everybody else."""
        person = self._workspace.person(slack_id)
        if person is None or not is_active(person):
            return None
        if person.id not in self._ids:
            self._ids[person.id] = self._enrol(person)
        return f"person:{self._ids[person.id]}"

    def _enrol(self, person: LivePerson) -> str:
        key = legal_id(person.handle or person.id)
        if key in self.people:
            key = f"{key}-{person.id}"
        self.people[key] = person
        return key


def name_of(person: LivePerson) -> str:
    """What to call somebody."""
    return person.real_name or person.display_name or person.handle or person.id
