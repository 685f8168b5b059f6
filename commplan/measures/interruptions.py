"""How often whoever is on call is interrupted: pages, mentions, pings of a whole channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from commplan.clock import (
    Duration,
    Interval,
    Intervals,
    contains,
    subtract,
    total,
    union,
    window_start,
)
from commplan.evidence import PageRecord
from commplan.measures.history import History
from commplan.measures.spells import during, spell_table
from commplan.measures.threads import half_read_in
from commplan.measures.windows import Window, windows_of, within
from commplan.plan import DutyRotation, Plan, Reference
from commplan.timeline import Load, Timeline

_PING, _GROUP, _MENTION = _KINDS = ("channel-ping", "group-mention", "mention")
"""Kinds of marks, the most direct last; that is their order as texts, too."""


class Interruptions(NamedTuple):
    """What reached whoever was on call in one rotation."""

    rotation: DutyRotation
    people: int
    """How many take turns."""
    on_call: int
    """For how many microseconds somebody was on call whose interruptions can be known."""
    pages: int
    mentions: int
    group_mentions: int
    """Messages that mention a user group they belong to, and not them."""
    channel_pings: int
    """Messages to everybody in a channel, that mention neither them nor a group of theirs."""
    doubt: str
    """Why not all interruptions may be known; empty where they are."""

    @property
    def interrupts(self) -> int:
        """All together."""
        return self.pages + self.mentions + self.group_mentions + self.channel_pings


class OnCallTimes(NamedTuple):
    """The rotations of a plan over a window, and what interrupted them."""

    rotations: tuple[Interruptions, ...]
    windows: tuple[Window, ...]
    """Of the channels whose messages were looked at."""
    half_read: int
    """Threads of which replies were not read."""


def on_call_times(
    plan: Plan,
    as_of: int,
    length: Duration,
    pages: Iterable[PageRecord],
    history: History | None,
) -> OnCallTimes:
    """What interrupted whoever was on call in a window up to as of now.

    Where messages were read, it ends up to where they were: of an old export before now.
    A message interrupts once, however many it calls and in however many ways; nobody
    interrupts themselves. A page goes to the person that its record names, else to whoever
    is on call in a rotation that the first step of its path notifies.
    """
    looked_at: tuple[Window, ...] = ()
    if history is not None:
        looked_at = windows_of(history, history.channels.values(), length)
    end = max((one.end for one in looked_at), default=as_of)
    window = (window_start(end, length) or end, end)
    last = ((end, end + 1),)  # what was written at the last instant counts; it takes no time
    loads = Timeline(plan, end, window=(window[0], end + 1)).loads
    paged = _pages(plan, loads, pages, window)
    messages: Mapping[tuple[str, str], int] = {}
    doubts: Mapping[str, str] = {}
    unfinished = 0
    if history is not None and looked_at:
        messages = _messages(history, looked_at, loads)
        doubts = {load.rotation.id: _doubt(history, load) for load in loads}
        unfinished = sum(half_read_in(history, looked_at).values())
    found = tuple(
        Interruptions(
            rotation=load.rotation,
            people=len(load.people),
            on_call=total(subtract(union(*load.spells.values()), last)),
            pages=paged.get(load.rotation.id, 0),
            mentions=messages.get((load.rotation.id, _MENTION), 0),
            group_mentions=messages.get((load.rotation.id, _GROUP), 0),
            channel_pings=messages.get((load.rotation.id, _PING), 0),
            doubt=_unlisted(load) or doubts.get(load.rotation.id, ""),
        )
        for load in loads
    )
    return OnCallTimes(found, looked_at, unfinished)


def _unlisted(load: Load) -> str:
    if not load.unlisted:
        return ""
    return f"only Slack knows who of {load.unlisted[0]} is on call in rotation:{load.rotation.id}"


def _doubt(history: History, load: Load) -> str:
    """Somebody who takes turns and has no account."""
    accounts = (history.drift.accounts[name] for name in load.people)
    return next(
        (one.why or f"person:{one.person.id} has no account" for one in accounts if not one.id), ""
    )


def _pages(
    plan: Plan, loads: Iterable[Load], pages: Iterable[PageRecord], window: Interval
) -> Mapping[str, int]:
    """How many pages reached whoever was on call, by rotation."""
    paths = (path for path in plan.paths.values() if path.steps)
    first = {path.id: _called_first(plan, path.steps[0].notify) for path in paths}
    known, found = tuple(loads), dict[str, int]()
    for page in pages:
        if not window[0] <= page.at <= window[1]:
            continue
        for load in known:
            name = load.rotation.id
            if page.person is None:
                spells = union(*load.spells.values()) if name in first.get(page.path, ()) else ()
            else:
                spells = load.spells.get(page.person, ())
            if contains(spells, page.at):
                found[name] = found.get(name, 0) + 1
    return found


def _called_first(plan: Plan, references: Iterable[Reference]) -> frozenset[str]:
    """The rotations among some references, and those that hold a role among them."""
    found: set[str] = set()
    waiting, seen = list(references), set[tuple[str, str]]()
    while waiting:
        one = waiting.pop()
        if (one.kind, one.id) in seen or not plan.sound(one):
            continue
        seen.add((one.kind, one.id))
        if one.kind == "rotation":
            found.add(one.id)
        elif one.kind == "role":
            waiting += plan.roles[one.id].holders
    return frozenset(found)


def _messages(
    history: History, looked_at: tuple[Window, ...], loads: Iterable[Load]
) -> Mapping[tuple[str, str], int]:
    """How many messages interrupted somebody on call, by rotation and the most direct way."""
    import narwhals as nw

    col = nw.col
    targets = spell_table(
        history.engine,
        ("rotation", "kind", "target", "account"),
        _targets(history, looked_at, loads),
    )
    calls = history.frames.marks.filter(col("kind").is_in(list(_KINDS))).select(
        "channel",
        "at",
        "kind",
        target=nw.when(col("kind") == _PING).then(col("channel")).otherwise(col("value")),
    )
    authors = within(history, looked_at, history.frames.messages).select("channel", "at", "author")
    counted = (
        during(calls, targets, ("kind", "target"))
        .join(authors, on=["channel", "at"], how="inner")
        .filter(nw.coalesce(col("author") != col("account"), nw.lit(value=True)))
        .group_by("rotation", "channel", "at")
        .agg(col("kind").max())
        .group_by("rotation", "kind")
        .agg(nw.len())
        .collect()
    )
    return {(rotation, kind): int(count) for rotation, kind, count in counted.rows()}


def _targets(
    history: History, looked_at: tuple[Window, ...], loads: Iterable[Load]
) -> Iterator[tuple[tuple[str, str, str, str], Intervals]]:
    """What calls whom while they are on call: rotation, kind of mark, whom it names, account."""
    groups, crowds = (
        _usergroups(history),
        {one.measured.id: _crowd(history, one) for one in looked_at},
    )
    for load in loads:
        own = load.rotation.slack_usergroup
        for person, spells in load.spells.items():
            account = history.drift.accounts[person].id
            if account is None:
                continue
            named = {name for name, users in groups.items() if account in users}
            called = [(_MENTION, account)]
            called += [(_GROUP, name) for name in sorted(named | ({own} if own else set()))]
            called += [(_PING, channel) for channel, ids in crowds.items() if account in ids]
            for kind, target in called:
                yield (load.rotation.id, kind, target, account), spells


def _usergroups(history: History) -> Mapping[str, frozenset[str]]:
    """The members of user groups: those in Slack, else those that the plan lists."""
    found: dict[str, frozenset[str]] = {}
    for group in history.plan.groups.values():
        if group.slack_usergroup and group.listed:
            here = (Reference("group", group.id, group.at),)
            found[group.slack_usergroup] = history.accounts(here).ids
    for live in history.drift.workspace.usergroups:
        if live.users is not None:
            found[live.id] = frozenset(live.users)
    return found


def _crowd(history: History, window: Window) -> frozenset[str]:
    """Who is in a channel: its members where they were read, else whom the plan has there."""
    members = window.measured.bound.live and window.measured.bound.live.members
    if members is not None:
        return frozenset(members)
    channel = window.measured.channel
    owners = (one for one in (channel.owner, channel.answering) if one is not None)
    return history.accounts((*channel.audience, *owners)).ids
