"""How many threads have to be read, of how many: counted on the emulator.

    python benchmarks/replies.py [CHANNELS]    reads so many channels of each company (3)

Three sizes of companies; a quarter of all messages have replies. Of the threads two in five
have one reply, and the others up to twenty. Seven in ten are begun by somebody who asks, two
by somebody who answers, one by a bot; in seven of ten whoever answers is the first to reply,
in two of ten somebody else is, and in one nobody answers at all. On the next night a channel
has a day's messages more, and every tenth old thread a new reply. No request is lost and
nothing is measured in real time: any machine gives the same figures.
"""

from __future__ import annotations

import sys
from random import Random
from typing import NamedTuple

from commplan.history import (
    Answering,
    MemoryShelf,
    Replies,
    WantedHistory,
    WantedThreads,
    message_ts,
)
from commplan.sources.slack import open_slack
from commplan.testing import timeless
from commplan.testing.slack import SlackServer
from commplan.testing.slack.workspace import Message
from commplan.workspace import Request, WantedChannel

NOW = 1_790_000_000 * 1_000_000
MINUTE = 60 * 1_000_000
DAY = 1440 * MINUTE
DAYS = 30
FACTS = ("public-channels", "people", "messages", "replies")
RESPONDERS = tuple(f"U0DESK{n}" for n in range(6))
OTHERS = tuple(f"U1STAFF{n:02d}" for n in range(40))
LENGTHS = (1,) * 8 + (2, 2, 3, 3, 4, 4, 6, 8, 10, 12, 15, 20)
"""Replies in a thread, each as often as the others."""


class Company(NamedTuple):
    """How many channels are measured, and how many messages each of them has in a day."""

    channels: int
    a_day: int


COMPANIES = (Company(30, 40), Company(100, 60), Company(300, 100))


class Nights(NamedTuple):
    """Calls of ``conversations.replies`` in the first night, and in the one after it."""

    first: int
    second: int


def kinds() -> dict[str, WantedThreads]:
    """What different rules want of threads."""
    desk = Answering(frozenset(RESPONDERS))
    return {
        "every reply": WantedThreads(),
        "all of requests": WantedThreads(replies=Replies.ALL, answering=lambda _: desk),
        "unanswered": WantedThreads(replies=Replies.UNTIL_ANSWER, answering=lambda _: desk),
        "first answers": WantedThreads(replies=Replies.ANSWER, answering=lambda _: desk),
    }


def measure(company: Company, most: int, wanted: WantedThreads) -> Nights:
    """Two nights of some of a company's channels, as calls for all of them."""
    channels = [f"C{n:03d}" for n in range(min(most, company.channels))]
    people = {one: one.lower() for one in (*RESPONDERS, *OTHERS)}
    seed = {"users": people, "channels": {one: {"members": ["bot"]} for one in channels}}
    shelf, counts = MemoryShelf(), []
    with SlackServer(seed, clock=lambda: NOW / 1_000_000) as slack:
        of_channels = {one: slack.workspace.channels[one].messages for one in channels}
        for number, messages in enumerate(of_channels.values()):
            messages += _written(Random(number), company.a_day * DAYS, NOW - DAYS * DAY, NOW)
        for night in (NOW, NOW + DAY):
            if night > NOW:
                for number, messages in enumerate(of_channels.values()):
                    messages += _more(Random(number), messages, company.a_day)
            slack.forget_calls()
            _read(slack, shelf, channels, wanted, night)
            counts.append(slack.count("conversations.replies"))
    return Nights(*(round(count * company.channels / len(channels)) for count in counts))


def _read(
    slack: SlackServer, shelf: MemoryShelf, channels: list[str], wanted: WantedThreads, now: int
) -> None:
    history = WantedHistory(NOW - DAYS * DAY, threads=(wanted,))
    request = Request(FACTS, tuple(WantedChannel(one, history=history) for one in channels))
    live = open_slack("", request._replace(shelf=shelf), timeless(now, slack))
    if failed := live.failed_reads():
        raise RuntimeError(f"the read was not complete: {failed[0]}")


def _written(by: Random, count: int, start: int, end: int) -> list[Message]:
    """So many messages at the top level in some time, with the replies in their threads."""
    found = []
    for number in range(count):
        at = start + (end - start) * number // count
        root = Message(message_ts(at), "?", by.choice(OTHERS))
        found.append(root)
        if by.random() < 0.25:
            kind = by.random()
            if kind < 0.1:
                root.user, root.fields["bot_id"] = None, "B01MON"
            elif kind < 0.3:
                root.user = by.choice(RESPONDERS)
            found += _replies(by, root, at, end)
    return found


def _replies(by: Random, root: Message, at: int, end: int) -> list[Message]:
    kind, first = by.random(), True
    found: list[Message] = []
    for _ in range(by.choice(LENGTHS)):
        at += by.choice((3, 10, 40)) * MINUTE
        author = by.choice((root.user or OTHERS[0], *OTHERS[:3]))
        if (kind < 0.7 and first) or (kind < 0.9 and not first and by.random() < 0.5):
            author = by.choice(RESPONDERS)
        first = False
        if at < end:
            found.append(Message(message_ts(at + len(found)), "!", author, root.ts))
    return found


def _more(by: Random, messages: list[Message], a_day: int) -> list[Message]:
    """What a day brings: a day's messages, and new replies in old threads."""
    roots = [one for one in messages if not one.is_reply]
    threads = sorted({one.thread_ts for one in messages if one.thread_ts})
    heads = {one.ts: one for one in roots}
    found = _written(by, a_day, NOW, NOW + DAY)
    for number, ts in enumerate(by.sample(threads, len(threads) // 10)):
        author = by.choice((heads[ts].user or OTHERS[0], *RESPONDERS))
        found.append(Message(message_ts(NOW + DAY // 2 + number), "!", author, ts))
    return found


def main() -> None:
    """Count and print a table."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for company in COMPANIES:
        every: Nights | None = None
        for name, wanted in kinds().items():
            found = measure(company, most, wanted)
            every = every or found
            spared = [1 - few / all_read for few, all_read in zip(found, every, strict=True)]
            print(
                f"{company.channels} channels, {company.a_day} messages a day: {name}: "
                f"{found.first} and {found.second} calls, "
                f"{spared[0]:.0%} and {spared[1]:.0%} spared",
                flush=True,
            )


if __name__ == "__main__":
    main()
