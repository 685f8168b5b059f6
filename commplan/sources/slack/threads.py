"""The replies in threads: asked for only where Slack says that there are some we do not have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import NamedTuple

from commplan.api import Batch, Shelf, ThreadRow, WantedHistory, message_instant, message_ts
from commplan.sources import told
from commplan.sources.slack.client import Client, RefusedError
from commplan.sources.slack.pages import LARGEST_PAGE, pages

REPLIES = "conversations.replies"
GONE = "thread_not_found"
"""The first message was deleted since, or is one that nobody can reply to."""


class OpenThread(NamedTuple):
    """A thread with replies that were not read."""

    row: ThreadRow
    after: int | None
    """The last reply that was; None if none was."""


class ThreadReader:
    """Reads threads, all of them or, where there is not the time, a sample of them.

    Which ones are in a sample is decided by the digests of their ids: whoever draws again
    draws the same. Each channel has the same share of its threads read.
    """

    def __init__(
        self,
        client: Client,
        shelf: Shelf,
        wanted: Mapping[str, WantedHistory],
        open_threads: Mapping[str, Mapping[int, OpenThread]],
        now: Callable[[], int],
    ) -> None:
        self._client = client
        self._shelf = shelf
        self._wanted = wanted
        self._open = open_threads
        self._now = now
        self.of_all = self.left = sum(map(len, open_threads.values()))
        self.read_so_far = 0

    @property
    def note(self) -> str | None:
        """What was left out; None if nothing was."""
        if self.read_so_far == self.of_all:
            return None
        return (
            f"{self.read_so_far} of {self.of_all} threads were read, a sample: Slack's rates leave"
            " no time for more (--max-time)"
        )

    def read(self, id: str) -> int:
        """The threads of a channel; how many. Raises RefusedError or GaveUpError."""
        threads = sorted(self._open.get(id, {}).values(), key=_lot)
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
        params: dict[str, object] = {
            "channel": id,
            "ts": message_ts(thread.row.at),
            "limit": LARGEST_PAGE,
        }
        if thread.after is not None:
            params["oldest"] = message_ts(thread.after)
        looks = self._wanted[id].looks
        try:
            for page in pages(self._client, REPLIES, "messages", params, kept=False):
                replies = [one for one in page.items if isinstance(one, dict)]
                instants = [message_instant(one.get("ts")) for one in replies]
                if len(replies) < len(page.items) or None in instants:
                    problem = "messages: an entry without a time"
                    raise self._client.spoilt(REPLIES, params, problem)
                rows = told.batch(id, replies, looks, self._now())
                self._shelf.put(id, rows._replace(threads=()))
        except RefusedError as refused:
            if refused.failure.error != GONE:
                raise
            return
        self._shelf.put(id, Batch(threads=(thread.row._replace(whole=True),)))


def _lot(thread: OpenThread) -> bytes:
    return sha256(f"{thread.row.channel} {thread.row.at}".encode()).digest()
