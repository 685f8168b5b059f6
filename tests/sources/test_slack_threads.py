"""Threads on Slack: which are asked for, how far, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from commplan.api import (
    DAY,
    HOUR,
    MINUTE,
    Answering,
    Replies,
    Status,
    ThreadRow,
    WantedChannel,
    WantedThreads,
    Workspace,
    message_instant,
)
from commplan.testing.slack import Behaviour, Fault, SlackServer
from tests.sources.test_slack_histories import FACTS, NOW, REPLIES, SEED, Nights

Read = Callable[..., Workspace]
ASKING, RESPONDER = "U1", "U2"
PEOPLE = (*FACTS, "people")
ANSWERS = WantedThreads(replies=Replies.ANSWER, answering=lambda _: Answering(frozenset({"U2"})))
DISTRIBUTED = Behaviour(profile="distributed")


class Desk(Nights):
    """A channel in which only first answers matter."""

    def answers(self, *more: WantedThreads, **changes: object) -> Workspace:
        wanted = self.wanted(threads=(ANSWERS, *more))
        return self.night(WantedChannel("C1", history=wanted), facts=PEOPLE, **changes)

    def every(self) -> Workspace:
        return self.night(facts=PEOPLE)

    @property
    def thread(self) -> ThreadRow:
        (found,) = self.shelf.all_threads
        return found


@pytest.fixture
def desk(read: Read) -> Iterator[Desk]:
    with SlackServer(SEED, clock=lambda: NOW / 1_000_000) as slack:
        made = Desk(slack, read)
        made.write(40 * DAY)
        yield made


@pytest.fixture
def abroad(read: Read) -> Iterator[Desk]:
    """Read by an app that gets pages of fifteen."""
    with SlackServer(SEED, behaviour=DISTRIBUTED, clock=lambda: NOW / 1_000_000) as slack:
        yield Desk(slack, read)


def test_the_only_reply_needs_no_call(desk: Desk) -> None:
    question = desk.write(3 * DAY)
    answer = desk.write(2 * DAY, root=question, user=RESPONDER)
    desk.answers()
    assert desk.counts[1] == 0
    found = desk.thread
    assert (found.whole, found.first_by) == (False, RESPONDER)
    assert found.first_reply == message_instant(answer.ts)
    assert answer.ts not in desk.times  # nobody has seen it


def test_it_stays_the_first_when_others_follow(desk: Desk) -> None:
    question = desk.write(3 * DAY)
    desk.write(2 * DAY, root=question, user=RESPONDER)
    desk.answers()
    first = desk.thread.first_reply
    desk.now += DAY
    desk.write(HOUR, root=question)
    desk.answers()
    assert desk.counts[1] == 0
    assert (desk.thread.replies, desk.thread.first_reply) == (2, first)


def test_whoever_needs_all_replies_reads_what_was_spared(desk: Desk) -> None:
    question = desk.write(3 * DAY)
    answer = desk.write(2 * DAY, root=question, user=RESPONDER)
    desk.answers()
    desk.every()
    assert desk.counts[1] == 1
    assert answer.ts in desk.times
    assert desk.thread == desk.thread.read()


def test_an_answered_thread_is_not_read_again(desk: Desk) -> None:
    question = desk.write(3 * DAY)
    desk.write(2 * DAY, root=question, user="U3")
    answer = desk.write(2 * DAY - HOUR, root=question, user=RESPONDER)
    desk.answers()
    assert desk.counts[1] == 1
    desk.now += DAY
    thanks = desk.write(HOUR, root=question)
    desk.answers()
    assert desk.counts[1] == 0
    assert (desk.thread.whole, desk.thread.known_to) == (False, message_instant(answer.ts))
    desk.every()
    (call,) = desk.asked(REPLIES)
    assert call["oldest"] == answer.ts
    assert thanks.ts in desk.times
    assert desk.thread.whole


def test_an_unanswered_thread_is_read_on(desk: Desk) -> None:
    question = desk.write(3 * DAY)
    other = desk.write(2 * DAY, root=question, user="U3")
    desk.write(2 * DAY - MINUTE, root=question, user=RESPONDER, bot_id="B1")  # in their name
    desk.answers()
    assert desk.counts[1] == 1
    desk.now += DAY
    answer = desk.write(HOUR, root=question, user=RESPONDER)
    desk.answers()
    (call,) = desk.asked(REPLIES)
    assert message_instant(call["oldest"]) == message_instant(other.ts) + MINUTE  # type: ignore[operator]  # it is one
    assert answer.ts in desk.times


def test_of_long_threads_no_more_is_read_than_up_to_the_answer(abroad: Desk) -> None:
    question = abroad.write(3 * DAY)
    for number in range(40):
        author = RESPONDER if number == 20 else "U3"
        abroad.write(2 * DAY - number * MINUTE, root=question, user=author)
    abroad.answers()
    assert abroad.counts[1] == 2
    assert len(abroad.times) == 30
    halfway = abroad.thread
    known_to = halfway.known_to
    assert known_to is not None
    assert not halfway.whole
    abroad.every()
    assert (
        abroad.asked(REPLIES)[0]["oldest"] == f"{known_to // 1_000_000}.{known_to % 1_000_000:06d}"
    )
    assert abroad.thread.whole
    assert len(abroad.times) == 41


def test_pages_in_another_order_prove_nothing_and_are_all_read(abroad: Desk) -> None:
    question = abroad.write(3 * DAY)
    for number in range(40):
        author = RESPONDER if number in (2, 39) else "U3"
        abroad.write(2 * DAY - number * MINUTE, root=question, user=author)

    def latest_first(body: dict[str, object]) -> None:
        replies = [message for message in abroad.messages if message.thread_ts]
        latest = max(replies, key=lambda one: one.ts)
        sent = {"type": "message", "ts": latest.ts, "user": latest.user, "thread_ts": question.ts}
        body["messages"] = [*body["messages"], sent]  # type: ignore[misc]  # a list

    abroad.slack.fail(REPLIES, Fault.altered(latest_first), times=1)
    abroad.answers()
    assert abroad.counts[1] == 3
    assert abroad.thread.whole
    assert len(abroad.times) == 41


def test_replies_that_were_sent_to_the_channel_need_no_call(desk: Desk) -> None:
    question = desk.write(3 * DAY)
    for hours in (1, 2):
        desk.write(
            2 * DAY - hours * HOUR, root=question, user=RESPONDER, subtype="thread_broadcast"
        )
    desk.every()
    assert desk.counts[1] == 0
    assert desk.thread.whole


def test_who_asked_is_told_by_the_first_message(desk: Desk) -> None:
    for root in (desk.write(3 * DAY, user=RESPONDER), desk.write(2 * DAY, subtype="channel_topic")):
        for hours in (1, 2):
            desk.write(DAY + hours * HOUR, root=root, user="U3")
    desk.answers()
    assert desk.counts[1] == 0
    desk.answers(WantedThreads())
    assert desk.counts[1] == 2


@pytest.mark.parametrize("author", ["U9STRANGER", RESPONDER])
def test_a_reply_is_read_that_a_program_may_have_written(desk: Desk, author: str) -> None:
    desk.write(4 * DAY, user=RESPONDER, bot_id="B1")  # a program writes in this one's name
    question = desk.write(3 * DAY)
    desk.write(2 * DAY, root=question, user=author)
    desk.answers(ANSWERS._replace(replies=Replies.UNTIL_ANSWER))
    assert desk.counts[1] == 1
    assert desk.thread.whole


@pytest.mark.parametrize(("author", "calls"), [(RESPONDER, 0), (ASKING, 1)])
def test_where_accounts_are_not_listed_plans_say_who_is_a_person(
    desk: Desk, author: str, calls: int
) -> None:
    question = desk.write(3 * DAY)
    desk.write(2 * DAY, root=question, user=author)
    wanted = desk.wanted(threads=(ANSWERS._replace(replies=Replies.UNTIL_ANSWER),))
    desk.night(WantedChannel("C1", history=wanted), facts=FACTS)
    assert desk.counts[1] == calls


def test_what_was_spared_is_told(desk: Desk) -> None:
    for days in (3, 4, 5):
        question = desk.write(days * DAY)
        desk.write(2 * DAY, root=question, user=RESPONDER)
        if days == 5:
            desk.write(2 * DAY - HOUR, root=question, user=RESPONDER)
    reading = desk.answers().reading("replies")
    assert reading.note == "2 of 3 threads with unread replies need not be read"
    assert (
        desk.answers().reading("replies").note
        == "2 of 2 threads with unread replies need not be read"
    )
    assert desk.every().reading("replies").note is None


def test_a_thread_that_fails_half_way_is_known_no_further(abroad: Desk) -> None:
    question = abroad.write(3 * DAY)
    for number in range(40):
        abroad.write(2 * DAY - number * MINUTE, root=question, user="U1")
    abroad.slack.fail(REPLIES, Fault.server_error(), after=1, times=None)
    wanted = abroad.wanted(threads=(ANSWERS._replace(replies=Replies.UNTIL_ANSWER),))
    live = abroad.night(WantedChannel("C1", history=wanted), facts=PEOPLE)
    assert live.channel_reading("replies", "C1").status is Status.FAILED
    assert (abroad.thread.whole, abroad.thread.known_to) == (False, None)
    abroad.slack.heal()
    abroad.night(WantedChannel("C1", history=wanted), facts=PEOPLE)
    assert abroad.thread.whole
