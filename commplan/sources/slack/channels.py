"""Reading channels: the two listings, and one by one where that is cheaper."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from commplan.api import (
    Failure,
    LiveChannel,
    ObjectReading,
    Reading,
    Request,
    Status,
    WantedChannel,
    channel_key,
)
from commplan.sources import records
from commplan.sources.records import MalformedError, Record
from commplan.sources.slack.client import Client, GaveUpError, RefusedError
from commplan.sources.slack.listing import NO_WAY, Listing, read_listing
from commplan.sources.slack.pacing import interval
from commplan.sources.slack.refusals import object_after

PUBLIC, PRIVATE = "public-channels", "private-channels"
_TYPES = {PUBLIC: "public_channel", PRIVATE: "private_channel"}


class Channels:
    """The channels read so far, and which are still wanted."""

    def __init__(self, client: Client, request: Request, own: tuple[str | None, ...]) -> None:
        self._client = client
        self._request = request
        self._own = own
        self._names: set[str] = set()
        self.found: dict[str, LiveChannel] = {}

    def read(self) -> Iterator[Reading]:
        """List public and private channels apart: asked for together, Slack has lost some."""
        readings = {
            fact: self._list(fact) for fact in (PUBLIC, PRIVATE) if self._request.wants(fact)
        }
        exceptions: dict[str, list[ObjectReading]] = {fact: [] for fact in readings}
        for fact, wanted in tuple(self._open_questions(readings)):
            exceptions[fact] += self._look_up(wanted)
        for fact, reading in readings.items():
            yield reading._replace(exceptions=tuple(sorted(exceptions[fact])))

    def fetch(self, id: str) -> LiveChannel:
        """One channel in full; what it tells is merged into what the listing told."""
        method = "conversations.info"
        data = self._client.call(method, {"channel": id, "include_num_members": True}).data
        try:
            (raw,) = records.records([data.get("channel")])
        except MalformedError as malformed:
            raise GaveUpError(Failure(method, f"channel: {malformed}")) from None
        self._absorb(raw, None)
        return self.found.get(id) or records.channel(raw, own=self._own)

    def resolve(self, wanted: WantedChannel) -> tuple[str, ...]:
        """Ids of what is wanted: the id itself, or the channels of that name or pattern.

        Of several channels with one name only the live ones count, if there are any; a
        pattern never means archived ones.
        """
        if wanted.id is not None:
            return (wanted.id,)
        name = channel_key(wanted.name or "")
        matching = [
            channel
            for channel in self.found.values()
            if channel.name is not None and fnmatchcase(channel_key(channel.name), name)
        ]
        live = tuple(channel.id for channel in matching if channel.is_live)
        return live if live or _is_pattern(name) else tuple(channel.id for channel in matching)

    def scope_of(self, id: str, purpose: str = "read") -> str | None:
        """The scope that opens a channel for a purpose, if it is known which kind it is."""
        channel = self.found.get(id)
        if channel is None or channel.is_private is None:
            return None
        return f"groups:{purpose}" if channel.is_private else f"channels:{purpose}"

    def _list(self, fact: str) -> Reading:
        is_private = fact == PRIVATE
        listing = Listing(
            fact,
            "conversations.list",
            "channels",
            {"types": _TYPES[fact], "limit": self._request.page_size},
            lambda raw: self._absorb(raw, is_private),
            lambda: sum(self._lookup_cost(w) for w in self._missing(is_private)),
        )
        return read_listing(self._client, listing, declared_only=self._request.declared_only)

    def _absorb(self, raw: Record, is_private: bool | None) -> None:
        if raw.get("is_im") or raw.get("is_mpim"):
            return
        channel = records.channel(raw, is_private=is_private, own=self._own)
        if known := self.found.get(channel.id):
            told = {k: v for k, v in channel._asdict().items() if v is not None}
            channel = known._replace(**told)
        self.found[channel.id] = channel
        if channel.name is not None:
            self._names.add(channel_key(channel.name))

    def _missing(self, is_private: bool) -> Iterator[WantedChannel]:
        """What a listing of this kind may still bring."""
        for wanted in self._request.channels:
            if wanted.is_private not in (None, is_private):
                continue
            found = (
                wanted.id in self.found
                if wanted.id is not None
                else channel_key(wanted.name or "") in self._names
            )
            if not found:
                yield wanted

    def _open_questions(self, readings: dict[str, Reading]) -> Iterator[tuple[str, WantedChannel]]:
        """What is wanted, was not found, and would be in the part of a list that was not read."""
        asked: set[WantedChannel] = set()
        for fact, reading in readings.items():
            for wanted in self._missing(fact == PRIVATE):
                if reading.status is Status.PARTIAL and wanted not in asked:
                    asked.add(wanted)
                    yield fact, wanted

    def _look_up(self, wanted: WantedChannel) -> Iterator[ObjectReading]:
        if wanted.id is None:
            return
        try:
            self.fetch(wanted.id)
        except (RefusedError, GaveUpError) as error:
            yield object_after(wanted.id, error)

    @staticmethod
    def _lookup_cost(wanted: WantedChannel) -> float:
        return NO_WAY if wanted.id is None else interval("conversations.info")


def _is_pattern(name: str) -> bool:
    return any(mark in name for mark in "*?[")
