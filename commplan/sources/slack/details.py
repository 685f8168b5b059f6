"""Reading what Slack tells of each channel alone: members, bookmarks, messages, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

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
from commplan.sources.slack.channels import IN_FULL, Channels
from commplan.sources.slack.client import Client
from commplan.sources.slack.fetches import HISTORY, Fetches
from commplan.sources.slack.lanes import one_after_another
from commplan.sources.slack.objects import ObjectReader, only_scope
from commplan.sources.slack.refusals import is_refused, not_granted

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

OF_CHANNELS_IN_FULL = ("sharing", "channel-settings")
"""Facts that ``conversations.info`` tells."""


class Details:
    """Per-channel facts. What is wanted by id need not wait for the listing of channels.

    Each channel is assigned to a lane once, so that lanes that go on at the same time
    never ask the same.
    """

    def __init__(
        self,
        client: Client,
        request: Request,
        channels: Channels,
        scopes: tuple[str, ...] | None,
        *,
        is_bot: bool,
    ) -> None:
        self._is_bot = is_bot
        self._request = request
        self._channels = channels
        wanted = [fact for fact in FIELDS if request.wants(fact)]
        self._refused = [fact for fact in wanted if is_refused(fact, scopes)]
        fetches = Fetches(client, request).by_fact
        self._readers = {
            fact: ObjectReader(fact, fetches[fact], self._scope_of(fact), self._refusal_of(fact))
            for fact in wanted
            if fact not in self._refused
        }
        self._client = client
        self._assigned: dict[str, set[str]] = {method: set() for method in (IN_FULL, *FIELDS)}

    def by_id(self) -> list[Callable[[], None]]:
        """Lanes for the channels that are wanted by id.

        Where looking up may replace the listing, that comes first: it asks the same.
        """
        wanted = [w for w in self._request.channels if w.id is not None]
        lanes = self._lanes(wanted)
        if self._request.declared_only:
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

    def readings(self) -> Iterator[Reading]:
        """How far each fact is known, after all lanes have run."""
        for fact in self._refused:
            yield not_granted(fact)
        for reader in self._readers.values():
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
        told = (channel.posting, channel.threads, channel.huddles_restricted)
        return any(setting is not None for setting in told)

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
