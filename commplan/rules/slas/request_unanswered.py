"""Requests that nobody who is to answer has answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    DAY,
    MINUTE,
    Bounds,
    Gap,
    NotAssessed,
    Problem,
    Resource,
    Severity,
    format_day_time,
    format_until,
    format_utc,
    message_link,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import History, Overdue, Unanswered, Verdicts


@rule(
    "SLA403",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A24 A25 A43 B14",
    reads=("public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("unanswered",),
    takes={"show": Bounds(1)},
)
def request_unanswered(history: History, *, show: int = 10) -> Verdicts:
    """A request is past due, and no responder has answered it.

    Whoever gets no answer asks elsewhere, or not again. Answer it now, even if only with
    when there will be more. Looked at are the channels to which an SLA with a target for
    `first_response` applies, over the window of its objective (28 days without one).
    Answers of others are told, but the promise is that a responder answers: a member of
    `intake.responders`, else of the channel's owner. Requests that were withdrawn or
    deleted wait for nobody. The `show` oldest are told (10).

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: "calendar:uk"
            targets: {first_response: 30m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: "calendar:uk"
            targets: {first_response: 4h}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}

    Workspace:
        people: {U01ALICE: alice, U09ANN: ann, U10BEN: ben}
        channels: {C01HELP: it-help}
        messages:
          C01HELP:
            - at: 2026-11-20T16:50
              user: U09ANN
              thread: [{after: 5m, user: U10BEN}, {after: 9m, user: U10BEN}]

    Facts:
        sla: whose promise
        channel: the channel's id in the plan
        n: how many requests are past due without an answer
        asked: how many requests there were
        unread: of how many more nobody knows, as their replies were not all read
        oldest, due: when the oldest was made and when its answer was due
        others: how many answers others gave to it
        requests: where the oldest ones can be read
    """
    from commplan.api import unanswered_requests  # only an audit measures

    for found in unanswered_requests(history):
        if isinstance(found, Gap):
            yield NotAssessed(found.reason, at=found.at)
            continue
        resource = Resource(*found.desk.measured.bound.object)
        if found.unread:
            reason = f"of {found.unread} requests in {_label(found)} not all replies were read"
            yield NotAssessed(reason, at=found.target.at, resource=resource)
        if found.waiting:
            yield _problem(found, history, resource, show)


def _label(found: Unanswered) -> str:
    return found.desk.measured.bound.label


def _problem(found: Unanswered, history: History, resource: Resource, show: int) -> Problem:
    first, *others = found.waiting
    shown = found.waiting[:show]
    who = found.desk.channel.answering
    nobody = f"no answer from {who}"
    began = _when(first, found.zone)
    label = _label(found)
    message = f"{label}, {began}: was due {_due(first, found.zone)}, {nobody}{_others(first)}"
    if others:
        told = ", ".join(f"{_when(one, found.zone)}{_others(one)}" for one in shown[1:])
        more = f" and {len(found.waiting) - show} more" if len(found.waiting) > show else ""
        message += f"; likewise {told}{more}" if told else f"; likewise{more.removeprefix(' and')}"
    links = [message_link(history.drift.workspace, found.desk.id, one.at) for one in shown]
    return Problem(
        at=found.target.at,
        message=message,
        help=f"answer in the thread: {', '.join(links)}",
        facts={
            "sla": found.sla.id,
            "channel": found.desk.channel.id,
            "n": len(found.waiting),
            "asked": found.asked,
            "unread": found.unread,
            "oldest": format_utc(first.at),
            "due": format_utc(first.due),
            "others": first.others,
            "requests": links,
        },
        resource=resource,
        subject=f"{found.sla.id} {found.desk.channel.id}",
    )


def _when(one: Overdue, zone: str) -> str:
    return format_day_time(_minute(one.at), zone)


def _due(one: Overdue, zone: str) -> str:
    """With its day, where that is another one than the request's."""
    at, due = _minute(one.at), _minute(one.due)
    same_day = _day(at, zone) == _day(due, zone)
    return format_until(due, zone, at if same_day else min(at, due - DAY))


def _day(at: int, zone: str) -> str:
    return format_day_time(at, zone).split()[1]


def _minute(at: int) -> int:
    """Seconds would only be noise."""
    return at - at % MINUTE


def _others(one: Overdue) -> str:
    if not one.others:
        return ""
    return f" ({one.others} {'reply' if one.others == 1 else 'replies'} by others)"
