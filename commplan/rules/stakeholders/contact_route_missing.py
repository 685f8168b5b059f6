"""Somebody the plan relies on and nobody can reach."""

from collections.abc import Iterator
from typing import NamedTuple

from commplan.api import (
    EMPTY,
    RELIED_ON,
    Person,
    Place,
    Plan,
    Problem,
    Reference,
    Related,
    Severity,
    Use,
    addressees,
    dead_ends,
    emptied_by,
    human_uses,
    rule,
)


@rule("STK102", severity=Severity.ERROR, profile="basic", since="0.1", source="A03; CIS 17.2")
def contact_route_missing(plan: Plan) -> Iterator[Problem]:
    """A step target, owner, sender, recipient or OLA party has no contact, or is nobody.

    The plan relies on them, and whoever follows it has no way to reach them. Give
    the person a Slack id or other contacts, the external party a contact, the
    group members or a user group, the role a holder. A group with a Slack user
    group is reached as a whole. Steps that reach nobody at all are left to
    ESC101, owners of channels without anybody to CHN101.

    Bad:
        messages:
          delay: {sender: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng}

    Good:
        messages:
          delay: {sender: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, contacts: {email: alice@example.org}}

    Facts:
        subject: the person, party, group or role
        uses: how many places rely on them
    """
    used: dict[str, list[Use]] = {}
    for use in human_uses(plan, RELIED_ON):
        used.setdefault(str(use.reference), []).append(use)
    found: dict[_Lack, list[Use]] = {}
    for uses in used.values():
        for lack in _lacks(plan, uses[0].reference):
            found.setdefault(lack, []).extend(uses)
    others_speak = set(_spoken_of(plan)) if found else set()
    for lack, uses in found.items():
        if lack.subject not in others_speak:
            yield _problem(lack, sorted(uses, key=lambda use: use.order))


class _Lack(NamedTuple):
    """Somebody who cannot be reached, and what would mend it."""

    subject: str
    at: Place
    text: str
    remedy: str


def _lacks(plan: Plan, reference: Reference) -> Iterator[_Lack]:
    for party in addressees(plan, reference, by_usergroup=True):
        if not party.has_contact:
            is_person = isinstance(party, Person)
            remedy = "add `slack: U…` or `contacts`" if is_person else "add `contact`"
            subject = f"{'person' if is_person else 'external'}:{party.id}"
            yield _Lack(subject, party.at, "has no contact", remedy)
    for empty in emptied_by(plan, reference):
        lack, remedy = EMPTY[empty.kind]
        yield _Lack(str(empty), plan.definition(empty), lack, remedy)


def _spoken_of(plan: Plan) -> Iterator[str]:
    """Empty groups and roles that ESC101 or CHN101 reports."""
    for end in dead_ends(plan):
        yield from map(str, end.empty)
    for channel in plan.channels.values():
        if channel.owner is not None:
            yield from map(str, emptied_by(plan, channel.owner))


def _problem(lack: _Lack, uses: list[Use]) -> Problem:
    use = uses[0]
    behind = "" if str(use.reference) == lack.subject else f"stands behind {use.reference}, "
    return Problem(
        at=lack.at,
        message=f"{lack.subject} {lack.text}, yet {behind or 'is '}{use.words}",
        help=lack.remedy,
        related=tuple(Related(use.reference.at, use.words) for use in uses),
        facts={"subject": lack.subject, "uses": len(uses)},
    )
