"""A part that falls to nobody once one person is away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    RELIED_ON,
    NotAssessed,
    Plan,
    Problem,
    Related,
    Severity,
    Use,
    emptied_by,
    human_uses,
    listed,
    rule,
    severities_named,
)

if TYPE_CHECKING:
    from commplan.api import Verdicts

_SECTIONS = ("escalations", "obligations", "messages")
_WORDS = {
    "person": ("", "", "let a group own it, or a role with `deputies`"),
    "role": ("holds", "hold", "add people to its `deputies`"),
    "group": ("belongs to", "belong to", "add people to its `members`"),
    "rotation": ("takes turns in", "take turns in", "add people to its `users`"),
}
"""How one and several people are in what has too few of them, and what mends it."""


@rule(
    "STK103",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A15; CIS 17.1; NIST CSF GV.RR-02",
)
def single_holder(plan: Plan, *, min_holders: int = 2) -> Verdicts:
    """A role or channel that others depend on rests on one person.

    Whoever is alone with something is on leave when it is needed. Looked at are
    roles that are step targets of a path, decide on an obligation, or send or
    approve a message type, and the owners of channels that an SLA is promised for,
    a severity, an alert or an incident message uses. Name a deputy, or let a group
    own the channel. Holders and deputies count alike, a rotation as all its users.

    Bad:
        obligations:
          gdpr-33: {deadline: 72h, decision: "role:dpo"}
        stakeholders:
          roles:
            dpo: {holders: ["person:dana"]}
          people:
            dana: {name: Dana Fox, slack: U04DANA}

    Good:
        obligations:
          gdpr-33: {deadline: 72h, decision: "role:dpo"}
        stakeholders:
          roles:
            dpo: {holders: ["person:dana"], deputies: ["person:alice"]}
          people:
            dana: {name: Dana Fox, slack: U04DANA}
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        subject: the role, or the owner of channels
        people: the ids of the people behind it
        required: how many there have to be
        uses: how many places depend on it
    """
    used: dict[tuple[str, str], list[_Need]] = {}
    for need in (*_roles(plan), *_owners(plan)):
        reference = need.use.reference
        used.setdefault((reference.kind, reference.id), []).append(need)
    for needs in used.values():
        subject = needs[0].use.reference
        behind = plan.reach(subject)
        if len(behind.people) >= min_holders:
            continue
        if behind.unlisted:
            group = f"group:{behind.unlisted[0].id}"
            yield NotAssessed(f"how many people are in {group} is known to Slack only", subject.at)
        elif behind.people or _unreported(plan, needs):
            yield _problem(plan, sorted(needs, key=lambda need: need.use.order), min_holders)


class _Need(NamedTuple):
    """Something that depends on the people behind a reference."""

    use: Use
    dependents: tuple[str, ...] = ()
    """What needs the channel that they own."""

    @property
    def words(self) -> str:
        """``the owner of channel:it-help, which sla:helpdesk needs``."""
        if not self.dependents:
            return self.use.words
        need = "need" if self.dependents[1:] else "needs"
        return f"{self.use.words}, which {listed(sorted(self.dependents))} {need}"


def _roles(plan: Plan) -> Iterator[_Need]:
    for use in human_uses(plan, ("notify", "decision", "sender", "approver")):
        if use.reference.kind == "role" and use.reference.at.pointer[0] in _SECTIONS:
            yield _Need(use)


def _owners(plan: Plan) -> Iterator[_Need]:
    dependents: dict[str, set[str]] = {}
    for channel_id, dependent in (*_leaned_on(plan), *_places_of_severities(plan)):
        dependents.setdefault(channel_id, set()).add(dependent)
    for channel_id, names in dependents.items():
        owner = plan.channels[channel_id].owner
        if owner is not None and plan.sound(owner):
            yield _Need(Use(owner, "owner"), tuple(names))


def _leaned_on(plan: Plan) -> Iterator[tuple[str, str]]:
    """Channels, and what depends on them."""
    for sla in plan.slas.values():
        yield from ((key, f"sla:{sla.id}") for key in sla.channels if key in plan.channels)
    for alert in plan.alerts:
        if alert.channel is not None and plan.sound(alert.channel):
            yield alert.channel.id, f"alert {alert.id}"
    for message in plan.messages.values():
        if message.kind == "incident":
            yield from ((via.id, f"'{message.id}'") for via in message.via if plan.sound(via))


def _places_of_severities(plan: Plan) -> Iterator[tuple[str, str]]:
    """Channels for major incidents, which severities use that no incident message names."""
    channels = [c.id for c in plan.channels.values() if c.purpose == "major-incident"]
    if not channels:
        return
    severities = tuple(plan.severities)
    told = {
        severity
        for message in plan.messages.values()
        if message.kind == "incident"
        for severity in severities_named(message.when, severities)
    }
    for severity in severities:
        if severity not in told:
            yield from ((channel, f"severity {severity}") for channel in channels)


def _unreported(plan: Plan, needs: list[_Need]) -> bool:
    """Whether nobody is there and neither STK102 nor PLN101 says so."""
    relied_on = any(need.use.field in RELIED_ON for need in needs)
    return not relied_on and bool(emptied_by(plan, needs[0].use.reference))


def _problem(plan: Plan, needs: list[_Need], required: int) -> Problem:
    subject = needs[0].use.reference
    people = [person.id for person in plan.reach(subject).people]
    one, many, remedy = _WORDS[subject.kind]
    if subject.kind == "person":
        at, fact = subject.at, f"{subject.id} alone is {needs[0].words}"
    else:
        at = plan.definition(subject).key
        who = f"only {listed(people)}" if people else "nobody"
        fact = f"{who} {many if people[1:] else one} {subject}, {needs[0].words}"
    return Problem(
        at=at,
        message=fact + (f" (and {len(needs) - 1} more)" if needs[1:] else ""),
        help=f"{remedy}, so that there are {required}",
        related=tuple(
            Related(need.use.reference.at, need.words)
            for need in needs
            if need.use.reference.at != at
        ),
        facts={
            "subject": str(subject),
            "people": people,
            "required": required,
            "uses": len(needs),
        },
    )
