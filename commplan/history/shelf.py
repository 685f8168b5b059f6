"""Where a history is put while it is read, and what is wanted of a channel."""

from __future__ import annotations

import os
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Protocol

from commplan.history.looks import Look
from commplan.history.rows import MarkRow, MessageRow, SignRow, ThreadRow
from commplan.named import NamedTuple


class Replies(StrEnum):
    """Which replies to read of the threads in a channel."""

    NONE = "none"
    ALL = "all"


class WantedHistory(NamedTuple):
    """What to read of the messages of a channel."""

    since: int
    """The instant from which on messages are wanted."""
    looks: tuple[Look, ...] = ()
    replies: Replies = Replies.ALL
    threads_since: int | None = None
    """The instant from which on threads begin whose replies are wanted; None: ``since``."""

    @property
    def follows_from(self) -> int:
        """The instant from which on threads begin whose replies are wanted."""
        return self.since if self.threads_since is None else self.threads_since


def all_wanted(wanted: Iterable[WantedHistory]) -> WantedHistory | None:
    """What to read of a channel that several plans speak of; None where none wants anything."""
    every = list(wanted)
    if not every:
        return None
    through = [one for one in every if one.replies is not Replies.NONE]
    return WantedHistory(
        since=min(one.since for one in every),
        looks=tuple({(look.kind, look.key): look for one in every for look in one.looks}.values()),
        replies=Replies.ALL if through else Replies.NONE,
        threads_since=min(one.follows_from for one in through) if through else None,
    )


class Stretch(NamedTuple):
    """The time of which all messages of a channel are known: from ``since`` up to ``until``."""

    since: int
    until: int


class Batch(NamedTuple):
    """Rows of one channel."""

    messages: tuple[MessageRow, ...] = ()
    threads: tuple[ThreadRow, ...] = ()
    marks: tuple[MarkRow, ...] = ()
    signs: tuple[SignRow, ...] = ()


class Shelf(Protocol):
    """What keeps the rows. A message that is put twice counts once."""

    @property
    def salt(self) -> bytes:
        """Random bytes that looks mix into the digests of what nobody may know.

        They are the same for all rows on the shelf and are never printed, so that
        equal secrets have equal digests here and no guess at one can be confirmed by
        whoever has only a digest.
        """

    def of(self, team: str | None) -> None:
        """Say of which workspace the rows are; None where that is not known.

        Raises StateError if it holds those of another.
        """

    def span(self, channel: str, lens: str) -> Stretch | None:
        """The time of which the channel is known, looked at through that lens."""

    def threads(self, channel: str) -> dict[int, ThreadRow]:
        """What is known of the threads of a channel, by their first message."""

    def put(self, channel: str, batch: Batch) -> None:
        """Keep rows, in any order."""

    def settle(self, channel: str, lens: str, span: Stretch) -> None:
        """Note that all messages of a time have been put; older notes of the channel go."""


class MemoryShelf:
    """Keeps rows as long as the process lives."""

    def __init__(self) -> None:
        self.salt = os.urandom(16)
        self.messages: dict[tuple[str, int], MessageRow] = {}
        self.marks: dict[tuple[str, int, str, str], MarkRow] = {}
        self.signs: dict[tuple[str, int, str, str, str], SignRow] = {}
        self._threads: dict[str, dict[int, ThreadRow]] = {}
        self.spans: dict[tuple[str, str], Stretch] = {}

    def of(self, team: str | None) -> None:
        """Say of which workspace the rows are; one process reads one."""

    def span(self, channel: str, lens: str) -> Stretch | None:
        """The time of which the channel is known, looked at through that lens."""
        return self.spans.get((channel, lens))

    def threads(self, channel: str) -> dict[int, ThreadRow]:
        """What is known of the threads of a channel, by their first message."""
        return dict(self._threads.get(channel, {}))

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """The rows of a table (``messages``, ``threads``, ``marks``, ``signs``), sorted."""
        tables: dict[str, Iterable[tuple[Any, ...]]] = {
            "messages": self.messages.values(),
            "threads": self.all_threads,
            "marks": self.marks.values(),
            "signs": self.signs.values(),
        }
        return sorted(tables[table], key=lambda row: (row[0], row[1]))

    @property
    def size(self) -> int:
        """How many rows there are, threads aside, of which there are fewer than messages."""
        return len(self.messages) + len(self.marks) + len(self.signs)

    @property
    def all_threads(self) -> tuple[ThreadRow, ...]:
        """The threads of all channels."""
        return tuple(row for rows in self._threads.values() for row in rows.values())

    def put(self, channel: str, batch: Batch) -> None:
        """Keep rows, in any order."""
        self.messages.update({(row.channel, row.at): row for row in batch.messages})
        self.marks.update({(r.channel, r.at, r.kind, r.value): r for r in batch.marks})
        for sign in batch.signs:
            self.signs.setdefault((sign.channel, sign.at, sign.kind, sign.value, sign.by), sign)
        self._threads.setdefault(channel, {}).update({row.at: row for row in batch.threads})

    def forget(self, channel: str) -> None:
        """Let go of the rows of a channel."""
        self.messages = {key: row for key, row in self.messages.items() if key[0] != channel}
        self.marks = {key: row for key, row in self.marks.items() if key[0] != channel}
        self.signs = {key: row for key, row in self.signs.items() if key[0] != channel}
        self._threads.pop(channel, None)

    def settle(self, channel: str, lens: str, span: Stretch) -> None:
        """Note that all messages of a time have been put; older notes of the channel go."""
        self.spans = {key: one for key, one in self.spans.items() if key[0] != channel}
        self.spans[channel, lens] = span
