"""The messages of a channel, page by page onto a shelf; earlier ones are there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from commplan.api import (
    SECOND,
    Messages,
    Shelf,
    Stretch,
    WantedHistory,
    lens_of,
    message_instant,
    message_ts,
)
from commplan.sources import told
from commplan.sources.slack.client import Client, GaveUpError, RefusedError
from commplan.sources.slack.fetches import HISTORY, Fetches
from commplan.sources.slack.listed import ListedThreads
from commplan.sources.slack.pages import LARGEST_PAGE, Page, pages

OVERLAP = 60 * SECOND
"""Read again before the end of an earlier read: what was written then may have come late."""


class MessageReader:
    """Reads the messages of channels, and notes what the listing tells of their threads.

    ``wanted`` is what to read of each channel; ``now`` the present in microseconds.
    """

    def __init__(
        self,
        client: Client,
        fetches: Fetches,
        shelf: Shelf,
        wanted: Mapping[str, WantedHistory],
        now: Callable[[], int],
    ) -> None:
        self._client = client
        self._fetches = fetches
        self._shelf = shelf
        self._wanted = wanted
        self._now = now
        self.listed: dict[str, ListedThreads] = {}
        """The threads of each channel of which all messages were read."""

    def read(self, id: str) -> Messages:
        """All messages from where an earlier read ended. Raises RefusedError or GaveUpError."""
        wanted = self._wanted[id]
        lens, until = lens_of(wanted.looks), self._now()
        before = self._shelf.span(id, lens)
        known, reach = self._reach(id, before, until)
        since = reach if known is None else known.since
        # Through another lens replies have to be looked at again, too.
        threads = ListedThreads(self._shelf.threads(id) if before is not None else {})
        walk = _Walk()
        try:
            self._walk(
                id, wanted.since if known is None else _resumed(wanted, known), threads, walk
            )
        except (RefusedError, GaveUpError):
            if walk.reached is not None and walk.reached > since:
                reached = walk.reached if known is None else max(walk.reached, known.until)
                self._shelf.settle(id, lens, Stretch(since, reached))
            raise
        self._shelf.settle(id, lens, Stretch(since, until))
        self.listed[id] = threads
        return Messages(since, until)

    def _reach(self, id: str, before: Stretch | None, until: int) -> tuple[Stretch | None, int]:
        """What is known that the read can go on from, and how far back it could reach.

        Only where less is known than is wanted does anybody ask how far that is.
        """
        since = self._wanted[id].since
        if before is not None and before.until < since:
            before = None
        if before is not None and before.since <= since:
            return before, since
        oldest = self._fetches.history_start(id).oldest
        reach = until if oldest is None else max(since, oldest * SECOND)
        return (before if before is not None and before.since <= reach else None), reach

    def _walk(self, id: str, start: int, threads: ListedThreads, walk: _Walk) -> None:
        oldest = message_ts(max(start, 1))
        params: dict[str, object] = {"channel": id, "oldest": oldest, "inclusive": True}
        params["limit"] = LARGEST_PAGE
        for page in pages(self._client, HISTORY, "messages", params, kept=False):
            times = _times(page)
            if times is None:
                raise self._client.spoilt(HISTORY, params, "messages: an entry without a time")
            rows = told.batch(id, page.items, self._wanted[id].looks, self._now())
            self._shelf.put(id, threads.take(rows))
            walk.add(times)


def _times(page: Page) -> list[int] | None:
    """When the messages of a page were written; None where one does not say so."""
    found = [message_instant(one.get("ts")) for one in page.items if isinstance(one, dict)]
    times = [time for time in found if time is not None]
    return times if len(times) == len(page.items) else None


class _Walk:
    """How far a listing has come, where it goes forward in time and leaves nothing out."""

    def __init__(self) -> None:
        self._pages = 0
        self._forward = True
        self._latest = 0

    def add(self, times: list[int]) -> None:
        """Take in the instants of a page."""
        if times:
            self._forward = self._forward and min(times) > self._latest
            self._latest = max(self._latest, *times)
            self._pages += 1

    @property
    def reached(self) -> int | None:
        """Up to when everything was read; None where one page does not tell the direction."""
        return self._latest if self._forward and self._pages > 1 else None


def _resumed(wanted: WantedHistory, known: Stretch) -> int:
    """Where to begin: at the end of what is known, or with threads that may have grown since."""
    start = known.until - OVERLAP
    if wanted.follows_from is not None:
        start = min(start, wanted.follows_from)
    return max(start, wanted.since)
