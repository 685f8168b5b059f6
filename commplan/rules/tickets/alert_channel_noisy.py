"""More alerts than people act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    SHARE,
    Conclusion,
    NotAssessed,
    Outcome,
    Problem,
    Related,
    Resource,
    Severity,
    alert_channels,
    alert_noises,
    at_least,
    key_faults,
    parse_duration,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Alert, AlertNoise, History, Verdicts


@rule(
    "TKT404",
    severity=Severity.INFO,
    profile="complete",
    since="0.1",
    source="B10",
    reads=("people", "public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("alerts",),
    back="window",
    takes={"min_acted": SHARE},
)
def alert_channel_noisy(
    history: History, *, max_per_day: float = 20, min_acted: float = 0.2, window: str = "28d"
) -> Verdicts:
    """So many alerts arrive in a channel that people act on few of them.

    Who has learned that most alerts mean nothing overlooks the one that does. Drop
    alerts that nobody acts on, raise their thresholds, or send them where they wake
    nobody. An alert is what an app posts outside threads. People act on it by a reply
    or a ticket key in its thread within an hour, or by a reaction, of which Slack tells
    no time. A channel is reported if more than ``max_per_day`` (20) arrive in a day and
    the share that is acted on is less than ``min_acted`` (20 %) with confidence;
    alerts of the last hour are not judged.

    Bad:
        channels:
          alerts: {kind: slack, slack: C05ALERT, owner: "person:alice"}
        monitoring:
          vpn: {alerts: {vpn-down: {channel: "channel:alerts"}}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Workspace:
        people: {U01ALICE: alice}
        channels: {C05ALERT: alerts}
        messages:
          C05ALERT:
            - {at: 2026-10-24T10:00, every: 1h, times: 650, bot: B01MON, app: A01MON}
            - at: 2026-10-24T10:30
              every: 12h
              times: 50
              bot: B01MON
              app: A01MON
              thread: [{after: 5m, user: U01ALICE, text: I see it}]

    Good:
        channels:
          alerts: {kind: slack, slack: C05ALERT, owner: "person:alice"}
        monitoring:
          vpn: {alerts: {vpn-down: {channel: "channel:alerts"}}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good workspace:
        people: {U01ALICE: alice}
        channels: {C05ALERT: alerts}
        messages:
          C05ALERT:
            - at: 2026-10-24T10:30
              every: 12h
              times: 50
              bot: B01MON
              app: A01MON
              thread: [{after: 5m, user: U01ALICE, text: I see it}]

    Facts:
        channel: the channel's id in the plan
        alerts: how many arrived in the window
        per_day: how many that is in a day
        max_per_day: the most that are good
        unread: alerts that are not judged, because replies were not read
        n: how many alerts are judged
        hits: on how many of them people acted
        share, low, high: that share and its interval, from 0 to 1
        limit: the least share that is good
        needed: with how many alerts the same share would decide, or null
        since: from when on the channel is looked at
    """
    length = parse_duration(window)
    alerts = alert_channels(history)
    for key in alerts:
        if why := history.unread(key):
            yield NotAssessed(why, at=history.plan.channels[key].at.key)
    for noise in alert_noises(history, length):
        channel = noise.window.measured.channel
        for fault in key_faults(history.plan, channel.id):
            yield NotAssessed(fault, at=channel.at.key)
        if noise.per_day > max_per_day and noise.judged:
            yield from _judged(noise, alerts[channel.id], max_per_day, min_acted, window)


def _judged(
    noise: AlertNoise,
    alerts: tuple[Alert, ...],
    max_per_day: float,
    min_acted: float,
    window: str,
) -> Verdicts:
    channel = noise.window.measured.channel
    share = at_least(noise.acted, noise.judged, min_acted, (noise.window,))
    if share.conclusion is Conclusion.PASS:
        return
    unread = f"; replies to {noise.unread} more were not read" if noise.unread else ""
    yield Problem(
        at=channel.at.key,
        message=f"#{channel.name}: {noise.alerts} alerts in {window} ({noise.per_day:.1f} a day, "
        f"at most {max_per_day:g}), "
        f"people acted on {noise.acted} of {noise.judged} ({share.figure}), "
        f"at least {share.limit}{unread}{share.doubt}",
        help="drop alerts on which nobody acts, or raise their thresholds",
        related=tuple(Related(one.at.key, f"alert {one.id} arrives there") for one in alerts),
        facts={
            "channel": channel.id,
            "alerts": noise.alerts,
            "per_day": round(noise.per_day, 2),
            "max_per_day": max_per_day,
            "unread": noise.unread,
            **share.facts,
        },
        resource=Resource(*noise.window.measured.bound.object),
        outcome=Outcome(share.conclusion.value),
    )
