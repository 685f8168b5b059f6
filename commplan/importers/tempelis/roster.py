"""Who is who: the users that tempelis knows, and the leads of teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from commplan.importers.foreign import Spot
from commplan.importers.ids import legal_id
from commplan.importers.tempelis.declared import User
from commplan.importers.tempelis.owners import Lead


class Person(NamedTuple):
    """Somebody of the plan."""

    id: str
    name: str
    slack: str
    """Empty for a lead whom tempelis does not know."""
    email: str
    """Empty where none is given."""
    at: Spot


class Roster(NamedTuple):
    """The people of the plan."""

    people: tuple[Person, ...]
    ids: Mapping[str, str]
    """The ids of people by the GitHub names of leads."""
    notes: tuple[str, ...]


def enrol(users: Sequence[User], leads: Sequence[Lead]) -> Roster:
    """Everybody whom tempelis knows, and the leads whom it does not."""
    names = _names(users, leads)
    addresses = {names[lead.github]: lead for lead in reversed(leads) if lead.email}
    known = {user.name for user in users}
    first = {names[lead.github]: lead for lead in reversed(leads)}
    people = [
        Person(legal_id(user.name), user.name, user.slack, _email(addresses, user.name), user.at)
        for user in users
    ]
    people += (
        Person(legal_id(name), lead.name, "", _email(addresses, name), lead.at)
        for name, lead in first.items()
        if name not in known
    )
    ids = {github: legal_id(name) for github, name in names.items()}
    return Roster(tuple(people), ids, _notes(leads, names, addresses))


def _names(users: Sequence[User], leads: Sequence[Lead]) -> dict[str, str]:
    """The name that each lead has in the plan.

    GitHub ignores case in names and tempelis does not: a lead is the user of
    the same spelling, else the only one whose name differs in case alone.
    """
    alike: dict[str, list[str]] = {}
    for user in users:
        alike.setdefault(user.name.lower(), []).append(user.name)
    names = {}
    for lead in leads:
        spellings = alike.setdefault(lead.github.lower(), [lead.github])
        is_clear = lead.github in spellings or len(set(spellings)) > 1
        names[lead.github] = lead.github if is_clear else spellings[0]
    return names


def _email(addresses: Mapping[str, Lead], name: str) -> str:
    return addresses[name].email if name in addresses else ""


def _notes(
    leads: Sequence[Lead], names: Mapping[str, str], addresses: Mapping[str, Lead]
) -> tuple[str, ...]:
    """Leads who are written differently or have more than one address."""
    notes = []
    for github, lead in {lead.github: lead for lead in reversed(leads)}.items():
        if names[github] != github:
            notes.append(f"{lead.at}: {github!r} is taken to be {names[github]!r}")
    for lead in leads:
        kept = addresses.get(names[lead.github], lead)
        if lead.email and lead.email != kept.email:
            notes.append(f"{lead.at}: an address of {lead.github!r} differs from that at {kept.at}")
    return tuple(notes)
