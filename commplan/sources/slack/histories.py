"""What happened in channels: their messages, and then the replies in their threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from commplan.api import (
    Batch,
    LiveChannel,
    Messages,
    Reading,
    Request,
    Shelf,
    ThreadNeed,
    WantedHistory,
    Workspace,
    all_wanted,
    needs_of,
)
from commplan.sources.slack.access import Access
from commplan.sources.slack.channels import Channels
from commplan.sources.slack.details import Details
from commplan.sources.slack.fetches import HISTORY
from commplan.sources.slack.messages import MessageReader
from commplan.sources.slack.objects import ObjectReader
from commplan.sources.slack.threads import REPLIES, ThreadReader

OF_MESSAGES, OF_REPLIES = "messages", "replies"


class Histories:
    """The histories of the channels that are wanted. They are read once all channels are known.

    Two plans may name one channel by its id and by its name: it is read once, for both.
    """

    def __init__(
        self,
        access: Access,
        request: Request,
        channels: Channels,
        details: Details,
        now: Callable[[], int],
    ) -> None:
        self._access = access
        self._request = request
        self._channels = channels
        self._details = details
        self._now = now
        self._readings: list[Reading] = []
        self._found: dict[str, Messages] = {}
        self._through: set[str] = set()

    def lanes(self, workspace: Workspace) -> Iterator[Callable[[], None]]:
        """One lane for messages, and one for replies, which has to wait for it.

        Of the ``workspace`` people and user groups were read: that tells who answers.
        """
        facts = [fact for fact in (OF_MESSAGES, OF_REPLIES) if self._request.wants(fact)]
        barred = {fact: self._access.barred(fact) for fact in facts}
        self._readings += [reading for reading in barred.values() if reading is not None]
        shelf, wanted = self._request.shelf, self._wanted()
        if shelf is None or OF_MESSAGES not in facts or barred[OF_MESSAGES] is not None:
            return
        client = self._access.client(OF_MESSAGES)
        messages = MessageReader(client, self._details.fetches, shelf, wanted, self._now)
        client.foresee(HISTORY, len(wanted))
        yield partial(self._read_messages, messages, sorted(wanted))
        if OF_REPLIES in facts and barred[OF_REPLIES] is None:
            yield partial(self._read_replies, messages, shelf, wanted, workspace)

    def readings(self) -> Iterator[Reading]:
        """How far messages and replies are known, after all lanes have run."""
        yield from self._readings

    def of(self, channel: LiveChannel) -> LiveChannel:
        """The channel with the time of which its messages are known."""
        found = self._found.get(channel.id)
        replies = found if channel.id in self._through else None
        return channel._replace(messages=found, replies=replies)

    def _wanted(self) -> Mapping[str, WantedHistory]:
        found: dict[str, list[WantedHistory]] = {}
        for wanted in self._request.channels:
            if wanted.history is not None:
                for channel in self._channels.resolve(wanted):
                    found.setdefault(channel, []).append(wanted.history)
        merged = {channel: all_wanted(histories) for channel, histories in found.items()}
        return {channel: history for channel, history in merged.items() if history is not None}

    def _read_messages(self, messages: MessageReader, ids: list[str]) -> None:
        reader = self._details.reader(OF_MESSAGES, messages.read)
        reader.read(ids)
        self._found = reader.values
        self._readings.append(reader.reading())

    def _read_replies(
        self,
        messages: MessageReader,
        shelf: Shelf,
        wanted: Mapping[str, WantedHistory],
        workspace: Workspace,
    ) -> None:
        """The replies where messages were read; elsewhere they are unknown for the same reason."""
        client = self._access.client(OF_REPLIES)
        needs = {
            one: needs_of(wanted[one].threads, workspace)
            for one in sorted(self._found)
            if wanted[one].threads
        }
        people = frozenset(person.id for person in workspace.people)
        open_threads, unread = {}, 0
        for id_, of_channel in needs.items():
            listed = messages.listed[id_]
            shelf.put(id_, Batch(threads=listed.settled(people | _responders(of_channel))))
            open_threads[id_] = tuple(listed.to_read(of_channel, partial(shelf.people_in, id_)))
            unread += listed.unread(of_channel)
        threads = ThreadReader(client, shelf, wanted, open_threads, unread, self._now)
        client.foresee(REPLIES, threads.of_all)
        reader: ObjectReader[int] = self._details.reader(OF_REPLIES, threads.read)
        reader.read(needs)
        self._through = set(reader.values)
        self._readings.append(reader.reading()._replace(note=threads.note))


def _responders(needs: Iterable[ThreadNeed]) -> frozenset[str]:
    """People by the word of a plan, whether or not accounts are listed."""
    found = (need.answering.responders for need in needs if need.answering is not None)
    return frozenset().union(*found)
