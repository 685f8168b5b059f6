"""What a listing of messages tells of threads, beside what was read of them before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from commplan.api import (
    Author,
    Batch,
    ListedThread,
    MessageRow,
    Replies,
    ThreadNeed,
    ThreadRow,
    by_thread,
    replies_needed,
)

Written = Callable[[Mapping[int, int]], Mapping[int, frozenset[str]]]
"""The people who wrote in threads, each up to an instant, by the first message."""


class OpenThread(NamedTuple):
    """A thread that has to be read, and for what."""

    thread: ListedThread
    needs: tuple[ThreadNeed, ...]

    @property
    def row(self) -> ThreadRow:
        """What was known of it when it was listed."""
        return self.thread.row

    def and_by(self, replies: Iterable[MessageRow]) -> OpenThread:
        """The same thread after its next replies were read."""
        people = frozenset().union(*by_thread(replies).values())
        written = self.thread.written | people
        return self._replace(thread=self.thread._replace(written=written))

    @property
    def is_open(self) -> bool:
        """Whether something is still needed of it."""
        return replies_needed(self.thread, self.needs) is not Replies.NONE


class ListedThreads:
    """The threads of one channel, as they were known before and as Slack tells of them now."""

    def __init__(self, known: Mapping[int, ThreadRow]) -> None:
        self._known = known
        self._found: dict[int, ListedThread] = {}
        self._shown: dict[int, set[int]] = {}
        self._programs: set[str] = set()

    def take(self, rows: Batch) -> Batch:
        """A page of the listing; of its threads it tells what is known of each by now."""
        roots: dict[int, MessageRow] = {}
        for message in rows.messages:
            if message.thread is None:
                roots[message.at] = message
            else:  # a reply that was sent to the channel, too
                self._shown.setdefault(message.thread, set()).add(message.at)
            if message.kind == Author.BOT and message.author is not None:
                self._programs.add(message.author)
        repliers: dict[int, set[str]] = {}
        for sign in rows.signs:
            if sign.kind == "replier":
                repliers.setdefault(sign.at, set()).add(sign.by)
        for row in rows.threads:
            named = frozenset(repliers.get(row.at, ()))
            found = ListedThread(_merged(row, self._known.get(row.at)), roots[row.at], named)
            self._found[row.at] = found
        return rows._replace(threads=tuple(self._found[row.at].row for row in rows.threads))

    def settled(self, people: Collection[str]) -> tuple[ThreadRow, ...]:
        """After the last page: the threads of which more is known, or less, than was told.

        All of a thread is known where each reply was sent to the channel, too. The first
        reply is known by its author only where that is one of ``people``, in whose name no
        program has been seen to write: Slack does not tell those from what they write.
        """
        changed = []
        for at, thread in self._found.items():
            row, shown = thread.row, self._shown.get(at, ())
            if row.whole:
                continue
            if len(shown) == row.replies and max(shown) == row.last_reply:
                row = row.read()
            elif row.first_by is not None and (
                row.first_by in self._programs or row.first_by not in people
            ):
                row = row._replace(first_reply=None, first_by=None)
            if row != thread.row:
                self._found[at] = thread._replace(row=row)
                changed.append(row)
        return tuple(changed)

    def unread(self, needs: Iterable[ThreadNeed]) -> int:
        """How many threads that somebody looks at have replies which were not all read."""
        since = min((need.since for need in needs), default=None)
        rows = (thread.row for thread in self._found.values())
        return 0 if since is None else sum(row.at >= since and not row.whole for row in rows)

    def to_read(self, needs: tuple[ThreadNeed, ...], written: Written) -> Iterator[OpenThread]:
        """The threads of which somebody needs more than is known."""
        rows = (thread.row for thread in self._found.values())
        until = {row.at: row.known_to for row in rows if row.known_to is not None}
        known = written(until) if until else {}
        for at, thread in self._found.items():
            whole = thread._replace(written=known.get(at, frozenset()))
            if (found := OpenThread(whole, needs)).is_open:
                yield found


def _merged(row: ThreadRow, known: ThreadRow | None) -> ThreadRow:
    """What Slack tells of a thread now, with what was read of it before, and still is true."""
    if known is None:
        return row
    if known.whole and known[2:4] == row[2:4]:
        return row.read()
    known_to = known.last_reply if known.whole else known.known_to
    if known_to is not None:
        return row.read_to(known_to)
    if known.first_by is not None:
        return row._replace(first_reply=known.first_reply, first_by=known.first_by)
    return row
