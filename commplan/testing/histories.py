"""Histories in a few lines, for rule pages and tests: the key ``messages`` of a workspace.

A list for each channel, in any order::

    messages:
      C01HELP:
        - {at: 2026-11-20T16:50, user: U09ANN, text: The printer is on fire}
        - at: 2026-11-20T17:00
          user: U09ANN
          text: "<@U01ALICE> could somebody look at VPN?"
          reactions: {eyes: [U01ALICE]}
          thread:
            - {after: 4m, user: U01ALICE, text: "Looking, IT-42"}
            - {after: 20m, bot: B03JIRA, app: A03JIRA, text: IT-42 was closed}
        - {every: 1h, times: 20, at: 2026-11-01T09:00, bot: B01MON}

``at`` is UTC where it has no offset, ``after`` counts from the first message of
the thread (``5m``, ``2h``). ``broadcast: true`` shows a reply in the channel, too;
``subtype``, ``reactions`` and ``raw`` are as in Slack. ``every`` and ``times`` repeat a
message, with its thread.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from commplan.clock import parse_duration
from commplan.errors import SnapshotError
from commplan.history import Batch, Look, MemoryShelf, message_ts
from commplan.sources.told import batch

Record: TypeAlias = dict[str, Any]

_KEYS = frozenset(
    {
        *("at", "after", "user", "text", "bot", "app", "subtype", "broadcast"),
        *("reactions", "thread", "raw", "every", "times"),
    }
)


def read_history(text: str, looks: Callable[[str], tuple[Look, ...]], read_at: int) -> MemoryShelf:
    """The messages that a workspace text describes; ``looks`` are those of a channel's id.

    Raises :class:`commplan.errors.SnapshotError` for anything else.
    """
    import yaml

    shelf = MemoryShelf()
    written = yaml.safe_load(textwrap.dedent(text)) or {}
    for channel, items in (written.get("messages") or {}).items():
        raws = list(_raws(items or ()))
        rows = batch(channel, raws, looks(channel), read_at)
        whole = tuple(row.read() for row in rows.threads)
        shelf.put(channel, Batch(rows.messages, whole, rows.marks, rows.signs))
    return shelf


def _raws(items: Iterable[Record]) -> Iterator[Record]:
    """What Slack would tell: each message, then the replies in its thread."""
    taken: set[int] = set()
    for item in items:
        if unknown := sorted(set(item) - _KEYS):
            raise SnapshotError(f"messages: unknown key {unknown[0]!r}")
        first, step = _instant(item["at"]), _length(item.get("every", "0m"))
        for number in range(item.get("times", 1)):
            yield from _thread(item, first + number * step, taken)


def _thread(item: Record, at: int, taken: set[int]) -> Iterator[Record]:
    root = _message(item, at, taken)
    replies = []
    for reply in item.get("thread") or ():
        after = at + _length(reply["after"]) if "after" in reply else _instant(reply["at"])
        replies.append(_message(reply, after, taken) | {"thread_ts": root["ts"]})
        if reply.get("broadcast"):
            replies[-1]["subtype"] = "thread_broadcast"
    if replies:
        users = dict.fromkeys(one.get("user") or one.get("bot_id") for one in replies)
        root |= {
            "thread_ts": root["ts"],
            "reply_count": len(replies),
            "reply_users": list(users),
            "reply_users_count": len(users),
            "latest_reply": max(replies, key=lambda one: float(one["ts"]))["ts"],
        }
    yield root
    yield from replies


def _message(item: Record, at: int, taken: set[int]) -> Record:
    while at in taken:
        at += 1
    taken.add(at)
    raw: Record = {"type": "message", "ts": message_ts(at), "text": item.get("text", "")}
    named = {"user": "user", "bot": "bot_id", "app": "app_id", "subtype": "subtype"}
    raw |= {key: item[name] for name, key in named.items() if name in item}
    reactions: Mapping[str, list[str]] = item.get("reactions") or {}
    if reactions:
        raw["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in reactions.items()
        ]
    return raw | (item.get("raw") or {})


def _instant(value: object) -> int:
    at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return round(at.timestamp() * 1_000_000)


def _length(value: str) -> int:
    length = parse_duration(value)
    return length.microseconds
