"""Updates about incidents, and reports, that came later than promised or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    MEASURED_WINDOW,
    SECOND,
    Duration,
    Gap,
    NotAssessed,
    Outcome,
    Plan,
    Problem,
    Related,
    Resource,
    Severity,
    exact_parameter,
    exact_seconds,
    format_day_time,
    format_duration,
    format_until,
    format_utc,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Evidence, History, IncidentSilence, ReportDeliveries, Verdicts


@rule(
    "SLA402",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A21 A26; NIST CSF RS.CO-03",
    reads=("public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("updates", "reports"),
)
def cadence_missed(
    plan: Plan,
    evidence: Evidence,
    maybe_history: History | None,
    as_of: int,
    *,
    tolerance: str = "1m",
    grace: str = "1h",
) -> Verdicts:
    """Nobody said anything about an incident for longer than promised, or a report was late.

    Whoever waits for news and hears nothing asks, and everybody who asks takes somebody
    away from the incident. The time from the start to the first update, between updates,
    and from the last one to the end is held against `update_every` of the phase in which
    it begins, in the hours of the SLA and with a `tolerance` of one minute. Where an
    update says when the next one will come ("Next update: 15:30", "next update in 30
    minutes"), that stands for the cadence, but for no more than three times as long.

    Incidents are those of the records of incidents that went on in the window of the
    objective (28 days without one). Their updates are the records of updates, where the
    plan names such a file. Else they are messages, in threads too, in the Slack channels
    of the severity's incident messages, or with the purpose `major-incident` where none
    goes through Slack. A message is an update if it has the `marker` of the template;
    without a marker, if the sender or an automation that sends it wrote it; without a
    sender, if a person wrote it. One that names an incident by its id ("INC-12"), or
    stands in the thread of one that does, is about that incident, any other about all that
    go on in the channel. The phase is the first one that an update names.

    A report (`kind: report`, `when: every Mon 09:00`) is late if the first post that is
    recognised so comes more than `grace` (one hour) after its time. It may come a day early.

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major:
            clock: 24x7
            targets: {update_every: {investigating: 20m, monitoring: 60m}}
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        messages:
          incident-update:
            {kind: incident, when: sev1, via: ["channel:incidents"], sender: "person:alice"}
        evidence: {incidents: evidence/incidents.csv}
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 20m}
            - {notify: ["person:bob"], ack_within: 20m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
            bob: {name: Bob Ito, slack: U02BOB, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major:
            clock: 24x7
            targets: {update_every: {investigating: 40m, monitoring: 60m}}
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        messages:
          incident-update:
            {kind: incident, when: sev1, via: ["channel:incidents"], sender: "person:alice"}
        evidence: {incidents: evidence/incidents.csv}
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 20m}
            - {notify: ["person:bob"], ack_within: 20m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
            bob: {name: Bob Ito, slack: U02BOB, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Files:
        evidence/incidents.csv: |
          id,severity,started_at,acknowledged_at,resolved_at,closed_at
          INC-12,sev1,2026-11-18T10:05:00Z,,2026-11-18T11:20:00Z,

    Workspace:
        people: {U01ALICE: alice, U02BOB: bob}
        channels: {C02INC: incidents}
        messages:
          C02INC:
            - {at: 2026-11-18T10:15, user: U01ALICE, text: "INC-12, investigating: no VPN"}
            - {at: 2026-11-18T10:50, user: U01ALICE, text: "INC-12, monitoring: VPN is back"}

    Facts:
        sla, incident, severity, phase: which promise was not kept in which incident
        from, to, gap_seconds: the gap that was longest over its time, and its open time
        promised_seconds, due, announced: the cadence, and whether an update named the time
        gaps: how many gaps of the incident were too long
        report, deliveries, late: instead, which report, how often it was due, how often late
        posted: when the report came that was due at `due`; null if none did
    """
    from commplan.api import incident_silences  # only an audit measures

    allowed = Duration(exact_parameter("tolerance", tolerance))
    for one in incident_silences(plan, evidence, maybe_history, as_of, allowed):
        if isinstance(one, Gap):
            yield NotAssessed(one.reason, at=one.at)
        else:
            yield _silent(one)
    if maybe_history is not None:
        from commplan.api import report_deliveries  # only where messages were read

        late = exact_parameter("grace", grace)
        for report in report_deliveries(maybe_history, MEASURED_WINDOW, late):
            yield from _reported(report, maybe_history)


def _silent(one: IncidentSilence) -> Problem:
    worst, course, zone = one.worst, one.course, one.zone
    target = worst.target
    goes_on = course.ended is None and worst.end == course.known[1]
    until = "and none since" if goes_on else f"to {format_until(worst.end, zone, worst.start)}"
    promise = f"promised every {target.duration}"
    if worst.announced:
        promise = f"the next one was announced for {format_until(worst.due, zone, worst.start)}"
    elif target.phase:
        promise += f" while {target.phase}"
    others = f" ({len(one.gaps) - 1} more)" if len(one.gaps) > 1 else ""
    doubt = "" if one.certain else "; not all threads of that time were read"
    return Problem(
        at=target.at,
        message=f"{course.id}: no update from {format_day_time(worst.start, zone)} {until} "
        f"({format_duration(worst.length)}), {promise}{others}{doubt}",
        help="post an update even where nothing is new, and say when the next one comes; "
        "or promise what can be kept",
        related=(Related(course.severity.at, f"{course.id} was of this severity"),),
        facts={
            "sla": one.sla.id,
            "incident": course.id,
            "severity": course.severity.id,
            "phase": target.phase,
            "from": format_utc(worst.start),
            "to": format_utc(worst.end),
            "gap_seconds": worst.length // SECOND,
            "promised_seconds": exact_seconds(target.duration),
            "due": format_utc(worst.due),
            "announced": worst.announced,
            "gaps": len(one.gaps),
        },
        outcome=Outcome.FAIL if one.certain else Outcome.INCONCLUSIVE,
        subject=f"{one.sla.id} {course.id}",
    )


def _reported(report: ReportDeliveries, history: History) -> Verdicts:
    message, zone = report.message, history.plan.metadata.timezone
    if report.doubt:
        yield NotAssessed(report.doubt, at=message.at / "when")
        return
    if not report.deliveries:
        reason = f"the report {message.id} was not due in the time of which messages were read"
        yield NotAssessed(reason, at=message.at / "when")
    late = [one for one in report.deliveries if one.late]
    if not late:
        return
    worst = max(late, key=lambda one: (one.posted is None, (one.posted or 0) - one.due))
    when = f"due {format_day_time(worst.due, zone)}"
    if worst.posted is None:
        what = f"nothing {report.how} was posted for the one {when}"
    else:
        by = format_duration(worst.posted - worst.due)
        what = f"the one {when} was posted {format_until(worst.posted, zone, worst.due)}, {by} late"
    of = f"{len(late)} of {len(report.deliveries)}"
    channel = history.channels[report.channels[0]]
    yield Problem(
        at=message.at / "when",
        message=f"report {message.id}: {of} late or missing in {MEASURED_WINDOW}; {what}",
        help="send it on time, let an automation send it, or promise another time",
        facts={
            "report": message.id,
            "deliveries": len(report.deliveries),
            "late": len(late),
            "due": format_utc(worst.due),
            "posted": None if worst.posted is None else format_utc(worst.posted),
        },
        resource=Resource(*channel.bound.object),
        subject=message.id,
    )
