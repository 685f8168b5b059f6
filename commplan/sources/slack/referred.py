"""Which accounts the rest of a read speaks of, so that those few can be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from commplan.api import (
    Invitation,
    LiveBot,
    LiveChannel,
    LiveUsergroup,
    Request,
    Restriction,
    WantedChannel,
)
from commplan.sources.slack.channels import Channels
from commplan.sources.slack.details import Details

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)")


class Referred:
    """Ids of accounts in what was read so far, such as members, mentions and whoever may post."""

    def __init__(self, request: Request, channels: Channels, details: Details) -> None:
        self._request = request
        self._channels = channels
        self._details = details
        self.usergroups: tuple[LiveUsergroup, ...] = ()
        self.invitations: tuple[Invitation, ...] = ()
        self.bots: tuple[LiveBot, ...] = ()
        self.writers: frozenset[str] = frozenset()
        """Ids of the bots that wrote in channels, once it was asked which they are."""

    def so_far(self) -> Iterator[str]:
        """Most of them, and cheap to tell while other lanes go on reading."""
        for members in tuple(self._details.values("members")):
            yield from members
        declared = {wanted.id for wanted in self._request.usergroups}
        for group in self.usergroups:
            if group.id in declared:
                yield from group.users or ()

    def everybody(self) -> frozenset[str]:
        """All of them, once everything else was read."""
        return frozenset({*self.so_far(), *self._by_others()})

    def has_other_handles(self) -> bool:
        """Whether a user group goes by another handle than a plan says: somebody may have that."""
        live = {group.id: group.handle for group in self.usergroups if group.handle}
        return any(
            live.get(wanted.id, wanted.handle).casefold() != wanted.handle.casefold()
            for wanted in self._request.usergroups
            if wanted.handle is not None
        )

    def _by_others(self) -> Iterator[str]:
        declared = {wanted.id for wanted in self._request.usergroups}
        posting: set[str] = set()
        for wanted in self._request.channels:
            for id_ in self._channels.resolve(wanted):
                if channel := self._channels.found.get(id_):
                    whole = self._details.of(channel)
                    yield from _of_channel(wanted, whole)
                    posting.update(
                        group for one in _restrictions(whole) for group in one.usergroups
                    )
        for group in self.usergroups:
            if group.id in declared:
                yield from _mentioned((group.description,))
            elif group.id in posting:
                yield from group.users or ()
        yield from filter(None, (one.inviting_user_id for one in self.invitations))
        yield from filter(None, (bot.user_id for bot in self.bots))


def _of_channel(wanted: WantedChannel, channel: LiveChannel) -> Iterator[str]:
    for restriction in _restrictions(channel):
        yield from restriction.users
    if wanted.id is None and channel.creator:
        yield channel.creator  # of a channel that a plan only manages, who made it is told
    marked = (text for mark in channel.bookmarks or () for text in (mark.title, mark.link))
    yield from _mentioned((channel.topic, channel.purpose, *marked))


def _restrictions(channel: LiveChannel) -> Iterator[Restriction]:
    told = channel.preferences
    more = (told.posting, told.threads) if told is not None else ()
    yield from filter(None, (channel.posting, channel.threads, *more))


def _mentioned(texts: Iterable[str | None]) -> Iterator[str]:
    for text in texts:
        yield from _MENTION.findall(text or "")
