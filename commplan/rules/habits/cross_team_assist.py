"""Requests that others than the responders answer first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    PERCENT,
    Bounds,
    NotAssessed,
    Outcome,
    Problem,
    Resource,
    Severity,
    estimate_share,
    helping_of,
    parse_duration,
    rule,
    time_scale,
    too_short,
    unassessed_intakes,
    unjudged,
)

if TYPE_CHECKING:
    from commplan.api import Helping, History, Verdicts, Waits


@rule(
    "HYG405",
    severity=Severity.INFO,
    profile="complete",
    since="0.1",
    source="B02 B06",
    reads=("people", "usergroups", "public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("requests",),
    back="window",
    takes={"min_group": Bounds(1)},
)
def cross_team_assist(history: History, *, min_group: int = 5, window: str = "28d") -> Verdicts:
    """How many requests people outside the responders answered first, and how fast.

    Help from others is a strength, and hides work: whoever helps has other work, and
    what they know stays outside the team. There is no limit; where others are often
    the first, ask them to become responders, or write down what they know. Counted is
    the first answer by a person who is neither responder nor asked, before any
    responder's. Times are wall-clock times from the request to that answer, against
    those from other requests to the first answer of a responder. Nobody is named, and of
    fewer than `min_group` (5) people who answered it is not told how fast they are.

    Bad:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {responders: "person:alice"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 1h}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Workspace:
        people: {U01ALICE: alice, U09ANN: ann, U08KIM: kim}
        channels: {C01HELP: it-help}
        messages:
          C01HELP:
            - at: 2026-11-02T09:00
              user: U09ANN
              every: 1d
              times: 3
              text: VPN is down
              thread:
                - {after: 6m, user: U08KIM, text: Restart the client}
                - {after: 9m, user: U01ALICE, text: As Kim says}
            - at: 2026-11-02T12:00
              every: 1d
              times: 12
              user: U09ANN
              text: Who can unlock my account
              thread: [{after: 14m, user: U01ALICE, text: Done}]

    Good:
        channels:
          it-help:
            kind: slack
            slack: C01HELP
            owner: "person:alice"
            intake: {responders: "person:alice"}
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
              user: U09ANN
              text: Who can unlock my account
              thread: [{after: 14m, user: U01ALICE, text: Done}]

    Facts:
        channel: the channel's id in the plan
        n: how many requests there are
        hits: how many of them others answered first
        share, low, high: that share and its interval, from 0 to 1
        median_seconds: the median time that those took, or null where too few people gave them
        median_seconds_of_responders: that of the others, or null where there is none, or the same
        unread: requests that are left out, because replies were not read
    """
    for channel, why in unassessed_intakes(history):
        yield NotAssessed(why, at=channel.at.key)
    for found in helping_of(history, parse_duration(window)):
        if found.by_others.answered:
            yield _told(found, min_group)


def _told(found: Helping, min_group: int) -> Problem:
    channel, hits = found.window.measured.channel, found.by_others.answered
    share = estimate_share(hits, found.requests)
    helped, others = _median(found.by_others, min_group), _median(found.by_responders, min_group)
    doubt = too_short((found.window,))
    return Problem(
        at=channel.at.key,
        message=f"#{channel.name}: {hits} of {found.requests} requests "
        f"({PERCENT.told(hits / found.requests)}, 95 % CI {PERCENT.interval(share)}) were "
        f"first answered by others{_speeds(found, min_group)}{unjudged(found.unread)}{doubt}",
        help="where that is often so, ask them to be responders, or write down what they know",
        facts={
            "channel": channel.id,
            "n": found.requests,
            "hits": hits,
            "share": share.value,
            "low": share.low,
            "high": share.high,
            "median_seconds": _seconds(helped),
            "median_seconds_of_responders": _seconds(others),
            "unread": found.unread,
        },
        resource=Resource(*found.window.measured.bound.object),
        outcome=Outcome.INCONCLUSIVE if doubt else Outcome.FAIL,
    )


def _median(waits: Waits, min_group: int) -> float | None:
    """None where it would tell of fewer people than a group has."""
    return None if waits.people < min_group else waits.median


def _speeds(found: Helping, min_group: int) -> str:
    """``, median 6m against 14m``, of each side as far as enough people answered."""
    helped, others = _median(found.by_others, min_group), _median(found.by_responders, min_group)
    too_few = f"not told of fewer than {min_group} people"
    if helped is None:
        return f"; how fast they were is {too_few}"
    median = f", median {time_scale(helped).told(helped)}"
    if others is not None:
        return f"{median} against {time_scale(others).told(others)}"
    few = f"; how fast responders were is {too_few}" if found.by_responders.answered else ""
    return f"{median}{few}"


def _seconds(length: float | None) -> int | None:
    return None if length is None else round(length / 1_000_000)
