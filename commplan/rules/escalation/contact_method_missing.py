"""A call to somebody without a number."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    EscalationPath,
    Method,
    Person,
    Plan,
    Problem,
    Related,
    Severity,
    Step,
    addressees,
    has_contact,
    rule,
)

_CONTACTS = {
    "phone": ("contacts.phone", 'contacts: {phone: "secret:…"}'),
    "sms": ("contacts.phone", 'contacts: {phone: "secret:…"}'),
    "email": ("contacts.email", "contacts: {email: …}"),
    "slack": ("slack", "slack: U…"),
}
"""What a medium needs of a person, and the line that gives it."""


@rule(
    "ESC105",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A07; real: grafana/oncall #1326",
)
def contact_method_missing(plan: Plan) -> Iterator[Problem]:
    """A step uses a medium for which one of its people has no contact.

    The step waits for an answer to a call that was never made. Phone and text
    messages need `contacts.phone`, e-mail `contacts.email`, Slack `slack`, push a
    path whose `tool` is of kind paging; a step without `via` uses Slack. Holders
    and deputies, and all users of a rotation, are looked at. A group with a Slack
    user group is reached by it; somebody without any contact is left to STK102.

    Bad:
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], via: [{phone: 0m}], ack_within: 15m}
            - {notify: ["person:bob"], ack_within: 15m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], via: [{phone: 0m}], ack_within: 15m}
            - {notify: ["person:bob"], ack_within: 15m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {phone: "secret:oncall/alice"}}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        person: the id of the person, or null for push
        medium: the medium that cannot be used
        uses: how many methods cannot reach them
    """
    found: dict[tuple[str, str], dict[Method, str]] = {}
    for path in plan.paths.values():
        for step in path.steps:
            for method in step.methods:
                for person in _without(plan, step, method.medium):
                    lack = found.setdefault((person.id, _CONTACTS[method.medium][0]), {})
                    lack.setdefault(method, _use(path, step, method))
        yield from _unpaged(plan, path)
    for (person_id, contact), methods in found.items():
        yield _problem(plan.people[person_id], contact, methods)


def _without(plan: Plan, step: Step, medium: str) -> Iterator[Person]:
    """People of a step who cannot be reached by a medium."""
    for target in step.notify:
        lacking = [
            party
            for party in addressees(plan, target, by_usergroup=medium == "slack")
            if isinstance(party, Person) and not has_contact(party, medium)
        ]
        if lacking:
            lost = [p.id for p in addressees(plan, target, by_usergroup=True) if not p.has_contact]
            yield from (person for person in lacking if person.id not in lost)


def _use(path: EscalationPath, step: Step, method: Method) -> str:
    use = f"step {step.number} of escalation:{path.id} uses {method.medium}"
    return use if step.via else f"{use}, as it has no `via`"


def _problem(person: Person, contact: str, methods: dict[Method, str]) -> Problem:
    (first, use), *others = methods.items()
    more = f" (and {len(others)} more)" if others else ""
    return Problem(
        at=first.at,
        message=f"{person.id} has no {contact}, but {use}{more}",
        help=f"add `{_CONTACTS[first.medium][1]}` to person:{person.id}",
        related=(
            Related(person.at.key, f"person:{person.id}"),
            *(Related(method.at, words) for method, words in others),
        ),
        facts={"person": person.id, "medium": first.medium, "uses": len(methods)},
    )


def _unpaged(plan: Plan, path: EscalationPath) -> Iterator[Problem]:
    """Push needs an app that rings: a paging tool of the path."""
    pushes = [method for step in path.steps for method in step.via if method.medium == "push"]
    if not pushes or (path.tool is not None and not plan.sound(path.tool)):
        return
    if path.tool is not None and plan.tools[path.tool.id].is_kind("paging"):
        return
    lack = f"{path.tool} is not of kind paging" if path.tool else "the path names no paging tool"
    pagers = [tool.id for tool in plan.tools.values() if tool.is_kind("paging")]
    yield Problem(
        at=pushes[0].at,
        message=f"push on escalation:{path.id} reaches nobody: {lack}",
        help=f'use `tool: "tool:{pagers[0] if pagers else "…"}"`',
        related=tuple(Related(method.at, "push here too") for method in pushes[1:]),
        facts={"person": None, "medium": "push", "uses": len(pushes)},
    )
