"""An alert whose channel has been silent for longer than expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    DAY,
    MINUTE,
    NotAssessed,
    Outcome,
    Problem,
    Resource,
    Severity,
    alert_silences,
    exact_seconds,
    format_duration,
    format_utc,
    parse_duration,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import AlertSilence, History, Verdicts


@rule(
    "TKT403",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A19",
    reads=("public-channels", "private-channels", "messages"),
    of=("measured",),
)
def alert_channel_silent(history: History, *, silent: str = "14d") -> Verdicts:
    """No app has written in the channel of an alert for longer than expected.

    Monitoring that has stopped looks like a service that is well. Send a test alert
    as often as ``expect_every`` says, and see why none arrived. Messages of people do
    not count. Where the plan expects nothing, ``silent`` (14d) is the longest silence.

    Bad:
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        monitoring:
          vpn: {alerts: {vpn-down: {channel: "channel:incidents", expect_every: 7d}}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good:
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        monitoring:
          vpn: {alerts: {vpn-down: {channel: "channel:incidents", expect_every: 30d}}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Workspace:
        people: {U01ALICE: alice}
        channels: {C02INC: incidents}
        messages:
          C02INC:
            - {at: 2026-10-30T08:00, bot: B01MON, app: A01MON, text: vpn-down test}
            - {at: 2026-11-20T08:00, user: U01ALICE, text: all quiet}

    Facts:
        alert: the alert's id in the plan
        channel: the channel's id in the plan
        expected_seconds: the longest silence that is normal
        last: when the last message of an app was written, if there is any
        silent_seconds: how long ago that is, or for how long there was certainly none
    """
    default = parse_duration(silent)
    for one in alert_silences(history, default):
        resource = Resource(*one.measured.bound.object) if one.measured else None
        if one.doubt:
            yield NotAssessed(one.doubt, at=one.at, resource=resource)
        elif one.too_long:
            yield Problem(
                at=one.at,
                message=_message(one),
                help="send a test alert and mend what keeps it from arriving",
                facts={
                    "alert": one.alert.id,
                    "channel": one.channel,
                    "expected_seconds": exact_seconds(one.expected),
                    "last": None if one.last is None else format_utc(one.last),
                    "silent_seconds": one.silent // 1_000_000,
                },
                resource=resource,
                outcome=Outcome.FAIL if one.certain else Outcome.INCONCLUSIVE,
                subject=one.alert.id,
            )


def _message(one: AlertSilence) -> str:
    silent = _told_length(one.silent)
    expected = f"#{one.channel}: alert {one.alert.id} expects a message every {one.expected}"
    if one.last is None:
        return f"{expected}, no app has written in the {silent} that can be read"
    last = format_utc(one.last)
    return f"{expected}, the last app message is of {last} ({silent} ago)"


def _told_length(silent: int) -> str:
    """Whole days; hours and minutes of the first two."""
    if silent < 2 * DAY:
        return format_duration(silent - silent % MINUTE)
    return f"{silent // DAY} days"
