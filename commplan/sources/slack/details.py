"""Reading what Slack tells of each channel alone: members, bookmarks, messages, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from commplan.api import (
    FACTS,
    Failure,
    LiveChannel,
    ObjectReading,
    Reading,
    Request,
    Status,
    WantedChannel,
)
from commplan.sources.slack.access import Access
from commplan.sources.slack.channels import IN_FULL, PRIVATE, PUBLIC, Channels
from commplan.sources.slack.fetches import HISTORY, Fetches
from commplan.sources.slack.lanes import one_after_another
from commplan.sources.slack.objects import ObjectReader, only_scope

T = TypeVar("T")

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "members": "members",
        "bookmarks": "bookmarks",
        "pins": "pins",
        "activity": "activity",
        "history-start": "history_start",
        "channel-preferences": "preferences",
        "retention": "retention",
    }
)
"""Facts with a method of their own, and where a channel keeps them."""

SETTINGS, PREFERENCES = "channel-settings", "channel-preferences"
OF_CHANNELS_IN_FULL = ("sharing", SETTINGS)
"""Facts that ``conversations.info`` tells."""

TOLD_TO_ADMINISTRATORS = (
    *(fact.name for fact in FACTS.values() if fact.for_administrators),
    SETTINGS,
)
"""Facts of which administrators are told more than others."""


class Details:
    """Per-channel facts. What is wanted by id need not wait for the listing of channels.

    Each channel is assigned to a lane once, so that lanes that go on at the same time
    never ask the same.
    """

    def __init__(
        self,
        access: Access,
        request: Request,
        channels: Channels,
        *,
        is_bot: bool,
    ) -> None:
        self._is_bot = is_bot
        self._request = request
        self._channels = channels
        self._stands_in = request.wants(SETTINGS) and access.granted(PREFERENCES)
        wanted = {fact for fact in FIELDS if request.wants(fact)}
        barred = ((fact, access.barred(fact)) for fact in sorted(wanted))
        self._barred = {fact: reading for fact, reading in barred if reading is not None}
        readable = [*wanted - self._barred.keys(), *([PREFERENCES] if self._stands_in else [])]
        fetches = {client: Fetches(client, request) for client in access.clients}
        self.fetches = fetches[access.client("messages")]
        self._client = access.client(SETTINGS)
        self._readers = {
            fact: self.reader(fact, fetches[access.client(fact)].by_fact[fact])
            for fact in FIELDS
            if fact in readable
        }
        self._assigned: dict[str, set[str]] = {method: set() for method in (IN_FULL, *FIELDS)}

    def by_id(self) -> list[Callable[[], None]]:
        """Lanes for the channels that are wanted by id.

        Where looking up may replace the listing, that comes first: it asks the same.
        """
        wanted = [w for w in self._request.channels if w.id is not None]
        lanes = self._lanes(wanted)
        if {PUBLIC, PRIVATE}.intersection(self._request.declared_only):
            return lanes
        return [*lanes, *self._lane_in_full(self._targets("channel-settings", wanted))]

    def by_name_so_far(self) -> list[Callable[[], None]]:
        """Lanes for those of the others that a listing has brought before it came to its end."""
        wanted = [
            w for w in self._request.channels if w.id is None and self._channels.is_settled(w)
        ]
        settings = self._targets("channel-settings", wanted)
        return [*self._lanes(wanted), *self._lane_in_full(settings)]

    def by_name(self) -> list[Callable[[], None]]:
        """Lanes for the others once the channels are known, and for what lists leave open.

        Sharing is asked about only where the listing says that a channel is shared.
        """
        wanted = [w for w in self._request.channels if w.id is None]
        shared = self._targets("sharing", self._request.channels)
        settings = self._targets("channel-settings", self._request.channels)
        in_full = self._lane_in_full({*settings, *filter(self._is_unclear, shared)})
        return [*self._lanes(wanted), *in_full]

    def instead(self) -> list[Callable[[], None]]:
        """A lane for what administrators are told of channels that say too little themselves."""
        if not self._stands_in:
            return []
        silent = [
            one for one in self._targets(SETTINGS, self._request.channels) if self._hides(one)
        ]
        if not (ids := self._assign(PREFERENCES, silent)):
            return []
        return [partial(self._readers[PREFERENCES].read, ids)]

    def readings(self) -> Iterator[Reading]:
        """How far each fact is known, after all lanes have run."""
        yield from self._barred.values()
        for fact, reader in self._readers.items():
            if self._request.wants(fact) or reader.values or reader.exceptions:
                yield reader.reading()
        for fact in OF_CHANNELS_IN_FULL:
            if self._request.wants(fact):
                yield self._reading_in_full(fact)

    def of(self, channel: LiveChannel) -> LiveChannel:
        """The channel with what was read of it."""
        found: dict[str, Any] = {
            FIELDS[fact]: reader.values[channel.id]
            for fact, reader in self._readers.items()
            if channel.id in reader.values
        }
        return channel._replace(**found)

    def reader(self, fact: str, fetch: Callable[[str], T]) -> ObjectReader[T]:
        """What reads a fact of channels, and knows what Slack would refuse."""
        return ObjectReader(fact, fetch, self._scope_of(fact), self._refusal_of(fact))

    def values(self, fact: str) -> Iterable[Any]:
        """What was read of a fact, whichever the channel."""
        return self._readers[fact].values.values() if fact in self._readers else ()

    def _lanes(self, wanted: Iterable[WantedChannel]) -> list[Callable[[], None]]:
        """One lane for each method. What to read is settled now: lanes add to the channels."""
        reads: dict[str, list[Callable[[], None]]] = {}
        for fact, reader in self._readers.items():
            if ids := self._assign(fact, self._targets(fact, wanted)):
                (method,) = FACTS[fact].methods
                self._client.foresee(method, len(ids))
                reads.setdefault(method, []).append(partial(reader.read, ids))
        return [partial(one_after_another, of_method) for of_method in reads.values()]

    def _lane_in_full(self, ids: Iterable[str]) -> list[Callable[[], None]]:
        reader = self._channels.in_full
        assigned = self._assign(IN_FULL, (one for one in ids if not reader.tried(one)))
        if not assigned:
            return []
        self._client.foresee(IN_FULL, len(assigned))
        return [partial(reader.read, assigned)]

    def _assign(self, lane: str, ids: Iterable[str]) -> list[str]:
        """Those of ``ids`` that no lane has been given yet."""
        found = sorted(set(ids) - self._assigned[lane])
        self._assigned[lane].update(found)
        return found

    def _targets(self, fact: str, wanted: Iterable[WantedChannel]) -> tuple[str, ...]:
        """Ids of the channels of which a fact is to be read."""
        if not self._request.wants(fact):
            return ()
        chosen = (w for w in wanted if w.facts is None or fact in w.facts)
        return tuple(sorted({found for w in chosen for found in self._channels.resolve(w)}))

    def _is_unclear(self, id: str) -> bool:
        channel = self._channels.found.get(id)
        if channel is None or channel.connected_team_ids is None:
            return channel is not None
        nameless = bool(channel.is_pending_ext_shared) and not channel.pending_team_ids
        return (bool(channel.connected_team_ids) or nameless) and channel.is_frozen is None

    def _reading_in_full(self, fact: str) -> Reading:
        ids = self._targets(fact, self._request.channels)
        reading = self._channels.in_full.reading(fact, ids)
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
        return any(setting is not None for setting in _settings(channel))

    def _hides(self, id: str) -> bool:
        """Whether something of how a channel in use is set up was not told."""
        channel = self._channels.found.get(id)
        return channel is not None and channel.is_live and None in _settings(channel)

    def _refusal_of(self, fact: str) -> Callable[[str], Failure | None]:
        """Messages of a channel are for those who are in it; of an archived one nobody knows."""

        def refusal_of(id: str) -> Failure | None:
            channel = self._channels.found.get(id)
            if channel is None or channel.is_member is not False or not channel.is_live:
                return None
            return Failure(HISTORY, "not_in_channel")

        by_history = self._is_bot and FACTS[fact].methods == (HISTORY,)
        return refusal_of if by_history else lambda _: None

    def _scope_of(self, fact: str) -> Callable[[str], str | None]:
        """Which scope opens a fact of a channel: one for all, or one for each kind."""
        if len(FACTS[fact].scopes) == 1:
            return only_scope(fact)
        purpose = FACTS[fact].scopes[0].partition(":")[2]
        return partial(self._channels.scope_of, purpose=purpose)


def _settings(channel: LiveChannel) -> tuple[object, ...]:
    return (channel.posting, channel.threads, channel.huddles_restricted)
