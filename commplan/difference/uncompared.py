"""What two snapshots do not tell, and why: one of them did not read it, or left it out."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.difference.change import Item, Uncompared
from commplan.workspace import Redaction, Workspace

_PER_CHANNEL = {
    "members": "members of channels",
    "sharing": "connected organisations",
    "channel-settings": "who may post and reply",
    "bookmarks": "bookmarks",
    "pins": "pins",
}


def uncompared(old: Workspace, new: Workspace) -> Iterator[Uncompared]:
    """Everything of which one side knows too little, and why."""
    if None in (old.team_id, new.team_id):
        yield Uncompared("the workspaces themselves", "a side does not say which one it is")
    for fact, what in (
        ("public-channels", "public channels"),
        ("private-channels", "private channels"),
        ("usergroups", "user groups"),
        ("people", "accounts"),
        ("emails", "e-mail addresses"),
    ):
        yield from _unread(fact, what, old, new)
    for fact, what in _PER_CHANNEL.items():
        yield from _unread_of_channels(fact, what, old, new)
    yield from _left_out(old, new)


def _unread(fact: str, what: str, old: Workspace, new: Workspace) -> Iterator[Uncompared]:
    readings = [("first", old.reading(fact)), ("second", new.reading(fact))]
    whys = [f"the {side} snapshot: {told.reason}" for side, told in readings if not told.complete]
    if not whys:
        return
    if all(told.known for _, told in readings):
        what = f"{what} that only one side has"
    yield Uncompared(what, "; ".join(whys))


def _unread_of_channels(
    fact: str, what: str, old: Workspace, new: Workspace
) -> Iterator[Uncompared]:
    """Channels that both sides have, and of which not both read a fact; grouped by the sides."""
    groups: dict[str, list[Item]] = {}
    shared = {channel.id for channel in old.channels}
    for channel in (channel for channel in new.channels if channel.id in shared):
        unread = [
            side
            for side, workspace in (("first", old), ("second", new))
            if not workspace.channel_reading(fact, channel.id).known
        ]
        if unread:
            why = "not read in either" if len(unread) == 2 else f"not read in the {unread[0]}"
            groups.setdefault(why, []).append(Item(channel.id, channel.name))
    for why, items in sorted(groups.items()):
        everywhere = len(items) == sum(1 for channel in new.channels if channel.id in shared)
        yield Uncompared(what, why, () if everywhere else tuple(items))


def _left_out(old: Workspace, new: Workspace) -> Iterator[Uncompared]:
    """What redaction made incomparable, although it was read."""
    if old.key_mark != new.key_mark:
        both = None not in (old.key_mark, new.key_mark)
        why = "redacted with two different keys" if both else "redacted in one of them"
        yield Uncompared("names and addresses of people", why)
    if Redaction.TEXTS in (old.redaction, new.redaction):
        why = f"left out (redaction {Redaction.TEXTS})"
        yield Uncompared("topics, purposes and descriptions", why)
