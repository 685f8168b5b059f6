"""Whether a thread has to be read, and how far, by what is known of it without reading.

Reading a thread takes a call, and there are more threads than anything else. Yet beside
each first message Slack says how many replies there are, when the last one came, and who
has replied: that often tells who answered, or that nobody did.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commplan.history.rows import Author, MessageRow, ThreadRow
from commplan.history.wanted import Replies, WantedThreads
from commplan.named import NamedTuple


class Answering(NamedTuple):
    """Whose replies answer what is asked in a channel."""

    responders: frozenset[str]
    """Accounts of all people whose answer counts."""
    by_bots: bool = False
    """Whether the reply of a bot counts for something, too."""
    by_forms: bool = False
    """Whether what a bot posts may ask for something, for somebody."""
    closed_in_words: bool = False
    """Whether who asks may take it back by what they write in the thread."""

    def may_be_asked(self, root: MessageRow) -> bool:
        """Whether a message may ask for something: it is by nobody who answers."""
        if root.kind == Author.BOT:
            return self.by_forms
        return root.kind == Author.HUMAN and root.author not in self.responders

    @property
    def is_told_by_names(self) -> bool:
        """Whether it is enough to know who replied, and not in which words."""
        return not self.by_bots and not self.closed_in_words


class ThreadNeed(NamedTuple):
    """What somebody needs of some threads."""

    since: int
    """The instant from which on they begin."""
    replies: Replies
    answering: Answering | None = None
    """Who answers in them; None: it is about all threads, and whoever writes there."""


class ListedThread(NamedTuple):
    """A thread as a listing of its channel tells of it, beside what was read before."""

    row: ThreadRow
    root: MessageRow
    repliers: frozenset[str]
    """Whom Slack names among those who replied."""
    written: frozenset[str] = frozenset()
    """People whose replies are known, up to :attr:`ThreadRow.known_to`."""


def needs_of(wanted: Iterable[WantedThreads], workspace: Any) -> tuple[ThreadNeed, ...]:
    """What is needed, once it is known who answers; where it is not, everything is."""
    return tuple(_need(one, workspace) for one in wanted)


def _need(wanted: WantedThreads, workspace: Any) -> ThreadNeed:
    if wanted.answering is None:
        return ThreadNeed(wanted.since, Replies.ALL)
    answering = wanted.answering(workspace)
    replies = Replies.ALL if answering is None else wanted.replies
    return ThreadNeed(wanted.since, replies, answering)


def replies_needed(thread: ListedThread, needs: Iterable[ThreadNeed]) -> Replies:
    """How far a thread still has to be read for all that somebody needs of it."""
    if thread.row.whole:
        return Replies.NONE
    concerned = (need for need in needs if thread.row.at >= need.since)
    return max((_needed(thread, need) for need in concerned), default=Replies.NONE)


def _needed(thread: ListedThread, need: ThreadNeed) -> Replies:
    row, who = thread.row, need.answering
    if who is None:
        return need.replies
    if not who.may_be_asked(thread.root):
        return Replies.NONE
    if need.replies is Replies.ALL:
        return Replies.ALL
    if row.first_by in who.responders or not who.responders.isdisjoint(thread.written):
        return Replies.NONE  # the first answer stays the first, whatever is written later
    if who.is_told_by_names and _tells_of_no_answer(thread, who, need.replies):
        return Replies.NONE
    return need.replies


def _tells_of_no_answer(thread: ListedThread, who: Answering, replies: Replies) -> bool:
    """Whether it is known that nobody has answered yet, and what else there is to know."""
    row = thread.row
    if row.is_first_alone and row.first_by is not None:
        return True
    nobody = row.named and who.responders.isdisjoint(thread.repliers)
    return nobody and replies is Replies.ANSWER
