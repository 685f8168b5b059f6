"""A channel in which nobody is left, or nobody talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    DAY,
    SECOND,
    NotAssessed,
    Problem,
    Resource,
    Severity,
    format_utc,
    local_time,
    parse_duration,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import BoundChannel, Drift, LiveChannel, Verdicts


@rule(
    "CHN312",
    severity=Severity.INFO,
    profile="complete",
    since="0.1",
    source="A14",
    reads=("public-channels", "private-channels", "activity"),
)
def channel_abandoned(drift: Drift, *, max_quiet: str = "90d", min_members: int = 2) -> Verdicts:
    """Nobody has written in a channel for long, or hardly anybody is in it.

    The plan counts on a place that people have left: a question there is heard by
    nobody. Archive it and take it out of the plan, or find out where they went.
    Bots do not count as people who write; a channel that is younger than `max_quiet`
    has not been quiet for long. A channel's own `min_members` counts before the
    parameter.

    Bad:
        channels:
          it-lab: {kind: slack, slack: C09LAB, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-lab: {kind: slack, slack: C09LAB, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C09LAB:
            name: it-lab
            num_members: 12
            created: 1704704400  # 8 January 2024
            activity: {last_human: 1772446500}  # 2 March 2026

    Good workspace:
        people:
          U01ALICE: alice
        channels:
          C09LAB:
            name: it-lab
            num_members: 12
            created: 1704704400  # 8 January 2024
            activity: {last_human: 1795169700}  # 20 November 2026

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        last_human: when somebody last wrote, or null
        quiet_days: for how many days nobody has, at least; null if that is no fault
        members: how many are in it, or null if that is not known
        min_members: the least number that is expected
        read_at: when the workspace was read
    """
    limit = parse_duration(max_quiet).microseconds
    for bound in drift.channels:
        if not bound.in_use:
            continue
        live, resource = bound.certain, Resource(*bound.object)
        if live is None:
            if bound.doubt:
                yield NotAssessed(bound.doubt, at=bound.at, resource=resource)
            continue
        silence = _silence(drift, bound, live, limit)
        if silence.why:
            yield NotAssessed(silence.why, at=bound.at, resource=resource)
        least = bound.channel.min_members
        least = min_members if least is None else least
        members = live.num_members
        if members is None:
            why = f"Slack does not tell how many are in {bound.label}"
            yield NotAssessed(why, at=bound.at, resource=resource)
        faults = []
        if silence.words:
            days = silence.length // DAY
            faults.append(f"{silence.words} ({days} days, limit {max_quiet})")
        if members is not None and members < least:
            faults.append(f"it has {_counted(members)} (at least {least} expected)")
        if faults:
            yield Problem(
                at=bound.at,
                message=f"{bound.title} looks abandoned: {', and '.join(faults)}{drift.as_read}",
                help=f"find out who needs {bound.label}, or archive it and write `state: archived`",
                facts={
                    "channel": bound.channel.id,
                    "id": live.id,
                    "last_human": _instant(live.activity and live.activity.last_human),
                    "quiet_days": silence.length // DAY if silence.words else None,
                    "members": members,
                    "min_members": least,
                    "read_at": drift.read_at,
                },
                resource=resource,
            )


class _Silence(NamedTuple):
    words: str = ""
    """What has not been heard, and since when; empty where somebody was."""
    length: int = 0
    """For how long at least, in microseconds."""
    why: str = ""
    """Why it is not known whether somebody was."""


def _silence(drift: Drift, bound: BoundChannel, live: LiveChannel, limit: int) -> _Silence:
    """Whether nobody has written for longer than ``limit``."""
    active, made = live.activity, live.created
    reading = drift.workspace.channel_reading("activity", live.id)
    if active is None or not reading.known:
        return _Silence(why=reading.reason)

    def ago(second: int) -> int:
        return drift.workspace.taken_at - second * SECOND

    if any(at is not None and ago(at) <= limit for at in (made, active.last_human)):
        return _Silence()
    if active.last_reply is not None and ago(active.last_reply) <= limit:
        return _Silence(
            why=f"the last answer in a thread, of {_day(active.last_reply)}, may be a bot's"
        )
    if active.last_human is not None:
        since = active.last_human
        return _Silence(f"nobody has written there since {_day(since)}", ago(since))
    if active.since is None:
        # Even a new channel has messages of Slack's own: these were deleted, or left out.
        return _Silence(why=f"no message of {bound.label} can be read")
    if ago(active.since) <= limit:
        begins = f"what was read of {bound.label} begins on {_day(active.since)}"
        return _Silence(why=f"{begins} and is of nobody but bots")
    since = active.since
    return _Silence(f"nobody but bots has written there since {_day(since)}", ago(since))


def _day(second: int) -> str:
    return str(local_time(second * SECOND, "UTC").date())


def _counted(members: int) -> str:
    return f"{members or 'no'} member{'' if members == 1 else 's'}"


def _instant(second: int | None) -> str | None:
    return None if second is None else format_utc(second * SECOND)
