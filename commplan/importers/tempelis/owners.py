"""Who owns which channel: a file of teams in the layout of the Kubernetes ``sigs.yaml``.

Read are, of every group under ``sigs``, ``workinggroups``, ``usergroups`` and
``committees``: ``dir``, the chairs and tech leads under ``leadership``,
``contact.slack``, and of its ``subprojects`` ``name``, ``leads`` and
``contact.slack``. The file says much else, which is passed over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from commplan.api import CommplanError
from commplan.importers.foreign import Foreign, Spot, read_foreign

_KINDS = ("sigs", "workinggroups", "usergroups", "committees")


class Lead(NamedTuple):
    """Somebody who leads a team."""

    github: str
    name: str
    email: str
    """Empty where none is given."""
    at: Spot


class Team(NamedTuple):
    """People who lead something, and the Slack channels that are theirs."""

    role: str
    """What their role is called, such as ``sig-node-leads``."""
    leads: tuple[Lead, ...]
    claims: tuple[Claim, ...]
    at: Spot


class Claim(NamedTuple):
    """A team names a Slack channel as its own."""

    channel: str
    subproject: bool
    """The claim is made for a subproject, which weighs less than the group's own."""
    at: Spot


def read_owners(path: str) -> tuple[Team, ...]:
    """Read the teams of a file, in its order. Raises CommplanError where it has another layout."""
    folder, file = os.path.split(path)
    root = read_foreign(folder, file)
    kinds = root.keys("a file of teams") if root else {}
    found = [kinds[kind] for kind in _KINDS if kind in kinds]
    if not found:
        raise CommplanError(f"{path}: expected teams under one of {', '.join(_KINDS)}, found none")
    return tuple(team for kind in found for item in kind.items("teams") for team in _teams(item))


def _teams(item: Foreign) -> tuple[Team, ...]:
    """The group itself, then each of its subprojects that has leads of its own."""
    fields = item.keys("a team")
    name = _text(fields, "dir")
    if not name:
        raise item.fault("a team with a dir")
    claims = list(_claims(fields, subproject=False))
    teams = []
    for subproject in fields["subprojects"].items("subprojects") if "subprojects" in fields else ():
        parts = subproject.keys("a subproject")
        own = tuple(_claims(parts, subproject=True))
        if leads := _leads(parts, "leads"):
            teams.append(Team(f"{name}-{_text(parts, 'name')}-leads", leads, own, subproject.at))
        else:
            claims += own
    return (Team(f"{name}-leads", _leadership(fields), tuple(claims), item.at), *teams)


def _claims(fields: dict[str, Foreign], subproject: bool) -> Iterator[Claim]:
    contact = fields["contact"].keys("contact") if "contact" in fields else {}
    if channel := _text(contact, "slack"):
        yield Claim(channel, subproject, contact["slack"].at)


def _leadership(fields: dict[str, Foreign]) -> tuple[Lead, ...]:
    """Chairs, then tech leads; somebody who is both is named once."""
    parts = fields["leadership"].keys("leadership") if "leadership" in fields else {}
    chairs = _leads(parts, "chairs")
    known = {lead.github.lower() for lead in chairs}
    others = (lead for lead in _leads(parts, "tech_leads") if lead.github.lower() not in known)
    return (*chairs, *others)


def _leads(fields: dict[str, Foreign], key: str) -> tuple[Lead, ...]:
    return tuple(_lead(item) for item in fields[key].items(key)) if key in fields else ()


def _lead(item: Foreign) -> Lead:
    fields = item.keys("a lead")
    github = _text(fields, "github")
    if not github:
        raise item.fault("a lead with a github name")
    return Lead(github, _text(fields, "name") or github, _text(fields, "email"), item.at)


def _text(fields: dict[str, Foreign], key: str) -> str:
    return fields[key].text(key) if key in fields else ""
