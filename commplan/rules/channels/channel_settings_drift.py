"""A channel that is set up otherwise than the plan says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from commplan.api import (
    ADMINISTRATORS_ONLY,
    DAY,
    NotAssessed,
    Place,
    Preferences,
    Problem,
    Resource,
    Severity,
    Status,
    is_open,
    listed,
    rule,
    whom,
)

if TYPE_CHECKING:
    from commplan.api import BoundChannel, Drift, Duration, LiveChannel, Verdicts


@rule(
    "CHN314",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="B10 A38",
    reads=(
        *("public-channels", "private-channels", "channel-settings"),
        *("channel-preferences", "retention", "people", "emails", "usergroups"),
    ),
    of=("posting", "settings"),
)
def channel_settings_drift(drift: Drift) -> Verdicts:
    """Who may post, reply or hold huddles, or how long messages stay, differs from the plan.

    An announcement channel in which everybody may post, or notify everybody, is read by
    nobody after a month; messages that are kept for longer than promised are found by
    whoever looks. Set the channel up in Slack again, or change the plan. Administrators
    may always post and reply. What Slack tells administrators only (`broadcast`,
    `retention`) is judged with the token in SLACK_ADMIN_TOKEN.

    Bad:
        channels:
          news:
            kind: slack
            slack: C05NEWS
            owner: "person:alice"
            settings: {threads: admins}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          news:
            kind: slack
            slack: C05NEWS
            owner: "person:alice"
            settings: {threads: everyone}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C05NEWS: {name: news, threads: {}}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        setting: allowed, broadcast, threads, huddles or retention
        declared: what the plan says
        live: what Slack says, in words
        read_at: when the workspace was read
    """
    for bound in drift.channels:
        live, resource = bound.certain, Resource(*bound.object)
        for check in _checks(drift, bound) if bound.in_use else ():
            found = bound.doubt if live is None else check.judge(drift, bound, live)
            if isinstance(found, _Fault):
                yield Problem(
                    at=check.at,
                    message=found.message + drift.as_read,
                    help=f"set it in {bound.label} in Slack, or change `{check.setting}`",
                    facts={
                        "channel": bound.channel.id,
                        "id": bound.object[1],
                        "setting": check.setting,
                        "declared": check.declared,
                        "live": found.live,
                        "read_at": drift.read_at,
                    },
                    resource=resource,
                )
            elif found:
                yield NotAssessed(found, at=check.at, resource=resource)


class _Fault(NamedTuple):
    message: str
    live: str


Judge: TypeAlias = "Callable[[Drift, BoundChannel, LiveChannel], _Fault | str]"
"""Says what is wrong; a text instead is why nobody knows, an empty one that nothing is."""


class _Check(NamedTuple):
    """One thing that the plan says of how a channel is set up."""

    setting: str
    at: Place
    declared: str
    judge: Judge


def _checks(drift: Drift, bound: BoundChannel) -> Iterator[_Check]:
    posting, settings = bound.channel.posting, bound.channel.settings
    if posting is not None and posting.allowed and drift.plan.all_sound(posting.allowed):
        names = listed([str(reference) for reference in posting.allowed])
        yield _Check("allowed", posting.at / "allowed", names, partial(_allowed, names))
    if posting is not None and posting.broadcast:
        declared = posting.broadcast
        yield _Check("broadcast", posting.at / "broadcast", declared, partial(_broadcast, declared))
    if settings is not None and settings.threads:
        declared = settings.threads
        yield _Check("threads", settings.at / "threads", declared, partial(_threads, declared))
    if settings is not None and settings.huddles:
        declared = settings.huddles
        yield _Check("huddles", settings.at / "huddles", declared, partial(_huddles, declared))
    if settings is not None and settings.retention:
        kept = settings.retention
        yield _Check("retention", settings.at / "retention", str(kept), partial(_retention, kept))


def _allowed(names: str, drift: Drift, bound: BoundChannel, live: LiveChannel) -> _Fault | str:
    told = live.preferences.posting if live.preferences is not None else None
    restriction = live.posting if told is None else told
    posting = bound.channel.posting
    if restriction is None or posting is None:
        return _untold(drift, live, "channel-settings", f"who may post in {bound.label}")
    found = drift.posters(restriction, *posting.allowed)
    faults = []
    if found.extra:
        faults.append(f"{listed(found.extra)} may post there, but only {names} in the plan")
    if found.lacking:
        faults.append(f"{listed(found.lacking)} may not post there, although the plan allows it")
    if not faults:
        return found.doubt
    return _Fault(f"{bound.title}: {'; '.join(faults)}", whom(restriction))


def _broadcast(declared: str, drift: Drift, bound: BoundChannel, live: LiveChannel) -> _Fault | str:
    told = live.preferences or Preferences()
    marks = {"@channel": told.at_channel, "@here": told.at_here}
    wanted = declared == "everyone"
    wrong = [mark for mark, allowed in marks.items() if allowed is not None and allowed != wanted]
    if wrong:
        who = "only administrators" if wanted else "everybody"
        return _Fault(
            f"{who} may use {listed(wrong)} in {bound.title}, but {declared} in the plan", who
        )
    if None in marks.values():
        what = f"who may notify everybody in {bound.label}"
        return _untold(drift, live, "channel-preferences", what)
    return ""


def _threads(declared: str, drift: Drift, bound: BoundChannel, live: LiveChannel) -> _Fault | str:
    told = live.preferences.threads if live.preferences is not None else None
    restriction = live.threads if told is None else told
    if restriction is None:
        return _untold(drift, live, "channel-settings", f"who may reply in {bound.label}")
    who = whom(restriction)
    as_declared = is_open(restriction) if declared == "everyone" else who == ADMINISTRATORS_ONLY
    if as_declared:
        return ""
    return _Fault(f"{who} may reply in threads of {bound.title}, but {declared} in the plan", who)


def _huddles(declared: str, drift: Drift, bound: BoundChannel, live: LiveChannel) -> _Fault | str:
    told = live.preferences.huddles if live.preferences is not None else None
    if told is None and live.huddles_restricted is not None:
        told = not live.huddles_restricted
    if told is None:
        return _untold(drift, live, "channel-settings", f"whether {bound.label} has huddles")
    now = "on" if told else "off"
    if now == declared:
        return ""
    return _Fault(f"huddles are {now} in {bound.title}, but {declared} in the plan", now)


def _retention(
    declared: Duration, drift: Drift, bound: BoundChannel, live: LiveChannel
) -> _Fault | str:
    rule = live.retention
    if rule is None or rule.custom is None or (rule.custom and not rule.days):
        what = f"how long {bound.label} keeps messages"
        return _untold(drift, live, "retention", what)
    if not rule.custom or rule.days is None:
        return (
            f"{bound.label} keeps messages as the whole workspace does, "
            "and Slack does not tell how long that is"
        )
    shortest = declared.microseconds + declared.months * 28 * DAY
    longest = declared.microseconds + declared.months * 31 * DAY
    if shortest <= rule.days * DAY <= longest:
        return ""
    now = f"{rule.days}d"
    return _Fault(f"{bound.title} keeps messages for {now}, but for {declared} in the plan", now)


def _untold(drift: Drift, live: LiveChannel, fact: str, what: str) -> str:
    """Why something is not known: nobody looked, or Slack left it out of the answer."""
    reading = drift.workspace.channel_reading(fact, live.id)
    if reading.known or reading.status is Status.UNSUPPORTED:
        return f"Slack does not tell {what}"
    return reading.reason
