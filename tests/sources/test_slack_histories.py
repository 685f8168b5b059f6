"""Messages from Slack: what was read before is not asked for again, and nothing is missed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from commplan.api import (
    DAY,
    HOUR,
    MINUTE,
    Checkpoint,
    LiveChannel,
    MemoryShelf,
    Messages,
    Showing,
    Status,
    Stretch,
    WantedChannel,
    WantedHistory,
    WantedThreads,
    Workspace,
    message_instant,
    message_ts,
)
from commplan.sources.slack.messages import OVERLAP
from commplan.testing.slack import AUDIT_SCOPES, Behaviour, Fault, SlackServer, VirtualClock
from commplan.testing.slack.workspace import Message

Read = Callable[..., Workspace]

FACTS = ("public-channels", "messages", "replies")
HISTORY, REPLIES = "conversations.history", "conversations.replies"
NOW = 1_790_000_000 * 1_000_000
WANTED = WantedHistory(NOW - 28 * DAY)


class Word:
    """A look for one word."""

    kind = "word"

    def __init__(self, key: str) -> None:
        self.key = key

    def find(self, text: str, at: int) -> Iterable[Showing]:
        return [Showing(self.key)] if self.key in text else []


class Nights:
    """A workspace that goes on living, read night after night onto one shelf."""

    def __init__(self, slack: SlackServer, read: Read) -> None:
        self.slack = slack
        self._read = read
        self.shelf = MemoryShelf()
        self.now = NOW
        self._wanted = WANTED

    @property
    def messages(self) -> list[Message]:
        return self.slack.workspace.channels["C1"].messages

    def write(self, ago: int, *, root: Message | None = None, **more: Any) -> Message:
        ts = message_ts(self.now - ago)
        made = Message(
            ts, more.pop("text", "VPN?"), more.pop("user", "U1"), root.ts if root else None
        )
        made.fields.update(more)
        self.messages.append(made)
        return made

    def night(self, *wanted: WantedChannel, facts: Iterable[str] = FACTS, **more: Any) -> Workspace:
        self.slack.forget_calls()
        self.messages.sort(key=lambda one: message_instant(one.ts) or 0)
        env = {"now": lambda: self.now, **more.pop("env", {})}
        channels = wanted or (WantedChannel("C1", history=self.wanted()),)
        given = {"channels": channels, "shelf": self.shelf, "env": env, **more}
        return self._read(self.slack, facts, **given)

    def channel(self, *wanted: WantedChannel, **more: Any) -> LiveChannel:
        found = self.night(*wanted, **more).channel("C1")
        assert found is not None
        return found

    def wanted(self, **changes: Any) -> WantedHistory:
        return WantedHistory(self.now - 28 * DAY)._replace(**changes)

    def asked(self, method: str) -> list[dict[str, str]]:
        return [dict(call.arguments) for call in self.slack.calls(method)]

    @property
    def times(self) -> set[str]:
        return {message_ts(at) for _, at in self.shelf.messages}

    @property
    def counts(self) -> tuple[int, int]:
        return self.slack.count(HISTORY), self.slack.count(REPLIES)


SEED = {
    "users": {"U1": "alice", "U2": "bob"},
    "channels": {
        "C1": {"name": "help", "members": ["bot", "U1"]},
        "C2": {"name": "team", "members": ["U1"]},
    },
}


@pytest.fixture
def nights(read: Read) -> Iterator[Nights]:
    with SlackServer(SEED, clock=lambda: NOW / 1_000_000) as slack:
        made = Nights(slack, read)
        made.write(40 * DAY)
        yield made


def test_all_that_is_wanted_is_read(nights: Nights) -> None:
    question, later = nights.write(3 * DAY), nights.write(2 * DAY)
    answer = nights.write(2 * DAY - HOUR, root=question, user="U2")
    live = nights.channel()
    assert nights.times == {question.ts, answer.ts, later.ts}
    assert live.messages == live.replies == Messages(NOW - 28 * DAY, NOW)
    (thread,) = nights.shelf.all_threads
    assert (thread.replies, thread.whole) == (1, True)
    assert nights.counts == (2, 1)  # one of them to see how far back messages go


def test_a_quiet_night_takes_one_call(nights: Nights) -> None:
    question = nights.write(3 * DAY)
    nights.write(2 * DAY, root=question)
    nights.night()
    nights.now += DAY
    nights.night()
    assert nights.counts == (1, 0)
    assert [thread.whole for thread in nights.shelf.all_threads] == [True]


def test_only_threads_in_which_something_happened_are_read_again(nights: Nights) -> None:
    first, second = nights.write(9 * DAY), nights.write(8 * DAY)
    old = nights.write(7 * DAY, root=first, user="U2")
    nights.write(7 * DAY + HOUR, root=second, user="U2")
    nights.night()
    assert nights.counts[1] == 2
    nights.now += DAY
    new = nights.write(HOUR, root=first)
    nights.night()
    (call,) = nights.asked(REPLIES)
    assert (call["ts"], call["oldest"]) == (first.ts, old.ts)
    assert new.ts in nights.times
    assert all(thread.whole for thread in nights.shelf.all_threads)


def test_without_replies_only_what_is_new_is_listed(nights: Nights) -> None:
    wanted = WantedChannel("C1", history=nights.wanted(threads=()))
    nights.write(3 * DAY)
    live = nights.channel(wanted)
    assert (live.replies, nights.counts[1]) == (None, 0)
    nights.now += DAY
    nights.night(wanted)
    (call,) = nights.asked(HISTORY)
    assert message_instant(call["oldest"]) == NOW - OVERLAP


def test_threads_are_followed_as_far_back_as_somebody_looks_at_them(nights: Nights) -> None:
    before, after = nights.write(20 * DAY), nights.write(5 * DAY)
    for root in (before, after):
        nights.write(4 * DAY, root=root)
    nights.night(
        WantedChannel("C1", history=nights.wanted(threads=(WantedThreads(NOW - 10 * DAY),)))
    )
    assert [call["ts"] for call in nights.asked(REPLIES)] == [after.ts]
    assert sorted(thread.whole for thread in nights.shelf.all_threads) == [False, True]


def test_long_channels_take_a_call_for_999_messages(nights: Nights) -> None:
    for number in range(2500):
        nights.write(DAY + number * MINUTE)
    nights.night()
    assert nights.counts[0] == 4
    assert len(nights.times) == 2500


def test_new_looks_read_everything_again(nights: Nights) -> None:
    question = nights.write(3 * DAY)
    nights.write(2 * DAY, root=question, text="Try it now.")
    nights.night()
    looking = nights.wanted(looks=(Word("now"),))
    nights.night(WantedChannel("C1", history=looking))
    assert [mark.value for mark in nights.shelf.marks.values()] == ["now"]
    assert nights.counts == (2, 1)


def test_a_wider_window_is_filled(nights: Nights) -> None:
    nights.night()
    live = nights.channel(WantedChannel("C1", history=nights.wanted(since=NOW - 50 * DAY)))
    assert len(nights.times) == 1
    assert live.messages is not None
    assert live.messages.since == NOW - 40 * DAY


def test_a_young_channel_is_not_read_from_its_beginning_each_night(nights: Nights) -> None:
    nights.messages.clear()
    nights.write(10 * DAY)
    wanted = WantedChannel("C1", history=nights.wanted(threads=()))
    live = nights.channel(wanted)
    assert live.messages == Messages(NOW - 10 * DAY, NOW)
    nights.now += DAY
    live = nights.channel(wanted)
    assert live.messages == Messages(NOW - 10 * DAY, NOW + DAY)
    oldest = [message_instant(call["oldest"]) for call in nights.asked(HISTORY)]
    assert oldest == [1, NOW - OVERLAP]


def test_a_gap_longer_than_the_window_leaves_no_hole(nights: Nights) -> None:
    nights.night()
    nights.now += 60 * DAY
    live = nights.channel()
    assert live.messages == Messages(nights.now - 28 * DAY, nights.now)


def test_a_channel_without_messages_is_known_from_now_on(nights: Nights) -> None:
    nights.messages.clear()
    assert nights.channel().messages == Messages(NOW, NOW)


def test_a_free_workspace_tells_of_ninety_days(read: Read) -> None:
    seed = {**SEED, "workspace": {"plan": "free"}}
    with SlackServer(seed, clock=lambda: NOW / 1_000_000) as slack:
        nights = Nights(slack, read)
        nights.write(100 * DAY)
        nights.write(80 * DAY)
        long = WantedChannel("C1", history=nights.wanted(since=NOW - 180 * DAY))
        live = nights.channel(long)
        assert live.messages == Messages(NOW - 80 * DAY, NOW)
        nights.now += 30 * DAY
        live = nights.channel(long._replace(history=nights.wanted(since=NOW - 150 * DAY)))
    assert live.messages == Messages(NOW - 80 * DAY, NOW + 30 * DAY)


def test_two_plans_that_name_a_channel_read_it_once_for_both(nights: Nights) -> None:
    nights.write(3 * DAY, text="now")
    by_id = WantedChannel("C1", history=nights.wanted(threads=(), looks=(Word("n"),)))
    by_name = WantedChannel(name="help", history=nights.wanted(looks=(Word("now"),)))
    live = nights.channel(by_id, by_name)
    assert live.replies is not None
    assert sorted(mark.value for mark in nights.shelf.marks.values()) == ["n", "now"]
    assert nights.counts[0] == 2


def test_channels_without_the_app_are_not_asked(nights: Nights) -> None:
    wanted = (WantedChannel("C1", history=WANTED), WantedChannel("C2", history=WANTED))
    live = nights.night(*wanted)
    assert live.channel_reading("messages", "C1").complete
    assert live.channel_reading("messages", "C2").reason == f"{HISTORY}: not_in_channel"
    assert {call["channel"] for call in nights.asked(HISTORY)} == {"C1"}


@pytest.mark.parametrize("lacking", [{"channels:history"}, {"channels:history", "groups:history"}])
def test_a_scope_that_was_never_granted(read: Read, lacking: set[str]) -> None:
    scopes = set(AUDIT_SCOPES) - lacking
    with SlackServer(SEED, scopes=scopes, clock=lambda: NOW / 1_000_000) as slack:
        nights = Nights(slack, read)
        nights.write(DAY)
        live = nights.night()
    assert live.channel_reading("messages", "C1").status is Status.NOT_GRANTED
    assert not list(live.failed_reads())


@pytest.mark.parametrize("refusal", ["channel_not_found", "not_allowed_token_type"])
def test_apps_that_may_not_read_replies_are_found_out(nights: Nights, refusal: str) -> None:
    question = nights.write(2 * DAY)
    nights.write(DAY, root=question)
    nights.slack.fail(REPLIES, Fault.error(refusal), times=None)
    live = nights.night()
    channel = live.channel("C1")
    assert channel is not None
    assert channel.messages is not None
    assert channel.replies is None
    assert not live.channel_reading("replies", "C1").known
    assert [thread.whole for thread in nights.shelf.all_threads] == [False]


def test_a_thread_that_was_deleted_meanwhile_hinders_no_other(nights: Nights) -> None:
    threads = [nights.write(number * DAY) for number in range(2, 6)]
    for root in threads:
        nights.write(DAY, root=root)
    nights.slack.fail(REPLIES, Fault.error("thread_not_found"))
    live = nights.channel()
    assert live.replies is not None
    assert sorted(thread.whole for thread in nights.shelf.all_threads) == [False, True, True, True]


def test_a_read_that_fails_half_way_is_taken_up_where_it_ended(nights: Nights) -> None:
    for number in range(2500):
        nights.write(DAY + number * MINUTE)
    nights.slack.fail(HISTORY, Fault.server_error(), after=3, times=None)
    live = nights.night()
    assert live.channel_reading("messages", "C1").status is Status.FAILED
    (span,) = nights.shelf.spans.values()
    assert span == Stretch(NOW - 28 * DAY, NOW - DAY - 502 * MINUTE)
    nights.slack.heal()
    wanted = WantedChannel("C1", history=nights.wanted(threads=()))
    assert nights.channel(wanted).messages == Messages(NOW - 28 * DAY, NOW)
    assert nights.counts[0] == 1
    assert len(nights.times) == 2500


def test_a_channel_deleted_half_way_is_hidden(nights: Nights) -> None:
    for number in range(1500):
        nights.write(DAY + number * MINUTE)
    nights.slack.fail(HISTORY, Fault.error("channel_not_found"), after=2, times=None)
    live = nights.night()
    assert live.channel_reading("messages", "C1").status is Status.HIDDEN
    assert not list(live.failed_reads())


def test_messages_without_a_time_are_no_answer(nights: Nights) -> None:
    nights.write(DAY)
    for spoil in ({"messages": [{"text": "?"}]}, {"messages": ["?"]}, {"messages": None}):
        fault = Fault.altered(lambda body, spoil=spoil: body.update(spoil))  # type: ignore[misc]  # bound at once
        nights.slack.fail(HISTORY, fault, after=1, times=None)
        live = nights.night()
        nights.slack.heal()
        assert live.channel_reading("messages", "C1").status is Status.FAILED


def test_expired_cursors_start_a_listing_again(nights: Nights) -> None:
    for number in range(1500):
        nights.write(DAY + number * MINUTE)
    nights.slack.fail(HISTORY, Fault.error("invalid_cursor"), after=2)
    assert nights.channel().messages == Messages(NOW - 28 * DAY, NOW)
    assert len(nights.times) == 1500


def test_over_budget_a_sample_is_read_and_said_to_be_one(read: Read) -> None:
    clock = VirtualClock(NOW / 1_000_000)
    behaviour = Behaviour(profile="distributed")
    with SlackServer(SEED, limits=True, clock=clock, behaviour=behaviour) as slack:
        nights = Nights(slack, read)
        for number in range(60):
            root = nights.write((2 * number + 2) * HOUR)
            nights.write((2 * number + 1) * HOUR, root=root)
        env = {"monotonic": clock, "sleep": clock.sleep}
        live = nights.night(env=env, max_time=1800.0)
        reading = live.reading("replies")
        read_first = {thread.at for thread in nights.shelf.all_threads if thread.whole}
        assert reading.note is not None
        assert f"{len(read_first)} of 60 threads were read, a sample" in reading.note
        assert 10 <= len(read_first) < 60
        assert not list(live.failed_reads())
        again = nights.night(env=env, max_time=1800.0)
        whole = {thread.at for thread in nights.shelf.all_threads if thread.whole}
        assert read_first < whole
        assert again.reading("replies").note != reading.note


def test_no_message_is_in_the_journal_of_a_read(nights: Nights, tmp_path: Any) -> None:
    question = nights.write(2 * DAY, text="the door code is 5678")
    nights.write(DAY, root=question, text="it is 1234")
    nights.slack.fail(REPLIES, Fault.server_error(), after=0, times=5)
    file = tmp_path / "journal"
    live = nights.night(checkpoint=Checkpoint(file=str(file)))
    assert list(live.failed_reads())
    kept = file.read_text()
    assert "5678" not in kept
    assert question.ts not in kept
    nights.now += HOUR
    wanted = WantedChannel("C1", history=nights.wanted())
    resumed = nights.night(wanted, checkpoint=Checkpoint(file=str(file), resume=True))
    assert resumed.channel_reading("replies", "C1").complete
    assert {message_ts(at) for _, at in nights.shelf.messages} == nights.times


def test_calls_keep_to_their_lower_bound(read: Read) -> None:
    """A page for 999 messages, a call for each thread with news, and one to see how far it goes."""
    ids = [f"C{number}" for number in range(1, 6)]
    channels = {id_: {"name": f"n{id_}", "members": ["bot", "U1"]} for id_ in ids}
    with SlackServer({**SEED, "channels": channels}, clock=lambda: NOW / 1_000_000) as slack:
        roots = {
            id_: [Message(message_ts(NOW - 40 * DAY + n * DAY), "VPN?", "U1") for n in range(40)]
            for id_ in ids
        }
        for id_, messages in slack.workspace.channels.items():
            for root in roots.get(id_, [])[::4]:
                at = (message_instant(root.ts) or 0) + HOUR
                messages.messages += [Message(message_ts(at), "On it.", "U1", root.ts)]
            messages.messages += roots.get(id_, [])
        nights = Nights(slack, read)
        wanted = [WantedChannel(id_, history=WANTED) for id_ in ids]
        nights.night(*wanted)
        assert nights.counts == (5 + 5, 5 * 7)
        for root in (roots["C1"][-4], roots["C2"][-8]):
            slack.workspace.channels["C1" if root in roots["C1"] else "C2"].messages.append(
                Message(message_ts(NOW - HOUR), "Still?", "U1", root.ts)
            )
        nights.now += HOUR
        nights.night(*wanted)
        assert nights.counts == (5, 2)
