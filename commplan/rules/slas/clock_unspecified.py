"""A promise of time without the hours in which it counts."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Ola, Plan, Problem, Severity, Sla, rule


@rule("SLA102", severity=Severity.ERROR, profile="basic", since="0.1", source="A28")
def clock_unspecified(plan: Plan) -> Iterator[Problem]:
    """An SLA or OLA does not say in which hours its targets count.

    Four hours from Friday at 16:30 end that evening or on Monday at noon: without
    a clock everybody has another answer. Name a calendar, or `24x7`.

    Bad:
        slas:
          helpdesk: {targets: {first_response: 4h}}

    Good:
        slas:
          helpdesk: {clock: 24x7, targets: {first_response: 4h}}

    Facts:
        subject: the SLA or OLA
    """
    calendars = plan.ids("calendar")
    calendar = calendars[0] if len(calendars) == 1 else "…"
    promises: tuple[Sla | Ola, ...] = (*plan.slas.values(), *plan.olas.values())
    for promise in promises:
        if promise.clock is None:
            subject = f"{'sla' if isinstance(promise, Sla) else 'ola'}:{promise.id}"
            yield Problem(
                at=promise.at,
                message=f"{subject} has no clock, so nobody knows when its targets are due",
                help=f'add `clock: 24x7` or `clock: "calendar:{calendar}"`',
                facts={"subject": subject},
            )
