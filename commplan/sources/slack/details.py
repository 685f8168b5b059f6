"""Reading what Slack tells of each channel alone: members, bookmarks, pins, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from commplan.api import (
    Bookmark,
    Failure,
    LiveChannel,
    ObjectReading,
    Pin,
    Reading,
    Request,
    Status,
    WantedChannel,
)
from commplan.sources import records
from commplan.sources.records import MalformedError, Record
from commplan.sources.slack.channels import Channels
from commplan.sources.slack.client import Client, GaveUpError
from commplan.sources.slack.objects import ObjectReader, only_scope
from commplan.sources.slack.pages import pages

LISTED = ("members", "bookmarks", "pins")
"""Facts with a method of their own; each can be read beside the others."""

IN_FULL = ("sharing", "channel-settings")
"""Facts that ``conversations.info`` tells."""


class Details:
    """Per-channel facts. What is wanted by id need not wait for the listing of channels."""

    def __init__(self, client: Client, request: Request, channels: Channels) -> None:
        self._client = client
        self._request = request
        self._channels = channels
        self._readers = {fact: self._reader(fact) for fact in LISTED if request.wants(fact)}
        self._full = ObjectReader("sharing", channels.fetch, channels.scope_of)

    def by_id(self) -> list[Callable[[], None]]:
        """Lanes for the channels that are wanted by id."""
        return self._lanes([w for w in self._request.channels if w.id is not None])

    def by_name(self) -> list[Callable[[], None]]:
        """Lanes for the others, once the channels are known, and for settings."""
        lanes = self._lanes([w for w in self._request.channels if w.id is None])
        return [*lanes, self._read_in_full] if self._request.wants(*IN_FULL) else lanes

    def readings(self) -> Iterator[Reading]:
        """How far each fact is known, after all lanes have run."""
        for reader in self._readers.values():
            yield reader.reading()
        for fact in IN_FULL:
            if self._request.wants(fact):
                yield self._reading_in_full(fact)

    def of(self, channel: LiveChannel) -> LiveChannel:
        """The channel with what was read of it."""
        found = {
            f: r.values[channel.id] for f, r in self._readers.items() if channel.id in r.values
        }
        return channel._replace(**found)

    def _lanes(self, wanted: Iterable[WantedChannel]) -> list[Callable[[], None]]:
        """One lane for each fact. What to read is settled now: lanes add to the channels."""
        return [
            partial(reader.read, self._targets(fact, wanted))
            for fact, reader in self._readers.items()
        ]

    def _targets(self, fact: str, wanted: Iterable[WantedChannel]) -> tuple[str, ...]:
        """Ids of the channels of which a fact is to be read."""
        if not self._request.wants(fact):
            return ()
        chosen = (w for w in wanted if w.facts is None or fact in w.facts)
        return tuple(sorted({found for w in chosen for found in self._channels.resolve(w)}))

    def _read_in_full(self) -> None:
        """Sharing is asked about only where the listing says that a channel is shared."""
        ids = set(self._targets("channel-settings", self._request.channels))
        shared = self._targets("sharing", self._request.channels)
        ids.update(filter(self._is_unclear, shared))
        self._full.read(sorted(ids))

    def _is_unclear(self, id: str) -> bool:
        channel = self._channels.found.get(id)
        return channel is not None and channel.connected_team_ids is None

    def _reading_in_full(self, fact: str) -> Reading:
        ids = self._targets(fact, self._request.channels)
        reading = self._full.reading(fact, ids)
        if not reading.known:
            return reading
        known = {exception.id for exception in reading.exceptions}
        silent = (
            ObjectReading(channel, Status.UNSUPPORTED)
            for channel in ids
            if channel not in known and not self._tells(fact, channel)
        )
        return reading._replace(exceptions=tuple(sorted((*reading.exceptions, *silent))))

    def _tells(self, fact: str, id: str) -> bool:
        channel = self._channels.found.get(id)
        if channel is None:
            return False
        if fact == "sharing":
            return channel.connected_team_ids is not None
        told = (channel.posting, channel.threads, channel.huddles_restricted)
        return any(setting is not None for setting in told)

    def _reader(self, fact: str) -> ObjectReader[Any]:
        match fact:
            case "members":
                return ObjectReader(fact, self._members, self._channels.scope_of)
            case "bookmarks":
                return ObjectReader(fact, self._bookmarks, only_scope(fact))
            case _:
                return ObjectReader(fact, self._pins, only_scope(fact))

    def _members(self, id: str) -> tuple[str, ...]:
        params: dict[str, object] = {"channel": id, "limit": self._request.page_size}
        listing = pages(self._client, "conversations.members", "members", params)
        return records.ids(*(page.items for page in listing)) or ()

    def _bookmarks(self, id: str) -> tuple[Bookmark, ...]:
        data = self._client.call("bookmarks.list", {"channel_id": id}).data
        try:
            found = records.records(data.get("bookmarks"))
        except MalformedError as malformed:
            raise GaveUpError(Failure("bookmarks.list", f"bookmarks: {malformed}")) from None
        return tuple(sorted(map(records.bookmark, found), key=lambda bookmark: bookmark.id))

    def _pins(self, id: str) -> tuple[Pin, ...]:
        items = self._client.call("pins.list", {"channel": id}).data.get("items")
        if not isinstance(items, list):
            raise GaveUpError(Failure("pins.list", "an answer without items"))
        found: list[Record] = [item for item in items if isinstance(item, dict)]
        return tuple(sorted(map(records.pin, found), key=lambda pin: pin.ts or ""))
