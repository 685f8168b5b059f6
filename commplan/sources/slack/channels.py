"""Reading channels: the two listings, and one by one where that is cheaper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from threading import Lock

from commplan.api import (
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
from commplan.sources.slack.access import Identity
from commplan.sources.slack.client import Client
from commplan.sources.slack.listing import NO_WAY, ONLY_DECLARED, Listing, read_listing
from commplan.sources.slack.objects import ObjectReader
from commplan.sources.slack.pacing import interval

PUBLIC, PRIVATE = "public-channels", "private-channels"
IN_FULL = "conversations.info"
NAMELESS = "Slack does not tell the names of some channels"
_TYPES = {PUBLIC: "public_channel", PRIVATE: "private_channel"}


class Channels:
    """The channels read so far, and which are still wanted.

    ``in_full`` asks for single ones, each once, whoever needs it: to find it, or for
    what only the channel itself tells.
    """

    def __init__(self, client: Client, request: Request, identity: Identity) -> None:
        self._client = client
        self._request = request
        self._own = (identity.team, identity.enterprise)
        self._finds_others = identity.org_wide
        self._listed: set[str] = set()
        self._names: set[str] = set()
        self._ids: Mapping[str, tuple[str, ...]] | None = None
        self._lock = Lock()
        self.found: dict[str, LiveChannel] = {}
        self.in_full = ObjectReader("sharing", self._show, self.scope_of)

    def read(self, meanwhile: Callable[[Callable[[], None]], bool]) -> Iterator[Reading]:
        """List public and private channels apart: asked for together, Slack has lost some.

        ``meanwhile`` goes on with a listing, and beside it with the channels that it has
        brought so far. Where a few were looked up instead and one of them is not what a
        plan says it is, both lists are read after all: another channel may bear the name.
        """
        self._meanwhile = meanwhile
        readings = {fact: self._list(fact) for fact in _TYPES if self._request.wants(fact)}
        exceptions: dict[str, list[ObjectReading]] = {fact: [] for fact in readings}
        open_questions = tuple(self._open_questions(readings))
        self._client.foresee(IN_FULL, sum(1 for _, wanted in open_questions if wanted.id))
        for fact, wanted in open_questions:
            exceptions[fact] += self._look_up(wanted)
        if any(wanted.name for _, wanted in self._open_questions(readings)):
            for fact in [fact for fact in readings if readings[fact].note == ONLY_DECLARED]:
                readings[fact] = self._list(fact, whole=True)
        for fact, reading in readings.items():
            yield reading._replace(exceptions=tuple(sorted(exceptions[fact])))

    def resolve(self, wanted: WantedChannel) -> tuple[str, ...]:
        """Ids of what is wanted: the id itself, or the channels of that name or pattern.

        Of several channels with one name only the live ones count, if there are any; a
        pattern never means archived ones.
        """
        if wanted.id is not None:
            return (wanted.id,)
        name = channel_key(wanted.name or "")
        by_name = self._ids or self._index()
        if not _is_pattern(name):
            matching = by_name.get(name, ())
            return tuple(one for one in matching if self.found[one].is_live) or matching
        return tuple(
            one
            for other, ids in by_name.items()
            if fnmatchcase(other, name)
            for one in ids
            if self.found[one].is_live
        )

    def scope_of(self, id: str, purpose: str = "read") -> str | None:
        """The scope that opens a channel for a purpose, if it is known which kind it is."""
        channel = self.found.get(id)
        if channel is None or channel.is_private is None:
            return None
        return f"groups:{purpose}" if channel.is_private else f"channels:{purpose}"

    def _show(self, id: str) -> LiveChannel:
        """One channel in full; it tells more than the listing does."""
        params = {"channel": id, "include_num_members": True}
        data = self._client.call(IN_FULL, params).data
        try:
            (raw,) = records.records([data.get("channel")])
        except MalformedError as malformed:
            raise self._client.spoilt(IN_FULL, params, f"channel: {malformed}") from None
        shown = records.channel(raw, own=self._own)
        if not _is_direct(raw) and self._is_own(shown):
            known = self.found.get(shown.id)
            self._keep(shown if known is None else _laid_over(known, shown))
        return shown

    def _is_own(self, channel: LiveChannel) -> bool:
        """Whether a channel is certainly one of this workspace.

        An organisation's token finds those of all its workspaces by id.
        """
        return not self._finds_others or channel.id in self._listed

    def _list(self, fact: str, *, whole: bool = False) -> Reading:
        is_private = fact == PRIVATE
        declared_only = fact in self._request.declared_only and not whole
        listing = Listing(
            fact,
            "conversations.list",
            "channels",
            {"types": _TYPES[fact], "limit": self._request.page_size},
            lambda raw: self._absorb(raw, is_private),
            lambda: sum(map(self._lookup_cost, self._missing())),
            self._meanwhile,
        )
        reading = read_listing(self._client, listing, declared_only=declared_only)
        if reading.complete and any(one.name is None for one in self.found.values()):
            return reading._replace(status=Status.PARTIAL, note=NAMELESS)
        return reading

    def _absorb(self, raw: Record, is_private: bool) -> None:
        if not _is_direct(raw):
            listed = records.channel(raw, is_private=is_private, own=self._own)
            self._listed.add(listed.id)
            shown = self.in_full.values.get(listed.id)
            self._keep(listed if shown is None else _laid_over(listed, shown))

    def _keep(self, channel: LiveChannel) -> None:
        with self._lock:
            self.found[channel.id] = channel
            self._ids = None
            if channel.name is not None and channel.is_live:
                self._names.add(channel_key(channel.name))

    def _index(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the channels of each name."""
        with self._lock:
            names: dict[str, list[str]] = {}
            for channel in self.found.values():
                if channel.name is not None:
                    names.setdefault(channel_key(channel.name), []).append(channel.id)
            self._ids = {name: tuple(ids) for name, ids in names.items()}
            return self._ids

    def _missing(self) -> Iterator[WantedChannel]:
        """What a listing may still bring, of either kind: a channel can be made private."""
        return (wanted for wanted in self._request.channels if not self.is_settled(wanted))

    def is_settled(self, wanted: WantedChannel) -> bool:
        """Whether it is known which channel is meant: of a name there is one live channel."""
        name = channel_key(wanted.name or "")
        if wanted.id is None:
            return name in self._names
        found = self.found.get(wanted.id)
        return found is not None and (not name or channel_key(found.name or "") == name)

    def _open_questions(self, readings: dict[str, Reading]) -> Iterator[tuple[str, WantedChannel]]:
        """What is wanted, was not found, and would be in the part of a list that was not read."""
        asked: set[WantedChannel] = set()
        for fact, reading in readings.items():
            for wanted in self._missing():
                if reading.status is Status.PARTIAL and wanted not in asked:
                    asked.add(wanted)
                    yield fact, wanted

    def _look_up(self, wanted: WantedChannel) -> Iterator[ObjectReading]:
        if wanted.id is not None:
            self.in_full.read((wanted.id,))
            if exception := self.in_full.exceptions.get(wanted.id):
                yield exception

    def _lookup_cost(self, wanted: WantedChannel) -> float:
        """Seconds; nothing for a channel that is to be asked for in full anyway."""
        if wanted.id is None or wanted.id in self.found:
            return NO_WAY
        asked = wanted.facts is None or "channel-settings" in wanted.facts
        if asked and self._request.wants("channel-settings"):
            return 0.0
        return interval(IN_FULL)


def _laid_over(listed: LiveChannel, shown: LiveChannel) -> LiveChannel:
    """What both tell of a channel; where they differ, the channel itself counts."""
    return listed._replace(**{k: v for k, v in shown._asdict().items() if v is not None})


def _is_direct(raw: Record) -> bool:
    """Whether it is no channel but a conversation of a few people, which nobody asked for."""
    return bool(raw.get("is_im") or raw.get("is_mpim"))


def _is_pattern(name: str) -> bool:
    return any(mark in name for mark in "*?[")
