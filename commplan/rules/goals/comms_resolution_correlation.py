"""Habits that go with slower resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    SHARE,
    Bounds,
    Gap,
    NotAssessed,
    Place,
    Plan,
    Problem,
    Severity,
    parse_duration,
    rule,
    told_p,
)

if TYPE_CHECKING:
    from commplan.api import Evidence, History, ResolutionAssociation, Verdicts


@rule(
    "GOL402",
    severity=Severity.INFO,
    profile="complete",
    since="0.1",
    source="A41; DORA 13(2)",
    reads=("public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("updates",),
    back="window",
    takes={"min_n": Bounds(3), "max_p": SHARE},
)
def comms_resolution_correlation(
    plan: Plan,
    evidence: Evidence,
    maybe_history: History | None,
    as_of: int,
    *,
    window: str = "180d",
    min_n: int = 20,
    max_p: float = 0.05,
) -> Verdicts:
    """Incidents take longer to resolve where people communicate in some other way.

    Reported, not blamed: what goes together need not cause each other, and a long incident
    has more time for a long silence. But it shows what to try first. The time to resolve
    each incident of the records of the last 180 days (`window`) is held against the largest
    gap without news from its start to its end and the time to its first update, if it had
    updates, and, where messages were read, the share of what people wrote in its channels
    that stands in threads. Updates are found as by SLA402. Told is a rank correlation
    (Spearman's) that chance alone gives with a probability below `max_p` (0.05), by
    shuffling, and allowed for how many were looked at; it takes `min_n` (20) incidents.

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {first_response: 2h, resolve: 8h}}
        evidence: {incidents: evidence/incidents.csv, updates: evidence/updates.csv}
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 60m}
            - {notify: ["person:bob"], ack_within: 60m}
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
          major: {clock: 24x7, targets: {first_response: 2h, resolve: 8h}}
        evidence: {incidents: evidence/incidents.csv, updates: evidence/updates.csv}
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 60m}
            - {notify: ["person:bob"], ack_within: 60m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
            bob: {name: Bob Ito, slack: U02BOB, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Files:
        evidence/incidents.csv: |
          id,severity,started_at,resolved_at
          I-1,sev1,2026-11-01T08:00Z,2026-11-01T09:40Z
          I-2,sev1,2026-11-02T08:00Z,2026-11-02T09:42Z
          I-3,sev1,2026-11-03T08:00Z,2026-11-03T09:44Z
          I-4,sev1,2026-11-04T08:00Z,2026-11-04T09:46Z
          I-5,sev1,2026-11-05T08:00Z,2026-11-05T09:48Z
          I-6,sev1,2026-11-06T08:00Z,2026-11-06T09:50Z
          I-7,sev1,2026-11-07T08:00Z,2026-11-07T09:52Z
          I-8,sev1,2026-11-08T08:00Z,2026-11-08T09:54Z
          I-9,sev1,2026-11-09T08:00Z,2026-11-09T09:56Z
          I-10,sev1,2026-11-10T08:00Z,2026-11-10T09:58Z
          I-11,sev1,2026-11-11T08:00Z,2026-11-11T10:00Z
          I-12,sev1,2026-11-12T08:00Z,2026-11-12T10:02Z
          I-13,sev1,2026-11-13T08:00Z,2026-11-13T10:04Z
          I-14,sev1,2026-11-14T08:00Z,2026-11-14T10:06Z
          I-15,sev1,2026-11-15T08:00Z,2026-11-15T10:08Z
          I-16,sev1,2026-11-16T08:00Z,2026-11-16T10:10Z
          I-17,sev1,2026-11-17T08:00Z,2026-11-17T10:12Z
          I-18,sev1,2026-11-18T08:00Z,2026-11-18T10:14Z
          I-19,sev1,2026-11-19T08:00Z,2026-11-19T10:16Z
          I-20,sev1,2026-11-20T08:00Z,2026-11-20T10:18Z
        evidence/updates.csv: |
          incident,posted_at
          I-1,2026-11-01T09:00Z
          I-2,2026-11-02T09:02Z
          I-3,2026-11-03T09:04Z
          I-4,2026-11-04T09:06Z
          I-5,2026-11-05T09:08Z
          I-6,2026-11-06T09:10Z
          I-7,2026-11-07T09:12Z
          I-8,2026-11-08T09:14Z
          I-9,2026-11-09T09:16Z
          I-10,2026-11-10T09:18Z
          I-11,2026-11-11T09:20Z
          I-12,2026-11-12T09:22Z
          I-13,2026-11-13T09:24Z
          I-14,2026-11-14T09:26Z
          I-15,2026-11-15T09:28Z
          I-16,2026-11-16T09:30Z
          I-17,2026-11-17T09:32Z
          I-18,2026-11-18T09:34Z
          I-19,2026-11-19T09:36Z
          I-20,2026-11-20T09:38Z

    Good files:
        evidence/incidents.csv: |
          id,severity,started_at,resolved_at
          I-1,sev1,2026-11-01T08:00Z,2026-11-01T09:48Z
          I-2,sev1,2026-11-02T08:00Z,2026-11-02T09:43Z
          I-3,sev1,2026-11-03T08:00Z,2026-11-03T09:46Z
          I-4,sev1,2026-11-04T08:00Z,2026-11-04T09:45Z
          I-5,sev1,2026-11-05T08:00Z,2026-11-05T09:55Z
          I-6,sev1,2026-11-06T08:00Z,2026-11-06T09:56Z
          I-7,sev1,2026-11-07T08:00Z,2026-11-07T09:42Z
          I-8,sev1,2026-11-08T08:00Z,2026-11-08T09:52Z
          I-9,sev1,2026-11-09T08:00Z,2026-11-09T09:40Z
          I-10,sev1,2026-11-10T08:00Z,2026-11-10T09:41Z
          I-11,sev1,2026-11-11T08:00Z,2026-11-11T09:53Z
          I-12,sev1,2026-11-12T08:00Z,2026-11-12T09:50Z
          I-13,sev1,2026-11-13T08:00Z,2026-11-13T09:59Z
          I-14,sev1,2026-11-14T08:00Z,2026-11-14T09:49Z
          I-15,sev1,2026-11-15T08:00Z,2026-11-15T09:54Z
          I-16,sev1,2026-11-16T08:00Z,2026-11-16T09:51Z
          I-17,sev1,2026-11-17T08:00Z,2026-11-17T09:44Z
          I-18,sev1,2026-11-18T08:00Z,2026-11-18T09:57Z
          I-19,sev1,2026-11-19T08:00Z,2026-11-19T09:58Z
          I-20,sev1,2026-11-20T08:00Z,2026-11-20T09:47Z
        evidence/updates.csv: |
          incident,posted_at
          I-1,2026-11-01T09:00Z
          I-2,2026-11-02T09:02Z
          I-3,2026-11-03T09:04Z
          I-4,2026-11-04T09:06Z
          I-5,2026-11-05T09:08Z
          I-6,2026-11-06T09:10Z
          I-7,2026-11-07T09:12Z
          I-8,2026-11-08T09:14Z
          I-9,2026-11-09T09:16Z
          I-10,2026-11-10T09:18Z
          I-11,2026-11-11T09:20Z
          I-12,2026-11-12T09:22Z
          I-13,2026-11-13T09:24Z
          I-14,2026-11-14T09:26Z
          I-15,2026-11-15T09:28Z
          I-16,2026-11-16T09:30Z
          I-17,2026-11-17T09:32Z
          I-18,2026-11-18T09:34Z
          I-19,2026-11-19T09:36Z
          I-20,2026-11-20T09:38Z

    Facts:
        measure: what goes with the time to resolve
        rho: the rank correlation, from -1 to 1
        p: how often chance alone gives as much, either way
        n: how many incidents were looked at
    """
    from commplan.api import resolution_associations  # only an audit measures

    length = parse_duration(window)
    for one in resolution_associations(plan, evidence, maybe_history, as_of, length, min_n):
        if isinstance(one, Gap):
            yield NotAssessed(one.reason, at=one.at)
        elif one.p < max_p:
            yield _problem(one, _place(plan))


def _place(plan: Plan) -> Place:
    """Where the plan says that resolution is measured, or else where its records are."""
    for kpi in plan.kpis.values():
        if kpi.metric == "resolve":
            return kpi.at.key
    return plan.root / "evidence" / "incidents"


def _problem(one: ResolutionAssociation, at: Place) -> Problem:
    slower = "slower" if one.found.rho > 0 else "faster"
    return Problem(
        at=at,
        message=f"{one.habit.more} go with {slower} resolution: rho {one.found.rho:.2f}, "
        f"p {told_p(one.p)}, {one.found.n} incidents (association, not cause)",
        help="look at what those incidents have in common, and try another way for some weeks",
        facts={
            "measure": one.habit.id,
            "rho": round(one.found.rho, 3),
            "p": round(one.p, 4),
            "n": one.found.n,
        },
        subject=one.habit.id,
    )
