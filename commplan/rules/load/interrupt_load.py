"""More interruptions than a shift can bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    SHARE,
    NotAssessed,
    Plan,
    Problem,
    Related,
    Severity,
    Timeline,
    Verdicts,
    interrupts_on,
    listed,
    most_interrupts,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import DutyRotation, Interrupts


@rule(
    "WRK201",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="B09 B10 B14",
    takes={"miss": SHARE},
)
def interrupt_load(
    plan: Plan, timeline: Timeline, *, max_interrupts_per_shift: float = 2, miss: float = 0.2
) -> Verdicts:
    """Whoever is on call can expect more interruptions in twelve hours than the limit allows.

    After the third page of a night nobody thinks straight, and after a month of such
    nights people leave. Counted are the pages a week of each path
    (`capacity.expected.pages_per_week`) that reach the rotation: all of them at the
    first level, of which `miss` go unanswered to the second, and so on; and the pings
    of whole groups (`group_pings_per_week`) in channels whose audience they belong to.
    `protocols.notifications.max_interrupts_per_shift` of the plan wins over
    `max_interrupts_per_shift`. Page less, or share the load between more rotations.

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {first_response: 30m}}
        escalations:
          major:
            steps:
            - {notify: ["rotation:primary"], via: [{phone: 0m}], ack_within: 10m}
            - {notify: ["person:dana"], via: [{phone: 0m}], ack_within: 20m}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]
        capacity: {expected: {pages_per_week: 40}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {phone: "secret:oncall/alice"}}
            bob: {name: Bob Ito, slack: U02BOB, contacts: {phone: "secret:oncall/bob"}}
            dana: {name: Dana Fox, slack: U04DANA, contacts: {phone: "secret:oncall/dana"}}

    Good:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {first_response: 30m}}
        escalations:
          major:
            steps:
            - {notify: ["rotation:primary"], via: [{phone: 0m}], ack_within: 10m}
            - {notify: ["person:dana"], via: [{phone: 0m}], ack_within: 20m}
        rotations:
          primary:
            timezone: Europe/London
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:bob"]
        capacity: {expected: {pages_per_week: 12}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {phone: "secret:oncall/alice"}}
            bob: {name: Bob Ito, slack: U02BOB, contacts: {phone: "secret:oncall/bob"}}
            dana: {name: Dana Fox, slack: U04DANA, contacts: {phone: "secret:oncall/dana"}}

    Facts:
        rotation: its id
        interrupts: how many to expect at least in twelve hours on call
        pages, pings: what of that are pages, and pings of groups
        limit: how many may be
    """
    if not plan.rotations:
        return
    expected = plan.capacity.expected
    pages = expected.pages_per_week if expected else None
    pings = expected.group_pings_per_week if expected else None
    if pages is None:
        at = expected.at if expected else plan.capacity.at
        yield NotAssessed(
            "`capacity.expected` does not say how many `pages_per_week` there are", at
        )
    notifications = plan.protocols.notifications
    stated = notifications.max_interrupts_per_shift if notifications else None
    limit = max_interrupts_per_shift if stated is None else stated
    if most_interrupts(pages or 0, pings or 0) <= limit:
        return
    for rotation in plan.rotations.values():
        found = interrupts_on(timeline, rotation, pages or 0, pings or 0, miss)
        if found.least > limit:
            yield _problem(plan, rotation, found, limit)
        elif found.most > limit:
            yield NotAssessed(_open(rotation, found, limit), rotation.at)


def _problem(plan: Plan, rotation: DutyRotation, found: Interrupts, limit: float) -> Problem:
    at_least = "at least " if found.most > found.least else ""
    expected = plan.capacity.at / "expected"
    parts = (("pages", found.pages), ("group_pings", found.pings))
    return Problem(
        at=rotation.at,
        message=f"rotation:{rotation.id} can expect {at_least}{_told(found.least, limit)} "
        f"interrupts per 12h on call; limit {limit:g}",
        help="page for less, or let several rotations share the load",
        related=tuple(
            Related(expected / f"{what}_per_week", f"{least:.1f} of them are expected here")
            for what, (least, _) in parts
            if least
        ),
        facts={
            "rotation": rotation.id,
            "interrupts": round(found.least, 2),
            "pages": round(found.pages[0], 2),
            "pings": round(found.pings[0], 2),
            "limit": limit,
        },
    )


def _open(rotation: DutyRotation, found: Interrupts, limit: float) -> str:
    parts = (
        ("`pages_per_week` divide over paths", found.pages),
        ("`group_pings_per_week` divide over channels", found.pings),
    )
    unknown = [words for words, (least, most) in parts if most > least]
    return (
        f"rotation:{rotation.id} can expect {found.least:.1f} to {_told(found.most, limit)} "
        f"interrupts per 12h on call (limit {limit:g}): that hangs on how {listed(unknown)}, "
        "and on whom those reach"
    )


def _told(number: float, limit: float) -> str:
    """A number above a limit, exact enough to be seen to be."""
    digits = next((n for n in range(1, 6) if round(number, n) > limit), 6)
    return f"{number:.{digits}f}"
