"""Guesses at who owns a channel.

Slack has no owners outside Enterprise. Two things hint at one, and a reader can
check both: a user group that bears the channel's name, and the account that
created the channel, if somebody still answers under it and is in the channel.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from commplan.api import LiveChannel, LiveUsergroup, Workspace
from commplan.importers.slack.people import is_active, name_of

_AFFIXES = ("help", "support", "ask", "team", "alerts", "incidents")
"""What is put before or after a team's name to name one of its channels."""


class Guess(NamedTuple):
    """Who may own a channel, and why one may think so, or why nobody comes to mind."""

    owner: LiveUsergroup | str | None
    """A user group or the Slack id of a person."""
    why: str


def guess_owner(
    workspace: Workspace, channel: LiveChannel, usergroups: Iterable[LiveUsergroup]
) -> Guess:
    """The likeliest owner of ``channel`` among ``usergroups`` and people."""
    names = _team_names(channel.name or "")
    for group in usergroups:
        if group.handle in names:
            return Guess(group, f"guessed: @{group.handle} bears the channel's name")
    return _creator(workspace, channel)


def _team_names(name: str) -> frozenset[str]:
    """The names of the team whose channel this may be: ``help-billing`` is billing's."""
    names = {name}
    for affix in _AFFIXES:
        names.add(name.removesuffix(f"-{affix}").removeprefix(f"{affix}-"))
    return frozenset(names)


def _creator(workspace: Workspace, channel: LiveChannel) -> Guess:
    creator = workspace.person(channel.creator) if channel.creator else None
    if creator is None:
        return Guess(None, "no owner: nobody knows who created the channel")
    if creator.deleted:
        return Guess(None, f"no owner: {name_of(creator)}, who created the channel, left")
    if not is_active(creator) or creator.is_guest:
        return Guess(None, "no owner: no member of staff created the channel")
    members = workspace.members(channel.id)
    if members is not None and creator.id not in members:
        return Guess(None, f"no owner: {name_of(creator)}, who created the channel, is not in it")
    return Guess(creator.id, "guessed: created the channel")
