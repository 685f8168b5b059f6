"""What messages tell without what they say: when people wrote, and which bots did."""

from __future__ import annotations

from collections.abc import Iterable

from commplan.api import SLACKBOT, Activity
from commplan.sources.records import Record, identifiers, moment, text

_OF_HUMANS = frozenset({None, "", "me_message", "file_share", "thread_broadcast"})
"""Subtypes of what a human wrote; Slack keeps adding others for what happened by itself."""


def activity(messages: Iterable[Record], *, whole: bool) -> Activity:
    """What some of the latest messages of a channel tell; ``whole`` says that there are no others.

    A message without a time of its own counts as none.
    """
    dated = [(at, raw) for raw in messages if (at := second(raw.get("ts"))) is not None]
    replies = [at for at, raw in dated if is_reply(raw)]
    replies += [at for _, raw in dated if (at := second(raw.get("latest_reply"))) is not None]
    return Activity(
        last_human=max(
            (at for at, raw in dated if is_human(raw) and not is_reply(raw)), default=None
        ),
        last_reply=max(replies, default=None),
        since=min((at for at, _ in dated), default=None),
        whole=whole,
        bots=identifiers([raw.get("bot_id") for _, raw in dated]),
        apps=identifiers([raw.get("app_id") for _, raw in dated]),
    )


def is_human(raw: Record) -> bool:
    """Whether a person wrote a message, rather than a bot or Slack itself."""
    author = text(raw.get("user"))
    if not author or author == SLACKBOT or raw.get("bot_id"):
        return False
    subtype = raw.get("subtype")
    return subtype is None or (isinstance(subtype, str) and subtype in _OF_HUMANS)


def is_reply(raw: Record) -> bool:
    """Whether a message stands in a thread only."""
    root = raw.get("thread_ts")
    return bool(root) and root != raw.get("ts") and raw.get("subtype") != "thread_broadcast"


def second(ts: object) -> int | None:
    """The whole seconds of a message time such as ``1512085950.000216``, which is no float."""
    return moment(ts.partition(".")[0]) if isinstance(ts, str) else None
