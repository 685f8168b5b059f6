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
    known_to: int | None = None
    """Up to when all replies are among the messages, where only later ones are not."""
    named: bool = False
    """Whether everybody who replied is known by a sign: Slack names a few of many."""
    first_reply: int | None = None
    """When the first reply came, where Slack told so by itself and it is no message here."""
    first_by: str | None = None
    """Whose it is."""

    def read(self) -> ThreadRow:
        """The same thread with all of its replies among the messages."""
        return self._replace(whole=True, known_to=None, first_reply=None, first_by=None)

    def read_to(self, instant: int) -> ThreadRow:
        """The same thread with its replies up to an instant among the messages."""
        return self._replace(whole=False, known_to=instant, first_reply=None, first_by=None)

    @property
    def is_first_alone(self) -> bool:
        """Whether the first reply is the only one."""
        return self.replies == 1 and self.last_reply == self.first_reply

    @property
    def first(self) -> MessageRow | None:
        """The first reply as a message, where that is known without having been read."""
        if self.first_reply is None:
            return None
        return MessageRow(
            *(self.channel, self.first_reply, self.at, self.first_by, Author.HUMAN.value),
            broadcast=False,
            bot=None,
            app=None,
        )


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
    """Whose it is; empty where Slack does not say, as of some of many who reacted."""
    read_at: int
    """When it was first seen: it was set before then."""
