"""A duty to notify that nobody has taken on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import Fix, Plan, Problem, Put, Severity, exact_seconds, nearest, rule

if TYPE_CHECKING:
    from commplan.api import Duty, HeldPack


@rule(
    "NTF101",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A07; NIST CSF GV.OC-03",
    fix="unsafe",
)
def obligation_missing(plan: Plan, packs: tuple[HeldPack, ...]) -> Iterator[Problem]:
    """A duty to notify of an active pack has no entry in `obligations`.

    The hours that a law gives run from the moment somebody knows, also at night and
    over Easter. Who first looks up then whom to notify, who decides and with which
    words has lost them. A pack in `metadata.profiles` asks for its duties; an
    obligation answers one by its own id, or by `duty`. A duty towards a class of
    people, such as `data-subjects`, is asked for where a group or external party
    has that class. The fix adds the entry with what the law says; who decides, whom to
    notify and in which words is for you to fill in (NTF102).

    Bad:
        metadata: {id: it-ops, profiles: [gdpr]}

    Good:
        metadata: {id: it-ops, profiles: [gdpr]}
        obligations:
          gdpr-33:
            trigger: personal-data-breach
            deadline: 72h
            recipient: "external:authority"
            decision: "role:dpo"
            path: "escalation:privacy"
            template: "template:breach"
        templates:
          breach:
            type: regulator
            text: "{{ nature }} {{ subjects_count }} {{ records_count }} {{ consequences }}"
        escalations:
          privacy:
            steps:
            - notify: ["role:dpo"]
              ack_within: 1h
            - notify: ["person:bob"]
              ack_within: 1h
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          roles:
            dpo: {holders: ["person:alice"]}
          external:
            authority: {class: regulator, contact: "https://authority.example/breach"}

    Facts:
        pack, duty: names
        source: where the duty stands
        verified: whether somebody has compared the pack with that
        deadline_seconds: its deadline; null where there is none, or of no fixed length
    """
    answered = {obligation.duty for obligation in plan.obligations.values()}
    for held in packs:
        for duty in held.pack.duties:
            if duty.id not in answered and _is_owed(plan, duty):
                yield Problem(
                    at=held.at,
                    message=f"no obligation answers {duty.id}: {_told(duty, held)}",
                    help=_remedy(plan, duty, packs),
                    facts={
                        "pack": held.pack.name,
                        "duty": duty.id,
                        "source": duty.source,
                        "verified": duty.verified,
                        "deadline_seconds": exact_seconds(duty.deadline) if duty.deadline else None,
                    },
                    subject=duty.id,
                    fix=_fix(plan, duty, packs),
                )


def _is_owed(plan: Plan, duty: Duty) -> bool:
    return duty.where is None or _of_class(plan, duty.where) != ()


def _of_class(plan: Plan, name: str) -> tuple[str, ...]:
    """References of the groups and external parties of a class."""
    return (
        *(f"external:{one.id}" for one in plan.external.values() if one.stakeholder_class == name),
        *(f"group:{one.id}" for one in plan.groups.values() if one.stakeholder_class == name),
    )


def _told(duty: Duty, held: HeldPack) -> str:
    """The duty in words: what, by when, and who says so."""
    time = f" within {duty.deadline}" if duty.deadline else ""
    start = f" after {duty.after}" if duty.after else ""
    doubt = "" if duty.verified else ", not verified"
    return f"{duty.title}{time}{start} ({held.pack.title} {duty.source}{doubt})"


def _fix(plan: Plan, duty: Duty, packs: tuple[HeldPack, ...]) -> Fix | None:
    """The entry as far as the duty tells; or ``duty`` in the one that is there already."""
    if close := _namesake(plan, duty, packs):
        return Fix((Put(plan.root / "obligations" / close / "duty", duty.id),))
    if duty.deadline is None or duty.id in plan.obligations:
        return None
    entry: dict[str, object] = {"deadline": str(duty.deadline)}
    if duty.after:
        answering = (one.id for one in plan.obligations.values() if one.duty == duty.after)
        entry = {"after": next(answering, duty.after), **entry}
    else:
        entry = {"trigger": duty.trigger, **entry}
    for recipient in _of_class(plan, duty.recipient)[:1]:
        entry["recipient"] = recipient
    return Fix((Put(plan.root / "obligations" / duty.id, entry),))


def _namesake(plan: Plan, duty: Duty, packs: tuple[HeldPack, ...]) -> str | None:
    """An obligation of which nobody knows what it answers, under a name like that of the duty."""
    known = {other.id for held in packs for other in held.pack.duties}
    return nearest(duty.id, (one.id for one in plan.obligations.values() if one.duty not in known))


def _remedy(plan: Plan, duty: Duty, packs: tuple[HeldPack, ...]) -> str:
    """The entry to add; or the one that is there, under a name much like that of the duty."""
    if close := _namesake(plan, duty, packs):
        return f"if obligation {close} answers it, add `duty: {duty.id}` there"
    start = f"after: {duty.after}" if duty.after else f"trigger: {duty.trigger}"
    recipient = next(iter(_of_class(plan, duty.recipient)), "external:…")
    return (
        f"add to `obligations`: `{duty.id}: {{{start}, deadline: {duty.deadline or '…'}, "
        f'recipient: "{recipient}", decision: "role:…", path: "escalation:…", '
        'template: "template:…"}`'
    )
