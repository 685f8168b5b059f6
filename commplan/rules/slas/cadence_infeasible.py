"""Updates that cannot be written as often as they are promised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from commplan.api import (
    Duration,
    Gaps,
    IncidentSeverity,
    Message,
    NotAssessed,
    Plan,
    Problem,
    Reference,
    Related,
    Severity,
    Sla,
    Target,
    Timeline,
    Update,
    Verdicts,
    absence,
    compare_durations,
    exact_parameter,
    exact_seconds,
    format_duration,
    listed,
    longest_of,
    rule,
    updates_of,
)


@rule("SLA204", severity=Severity.WARNING, profile="standard", since="0.1", source="A26")
def cadence_infeasible(
    plan: Plan, timeline: Timeline, *, draft: str = "5m", approve: str = "5m"
) -> Verdicts:
    """Updates take longer than their cadence, or nobody is there to send or approve them.

    An update every ten minutes that takes fifteen to write and release is late from
    the first one on; so is one whose only approver sleeps. Messages of kind
    `incident` are looked at whose `when` names a severity of the SLA. Where they
    have no `lead_time` it is `draft`, and `approve` more with an approver. Sender
    and approver, deputies included, have to be there at every instant of the SLA's
    clock at which there are people for the severity at all.

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {first_response: 30m, update_every: 10m}}
        messages:
          public-status:
            {kind: incident, when: "sev1 and customer_impact", sender: "role:press", lead_time: 15m}
        escalations:
          major:
            steps:
            - {notify: ["role:press"], ack_within: 10m}
            - {notify: ["person:bob"], ack_within: 20m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          roles:
            press: {holders: ["person:alice"], reachable: 24x7}

    Good:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {first_response: 30m, update_every: 20m}}
        messages:
          public-status:
            {kind: incident, when: "sev1 and customer_impact", sender: "role:press", lead_time: 15m}
        escalations:
          major:
            steps:
            - {notify: ["role:press"], ack_within: 10m}
            - {notify: ["person:bob"], ack_within: 20m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}
          roles:
            press: {holders: ["person:alice"], reachable: 24x7}

    Facts:
        sla: id of the SLA
        message, phase: which message is too slow for which phase; null for all phases
        every_seconds, lead_seconds: the cadence that is promised, and how long the message takes
        party, messages: who is not there, and for which messages, instead of the above
        from, to, gap_seconds, total_seconds, gaps: the longest such time, all together, how many
    """
    writing, releasing = exact_parameter("draft", draft), exact_parameter("approve", approve)
    for sla in plan.slas.values():
        updates = tuple(updates_of(plan, sla)) if sla.updates else ()
        for update in updates:
            message = update.message
            usual = Duration(writing + (releasing if message.approver else 0))
            yield from _too_slow(sla, message, message.lead_time or usual)
        if updates and sla.clock is not None and timeline.knows(sla.clock):
            if fault := timeline.clock_fault(sla.clock):
                reason = f"nobody can tell when sla:{sla.id} runs: {fault}"
                yield NotAssessed(reason, sla.at / "clock")
            else:
                for task in _tasks(timeline, updates):
                    yield from _unattended(timeline, sla, sla.clock, task)


def _too_slow(sla: Sla, message: Message, lead: Duration) -> Verdicts:
    """Compare the time that a message takes with the cadence of each phase; tell the tightest."""
    orders = {target: compare_durations(target.duration, lead) for target in sla.updates}
    tight = sorted(
        (target for target, order in orders.items() if order == -1),
        key=lambda target: target.duration,
    )
    if tight:
        yield _slow(sla, message, lead, tight)
    for target, order in orders.items():
        if order is None:
            reason = f"an update every {target.duration} has no fixed length to hold against {lead}"
            yield NotAssessed(f"message {message.id}: {reason}", target.at)


def _slow(sla: Sla, message: Message, lead: Duration, tight: Sequence[Target]) -> Problem:
    first, *others = tight
    phase = f" while {first.phase}" if first.phase else ""
    work = "write and approve" if message.approver else "write"
    return Problem(
        at=first.at,
        message=f"sla:{sla.id} promises an update every {first.duration}{phase}, "
        f"but '{message.id}' takes {lead} to {work}",
        help="promise updates less often, or lower the `lead_time` of the message",
        related=(
            Related(message.at / "lead_time", f"message {message.id}"),
            *(Related(target.at, f"too often while {target.phase}, too") for target in others),
        ),
        facts={
            "sla": sla.id,
            "message": message.id,
            "phase": first.phase,
            "every_seconds": exact_seconds(first.duration),
            "lead_seconds": exact_seconds(lead),
        },
        subject=message.id,
    )


class _Task(NamedTuple):
    """What somebody has to be there for."""

    party: Reference
    parts: list[tuple[str, str]]
    """``send`` or ``approve``, and the id of the message."""
    severities: dict[str, IncidentSeverity]

    @property
    def words(self) -> str:
        """``send 'incident-update' and approve 'public-status'``."""
        messages: dict[str, list[str]] = {}
        for verb, message in self.parts:
            messages.setdefault(verb, []).append(f"'{message}'")
        return " and ".join(f"{verb} {listed(names)}" for verb, names in messages.items())


def _tasks(timeline: Timeline, updates: Sequence[Update]) -> Iterable[_Task]:
    """What each sender and approver has to do; what they are that is not sound is left out."""
    plan = timeline.plan
    found: dict[str, _Task] = {}
    for message, severities in updates:
        for party, verb in ((message.sender, "send"), (message.approver, "approve")):
            if party and timeline.sound(party) and not plan.reach(party).nobody:
                task = found.setdefault(str(party), _Task(party, [], {}))
                task.parts.append((verb, message.id))
                task.severities.update({severity.id: severity for severity in severities})
    return found.values()


def _unattended(timeline: Timeline, sla: Sla, clock: str, task: _Task) -> Verdicts:
    party = task.party
    missed = absence(timeline, clock, party, task.severities.values())
    if missed.gaps:
        gaps = Gaps(missed.gaps, timeline.zone(party), timeline.window)
        start, end = gaps.worst
        who = f"{party} is not" if party.kind == "person" else f"nobody of {party} is"
        length = f"{format_duration(end - start)}, {longest_of(gaps.all, gaps.zone, gaps.window)}"
        yield Problem(
            at=party.at,
            message=f"{gaps.since}: sla:{sla.id} promises updates but {who} there "
            f"to {task.words} until {gaps.until} ({length})",
            help="name deputies who keep other hours, or a role with `reachable: 24x7`",
            related=tuple(Related(target.at, "promised here") for target in sla.updates[:1]),
            facts={
                "sla": sla.id,
                "party": str(party),
                "messages": [message for _, message in task.parts],
                **gaps.facts,
            },
            subject=sla.id,
        )
    elif missed.doubtful:
        people = timeline.doubts(missed.doubtful)
        reason = f"whether anybody is there to {task.words} while sla:{sla.id} runs hangs on"
        yield NotAssessed(f"{reason} {people}", party.at)
