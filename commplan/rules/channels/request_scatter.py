"""Requests that are made where nobody counts them."""

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
    parse_duration,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import History, RequestScatter, Verdicts


@rule(
    "CHN401",
    severity=Severity.WARNING,
    profile="complete",
    since="0.1",
    source="A14 B01",
    reads=("public-channels", "private-channels", "messages", "replies"),
    of=("intake",),
    back="window",
    takes={"max_share": SHARE},
)
def request_scatter(history: History, *, max_share: float = 0.2, window: str = "28d") -> Verdicts:
    """Many requests are made outside the channels that are there for them.

    What is asked elsewhere has no ticket and no promised time, and whoever looks for the
    answer later looks in vain. Answer with the way to the intake channel, or take requests
    where people ask: give the channel an `intake`. A request outside is a message at the
    top level by somebody who responds in no intake channel, if it mentions somebody who
    does (or their user group), or if its first answer comes from one. Looked at are the
    Slack channels of the plan, but for those in which incidents are handled. The finding
    is certain if the whole 95 % interval of the share is above `max_share` (20 %).

    Bad:
        channels:
          it-help:
            {kind: slack, slack: C01HELP, owner: "person:alice", intake: {threads: required}}
          it-ops: {kind: slack, slack: C04OPS, owner: "person:alice"}
          lounge: {kind: slack, slack: C05FUN, owner: "person:alice"}
        slas:
          helpdesk:
            {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good:
        channels:
          it-help:
            {kind: slack, slack: C01HELP, owner: "person:alice", intake: {threads: required}}
          it-ops: {kind: slack, slack: C04OPS, owner: "person:alice", intake: {threads: required}}
          lounge: {kind: slack, slack: C05FUN, owner: "person:alice"}
        slas:
          helpdesk:
            {applies: {channel: [it-help, it-ops]}, clock: 24x7, targets: {first_response: 1h}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Workspace:
        people: {U01ALICE: alice, U09ANN: ann, U10BEN: ben}
        channels: {C01HELP: it-help, C04OPS: it-ops, C05FUN: lounge}
        messages:
          C01HELP:
            - {at: 2026-11-02T09:00, every: 1h, times: 14, user: U09ANN}
          C04OPS:
            - at: 2026-11-02T09:00
              every: 1h
              times: 16
              user: U10BEN
              thread: [{after: 4m, user: U01ALICE}]
          C05FUN:
            - at: 2026-11-02T09:00
              every: 2h
              times: 8
              user: U10BEN
              thread: [{after: 4m, user: U09ANN}]

    Facts:
        n: how many requests there were
        hits: how many of them outside intake channels
        share, low, high: which share that is, and its interval
        limit: the greatest share that is good
        needed: with how many requests the same share would decide, or null
        since: from when on requests were counted
        effective: over how many venues they are spread, by weight
        unknown: of how many posts outside nobody knows whether they asked
        venues: how many requests were made in which channel
    """
    from commplan.api import request_scatter as measured  # only an audit measures

    found = measured(history, parse_duration(window), max_share)
    if found is None:
        return
    for gap in found.gaps:
        yield NotAssessed(gap.reason, at=gap.at)
    if found.share.conclusion is not Conclusion.PASS and any(
        not one.intake for one in found.venues
    ):
        yield _problem(found, history, window)


def _problem(found: RequestScatter, history: History, window: str) -> Problem:
    share = found.share
    elsewhere = [one for one in found.venues if not one.intake]
    told = ", ".join(f"{one.asked} in {one.measured.bound.label}" for one in elsewhere[:3])
    more = f" and {len(elsewhere) - 3} more channels" if len(elsewhere) > 3 else ""
    unknown = f"; of {found.unknown} posts not all replies were read" if found.unknown else ""
    intake = next(c for c in history.plan.channels.values() if c.intake is not None)
    return Problem(
        at=intake.at / "intake",
        message=f"{share.hits} of {share.n} requests ({share.figure}) were made outside intake "
        f"channels in {window}, over {found.effective:.1f} effective venues; limit {share.limit}: "
        f"{told}{more}{unknown}{share.doubt}",
        help=f"show people the way to #{intake.name}, or give "
        f"channel:{elsewhere[0].measured.channel.id} an `intake`",
        facts={
            **share.facts,
            "effective": round(found.effective, 3),
            "unknown": found.unknown,
            "venues": {one.measured.channel.id: one.asked for one in found.venues},
        },
        resource=Resource(*elsewhere[0].measured.bound.object),
        outcome=Outcome(share.conclusion.value),
        subject="requests",
    )
