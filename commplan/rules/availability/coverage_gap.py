"""Required hours in which too few people are there."""

from __future__ import annotations

from commplan.api import (
    NotAssessed,
    Problem,
    Related,
    Severity,
    Shortage,
    Timeline,
    Verdicts,
    rule,
)


@rule(
    "AVL201",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A09; PCI DSS 12.10.3",
)
def coverage_gap(timeline: Timeline) -> Verdicts:
    """Fewer people are reachable than `coverage` requires at some instant.

    An incident in such an hour meets fewer people than were promised, or nobody, and
    that is found out in the middle of it. Somebody is reachable if a step of the
    severity's path reaches them by a method they have while they are on call, inside
    their own calendar, or in a role with `reachable: 24x7`; leave, overrides and
    holidays count. Put somebody on call for those hours, or require what you can
    keep. Gaps that only clock changes open are AVL202's.

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:desk", sla: "sla:desk"}
        slas:
          desk: {clock: "calendar:long", targets: {first_response: 1h}}
        coverage:
          sev1: {require: "calendar:long", min_depth: 2}
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
          sev1: {order: 1, path: "escalation:desk", sla: "sla:desk"}
        slas:
          desk: {clock: "calendar:long", targets: {first_response: 1h}}
        coverage:
          sev1: {require: "calendar:long", min_depth: 2}
        calendars:
          long: {timezone: Europe/London, hours: {mon-sat: ["08:00-18:00"]}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:bob"], ack_within: 30m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:long"}
            bob: {name: Bob Ito, slack: U02BOB, calendar: "calendar:long"}

    Facts:
        severity: id of the severity
        from, to: the gap that is printed, the longest
        depth, required: the fewest people who are there in it, and how many have to be
        gap_seconds, total_seconds, gaps: its length, that of all gaps, and how many there are
    """
    for demand in timeline.demands:
        if demand.required is None:
            continue
        if demand.doubt is not None:
            yield NotAssessed(demand.doubt, demand.at)
        elif demand.lasting:
            shortage = Shortage(demand, demand.lasting)
            company = shortage.gaps.company
            yield Problem(
                at=demand.at,
                message=shortage.told + (f" ({company})" if company else ""),
                help="put somebody else on call or on the path then, or require less",
                related=tuple(
                    Related(sla.at / "clock", f"the clock of sla:{sla.id} runs then, too")
                    for sla in shortage.slas
                ),
                facts=shortage.facts,
            )
