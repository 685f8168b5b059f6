"""The messages in an export, as rows: day by day, so that a large one takes little memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from commplan.api import (
    Author,
    Batch,
    LiveChannel,
    MessageRow,
    Messages,
    Request,
    Shelf,
    Stretch,
    ThreadRow,
    WantedHistory,
    all_wanted,
    channel_key,
    lens_of,
)
from commplan.sources import told
from commplan.sources.export_messages import Days
from commplan.sources.records import Record

_SECOND = 1_000_000


def wanted_histories(
    channels: Iterable[LiveChannel], request: Request
) -> Mapping[str, WantedHistory]:
    """What the plans of a request want of the messages of channels, by their ids.

    Plans name a channel by its id, or by its name.
    """
    asked: dict[tuple[str, str], list[WantedHistory]] = {}
    for one in request.channels:
        if one.history is not None:
            by = ("id", one.id) if one.id else ("name", channel_key(one.name or ""))
            asked.setdefault(by, []).append(one.history)
    found = {}
    for channel in channels:
        by_id, by_name = ("id", channel.id), ("name", channel_key(channel.name or ""))
        wanted = all_wanted((*asked.get(by_id, ()), *asked.get(by_name, ())))
        if wanted is not None:
            found[channel.id] = wanted
    return found


def read_messages(
    channels: Iterable[LiveChannel],
    request: Request,
    days: Days,
    taken_at: int,
    machines: frozenset[str] = frozenset(),
) -> tuple[LiveChannel, ...]:
    """Put the messages of the channels that are wanted on the shelf of a request.

    Up to the latest message of an export all is known, in channels where nobody wrote any
    more, too. What is wanted is counted back from there. What stands at messages was there
    by then, or, where accounts or channels changed later than that, at ``taken_at``.
    ``machines`` are accounts that no human is behind.
    """
    shelf = request.shelf
    since: dict[str, int | None] = {}
    every = list(channels)
    end = days.end(one.name or "" for one in every)
    until = taken_at if end is None else end
    lag = max(0, request.as_of - until) if request.as_of is not None else 0
    read_at = max(taken_at, until)
    wanted = {id_: _earlier(one, lag) for id_, one in wanted_histories(every, request).items()}
    if shelf is None:
        return tuple(every)
    for channel in every:
        if channel.id in wanted:
            reader = _Reader(channel.id, wanted[channel.id], read_at, shelf, machines)
            since[channel.id] = reader.read(days, channel.name or "")
            until = max(until, reader.latest)
    made = []
    for channel in every:
        if channel.id in since:
            start = since[channel.id]
            span = Messages(until if start is None else min(start, until), until)
            shelf.settle(channel.id, lens_of(wanted[channel.id].looks), Stretch(*span))
            channel = channel._replace(messages=span, replies=_replies(wanted[channel.id], span))
        made.append(channel)
    return tuple(made)


def _earlier(wanted: WantedHistory, lag: int) -> WantedHistory:
    threads = tuple(one._replace(since=one.since - lag) for one in wanted.threads)
    return wanted._replace(since=wanted.since - lag, threads=threads)


def _replies(wanted: WantedHistory, span: Messages) -> Messages | None:
    return span if wanted.threads else None


class _Thread(NamedTuple):
    """What the replies themselves tell of a thread; old exports say no more."""

    replies: int = 0
    last: int = 0

    def and_also(self, reply: MessageRow) -> _Thread:
        return _Thread(self.replies + 1, max(self.last, reply.at))


class _Reader:
    """One channel."""

    def __init__(
        self, id: str, wanted: WantedHistory, read_at: int, shelf: Shelf, machines: frozenset[str]
    ) -> None:
        self._id = id
        self._wanted = wanted
        self._read_at = read_at
        self._shelf = shelf
        self._machines = machines
        self._threads: dict[int, _Thread] = {}
        self._roots: set[int] = set()
        self.latest = 0

    def read(self, days: Days, name: str) -> int | None:
        """Read all days from the one on that is wanted.

        The instant from which on all messages are known; None where there is none at all.
        """
        oldest = days.start(name).oldest
        if oldest is None:
            return None
        since = max(self._wanted.since, oldest * _SECOND)
        for messages in days.since(name, since):
            self._put(messages, since)
        self._shelf.put(self._id, Batch(self._gone(since), self._whole(since)))
        return since

    def _put(self, messages: Iterable[Record], since: int) -> None:
        found = told.batch(self._id, messages, self._wanted.looks, self._read_at, self._machines)
        kept = {row.at for row in found.messages if row.at >= since}
        for row in found.messages:
            if row.at not in kept:
                continue
            self.latest = max(self.latest, row.at)
            if row.thread is None:
                self._roots.add(row.at)
            else:
                known = self._threads.get(row.thread, _Thread())
                self._threads[row.thread] = known.and_also(row)
        self._shelf.put(
            self._id,
            Batch(
                messages=tuple(row for row in found.messages if row.at in kept),
                marks=tuple(row for row in found.marks if row.at in kept),
                signs=tuple(row for row in found.signs if row.at in kept),
            ),
        )

    def _whole(self, since: int) -> tuple[ThreadRow, ...]:
        """Every thread: replies stand beside other messages, so that all of them were read."""
        return tuple(
            ThreadRow(self._id, root, one.replies, one.last, whole=True, read_at=self._read_at)
            for root, one in sorted(self._threads.items())
            if root >= since
        )

    def _gone(self, since: int) -> tuple[MessageRow, ...]:
        """The first messages of threads of which only replies are left."""
        gone = (root for root in sorted(self._threads) if root not in self._roots)
        return tuple(
            MessageRow(self._id, root, None, None, Author.DELETED, False, None, None)
            for root in gone
            if root >= since
        )
