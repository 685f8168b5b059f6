"""A duty to notify that could not be met as it is written, or comes too late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    Duration,
    NotAssessed,
    Plan,
    Problem,
    Related,
    Severity,
    Verdicts,
    days_of_months,
    exact_length,
    may_exceed,
    one_of,
    parse_hours,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Duty, DutyCalendar, HeldPack, Obligation


@rule(
    "NTF102",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A16; ISO 27001 A.5.5",
)
def obligation_incomplete(plan: Plan, packs: tuple[HeldPack, ...]) -> Verdicts:
    """An obligation lacks a part, or its deadline is looser than that of the duty it answers.

    When the hours run, it has to be clear what started them (`trigger`, or `after`
    another obligation), whom to notify (`recipient`), who decides (`decision`), how
    that person learns of it (`path`) and in which words (`template`). A deadline may
    be tighter than the law's, never looser; one that counts from a later moment, or
    in working hours only, is looser too.

    Bad:
        metadata: {id: it-ops, profiles: [gdpr]}
        obligations:
          gdpr-33: {trigger: personal-data-breach, deadline: 96h, recipient: "external:authority"}
        stakeholders:
          external:
            authority: {class: regulator, contact: "https://authority.example/breach"}

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
        obligation: its id
        missing: the keys that it lacks
        duty, pack: what it answers, where its deadline is too loose
        deadline, allowed: both deadlines as plans write them
    """
    if not plan.obligations:
        return
    duties = {duty.id: (duty, held) for held in packs for duty in held.pack.duties}
    for obligation in plan.obligations.values():
        yield from _missing(obligation)
        if obligation.duty in duties:
            yield from _looser(plan, obligation, *duties[obligation.duty])


def _missing(obligation: Obligation) -> Iterator[Problem]:
    parts = (
        ("trigger", "what starts it", obligation.trigger or obligation.after),
        ("recipient", "whom to notify", obligation.recipient),
        ("decision", "who decides", obligation.decision),
        ("path", "by which path whoever decides hears of it", obligation.path),
        ("template", "in which words to notify", obligation.template),
    )
    missing = [(key, words) for key, words, value in parts if value is None]
    if missing:
        keys = [key for key, _ in missing]
        yield Problem(
            at=obligation.at,
            message=f"obligation {obligation.id} does not say {one_of(w for _, w in missing)}",
            help=f"add {', '.join(f'`{key}`' for key in keys)}",
            facts={"obligation": obligation.id, "missing": keys},
        )


class _Doubt(NamedTuple):
    """A way in which a deadline may be looser than its duty allows."""

    is_looser: bool | None
    """None where working days, or the hours of a calendar, decide."""
    key: str
    words: str
    remedy: str


def _looser(plan: Plan, obligation: Obligation, duty: Duty, held: HeldPack) -> Verdicts:
    if obligation.deadline is None or duty.deadline is None:
        return
    doubts = tuple(_doubts(plan, obligation, obligation.deadline, duty, duty.deadline))
    for doubt in doubts:
        if doubt.is_looser:
            unverified = "" if duty.verified else ", not verified"
            yield Problem(
                at=obligation.at / doubt.key,
                message=f"obligation {obligation.id} {doubt.words}; {held.pack.title} allows "
                f"{_told(duty.deadline, 0)} ({duty.source}{unverified})",
                help=doubt.remedy,
                related=(Related(held.at, f"held to {held.pack.name} here"),),
                facts={
                    "obligation": obligation.id,
                    "duty": duty.id,
                    "pack": held.pack.name,
                    "deadline": str(obligation.deadline),
                    "allowed": str(duty.deadline),
                },
            )
            return
    for doubt in doubts:
        if doubt.is_looser is None:
            reason = (
                f"obligation {obligation.id} {doubt.words}; "
                f"whether that is within {duty.deadline} depends on when it starts"
            )
            yield NotAssessed(reason, obligation.at / doubt.key)


def _doubts(
    plan: Plan, obligation: Obligation, own: Duration, duty: Duty, allowed: Duration
) -> Iterator[_Doubt]:
    words = f"is due within {_told(own, 1)}"
    yield _Doubt(
        may_exceed(own, allowed), "deadline", words, f"write `deadline: {allowed}`, or less"
    )
    calendar = plan.calendars.get((obligation.clock or "").partition(":")[2])
    if calendar is not None and own.microseconds:
        words = f"counts its {own} in the hours of calendar:{calendar.id}"
        # What is allowed takes longer where nights do not count; less than that may.
        is_looser = not _is_always_open(calendar) and (own == allowed or None)
        yield _Doubt(is_looser, "clock", words, "write `clock: calendar`")
    if waits := _waits(plan, obligation, duty):
        words = f"is due {own} after {obligation.after}, which itself has {waits[0]}"
        remedy = f"write `after: {duty.after}`" if duty.after else "write a `trigger` instead"
        total = Duration(sum(wait.microseconds for wait in (own, *waits)))
        is_exact = all(exact_length(wait) is not None for wait in (own, *waits))
        is_looser = may_exceed(total, allowed) if is_exact else (own == allowed or None)
        yield _Doubt(is_looser, "after", words, remedy)


def _waits(plan: Plan, obligation: Obligation, duty: Duty) -> tuple[Duration, ...]:
    """Deadlines of the obligations before this one that the duty does not wait for."""
    waits = []
    seen = {obligation.id}
    before = plan.obligations.get(obligation.after or "")
    while before is not None and before.duty != duty.after and before.id not in seen:
        if before.deadline is not None:
            waits.append(before.deadline)
        seen.add(before.id)
        before = plan.obligations.get(before.after or "")
    return tuple(waits)


def _told(duration: Duration, end: int) -> str:
    """A duration in words; of months also the fewest (0) or the most (1) days."""
    if not duration.months:
        return str(duration)
    days = days_of_months(duration.months)[end]
    return f"{duration}, which may be {days} days"


def _is_always_open(calendar: DutyCalendar) -> bool:
    """Whether a calendar has every hour of every day, and no day off."""
    whole_days = {h.weekday for h in parse_hours(calendar.hours) if h[1:] in ((0, 1440), (0, 0))}
    return len(whole_days) == 7 and not calendar.holidays and not calendar.exceptions
