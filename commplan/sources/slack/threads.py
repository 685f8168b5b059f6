"""The replies in threads: asked for only where what is needed of them is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256

from commplan.api import (
    Batch,
    MessageRow,
    Shelf,
    WantedHistory,
    message_instant,
    message_ts,
)
from commplan.sources import told
from commplan.sources.slack.client import Client, RefusedError
from commplan.sources.slack.listed import OpenThread
from commplan.sources.slack.pages import LARGEST_PAGE, Page, pages

REPLIES = "conversations.replies"
GONE = "thread_not_found"
"""The first message was deleted since, or is one that nobody can reply to."""


class ThreadReader:
    """Reads threads, all of them or, where there is not the time, a sample of them.

    Which ones are in a sample is decided by the digests of their ids: whoever draws again
    draws the same. Each channel has the same share of its threads read. ``unread`` is how
    many threads have replies that were not read, those included of which no more is needed.
    """

    def __init__(
        self,
        client: Client,
        shelf: Shelf,
        wanted: Mapping[str, WantedHistory],
        open_threads: Mapping[str, Iterable[OpenThread]],
        unread: int,
        now: Callable[[], int],
    ) -> None:
        self._client = client
        self._shelf = shelf
        self._wanted = wanted
        self._open = {id_: sorted(threads, key=_lot) for id_, threads in open_threads.items()}
        self._now = now
        self._unread = unread
        self.of_all = self.left = sum(map(len, self._open.values()))
        self.read_so_far = 0

    @property
    def note(self) -> str | None:
        """What was left out, and what need not be read; None if there is neither."""
        told = []
        if self.read_so_far != self.of_all:
            told.append(
                f"{self.read_so_far} of {self.of_all} threads were read, a sample: Slack's rates"
                " leave no time for more (--max-time)"
            )
        if spared := self._unread - self.of_all:
            told.append(f"{spared} of {self._unread} threads with unread replies need not be read")
        return "; ".join(told) or None

    def read(self, id: str) -> int:
        """The threads of a channel; how many. Raises RefusedError or GaveUpError."""
        threads = self._open.get(id, [])
        done, here = 0, len(threads)
        for thread in threads:
            if done >= self._share(done, here - done):
                break
            self._read_one(id, thread)
            done += 1
            self.left -= 1
            self.read_so_far += 1
        self.left -= here - done
        return done

    def _share(self, done: int, here: int) -> int:
        """How many threads of a channel to read; ``here`` of those that are left are in it."""
        calls = self._client.affordable(REPLIES)
        return done + (here if calls >= self.left else -(-here * calls // self.left))

    def _read_one(self, id: str, thread: OpenThread) -> None:
        """Read a thread from where it is known, and no further than is needed of it.

        The largest page holds nearly every thread, and takes no more of Slack's rates than
        the smallest; only where there are others does it matter whether to go on.
        """
        row, end = thread.row, thread.row.known_to or thread.row.at
        params: dict[str, object] = {
            "channel": id,
            "ts": message_ts(row.at),
            "limit": LARGEST_PAGE,
        }
        if row.known_to is not None:
            params["oldest"] = message_ts(row.known_to)
        in_order = True
        try:
            for page in pages(self._client, REPLIES, "messages", params, kept=False):
                replies = self._taken(id, thread, page, params)
                if page.last:
                    row = row.read()
                elif in_order := in_order and _goes_on(replies, end, row.last_reply):
                    end = max(reply.at for reply in replies)
                    row, thread = row.read_to(end), thread.and_by(replies)
                    if not thread.is_open:
                        break
        except RefusedError as refused:
            if refused.failure.error != GONE:
                raise
            return
        self._shelf.put(id, Batch(threads=(row,)))

    def _taken(
        self, id: str, thread: OpenThread, page: Page, params: Mapping[str, object]
    ) -> list[MessageRow]:
        """Put the messages of a page on the shelf, and tell the replies among them."""
        found = [one for one in page.items if isinstance(one, dict)]
        instants = [message_instant(one.get("ts")) for one in found]
        if len(found) < len(page.items) or None in instants:
            raise self._client.spoilt(REPLIES, params, "messages: an entry without a time")
        rows = told.batch(id, found, self._wanted[id].looks, self._now())
        row = thread.row
        told_by_itself = row.first_by is not None  # now that it is read, it is told as a message
        before = (row._replace(first_reply=None, first_by=None),) if told_by_itself else ()
        self._shelf.put(id, rows._replace(threads=before))
        return [one for one in rows.messages if one.thread == row.at]


def _goes_on(replies: Sequence[MessageRow], end: int, last: int | None) -> bool:
    """Whether a page that is not the last has the next replies, and none of the latest.

    Slack is not known to tell threads in another order; if it did, what one page has would
    say nothing of what was before.
    """
    times = [reply.at for reply in replies]
    return bool(times) and last is not None and min(times) > end and max(times) < last


def _lot(thread: OpenThread) -> bytes:
    return sha256(f"{thread.row.channel} {thread.row.at}".encode()).digest()
