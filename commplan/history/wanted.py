"""What is wanted of the messages of a channel, and how much of its threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from commplan.history.looks import Look
from commplan.named import NamedTuple

if TYPE_CHECKING:
    from commplan.history.asking import Answering


class Replies(IntEnum):
    """How much has to be known of the replies in a thread; whoever knows more knows the less."""

    NONE = 0
    ANSWER = 1
    """The first answer that counts, or that there is none."""
    UNTIL_ANSWER = 2
    """All replies up to that one; all that there are where nobody has answered."""
    ALL = 3
    """All of them, and what their texts show."""


class WantedThreads(NamedTuple):
    """Some threads of a channel in whose replies somebody is interested."""

    since: int = 0
    """The instant from which on they begin; none before the messages that are wanted counts."""
    replies: Replies = Replies.ALL
    answering: Callable[[Any], Answering | None] | None = None
    """Only threads in which somebody asks: tells of a workspace (people and user groups are
    read by then) who answers there, or None where that is not known. None: all threads."""


class WantedHistory(NamedTuple):
    """What to read of the messages of a channel."""

    since: int
    """The instant from which on messages are wanted."""
    looks: tuple[Look, ...] = ()
    threads: tuple[WantedThreads, ...] = (WantedThreads(),)
    """In which threads replies are wanted, too; a thread may be of several kinds."""

    @property
    def follows_from(self) -> int | None:
        """The instant from which on threads begin whose replies are wanted; None for none."""
        starts = [max(self.since, one.since) for one in self.threads]
        return min(starts, default=None)


def all_wanted(wanted: Iterable[WantedHistory]) -> WantedHistory | None:
    """What to read of a channel that several plans speak of; None where none wants anything."""
    every = list(wanted)
    if not every:
        return None
    return WantedHistory(
        since=min(one.since for one in every),
        looks=tuple({(look.kind, look.key): look for one in every for look in one.looks}.values()),
        threads=tuple(
            kind._replace(since=max(kind.since, one.since)) for one in every for kind in one.threads
        ),
    )
