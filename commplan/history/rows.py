"""The rows of a history. Instants are microseconds since the epoch, UTC.

A message is identified by its channel and its instant, as in Slack.
"""

from __future__ import annotations

from enum import StrEnum

from commplan.named import NamedTuple


class Author(StrEnum):
    """Who is behind a message."""

    HUMAN = "human"
    BOT = "bot"
    """A bot, an app, a workflow or Slackbot."""
    SYSTEM = "system"
    """Slack itself: somebody joined, set a topic, pinned something, …"""
    DELETED = "deleted"
    """Only its place is left, because others had replied."""


class MessageRow(NamedTuple):
    """One message; it never changes, for edits move no clock."""

    channel: str
    at: int
    thread: int | None
    """The first message of the thread that it replies in; None at the top level."""
    author: str | None
    """The account; None where Slack names none, as for some bots."""
    kind: str
    """A value of :class:`Author`."""
    broadcast: bool
    """Whether a reply is shown in the channel, too."""
    bot: str | None
    app: str | None


class ThreadRow(NamedTuple):
    """What Slack says of a thread beside its first message, as of one read."""

    channel: str
    at: int
    """The first message."""
    replies: int
    """How many there are."""
    last_reply: int | None
    whole: bool
    """Whether all replies are among the messages."""
    read_at: int


class MarkRow(NamedTuple):
    """What the text of a message showed to whoever looked; never the text."""

    channel: str
    at: int
    kind: str
    """What was looked for: ``mention``, ``key``, …"""
    value: str
    """What was found: an id, a key, a name that the plan gives."""
    amount: int
    """A count or an instant, where one belongs to it; else 1."""


class SignRow(NamedTuple):
    """Something that stands at a message without a time of its own."""

    channel: str
    at: int
    kind: str
    """``reaction``, ``replier`` (who has replied in its thread) or ``pin``."""
    value: str
    """The reaction, without colons; else empty."""
    by: str
    """Whose it is; empty where Slack does not say."""
    read_at: int
    """When it was first seen: it was set before then."""
