"""Threads that need not be read: what is known of them gives the same as all of their replies."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.history import (
    Answering,
    Author,
    ListedThread,
    MessageRow,
    Replies,
    ThreadNeed,
    ThreadRow,
    WantedThreads,
    needs_of,
    replies_needed,
)

ROOT, SINCE = 100, 50
ANN, ALICE, BOB, DAN = "U09ANN", "U01ALICE", "U02BOB", "U04DAN"
RESPONDERS = frozenset({ALICE, BOB})
WHO = Answering(RESPONDERS)
DEPTHS = (Replies.ANSWER, Replies.UNTIL_ANSWER)


class Reply(NamedTuple):
    at: int
    author: str | None
    """None for a bot, which Slack does not name."""


def root(author: str | None = ANN, kind: str = "human") -> MessageRow:
    return MessageRow("C1", ROOT, None, author, kind, False, None, None)


def thread(
    *authors: str | None, read: int = 0, shown: int = 5, by: str | None = ANN
) -> ListedThread:
    """A thread of replies by some authors, of which the first ones were read."""
    replies = [Reply(ROOT + 10 * (n + 1), author) for n, author in enumerate(authors)]
    people = list(dict.fromkeys(author for author in authors if author))
    row = ThreadRow("C1", ROOT, len(replies), replies[-1].at, whole=False, read_at=900)
    row = row._replace(named=len(people) <= shown)
    if read:
        row = row.read_to(replies[read - 1].at)
    elif len(replies) == len(people) == 1:
        row = row._replace(first_reply=replies[0].at, first_by=people[0])
    written = frozenset(reply.author for reply in replies[:read] if reply.author)
    return ListedThread(row, root(by), frozenset(people[:shown]), written)


def needed(found: ListedThread, replies: Replies, who: Answering | None = WHO) -> Replies:
    return replies_needed(found, [ThreadNeed(SINCE, replies, who)])


class Outcome(NamedTuple):
    """What a measure makes of a thread, by all of its replies or by those that are known."""

    answer: Reply | None
    bot: Reply | None
    taken_back: Reply | None
    """What who asked wrote before the answer: the words may take the request back."""
    others: int


def outcome(replies: list[Reply], who: Answering, depth: Replies) -> Outcome:
    answer = next((one for one in replies if one.author in who.responders), None)
    before = [one for one in replies if answer is None or one.at < answer.at]
    own = [one for one in before if one.author == ANN and who.closed_in_words]
    bots = [one for one in before if one.author is None and who.by_bots]
    others = [one for one in before if one.author in (DAN, "U05EVE")]
    return Outcome(
        answer,
        next(iter(bots), None),
        next(iter(own), None),
        len(others) if depth is Replies.UNTIL_ANSWER else 0,
    )


authors = st.lists(st.sampled_from([ALICE, BOB, DAN, "U05EVE", ANN, None]), min_size=1, max_size=7)


@given(
    authors,
    st.integers(0, 7),
    st.integers(1, 5),
    st.sampled_from(DEPTHS),
    st.booleans(),
    st.booleans(),
)
def test_what_is_known_is_enough(
    wrote: list[str | None], read: int, shown: int, depth: Replies, by_bots: bool, in_words: bool
) -> None:
    who = Answering(RESPONDERS, by_bots=by_bots, closed_in_words=in_words)
    read = min(read, len(wrote) - 1)
    found = thread(*wrote, read=read, shown=shown)
    if needed(found, depth, who) is Replies.NONE:
        everything = [Reply(ROOT + 10 * (n + 1), author) for n, author in enumerate(wrote)]
        row = found.row
        known = everything[:read]
        if row.first_by is not None:
            known = [Reply(row.first_reply or 0, row.first_by)]
        assert outcome(known, who, depth) == outcome(everything, who, depth)


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_thread_is_not_read_whose_only_reply_is_by_somebody_known(depth: Replies) -> None:
    assert needed(thread(ALICE), depth) is Replies.NONE
    assert needed(thread(DAN), depth) is Replies.NONE


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_first_answer_stays_the_first(depth: Replies) -> None:
    assert needed(thread(DAN, ALICE, BOB, DAN, read=2), depth) is Replies.NONE
    grown = thread(ALICE, DAN, DAN)
    assert needed(grown, depth) is depth
    first = grown.row._replace(first_reply=ROOT + 10, first_by=ALICE)
    assert needed(grown._replace(row=first), depth) is Replies.NONE


def test_the_names_of_all_who_replied_tell_that_nobody_answered() -> None:
    assert needed(thread(DAN, DAN, ANN), Replies.ANSWER) is Replies.NONE
    assert needed(thread(DAN, DAN, ANN), Replies.UNTIL_ANSWER) is Replies.UNTIL_ANSWER
    assert needed(thread(DAN, ANN, BOB, shown=2), Replies.ANSWER) is Replies.ANSWER


@pytest.mark.parametrize("who", [WHO._replace(by_bots=True), WHO._replace(closed_in_words=True)])
def test_names_do_not_tell_what_was_said(who: Answering) -> None:
    assert needed(thread(DAN), Replies.ANSWER, who) is Replies.ANSWER
    assert needed(thread(DAN, ANN), Replies.ANSWER, who) is Replies.ANSWER
    assert needed(thread(ALICE), Replies.ANSWER, who) is Replies.NONE


def test_a_reply_in_the_place_of_one_that_was_deleted_is_another() -> None:
    found = thread(DAN)
    other = found.row._replace(first_by=DAN, last_reply=ROOT + 500, named=False)
    assert needed(found._replace(row=other), Replies.ANSWER) is Replies.ANSWER


@pytest.mark.parametrize(
    ("first", "who", "asks"),
    [
        (root(), WHO, True),
        (root(ALICE), WHO, False),
        (root("U05BOT", Author.BOT), WHO, False),
        (root("U05BOT", Author.BOT), WHO._replace(by_forms=True), True),
        (root(kind=Author.SYSTEM), WHO, False),
        (root(None, Author.DELETED), WHO, False),
    ],
)
def test_nobody_reads_threads_in_which_nobody_asks(
    first: MessageRow, who: Answering, asks: bool
) -> None:
    found = thread(DAN, ALICE)._replace(root=first)
    for depth in (*DEPTHS, Replies.ALL):
        assert needed(found, depth, who) is (depth if asks else Replies.NONE)
    assert needed(found, Replies.ALL, None) is Replies.ALL


def test_whoever_needs_more_decides() -> None:
    answer, every = ThreadNeed(SINCE, Replies.ANSWER, WHO), ThreadNeed(SINCE, Replies.ALL, WHO)
    later = ThreadNeed(ROOT + 1, Replies.ALL)
    found = thread(ALICE)
    assert replies_needed(found, [answer, later]) is Replies.NONE
    assert replies_needed(found, [answer, every]) is Replies.ALL
    assert replies_needed(found._replace(row=found.row.read()), [every]) is Replies.NONE
    assert replies_needed(found, []) is Replies.NONE


def test_where_nobody_knows_who_answers_all_is_read() -> None:
    asked = []

    def nobody(workspace: object) -> Answering | None:
        asked.append(workspace)
        return None

    wanted = WantedThreads(SINCE, Replies.ANSWER, nobody)
    known = WantedThreads(SINCE, Replies.ANSWER, lambda _: WHO)
    assert needs_of([wanted, known, WantedThreads(SINCE)], "here") == (
        ThreadNeed(SINCE, Replies.ALL),
        ThreadNeed(SINCE, Replies.ANSWER, WHO),
        ThreadNeed(SINCE, Replies.ALL),
    )
    assert asked == ["here"]
