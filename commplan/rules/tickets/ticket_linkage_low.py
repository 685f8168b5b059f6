"""Requests without a ticket that somebody works on."""

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
    key_faults,
    linkage_of,
    message_link,
    parse_duration,
    rule,
    unassessed_intakes,
    unjudged,
)

if TYPE_CHECKING:
    from commplan.api import Evidence, History, Linkage, Verdicts


@rule(
    "TKT401",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A34 B03 B04 B08 B13",
    reads=("people", "usergroups", "public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("key_pattern",),
    back="window",
    takes={"min_share": SHARE},
)
def ticket_linkage_low(
    history: History,
    evidence: Evidence,
    *,
    min_share: float = 0.9,
    grace: str = "1h",
    window: str = "28d",
) -> Verdicts:
    """Too few requests have a ticket, with somebody who works on it.

    What has no ticket is in no queue, no figure and no hand-over. Let the integration
    make one for every request, and assign it. A request has a ticket if its thread
    shows a key that matches the channel's ``key_pattern``, or if a record of tickets
    names one of its messages. With records (``evidence.tickets``) the ticket has to have
    an assignee, too; without, only the key is judged. Withdrawn requests and those
    younger than ``grace`` (1h) are left out. A channel is reported if the share is less
    than ``min_share`` (90 %) with confidence. The message also tells how many requests
    were solved by automation: closed, by one of the channel's ``close_reactions`` or in
    the records, after a bot and nobody else had answered, and not reopened.

    Bad:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {responders: "person:alice", ticketing: "tool:jira", key_pattern: "IT-[0-9]+"}
        tools:
          jira: {kind: ticketing, provider: atlassian}
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
              every: 12h
              times: 20
              user: U09ANN
              text: VPN is down
              thread: [{after: 5m, user: U01ALICE, text: "See IT-42"}]
            - at: 2026-11-02T12:00
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
            intake: {responders: "person:alice", ticketing: "tool:jira", key_pattern: "IT-[0-9]+"}
        tools:
          jira: {kind: ticketing, provider: atlassian}
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
            - at: 2026-10-26T09:00
              every: 12h
              times: 50
              user: U09ANN
              text: VPN is down
              thread: [{after: 5m, user: U01ALICE, text: "See IT-42"}]

    Facts:
        channel: the channel's id in the plan
        with_ticket: how many requests have a ticket, whether or not it is assigned
        assigned: how many have one with an assignee; null without records of tickets
        automated: how many were solved by automation
        unread: requests that are left out, because replies were not read
        examples: where the newest requests are that lack it
        n: how many requests there are
        hits: how many of them are as they should be
        share, low, high: that share and its interval, from 0 to 1
        limit: the least share that is good
        needed: with how many requests the same share would decide, or null
        since: from when on the channel is looked at
    """
    plan = history.plan
    for channel, why in unassessed_intakes(history):
        if channel.intake is not None and channel.intake.key_pattern:
            yield NotAssessed(why, at=channel.at.key)
    for gap in evidence.gaps(TicketRecord):  # of which AUD201 and AUD202 speak
        yield NotAssessed(gap.reason, at=gap.at)
    files = evidence.files_of(TicketRecord)
    recorded = bool(files) and not evidence.gaps(TicketRecord)
    tickets = tuple(evidence.of(TicketRecord)) if recorded else None
    for found in linkage_of(history, parse_duration(window), parse_duration(grace), tickets):
        channel = found.window.measured.channel
        if channel.intake is None or not channel.intake.key_pattern:
            continue  # of which TKT101 speaks
        if faults := key_faults(plan, channel.id):
            yield NotAssessed(faults[0], at=channel.intake.at / "key_pattern")
        elif found.requests:
            yield from _judged(history, found, min_share)


def _judged(history: History, found: Linkage, min_share: float) -> Verdicts:
    channel = found.window.measured.channel
    share = at_least(found.linked, found.requests, min_share, (found.window,))
    if share.conclusion is Conclusion.PASS or channel.intake is None:
        return
    what = "ticket and assignee" if found.is_recorded else "a ticket"
    automated = PERCENT.told(found.automated / found.requests)
    workspace, id_ = history.drift.workspace, found.window.measured.id
    links = [message_link(workspace, id_, at) for at in found.examples]
    yield Problem(
        at=channel.intake.at / "key_pattern",
        message=f"{found.linked} of {found.requests} requests in #{channel.name} ({share.figure}) "
        f"have {what}, target {share.limit}; {automated} were solved by automation"
        f"{unjudged(found.unread)}{share.doubt}{_places(links)}",
        help="let the ticketing app make a ticket of every request and write its key in the thread"
        + (", and assign it" if found.is_recorded else ""),
        facts={
            "channel": channel.id,
            "with_ticket": found.ticketed,
            "assigned": found.assigned if found.is_recorded else None,
            "automated": found.automated,
            "unread": found.unread,
            "examples": links,
            **share.facts,
        },
        resource=Resource(*found.window.measured.bound.object),
        outcome=Outcome(share.conclusion.value),
    )


def _places(links: list[str]) -> str:
    """Where to look: nothing lacks a ticket where only too little was read."""
    return f"; without, newest first: {', '.join(links)}" if links else ""
