"""The Slack channels of a plan and the live channels behind them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from commplan.drift.ids import misfit
from commplan.place import Place
from commplan.plan import Channel, Plan, day_at
from commplan.workspace import LiveChannel, Reading, Status, Workspace, channel_key

_LISTS = ("public-channels", "private-channels")


class ChannelState(StrEnum):
    """What became of a channel that a plan names."""

    FOUND = "found"
    """There; where it is declared in use, not archived."""
    MISMATCHED = "mismatched"
    """Another live channel than the declared id bears the declared name."""
    ARCHIVED = "archived"
    MISSING = "missing"
    HIDDEN = "hidden"
    """Declared private and not shown: Slack hides such channels from an app that is not in them."""
    UNREAD = "unread"
    """Could not be looked up; that is no pass."""


class BoundChannel(NamedTuple):
    """One Slack channel of the plan and what became of it."""

    channel: Channel
    in_use: bool
    """Neither retired nor past its last day when the workspace was read."""
    state: ChannelState
    live: LiveChannel | None = None
    """The channel of the declared id; where no id is declared, that of the name."""
    rival: LiveChannel | None = None
    """The other live channel that bears the declared name."""
    why: str = ""
    """Why it cannot be judged; empty where it can."""
    name_doubt: str = ""
    """Why another channel of the declared name may have been overlooked."""

    @property
    def label(self) -> str:
        """``#it-help``."""
        return f"#{self.channel.name}"

    @property
    def id(self) -> str | None:
        """The id of the live channel, else that in the plan, if there is one."""
        return self.live.id if self.live is not None else self.channel.slack

    @property
    def title(self) -> str:
        """``#it-help (C01HELP)``, or the name alone where that is all the plan gives."""
        return f"{self.label} ({self.channel.slack})" if self.channel.slack else self.label

    @property
    def at(self) -> Place:
        """Where the plan says which channel it is."""
        if self.channel.slack is not None:
            return self.channel.at / "slack"
        return self.channel.name_at

    @property
    def declared(self) -> str:
        """The id in the plan, or the name where it gives none."""
        return self.channel.slack or self.channel.name

    @property
    def missing(self) -> bool:
        """Whether there is no such channel."""
        return self.state is ChannelState.MISSING

    @property
    def archived(self) -> bool:
        """Whether nobody can post in it any more, against what the plan says."""
        return self.state is ChannelState.ARCHIVED

    @property
    def mismatched(self) -> bool:
        """Whether id and name mean two channels."""
        return self.state is ChannelState.MISMATCHED

    @property
    def hidden(self) -> bool:
        """Whether the app would have to be invited first."""
        return self.state is ChannelState.HIDDEN

    @property
    def unknown(self) -> bool:
        """Whether it could not be judged."""
        return self.state is ChannelState.UNREAD

    @property
    def certain(self) -> LiveChannel | None:
        """The live channel, where it is the one that the plan means and no rule says otherwise."""
        return self.live if self.state is ChannelState.FOUND else None

    @property
    def doubt(self) -> str:
        """Why nothing can be said of the live channel; empty where something can.

        A channel that is missing, archived or not the one of its name is in no doubt:
        another rule speaks of it.
        """
        return self.why if self.unknown or self.hidden else ""

    @property
    def open(self) -> bool:
        """Whether there is a live channel that the plan certainly means, or nobody knows."""
        if self.mismatched:
            return self.live is not None and self.live.is_live
        return self.state in (ChannelState.FOUND, ChannelState.UNREAD)

    @property
    def object(self) -> tuple[str, str | None, str | None]:
        """Kind, id and name of what somebody would change in Slack."""
        if self.live is not None:
            return "channel", self.live.id, self.live.name
        return "channel", self.channel.slack, self.channel.name


def bind_channels(plan: Plan, workspace: Workspace) -> tuple[BoundChannel, ...]:
    """Look up every Slack channel of the plan."""
    today = day_at(workspace.taken_at, plan.metadata.timezone)
    return tuple(
        _bound(channel, is_in_use(channel, today), workspace)
        for channel in plan.channels.values()
        if channel.is_slack
    )


def is_in_use(channel: Channel, today: date) -> bool:
    """Whether the plan still counts on a channel: it is not retired nor past its last day."""
    return not channel.retired and (channel.expires is None or channel.expires >= today)


def _bound(channel: Channel, in_use: bool, workspace: Workspace) -> BoundChannel:
    namesakes = workspace.channels_named(channel.name)
    if channel.slack is None:
        live = namesakes[0] if namesakes else None
        return _judged(BoundChannel(channel, in_use, ChannelState.FOUND, live), workspace)
    if why := misfit("channel", channel.slack):
        return BoundChannel(channel, in_use, ChannelState.UNREAD, why=why)
    live = workspace.channel(channel.slack)
    bound = BoundChannel(channel, in_use, ChannelState.FOUND, live)
    if live is not None and _is_named(live, channel.name):
        return _judged(bound, workspace)
    rival = next((one for one in namesakes if one.is_live), None)
    if rival is not None:
        return bound._replace(state=ChannelState.MISMATCHED, rival=rival)
    return _judged(bound._replace(name_doubt=_overlooked(workspace)), workspace)


def _judged(bound: BoundChannel, workspace: Workspace) -> BoundChannel:
    """The verdict on a channel whose name nobody else bears."""
    if bound.live is None:
        return _absent(bound, workspace)
    if bound.in_use and bound.live.is_archived is None:
        why = f"Slack does not tell whether {bound.live.id} is archived"
        return bound._replace(state=ChannelState.UNREAD, why=why)
    if bound.in_use and bound.live.is_archived:
        return bound._replace(state=ChannelState.ARCHIVED)
    return bound


def _absent(bound: BoundChannel, workspace: Workspace) -> BoundChannel:
    """What it means that a channel is not among those that were read."""
    readings = [_reading(bound, workspace, fact) for fact in _LISTS]
    if bound.channel.visibility == "public":
        readings = readings[:1]  # wherever else it may be, it is no public channel any more
    asked_for = any(reading.status is Status.HIDDEN for reading in readings)
    for reading in readings:
        if reading.complete or reading.status is Status.HIDDEN:
            continue
        if reading.status is not Status.PARTIAL:
            return bound._replace(state=ChannelState.UNREAD, why=reading.reason)
        if not asked_for:
            why = f"{bound.title} is not among the channels that were read"
            return bound._replace(state=ChannelState.UNREAD, why=why)
    if bound.channel.declared_private:
        rule = " (CHN309)" if bound.in_use else ""
        why = f"the app cannot see {bound.title}, which is private{rule}"
        return bound._replace(state=ChannelState.HIDDEN, why=why)
    return bound._replace(state=ChannelState.MISSING)


def _reading(bound: BoundChannel, workspace: Workspace, fact: str) -> Reading:
    reading = workspace.reading(fact)
    return reading if bound.channel.slack is None else reading.of(bound.channel.slack)


def _overlooked(workspace: Workspace) -> str:
    """Why a channel of some name may exist although none was found."""
    for fact in _LISTS:
        if not (reading := workspace.reading(fact)).complete:
            return reading.reason
    return ""


def _is_named(live: LiveChannel, name: str) -> bool:
    return live.name is None or channel_key(live.name) == channel_key(name)
