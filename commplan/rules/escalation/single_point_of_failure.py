"""Hours that hang on one person."""

from __future__ import annotations

from commplan.api import (
    Gaps,
    NotAssessed,
    Plan,
    Problem,
    Related,
    Severity,
    Timeline,
    Verdicts,
    relied_on,
    rule,
)


@rule(
    "ESC202",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A07; DORA RTS 2024/1774 26(2)",
)
def single_point_of_failure(plan: Plan, timeline: Timeline) -> Verdicts:
    """Without one person, nobody is left for a severity at some required instant.

    People fall ill, change jobs and sit in aeroplanes. Each person is taken away in
    turn, as if on leave, and somebody else has to be reachable at every instant
    that `coverage` requires, or else the clock of the SLA. A role falls to its next
    holder or deputy, a shift to nobody. Add a step with somebody else, or a deputy
    who keeps other hours. Instants at which too few are there anyway are AVL201's.

    Bad:
        severities:
          sev3: {order: 3, path: "escalation:desk", sla: "sla:desk"}
        slas:
          desk: {clock: "calendar:long", targets: {first_response: 1h}}
        coverage:
          sev3: {require: "calendar:long"}
        calendars:
          long: {timezone: Europe/London, hours: {mon-sat: ["08:00-18:00"]}}
          short: {timezone: Europe/London, hours: {mon-fri: ["08:00-18:00"]}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:bob"], ack_within: 30m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:short"}
            bob: {name: Bob Ito, slack: U02BOB, calendar: "calendar:long"}

    Good:
        severities:
          sev3: {order: 3, path: "escalation:desk", sla: "sla:desk"}
        slas:
          desk: {clock: "calendar:short", targets: {first_response: 1h}}
        coverage:
          sev3: {require: "calendar:short"}
        calendars:
          short: {timezone: Europe/London, hours: {mon-fri: ["08:00-18:00"]}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:bob"], ack_within: 30m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:short"}
            bob: {name: Bob Ito, slack: U02BOB, calendar: "calendar:short"}

    Facts:
        severity, person: ids
        from, to: the longest time that hangs on the person
        depth, required: how many people are left then without them (0), and how many have to be (1)
        gap_seconds, total_seconds, gaps: its length, that of all such times, and their number
    """
    for demand in timeline.demands:
        severity = demand.severity.id
        if demand.fault is not None:
            yield NotAssessed(demand.fault, demand.at)
            continue
        relied = relied_on(demand)
        for name, times in sorted(relied.people.items()):
            person = plan.people[name]
            gaps = Gaps(times, timeline.roster.zone_of(person), timeline.window)
            company = f" ({gaps.company})" if gaps.company else ""
            yield Problem(
                at=demand.path.at,
                message=f"{gaps.since}: without {name} nobody is left for {severity} "
                f"until {gaps.until}{company}",
                help=f"let {demand.path} reach somebody else who is there then",
                subject=f"person:{name}",
                related=(
                    Related(demand.at, "somebody has to be there in these hours"),
                    Related(person.at.key, f"{name} is the only one"),
                ),
                facts={
                    "severity": severity,
                    "person": name,
                    "depth": 0,
                    "required": 1,
                    **gaps.facts,
                },
            )
        if relied.untold and not relied.people:
            yield NotAssessed(
                f"whether {severity} relies on one person alone hangs on "
                f"{timeline.doubts(relied.untold)}",
                demand.at,
            )
