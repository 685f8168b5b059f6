"""Closed requests of which nobody knows whether they are solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    PERCENT,
    SHARE,
    Conclusion,
    NotAssessed,
    Outcome,
    Problem,
    Resource,
    Severity,
    TicketRecord,
    at_least,
    closings_of,
    parse_duration,
    rule,
    too_short,
    unassessed_intakes,
    unjudged,
)

if TYPE_CHECKING:
    from commplan.api import Closings, Evidence, History, Verdicts


@rule(
    "HYG404",
    severity=Severity.INFO,
    profile="complete",
    since="0.1",
    source="A25",
    reads=("people", "usergroups", "public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("requests",),
    back="window",
    takes={"min_confirmed": SHARE},
)
def loop_not_closed(
    history: History, evidence: Evidence, *, min_confirmed: float = 0, window: str = "28d"
) -> Verdicts:
    """How many closed requests were confirmed by whoever asked, and how many were reopened.

    A request is solved when the one who asked says so. Ask whether it works, and close
    what is confirmed. A request is closed by a message of a responder or the requester
    that shows one of the channel's ``close_reactions``, by such a reaction of theirs on
    the request or on a responder's answer, or by all its recorded tickets being closed.
    Whoever asked confirms by closing it, by a message after the last answer that asks
    nothing, or by a reaction on that answer. A message with a question mark within 7d
    after a request was closed opens it again; a question without one is not recognised.
    There is no limit unless ``min_confirmed``, a share, sets one.

    Bad:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {responders: "person:alice", close_reactions: [white_check_mark]}
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
            - at: 2026-11-02T09:00
              every: 1d
              times: 3
              user: U09ANN
              reactions: {white_check_mark: [U01ALICE]}
              thread: [{after: 6m, user: U01ALICE, text: Done}]
            - at: 2026-11-02T12:00
              every: 1d
              times: 5
              user: U09ANN
              reactions: {white_check_mark: [U01ALICE]}
              thread:
                - {after: 6m, user: U01ALICE, text: Done}
                - {after: 9m, user: U09ANN, text: Works}
            - at: 2026-11-02T15:00
              user: U09ANN
              reactions: {white_check_mark: [U01ALICE]}
              thread:
                - {after: 6m, user: U01ALICE, text: Done}
                - {after: 9m, user: U09ANN, text: "And the other?"}

    Good:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {responders: "person:alice", close_reactions: [white_check_mark]}
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
            - at: 2026-11-02T12:00
              every: 1d
              times: 5
              user: U09ANN
              reactions: {white_check_mark: [U01ALICE]}
              thread:
                - {after: 6m, user: U01ALICE, text: Done}
                - {after: 9m, user: U09ANN, text: Works}

    Facts:
        channel: the channel's id in the plan
        reopened: how many closed requests were asked again
        unread: requests that are left out, because replies were not read
        n: how many requests were closed
        hits: how many of them were confirmed
        share, low, high: that share and its interval, from 0 to 1
        limit: the least share that is good
        needed: with how many requests the same share would decide, or null
        since: from when on the channel is looked at
    """
    for channel, why in unassessed_intakes(history):
        yield NotAssessed(why, at=channel.at.key)
    for gap in evidence.gaps(TicketRecord):
        yield NotAssessed(gap.reason, at=gap.at)
    tickets = tuple(evidence.of(TicketRecord))
    for found in closings_of(history, parse_duration(window), tickets):
        if found.closed:
            yield from _told(found, min_confirmed)
        else:
            channel = found.window.measured.channel
            why = f"no request in #{channel.name} is known to be closed"
            yield NotAssessed(why, at=channel.at.key)


def _told(found: Closings, min_confirmed: float) -> Verdicts:
    channel = found.window.measured.channel
    share = at_least(found.confirmed, found.closed, min_confirmed, (found.window,))
    if min_confirmed:
        outcome, limit, doubt = share.conclusion, f", at least {share.limit}", share.doubt
    else:
        doubt, limit = too_short((found.window,)), ""
        all_well = found.confirmed == found.closed and not found.reopened
        told = Conclusion.PASS if all_well else Conclusion.FAIL
        outcome = Conclusion.INCONCLUSIVE if doubt else told
    if outcome is Conclusion.PASS:
        return
    interval = PERCENT.interval(share.judgement.estimate)
    again = f"{found.reopened} {'was' if found.reopened == 1 else 'were'} reopened"
    yield Problem(
        at=channel.at.key,
        message=f"#{channel.name}: {found.confirmed} of {found.closed} closed requests "
        f"({PERCENT.told(found.confirmed / found.closed)}, 95 % CI {interval}) were confirmed by "
        f"the requester{limit}, {again}{unjudged(found.unread)}{doubt}",
        help="ask whether it works before a request is closed",
        facts={
            "channel": channel.id,
            "reopened": found.reopened,
            "unread": found.unread,
            **share.facts,
        },
        resource=Resource(*found.window.measured.bound.object),
        outcome=Outcome(outcome.value),
    )
