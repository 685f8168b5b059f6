"""Required hours that fall between two regions when one of them changes its clocks."""

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


@rule("AVL202", severity=Severity.ERROR, profile="standard", since="0.1", source="A09")
def dst_coverage_gap(timeline: Timeline) -> Verdicts:
    """A coverage gap that is there only because zones change their clocks on different days.

    Hours that fit together in July leave a hole from October to March, since north
    and south change their clocks in opposite directions, and Europe and America
    weeks apart. The gaps of a week are of this kind if the week would have none
    with the clocks of another day of the year. Let the hours of the regions overlap
    by what clocks can move.

    Bad:
        severities:
          sev3: {order: 3, path: "escalation:sun", sla: "sla:sun"}
        slas:
          sun: {clock: 24x7, targets: {first_response: 1h}}
        coverage:
          sev3: {require: 24x7}
        calendars:
          sydney: {timezone: Australia/Sydney, hours: {daily: ["08:00-18:00"]}}
          london: {timezone: Europe/London, hours: {daily: ["08:00-18:00"]}}
          new-york: {timezone: America/New_York, hours: {daily: ["13:00-18:00"]}}
        escalations:
          sun:
            steps:
            - {notify: ["group:desks"], ack_within: 30m}
            - {notify: ["group:desks"], ack_within: 30m}
        stakeholders:
          people:
            isla: {name: Isla Marsh, slack: U01ISLA, calendar: "calendar:sydney"}
            amir: {name: Amir Sayed, slack: U02AMIR, calendar: "calendar:london"}
            eve: {name: Eve Stone, slack: U03EVE, calendar: "calendar:new-york"}
          groups:
            desks: {members: ["person:isla", "person:amir", "person:eve"]}

    Good:
        severities:
          sev3: {order: 3, path: "escalation:sun", sla: "sla:sun"}
        slas:
          sun: {clock: 24x7, targets: {first_response: 1h}}
        coverage:
          sev3: {require: 24x7}
        calendars:
          sydney: {timezone: Australia/Sydney, hours: {daily: ["08:00-18:00"]}}
          london: {timezone: Europe/London, hours: {daily: ["07:00-18:00"]}}
          new-york: {timezone: America/New_York, hours: {daily: ["13:00-18:00"]}}
        escalations:
          sun:
            steps:
            - {notify: ["group:desks"], ack_within: 30m}
            - {notify: ["group:desks"], ack_within: 30m}
        stakeholders:
          people:
            isla: {name: Isla Marsh, slack: U01ISLA, calendar: "calendar:sydney"}
            amir: {name: Amir Sayed, slack: U02AMIR, calendar: "calendar:london"}
            eve: {name: Eve Stone, slack: U03EVE, calendar: "calendar:new-york"}
          groups:
            desks: {members: ["person:isla", "person:amir", "person:eve"]}

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
        elif demand.seasonal:
            shortage = Shortage(demand, demand.seasonal)
            hand_over = shortage.hand_over
            yield Problem(
                at=demand.at,
                message=shortage.told
                + (f"; {hand_over}" if hand_over else "")
                + f" ({shortage.days})",
                help="let the hours of the regions overlap by an hour more on both sides",
                related=tuple(
                    Related(sla.at / "clock", f"the clock of sla:{sla.id} runs then, too")
                    for sla in shortage.slas
                ),
                facts=shortage.facts,
            )
