"""Threads that end without a lasting record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    SHARE,
    Conclusion,
    NotAssessed,
    Outcome,
    Problem,
    Severity,
    at_most,
    decision_threads,
    format_day_time,
    format_utc,
    incidents_handled_in,
    key_faults,
    message_link,
    one_of,
    parse_duration,
    record_tools,
    rule,
    team_channels,
)

if TYPE_CHECKING:
    from commplan.api import Discussions, History, Place, Verdicts


@rule(
    "HYG403",
    severity=Severity.WARNING,
    profile="complete",
    since="0.1",
    source="A12 B08 B12",
    reads=("public-channels", "private-channels", "messages", "replies"),
    of=("incidents", "team"),
    back="window",
    takes={"max_share": SHARE},
)
def decision_unrecorded(
    history: History,
    *,
    max_share: float = 0.1,
    min_replies: int = 10,
    within: str = "3d",
    window: str = "28d",
) -> Verdicts:
    """Threads about incidents or decisions end without a lasting record.

    What was decided in a thread is forgotten when it has scrolled away, and decided
    again. Close such threads with a link: to the ticket, to the page in the knowledge
    base, to a canvas, or pin the message that says it. Looked at are threads with at
    least ``min_replies`` (10) replies where incidents are handled, and there and in
    channels with the purpose ``team`` those on a message of which stands one of
    ``protocols.decisions.reactions``. A record is a ticket key that matches a
    ``key_pattern`` of the plan, a pin, a canvas, or a link to a tool that keeps
    decisions, knowledge or tickets: to an address that begins with the tool's ``url``,
    or, without one, to where its ``provider`` is known to keep such things. A thread
    counts once nobody has written in it for ``within`` (3d).

    Bad:
        channels:
          it-ops: {kind: slack, slack: C04OPS, purpose: team, owner: "person:alice"}
        tools:
          jira: {kind: ticketing, provider: atlassian, url: "https://acme.atlassian.net/browse"}
        protocols: {decisions: {record_in: "tool:jira", reactions: [scales]}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people: {U01ALICE: alice, U02BOB: bob}
        channels: {C04OPS: it-ops}
        messages:
          C04OPS:
            - at: 2026-11-01T10:00
              every: 2d
              times: 6
              user: U01ALICE
              text: Let us fail over to the second site
              reactions: {scales: [U02BOB]}
            - at: 2026-11-02T10:00
              user: U01ALICE
              text: What shall we do?
              thread:
                - {after: 1h, user: U02BOB, text: "Noted in <https://acme.atlassian.net/browse/IT-42>"}
              reactions: {scales: [U02BOB]}

    Good:
        channels:
          it-ops: {kind: slack, slack: C04OPS, purpose: team, owner: "person:alice"}
        tools:
          jira: {kind: ticketing, provider: atlassian, url: "https://acme.atlassian.net/browse"}
        protocols: {decisions: {record_in: "tool:jira", reactions: [scales]}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good workspace:
        people: {U01ALICE: alice, U02BOB: bob}
        channels: {C04OPS: it-ops}
        messages:
          C04OPS:
            - at: 2026-10-26T10:00
              every: 10h
              times: 50
              user: U01ALICE
              text: What shall we do?
              thread:
                - {after: 1h, user: U02BOB, text: "Noted in <https://acme.atlassian.net/browse/IT-42>"}
              reactions: {scales: [U02BOB]}

    Facts:
        channels: the ids in the plan of the channels that were looked at
        latest: when the last thread without a record began
        latest_link: where it is
        going_on: threads that have not ended
        half_read: threads that are not judged, because replies were not read
        n: how many threads ended
        hits: how many of them have no record
        share, low, high: that share and its interval, from 0 to 1
        limit: the greatest share that is good
        needed: with how many threads the same share would decide, or null
        since: from when on the channels are looked at
    """
    plan = history.plan
    watched = {c.id: c for c in (*incidents_handled_in(plan), *team_channels(plan))}
    for channel in watched.values():
        if why := history.unread(channel.id):
            yield NotAssessed(why, at=channel.at.key)
        for fault in key_faults(plan, channel.id):
            yield NotAssessed(fault, at=channel.at.key)
    found = decision_threads(
        history,
        parse_duration(window),
        min_replies=min_replies,
        settled=parse_duration(within),
    )
    if found is None:
        return
    if found.ended:
        yield from _judged(history, found, max_share)
    elif found.half_read:
        why = f"replies in all {found.half_read} threads that ended were not read"
        yield NotAssessed(why, at=_at(history, found))


def _judged(history: History, found: Discussions, max_share: float) -> Verdicts:
    share = at_most(found.unrecorded, found.ended, max_share, found.windows)
    if share.conclusion is Conclusion.PASS:
        return
    latest, link = "", None
    if found.latest is not None:
        ids = {one.measured.id: one.measured.channel.name for one in found.windows}
        when = format_day_time(found.latest[1], history.plan.metadata.timezone)
        link = message_link(history.drift.workspace, *found.latest)
        latest = f"; latest {when} in #{ids[found.latest[0]]}: {link}"
    out = f"; replies in {found.half_read} more were not read" if found.half_read else ""
    yield Problem(
        at=_at(history, found),
        message=f"{found.unrecorded} of {found.ended} threads about incidents or decisions "
        f"({share.figure}) have no lasting record, limit {share.limit}{latest}{out}{share.doubt}",
        help=_help(history),
        facts={
            "channels": [one.measured.channel.id for one in found.windows],
            "latest": None if found.latest is None else format_utc(found.latest[1]),
            "latest_link": link,
            "going_on": found.going_on,
            "half_read": found.half_read,
            **share.facts,
        },
        outcome=Outcome(share.conclusion.value),
    )


def _at(history: History, found: Discussions) -> Place:
    """Where the plan says what becomes of decisions, else the first channel looked at."""
    decisions = history.plan.protocols.decisions
    return found.windows[0].measured.channel.at.key if decisions is None else decisions.at.key


def _help(history: History) -> str:
    tools = [f"tool:{tool.id}" for tool in record_tools(history.plan)]
    where = f"in {one_of(tools)}, or " if tools else ""
    unnamed = [tool.id for tool in record_tools(history.plan) if not tool.urls]
    hint = f"; if they do, write the `url` of tool:{unnamed[0]}" if unnamed else ""
    return f"end such threads with a link to their record {where}pin the decision{hint}"
