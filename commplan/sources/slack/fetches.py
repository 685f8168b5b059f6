"""What Slack tells of one channel alone, each fact with the calls that it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from commplan.api import (
    Activity,
    Bookmark,
    HistoryStart,
    Pin,
    Preferences,
    Request,
    Retention,
)
from commplan.sources import messages, records
from commplan.sources.records import MalformedError, Record
from commplan.sources.slack import told
from commplan.sources.slack.client import Client
from commplan.sources.slack.pages import pages

HISTORY = "conversations.history"

RECENT = 100
"""How many of the latest messages are looked at; Slack gives no more to a page by itself."""

BEGINNING = "0.000001"
"""Before any message. Slack takes a plain 0 for "no bound" and begins with the newest."""

Fetch = Callable[[str], Any]
"""Reads one fact of the channel with an id, or raises RefusedError or GaveUpError."""


class Fetches:
    """How each fact of a channel is read that has a method of its own."""

    def __init__(self, client: Client, request: Request) -> None:
        self._client = client
        self._page = request.page_size
        self._active: dict[str, Activity] = {}
        self._starts: dict[str, HistoryStart] = {}
        self.by_fact: Mapping[str, Fetch] = {
            "members": self._members,
            "bookmarks": self._bookmarks,
            "pins": self._pins,
            "activity": self._activity,
            "history-start": self.history_start,
            "channel-preferences": self._preferences,
            "retention": self._retention,
        }

    def _members(self, id: str) -> tuple[str, ...]:
        params: dict[str, object] = {"channel": id, "limit": self._page}
        method = "conversations.members"
        found: set[str] = set()
        for page in pages(self._client, method, "members", params):
            if not all(isinstance(one, str) and one for one in page.items):
                raise self._client.spoilt(method, params, "members: an entry that is no id")
            found.update(page.items)
        return tuple(sorted(found))

    def _bookmarks(self, id: str) -> tuple[Bookmark, ...]:
        method = "bookmarks.list"
        params = {"channel_id": id}
        try:
            found = records.records(self._client.call(method, params).data.get("bookmarks"))
        except MalformedError as malformed:
            raise self._client.spoilt(method, params, f"bookmarks: {malformed}") from None
        return tuple(sorted(map(records.bookmark, found), key=lambda bookmark: bookmark.id))

    def _pins(self, id: str) -> tuple[Pin, ...]:
        items = self._objects("pins.list", "items", {"channel": id})["items"]
        return tuple(sorted(map(records.pin, items), key=lambda pin: pin.ts or ""))

    def _activity(self, id: str) -> Activity:
        self._active[id] = self._history({"channel": id, "limit": RECENT})
        return self._active[id]

    def history_start(self, id: str) -> HistoryStart:
        """The first message there is, asked for once.

        Where all of them were looked at, it is known already.
        """
        if id not in self._starts:
            self._starts[id] = self._first(id)
        return self._starts[id]

    def _first(self, id: str) -> HistoryStart:
        active = self._active.get(id)
        if active is not None and active.whole:
            return HistoryStart(active.since)
        params: dict[str, object] = {"channel": id, "limit": 1, "oldest": BEGINNING}
        oldest = self._history(params).since
        if active is not None and (oldest or 0) > (active.since or 0):
            raise self._client.spoilt(HISTORY, params, "the oldest message was not told")
        return HistoryStart(oldest)

    def _preferences(self, id: str) -> Preferences:
        method = "admin.conversations.getConversationPrefs"
        return told.preferences(self._told(method, "prefs", dict, {"channel_id": id})["prefs"])

    def _retention(self, id: str) -> Retention:
        method = "admin.conversations.getCustomRetention"
        return told.retention(self._told(method, "is_policy_enabled", bool, {"channel_id": id}))

    def _history(self, params: dict[str, object]) -> Activity:
        data = self._objects(HISTORY, "messages", params)
        return messages.activity(data["messages"], whole=data.get("has_more") is False)

    def _objects(self, method: str, key: str, params: dict[str, object]) -> Record:
        """An answer that has a list of objects under ``key``."""
        data = self._told(method, key, list, params)
        if not all(isinstance(item, dict) for item in data[key]):
            raise self._client.spoilt(method, params, f"{key}: an entry that is no object")
        return data

    def _told(self, method: str, key: str, kind: type, params: dict[str, object]) -> Record:
        """An answer that has something of the right kind under ``key``."""
        data = self._client.call(method, params).data
        if not isinstance(data.get(key), kind):
            raise self._client.spoilt(method, params, f"an answer without {key}")
        return data
