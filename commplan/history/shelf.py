"""Where a history is put while it is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from commplan.history.rows import Author, MarkRow, MessageRow, SignRow, ThreadRow
from commplan.named import NamedTuple


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

    def people_in(self, channel: str, until: Mapping[int, int]) -> dict[int, frozenset[str]]:
        """The people who wrote in threads, each up to an instant, by the first message."""

    def put(self, channel: str, batch: Batch) -> None:
        """Keep rows, in any order."""

    def settle(self, channel: str, lens: str, span: Stretch) -> None:
        """Note that all messages of a time have been put; older notes of the channel go."""


def by_thread(replies: Iterable[MessageRow]) -> dict[int, frozenset[str]]:
    """The people among the authors of replies, by the first message of their thread."""
    found: dict[int, set[str]] = {}
    for row in replies:
        if row.kind == Author.HUMAN and row.thread is not None and row.author is not None:
            found.setdefault(row.thread, set()).add(row.author)
    return {thread: frozenset(people) for thread, people in found.items()}


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

    def people_in(self, channel: str, until: Mapping[int, int]) -> dict[int, frozenset[str]]:
        """The people who wrote in threads, each up to an instant, by the first message."""
        replies = (row for row in self.messages.values() if row.channel == channel and row.thread)
        return by_thread(row for row in replies if row.at <= until.get(row.thread or 0, 0))

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
