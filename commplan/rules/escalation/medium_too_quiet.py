"""Steps that ring nowhere while everybody sleeps."""

from __future__ import annotations

from collections.abc import Sequence

from commplan.api import (
    Gaps,
    NotAssessed,
    Place,
    Plan,
    Problem,
    Related,
    Severity,
    Timeline,
    Unheard,
    Verdicts,
    contains,
    entity_name,
    listed,
    rule,
    unheard,
    union,
)

LOUD = ("phone", "push", "sms")


@rule(
    "ESC204",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A07 B11; real: target/goalert #3057",
)
def medium_too_quiet(plan: Plan, timeline: Timeline, *, loud: Sequence[str] = LOUD) -> Verdicts:
    """A step uses silent media only while everybody whom it notifies is in their night.

    A message in Slack wakes nobody, and the step waits in vain. A person's night is
    their `quiet_hours`, else those of `protocols.notifications`, else 22:00 to 07:00,
    in the person's own zone. Of a role, holders and deputies count alike: one who is awake
    can read it. Add a loud method, or notify somebody who is awake then.
    Judged are the hours that `coverage` requires for a severity, or else its SLA.

    Bad:
        severities:
          sev3: {order: 3, path: "escalation:desk", sla: "sla:desk"}
        slas:
          desk: {clock: 24x7, targets: {first_response: 1h}}
        escalations:
          desk:
            steps:
            - {notify: ["rotation:primary"], via: [{slack: 0m}], ack_within: 30m}
            - {notify: ["rotation:primary"], via: [{phone: 0m}], ack_within: 30m}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]
        stakeholders:
          people:
            alice:
              name: Alice Ng
              slack: U01ALICE
              timezone: Europe/London
              contacts: {phone: "secret:oncall/alice"}
            bob:
              name: Bob Ito
              slack: U02BOB
              timezone: Europe/London
              contacts: {phone: "secret:oncall/bob"}

    Good:
        severities:
          sev3: {order: 3, path: "escalation:desk", sla: "sla:desk"}
        slas:
          desk: {clock: 24x7, targets: {first_response: 1h}}
        escalations:
          desk:
            steps:
            - {notify: ["rotation:primary"], via: [{slack: 0m}, {phone: 5m}], ack_within: 30m}
            - {notify: ["rotation:primary"], via: [{phone: 0m}], ack_within: 30m}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]
        stakeholders:
          people:
            alice:
              name: Alice Ng
              slack: U01ALICE
              timezone: Europe/London
              contacts: {phone: "secret:oncall/alice"}
            bob:
              name: Bob Ito
              slack: U02BOB
              timezone: Europe/London
              contacts: {phone: "secret:oncall/bob"}

    Facts:
        path, step: id of the path, and the number of the step
        severities: in whose hours it wakes nobody
        people, media: who is notified then, and how
        from, to: the night that is printed, the longest
        gap_seconds, total_seconds, gaps: its length, that of all nights, and how many there are
    """
    steps: dict[Place, list[Unheard]] = {}
    for demand in timeline.demands:
        if demand.fault is not None:
            yield NotAssessed(demand.fault, demand.at)
            continue
        for found in unheard(demand, loud):
            steps.setdefault(found.call.step.at, []).append(found)
    for at, hours in steps.items():
        name = f"step {hours[0].call.step.number} of {entity_name(at.pointer)}"
        if any(found.times for found in hours):
            yield _problem(plan, timeline, name, hours)
        else:
            people = {person for found in hours for person in found.untold}
            yield NotAssessed(
                f"whether {name} wakes anybody at night hangs on {timeline.doubts(people)}", at
            )


def _problem(plan: Plan, timeline: Timeline, name: str, hours: Sequence[Unheard]) -> Problem:
    nights = union(*(found.times for found in hours))
    longest = Gaps(nights, "UTC", timeline.window).worst
    asleep = next(found for found in hours if contains(found.times, longest[0]))
    people = asleep.people(longest)
    homes = {timeline.roster.home(plan.people[name]) for name in people if name in plan.people}
    shared = homes.pop() if len(homes) == 1 else None
    gaps = Gaps(nights, shared or timeline.zone(asleep.demand.path), timeline.window)
    step = asleep.call.step
    media = [*dict.fromkeys(method.medium for method in step.methods)]
    get = "gets" if len(people) == 1 else "get"
    company = f" ({gaps.company})" if gaps.company else ""
    return Problem(
        at=step.at / "via" if step.via else step.at,
        message=f"{gaps.since}: {name} wakes nobody until {gaps.until}; "
        f"{listed(people)} {get} {listed(media)} only{company}",
        help="add a loud method to its `via`, such as `phone: 5m`",
        related=tuple(
            Related(found.demand.at, f"{found.demand.severity.id} has to be covered in these hours")
            for found in hours
            if found.times
        ),
        facts={
            "path": step.at.pointer[1],
            "step": step.number,
            "severities": [found.demand.severity.id for found in hours if found.times],
            "people": list(people),
            "media": media,
            **gaps.facts,
        },
    )
