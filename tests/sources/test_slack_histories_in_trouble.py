"""Every call for messages goes wrong once, in every way: nothing is missed without a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from commplan.api import DAY, HOUR, MemoryShelf, WantedChannel, WantedHistory, Workspace, message_ts
from commplan.sources.slack import messages
from commplan.testing.slack import Call, Fault, SlackServer
from commplan.testing.slack.workspace import Message

NOW = 1_790_000_000 * 1_000_000
FACTS = ("public-channels", "messages", "replies")
WANTED = tuple(WantedChannel(c, history=WantedHistory(NOW - 28 * DAY)) for c in ("C1", "C2"))
MEMBERS = ["bot", "U1", "U2"]
SEED = {
    "users": {"U1": "alice", "U2": "bob"},
    "channels": {
        "C1": {"name": "help", "members": MEMBERS},
        "C2": {"name": "ops", "members": MEMBERS},
    },
}
PASSING: dict[str, tuple[Fault, int]] = {
    "a burst of rate limits": (Fault.ratelimited(30), 6),
    "HTTP 500": (Fault.server_error(500), 4),
    "a reset": (Fault.reset(), 4),
    "half an answer": (Fault.truncated_json(), 4),
    "a login page": (Fault.html_ok(), 1),
    "Slack's own trouble": (Fault.error("internal_error"), 4),
}


def take_the_times(body: dict[str, Any]) -> None:
    for one in body.get("messages", ()):
        one.pop("ts", None)


LASTING: dict[str, Fault] = {
    "HTTP 500": Fault.server_error(500),
    "resets": Fault.reset(),
    "half answers": Fault.truncated_json(),
    "an error that nobody knows": Fault.error("quantum_flux"),
    "no such channel": Fault.error("channel_not_found"),
    "a missing scope": Fault.error("missing_scope"),
    "no messages": Fault.altered(lambda body: body.pop("messages", None)),
    "messages that are a number": Fault.altered(lambda body: body.update(messages=7)),
    "texts for messages": Fault.altered(lambda body: body.update(messages=["?", None])),
    "messages without a time": Fault.altered(take_the_times),
}


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackServer]:
    """Two channels with threads, one of them longer than a page."""
    with SlackServer(SEED, clock=lambda: NOW / 1_000_000) as server:
        channels = server.workspace.channels
        for number in range(60):
            channels["C1"].messages.append(Message(message_ts(NOW - 20 * DAY + number), "?", "U1"))
        for channel in channels.values():
            for days in (40, 5, 4, 3):
                root = Message(message_ts(NOW - days * DAY), "VPN?", "U1")
                reply = Message(message_ts(NOW - days * DAY + HOUR), "On it.", "U2", root.ts)
                channel.messages += (root, reply)
            channel.messages.sort(key=lambda one: one.ts)
        yield server


Outcome = tuple[Workspace, dict[str, list[Any]], tuple[Call, ...]]


@pytest.fixture
def reading(
    slack: SlackServer, read: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Outcome]:
    monkeypatch.setattr(messages, "LARGEST_PAGE", 50)

    def run(*trouble: Any, **options: Any) -> Outcome:
        slack.heal()
        slack.forget_calls()
        shelf = MemoryShelf()
        if trouble:
            slack.fail(*trouble, **options)
        env = {"now": lambda: NOW}
        live = read(slack, FACTS, channels=WANTED, shelf=shelf, env=env)
        tables = {table: shelf.rows(table) for table in ("messages", "threads", "marks", "signs")}
        return live, tables, slack.calls()

    return run


def of_messages(calls: tuple[Call, ...]) -> list[int]:
    """The numbers of the calls for messages or replies."""
    return [n for n, call in enumerate(calls) if call.method.startswith("conversations.")]


def test_there_is_much_to_disturb(reading: Callable[..., Outcome]) -> None:
    live, tables, calls = reading()
    assert [len(rows) for rows in tables.values()] == [72, 6, 0, 6]
    assert len(calls) == 1 + 1 + 5 + 6  # whose token, the channels, their messages, threads
    assert all(one.messages and one.replies for one in live.channels)


@pytest.mark.parametrize("name", PASSING)
def test_trouble_that_passes_changes_nothing(reading: Callable[..., Outcome], name: str) -> None:
    fault, times = PASSING[name]
    whole, rows, calls = reading()
    for place in of_messages(calls):
        live, found, _ = reading("*", fault, after=place, times=times)
        assert (found, live.channels) == (rows, whole.channels), calls[place]


@pytest.mark.parametrize("name", LASTING)
def test_trouble_that_stays_is_told(reading: Callable[..., Outcome], name: str) -> None:
    whole, rows, calls = reading()
    for place in of_messages(calls):
        method = calls[place].method
        before = sum(1 for call in calls[:place] if call.method == method)
        live, found, _ = reading(method, LASTING[name], after=before, times=None)
        unknown = [c for c in whole.channels if not _known(live, c.id)]
        whole_threads = [row for row in found["threads"] if row.whole]
        assert set(map(repr, found["messages"])) <= set(map(repr, rows["messages"]))
        if method in ("conversations.history", "conversations.replies"):
            assert unknown or len(whole_threads) < 6, calls[place]
        for channel in live.channels:
            if channel.messages is not None:
                own = [row for row in found["messages"] if row.channel == channel.id]
                top = [row for row in own if row.thread is None]
                expected = 63 if channel.id == "C1" else 3
                assert len(top) == expected, calls[place]


def _known(live: Workspace, id: str) -> bool:
    return all(live.channel_reading(fact, id).known for fact in ("messages", "replies"))
