"""Replies to requests that stand outside their thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    SHARE,
    Conclusion,
    NotAssessed,
    Outcome,
    Problem,
    Resource,
    Severity,
    at_most,
    parse_duration,
    rule,
    threading_of,
    unassessed_intakes,
    unjudged,
)

if TYPE_CHECKING:
    from commplan.api import Channel, History, Place, Plan, Threading, Verdicts


_REQUIRED = "required"


@rule(
    "HYG402",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="B13",
    reads=("people", "usergroups", "public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("threads_required",),
    back="window",
    takes={"max_share": SHARE},
)
def thread_discipline_low(
    history: History, *, max_share: float = 0.2, window: str = "28d"
) -> Verdicts:
    """Responders answer requests at the top of the channel instead of in the thread.

    An answer outside the thread parts question and answer: nobody who has the same
    trouble finds it, and every member of the channel is notified. Answer in the
    thread, and pin how. Looked at are channels with ``intake.threads: required``, or
    without their own word where ``protocols.threads`` is. An answer outside a thread is
    known as one if it mentions whoever asked within half an hour; so the share is
    rather too low. A channel is reported if it is greater than ``max_share`` (20 %)
    with confidence.

    Bad:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {responders: "person:alice", threads: required}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Workspace:
        people: {U01ALICE: alice, U09ANN: ann}
        channels: {C01HELP: it-help}
        messages:
          C01HELP:
            - {at: 2026-11-02T09:00, every: 12h, times: 20, user: U09ANN, text: VPN is down}
            - {at: 2026-11-02T09:05, every: 12h, times: 20, user: U01ALICE, text: "<@U09ANN> up"}
            - at: 2026-11-02T15:00
              every: 12h
              times: 10
              user: U09ANN
              text: VPN is down
              thread: [{after: 5m, user: U01ALICE, text: up again}]

    Good:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {responders: "person:alice", threads: required}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good workspace:
        people: {U01ALICE: alice, U09ANN: ann}
        channels: {C01HELP: it-help}
        messages:
          C01HELP:
            - at: 2026-11-02T09:00
              every: 12h
              times: 30
              user: U09ANN
              text: VPN is down
              thread: [{after: 5m, user: U01ALICE, text: up again}]

    Facts:
        channel: the channel's id in the plan
        unread: requests that are left out, because replies were not read
        n: how many replies of responders there are
        hits: how many of them are outside the thread
        share, low, high: that share and its interval, from 0 to 1
        limit: the greatest share that is good
        needed: with how many replies the same share would decide, or null
        since: from when on the channel is looked at
    """
    for channel, why in unassessed_intakes(history):
        if _asks_for_threads(history.plan, channel):
            yield NotAssessed(why, at=channel.at.key)
    for found in threading_of(history, parse_duration(window)):
        channel = found.window.measured.channel
        at = _asks_for_threads(history.plan, channel)
        if at is not None and found.replies:
            yield from _judged(found, at, max_share)


def _judged(found: Threading, at: Place, max_share: float) -> Verdicts:
    channel = found.window.measured.channel
    share = at_most(found.outside, found.replies, max_share, (found.window,))
    if share.conclusion is Conclusion.PASS:
        return
    yield Problem(
        at=at,
        message=f"{found.outside} of {found.replies} replies in #{channel.name} ({share.figure}) "
        f"are outside the thread, limit {share.limit}{unjudged(found.unread)}{share.doubt}",
        help="answer in the thread of the request, and pin in the channel how",
        facts={"channel": channel.id, "unread": found.unread, **share.facts},
        resource=Resource(*found.window.measured.bound.object),
        outcome=Outcome(share.conclusion.value),
        subject=channel.id,
    )


def _asks_for_threads(plan: Plan, channel: Channel) -> Place | None:
    """Where the plan says that answers in a channel belong in threads; None where it does not."""
    intake = channel.intake
    if intake is not None and intake.threads is not None:
        return intake.at / "threads" if intake.threads == _REQUIRED else None
    protocols = plan.protocols
    return protocols.at / "threads" if protocols.threads == _REQUIRED else None
