"""A few voices that write most of what a team reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import (
    SHARE,
    Bounds,
    NotAssessed,
    Outcome,
    Problem,
    Resource,
    Severity,
    channel_voices,
    gini,
    not_read,
    parse_duration,
    rule,
    team_channels,
    told_percent,
    top_share,
)

if TYPE_CHECKING:
    from commplan.api import History, Verdicts, Voices

_TOP = 3


@rule(
    "FBK402",
    severity=Severity.INFO,
    profile="complete",
    since="0.1",
    source="A10 A13",
    reads=("people", "public-channels", "private-channels", "messages", "replies"),
    of=("team",),
    back="window",
    takes={"max_gini": SHARE, "max_top3": SHARE, "min_group": Bounds(1)},
)
def participation_concentrated(
    history: History,
    *,
    max_gini: float = 0.6,
    max_top3: float = 0.8,
    min_group: int = 5,
    window: str = "28d",
) -> Verdicts:
    """Few people write most of what is written in a team's channel.

    Where three voices fill the channel, the others have learned that theirs is not
    wanted, or found another place. Ask them what keeps them silent, take turns in
    moderating, and let people write to somebody in confidence. Counted are the
    messages of people, replies included, in channels with the purpose ``team``. A
    channel is reported if the Gini coefficient of messages per writer is greater than
    ``max_gini`` (0.6; 0 means that all write alike), or the three busiest write more
    than ``max_top3`` (80 %). Nobody is named, and a channel with fewer than
    ``min_group`` (5) writers is not judged. Who reads and never writes is not counted.

    Bad:
        channels:
          it-ops: {kind: slack, slack: C04OPS, purpose: team, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people: {U01ALICE: alice, U02: b, U03: c, U04: d, U05: e}
        channels: {C04OPS: it-ops}
        messages:
          C04OPS:
            - {at: 2026-11-02T09:00, every: 2h, times: 60, user: U01ALICE}
            - {at: 2026-11-02T10:00, every: 5h, times: 20, user: U02}
            - {at: 2026-11-02T11:00, every: 9h, times: 10, user: U03}
            - {at: 2026-11-02T12:00, every: 9h, times: 5, user: U04}
            - {at: 2026-11-02T13:00, every: 9h, times: 5, user: U05}

    Good:
        channels:
          it-ops: {kind: slack, slack: C04OPS, purpose: team, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good workspace:
        people: {U01ALICE: alice, U02: b, U03: c, U04: d, U05: e}
        channels: {C04OPS: it-ops}
        messages:
          C04OPS:
            - {at: 2026-11-02T09:00, every: 5h, times: 20, user: U01ALICE}
            - {at: 2026-11-02T10:00, every: 5h, times: 20, user: U02}
            - {at: 2026-11-02T11:00, every: 5h, times: 18, user: U03}
            - {at: 2026-11-02T12:00, every: 5h, times: 15, user: U04}
            - {at: 2026-11-02T13:00, every: 5h, times: 12, user: U05}

    Facts:
        channel: the channel's id in the plan
        writers: how many people wrote
        messages: how many messages they wrote
        top3: the share of the three busiest
        gini: how unequal the numbers are, from 0 to 1
        half_read: threads of which replies were not read
    """
    read = []
    for channel in team_channels(history.plan):
        if why := history.unread(channel.id):
            yield NotAssessed(why, at=channel.at.key)
        else:
            read.append(history.channels[channel.id])
    for heard in channel_voices(history, read, parse_duration(window)):
        if len(heard.counts) >= max(min_group, _TOP):
            yield from _judged(heard, max_gini, max_top3, window)
        else:
            channel = heard.window.measured.channel
            why = f"fewer than {max(min_group, _TOP)} people wrote in #{channel.name} in {window}"
            yield NotAssessed(why, at=channel.at.key)


def _judged(heard: Voices, max_gini: float, max_top3: float, window: str) -> Iterator[Problem]:
    channel = heard.window.measured.channel
    inequality, top = gini(heard.counts), top_share(heard.counts, _TOP)
    # What was not read may change the figures either way.
    doubt = not_read((heard.window,), heard.half_read)
    if inequality <= max_gini and top <= max_top3 and not doubt:
        return
    yield Problem(
        at=channel.at.key,
        message=f"#{channel.name}: three of {len(heard.counts)} writers post "
        f"{told_percent(round(top, 2))} of {sum(heard.counts)} messages in {window} "
        f"(limit {told_percent(max_top3)}), Gini {inequality:.2f} (limit {max_gini:g}){doubt}",
        help="ask what keeps the others silent, and give them a `feedback.speak_up`",
        facts={
            "channel": channel.id,
            "writers": len(heard.counts),
            "messages": sum(heard.counts),
            "top3": round(top, 4),
            "gini": round(inequality, 4),
            "half_read": heard.half_read,
        },
        resource=Resource(*heard.window.measured.bound.object),
        outcome=Outcome.INCONCLUSIVE if doubt else Outcome.FAIL,
    )
