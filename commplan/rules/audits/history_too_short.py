"""A channel of which less can be read than is to be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    DAY,
    SECOND,
    NotAssessed,
    Problem,
    Related,
    Resource,
    Severity,
    exact_seconds,
    format_instant,
    format_utc,
    measured_by_rules,
    measured_channels,
    rule,
    window_begin,
)

if TYPE_CHECKING:
    from commplan.api import (
        BoundChannel,
        Drift,
        LiveChannel,
        MeasuredChannel,
        Selection,
        Verdicts,
    )

FREE_DAYS = range(85, 91)
"""How far back a free workspace shows a channel in which somebody writes every few days."""


@rule(
    "AUD303",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A39",
    reads=("public-channels", "private-channels", "history-start"),
    of=("measured",),
)
def history_too_short(drift: Drift, selection: Selection) -> Verdicts:
    """The messages of a measured channel do not go back to the start of the window.

    What is measured over less time than was promised proves nothing either way, and
    tends to look better than it was. Keep messages longer, wait until there are
    enough, or promise a window that can be read. Free workspaces show the messages of
    the last 90 days; a history that audits keep (``--history``) holds what they have read
    before. A channel is measured where an SLA applies to it, where updates
    about incidents are promised, where an indicator names it as its source, where it
    takes requests, and where alerts arrive; a window is 28d where the plan gives none,
    and 14d for an alert. Rules of the run that look further back by themselves, as
    backlog-growing (TKT402) does over 8 weeks, are told where the plan's windows are
    shorter.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: 24x7
            targets: {first_response: 30m}
            objective: {percentile: 90, window: 180d}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: 24x7
            targets: {first_response: 30m}
            objective: {percentile: 90, window: 28d}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:always"}
        calendars:
          always: {timezone: UTC, hours: {mon-sun: ["00:00-24:00"]}}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C01HELP: {name: it-help, created: 1704067200, history_start: {oldest: 1787486400}}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        measure: what is measured over the window
        window: the window in seconds, where it is no number of months or business days
        starts: when the window starts
        oldest: when the oldest readable message was written, if there is any
        days: how many days can be read
        read_at: when the workspace was read
    """
    measured: dict[str, list[MeasuredChannel]] = {}
    for one in measured_channels(drift.plan):
        measured.setdefault(one.channel.id, []).append(one)
    by_rules: dict[str, list[MeasuredChannel]] = {}
    for one in measured_by_rules(drift.plan, selection):
        by_rules.setdefault(one.channel.id, []).append(one)
    for bound in drift.channels:
        if bound.in_use and bound.channel.id in measured:
            others = by_rules.get(bound.channel.id, [])
            yield from _judge(drift, bound, measured[bound.channel.id], others)


class _Window(NamedTuple):
    measured: MeasuredChannel
    starts: int


def _judge(
    drift: Drift,
    bound: BoundChannel,
    measured: list[MeasuredChannel],
    by_rules: list[MeasuredChannel],
) -> Verdicts:
    resource, live = Resource(*bound.object), bound.live
    if bound.why:
        yield NotAssessed(bound.why, at=bound.at, resource=resource)
    if bound.why or live is None or not bound.open:
        return
    if live.history_start is None and live.messages is None:
        why = drift.workspace.channel_reading("history-start", live.id).reason
        yield NotAssessed(why, at=bound.at, resource=resource)
        return
    taken_at, oldest = drift.workspace.taken_at, _oldest(live)
    windows: list[_Window] = []
    for one in measured:
        starts = window_begin(drift.plan, one.clock, taken_at, one.window)
        if isinstance(starts, str):
            why = f"{one.what} is measured over {one.window}: {starts}"
            yield NotAssessed(why, at=one.at, resource=resource)
        else:
            windows.append(_Window(one, starts))
    earliest = min((window.starts for window in windows), default=taken_at)
    for one in by_rules:
        starts = window_begin(drift.plan, None, taken_at, one.window)
        if isinstance(starts, int) and starts < earliest:
            windows.append(_Window(one, starts))
    windows.sort(key=lambda window: window.starts)
    short = [w for w in windows if oldest is None or oldest * SECOND > w.starts]
    if short:
        first, *others = short
        days = 0 if oldest is None else (taken_at - oldest * SECOND) // DAY
        one = first.measured
        yield Problem(
            at=one.at,
            message=f"{one.what} is measured over {one.window}, but "
            f"{_reach(bound, live, days)}{drift.as_read}",
            help=_help(live, days, taken_at + oldest * SECOND - first.starts if oldest else None),
            related=tuple(
                Related(w.measured.at, f"{w.measured.what}: {w.measured.window}") for w in others
            ),
            facts={
                "channel": bound.channel.id,
                "id": live.id,
                "measure": one.what,
                "window": exact_seconds(one.window),
                "starts": format_utc(first.starts),
                "oldest": None if oldest is None else format_utc(oldest * SECOND),
                "days": days,
                "read_at": drift.read_at,
            },
            resource=resource,
            subject=bound.channel.id,
        )


def _oldest(live: LiveChannel) -> int | None:
    """The second from which on messages are known, be it that Slack shows them or did once."""
    told = [None if live.history_start is None else live.history_start.oldest]
    if live.messages is not None and live.messages.since < live.messages.until:
        told.append(live.messages.since // SECOND)
    return min((second for second in told if second is not None), default=None)


def _reach(bound: BoundChannel, live: LiveChannel, days: int) -> str:
    """How far back the channel can be read."""
    oldest = _oldest(live)
    if oldest is None:
        return f"no message of {bound.title} can be read"
    age = f"{days} day{'' if days == 1 else 's'} old ({_day(oldest * SECOND)})"
    free = ": free workspaces show 90 days" if days in FREE_DAYS and not _is_young(live) else ""
    return f"the oldest readable message of {bound.title} is {age}{free}"


def _help(live: LiveChannel, days: int, enough: int | None) -> str:
    """``enough`` is when as much can be read as is measured, if nothing is deleted until then."""
    if enough is not None and _is_young(live):
        return f"wait until {_day(enough)}, or write a shorter window"
    if days:
        return f"keep messages longer in Slack, or write a window of {days}d or less"
    return "see how long Slack keeps messages there, or measure another channel"


def _is_young(live: LiveChannel) -> bool:
    """Whether everything that was ever written in the channel can be read."""
    oldest = _oldest(live)
    return live.created is not None and oldest is not None and oldest - live.created < DAY // SECOND


def _day(instant: int) -> str:
    return format_instant(instant, "UTC").rpartition(" ")[0]
