"""Histories as a large company writes them, straight to Parquet: ids and times, no texts.

    python benchmarks/histories.py FOLDER [MESSAGES]

A year of requests and what follows them: busy mornings and quiet weekends, outages in
which everybody asks at once, second posts of people in a hurry, threads of all lengths,
answers that come late, from others or never, and bots that answer at once. All of it is
drawn with a fixed seed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

MINUTE, DAY = 60_000_000, 86_400_000_000
AS_OF = 1_795_251_600_000_000
"""2026-11-21T09:00:00Z, in microseconds."""
YEAR = 364 * DAY
CHANNELS, TEAMS, TEAM, PEOPLE = 200, 40, 12, 20_000
"""Intake channels, the teams that answer in them, their sizes, and who asks."""
PARTS = 13
"""Files of a table: one for every four weeks, as runs that come now and then leave them."""
_FIRST_MONDAY = AS_OF - YEAR - 5 * DAY - 9 * 3_600_000_000
_HOURS = np.array(
    [1, 1, 1, 1, 1, 2, 4, 8, 16, 20, 18, 16, 12, 16, 18, 16, 14, 10, 6, 4, 3, 2, 2, 1]
)
_DAYS = np.array([1.3, 1.1, 1.0, 1.0, 0.8, 0.12, 0.1])
_REPLIES = 5.0
"""How many replies a request gets that gets any, on average: few, and sometimes dozens."""
_AGAIN, _ANSWERED, _BOTS = 0.15, 0.92, 0.3
"""The shares of requests with a second post, with replies, and with a bot's answer."""

Columns = Mapping[str, Any]


class Asked(NamedTuple):
    """Requests, as arrays."""

    channel: Any
    at: Any
    author: Any


def team_of(channel: int) -> range:
    """Numbers of the accounts that answer in a channel."""
    first = channel % TEAMS * TEAM
    return range(first, first + TEAM)


def channel_id(number: int) -> str:
    """Its id in the workspace."""
    return f"C{number:05d}"


def person_id(number: int) -> str:
    """The id of an account; the first ones are the teams'."""
    return f"U{number:06d}"


def write(folder: Path, messages: int, seed: int = 7) -> None:
    """Write about so many messages, and what is known beside them."""
    random = np.random.default_rng(seed)
    asked = _requests(random, int(messages / (1 + _AGAIN + _ANSWERED * _REPLIES + _BOTS)))
    posts, rest = _posts(random, asked), _replies(random, asked)
    rows = {name: np.concatenate([posts[name], rest[name]]) for name in posts}
    order = np.lexsort((rows["thread"], rows["at"], rows["channel"]))
    rows = {name: values[order] for name, values in rows.items()}
    same = (np.diff(rows["channel"]) == 0) & (np.diff(rows["at"]) == 0)
    rows = {name: values[np.r_[True, ~same]] for name, values in rows.items()}
    for name, table in _tables(random, rows).items():
        _write(folder / name, table)


def _requests(random: Any, count: int) -> Asked:
    week = (_DAYS[:, None] * _HOURS[None, :]).ravel()
    hours = random.choice(168, size=count, p=week / week.sum())
    weeks = random.integers(0, 52, size=count)
    at = _FIRST_MONDAY + (weeks * 168 + hours) * 60 * MINUTE
    at += random.integers(0, 60 * MINUTE, size=count)
    outage = random.random(count) < 0.05
    outages = random.choice(at, size=60)
    at[outage] = random.choice(outages, size=outage.sum())
    at[outage] += random.exponential(12 * MINUTE, size=outage.sum()).astype(np.int64)
    channel = _skewed(random, CHANNELS, count)
    author = TEAMS * TEAM + _skewed(random, PEOPLE, count)
    order = np.lexsort((at, channel))
    channel, at = channel[order], at[order]
    return Asked(channel, _distinct(channel, at), author[order])


def _skewed(random: Any, size: int, count: int) -> Any:
    """Numbers of which the first ones are the most frequent."""
    weights = 1 / np.arange(3, size + 3) ** 0.8
    return random.choice(size, size=count, p=weights / weights.sum())


def _distinct(channel: Any, at: Any) -> Any:
    """Instants, sorted in each channel, moved on so that no two are the same."""
    rank = np.arange(len(at))
    starts = np.flatnonzero(np.r_[True, channel[1:] != channel[:-1]])
    lead = at - rank
    for start, end in zip(starts, np.r_[starts[1:], len(at)], strict=True):
        lead[start:end] = np.maximum.accumulate(lead[start:end])
    return lead + rank


def _posts(random: Any, asked: Asked) -> Columns:
    """The requests themselves, and second posts soon after some of them."""
    again = np.flatnonzero(random.random(len(asked.at)) < _AGAIN)
    later = asked.at[again] + random.integers(MINUTE // 6, 6 * MINUTE, size=len(again))
    return {
        "channel": np.r_[asked.channel, asked.channel[again]],
        "at": np.r_[asked.at, later],
        "thread": np.zeros(len(asked.at) + len(again), dtype=np.int64),
        "author": np.r_[asked.author, asked.author[again]],
        "bot": np.zeros(len(asked.at) + len(again), dtype=bool),
    }


def _replies(random: Any, asked: Asked) -> Columns:
    count = len(asked.at)
    answered = random.random(count) < _ANSWERED
    number = np.where(answered, random.geometric(1 / _REPLIES, size=count), 0)
    of = np.repeat(np.arange(count), number)
    first = np.r_[True, of[1:] != of[:-1]] if len(of) else np.zeros(0, dtype=bool)
    wait = np.where(
        first,
        random.lognormal(np.log(14 * MINUTE), 1.5, size=len(of)),
        random.exponential(9 * MINUTE, size=len(of)),
    )
    waited = np.cumsum(wait)
    starts = np.flatnonzero(first)
    waited -= np.repeat(waited[starts] - wait[starts], number[answered])
    who = random.random(len(of))
    responder = asked.channel[of] % TEAMS * TEAM + random.integers(0, TEAM, size=len(of))
    other = TEAMS * TEAM + random.integers(0, PEOPLE, size=len(of))
    author = np.where(who < 0.55, responder, np.where(who < 0.8, asked.author[of], other))
    bots = np.flatnonzero(random.random(count) < _BOTS)
    return {
        "channel": np.r_[asked.channel[of], asked.channel[bots]],
        "at": np.r_[asked.at[of] + 1 + waited.astype(np.int64), asked.at[bots] + 1_500_000],
        "thread": np.r_[asked.at[of], asked.at[bots]],
        "author": np.r_[author, np.full(len(bots), -1)],
        "bot": np.r_[np.zeros(len(of), dtype=bool), np.ones(len(bots), dtype=bool)],
    }


def _tables(random: Any, rows: Columns) -> Mapping[str, pa.Table]:
    """Rows of the four tables, in the order of channels and instants."""
    channel, at = rows["channel"], rows["at"]
    inside = rows["thread"] > 0
    messages = pa.table(
        {
            "channel": _named(channel, CHANNELS, channel_id),
            "at": at,
            "thread": pa.array(rows["thread"], mask=~inside),
            "author": _named(rows["author"], TEAMS * TEAM + PEOPLE, person_id, rows["bot"]),
            "kind": _named(rows["bot"].astype(np.int8), 2, ("human", "bot").__getitem__),
            "broadcast": np.zeros(len(at), dtype=bool),
            "bot": _named(np.zeros(len(at), dtype=np.int8), 1, lambda _: "B01", ~rows["bot"]),
            "app": _named(np.zeros(len(at), dtype=np.int8), 1, lambda _: "A01", ~rows["bot"]),
        }
    )
    root_channel, root, replies, last = _roots(channel[inside], rows["thread"][inside], at[inside])
    threads = pa.table(
        {
            "channel": _named(root_channel, CHANNELS, channel_id),
            "at": root,
            "replies": replies,
            "last_reply": last,
            "whole": np.ones(len(root), dtype=bool),
            "read_at": np.full(len(root), AS_OF),
            "known_to": pa.nulls(len(root), pa.int64()),
            "named": np.zeros(len(root), dtype=bool),
            "first_reply": pa.nulls(len(root), pa.int64()),
            "first_by": pa.nulls(len(root), pa.string()),
        }
    )
    mentions = np.flatnonzero(random.random(len(at)) < 0.15)
    called = random.integers(0, TEAMS * TEAM + PEOPLE, size=len(mentions))
    marks = pa.table(
        {
            "channel": _named(channel[mentions], CHANNELS, channel_id),
            "at": at[mentions],
            "kind": _constant("mention", len(mentions)),
            "value": _named(called, TEAMS * TEAM + PEOPLE, person_id),
            "amount": np.ones(len(mentions), dtype=np.int64),
        }
    )
    return {
        "messages": messages,
        "threads": threads,
        "marks": marks,
        "signs": pa.concat_tables([_reactions(random, rows), _repliers(rows, inside)]),
    }


def _reactions(random: Any, rows: Columns) -> pa.Table:
    """On some posts: by those who answer, by who asked, by others."""
    at = np.flatnonzero((rows["thread"] == 0) & (random.random(len(rows["at"])) < 0.3))
    channel, count = rows["channel"][at], len(at)
    who = random.random(count)
    responder = channel % TEAMS * TEAM + random.integers(0, TEAM, size=count)
    other = TEAMS * TEAM + random.integers(0, PEOPLE, size=count)
    by = np.where(who < 0.5, responder, np.where(who < 0.7, rows["author"][at], other))
    names = ("eyes", "done", "tada", "+1")
    return _signs(channel, rows["at"][at], "reaction", by).set_column(
        3, "value", _plain(_named(random.integers(0, 4, size=count), 4, names.__getitem__))
    )


def _repliers(rows: Columns, inside: Any) -> pa.Table:
    """Slack names who has replied in each thread."""
    of = inside & (rows["author"] >= 0)
    channel, thread, author = rows["channel"][of], rows["thread"][of], rows["author"][of]
    order = np.lexsort((author, thread, channel))
    channel, thread, author = channel[order], thread[order], author[order]
    new = np.r_[True, (np.diff(channel) != 0) | (np.diff(thread) != 0) | (np.diff(author) != 0)]
    return _signs(channel[new], thread[new], "replier", author[new])


def _signs(channel: Any, at: Any, kind: str, by: Any) -> pa.Table:
    everybody = TEAMS * TEAM + PEOPLE
    columns = {
        "channel": _named(channel, CHANNELS, channel_id),
        "at": at,
        "kind": _constant(kind, len(at)),
        "value": _constant("", len(at)),
        "by": _named(by, everybody, person_id),
        "read_at": np.full(len(at), AS_OF),
    }
    return pa.table({name: _plain(column) for name, column in columns.items()})


def _roots(channel: Any, thread: Any, at: Any) -> tuple[Any, Any, Any, Any]:
    order = np.lexsort((at, thread, channel))
    channel, thread, at = channel[order], thread[order], at[order]
    changes = (channel[1:] != channel[:-1]) | (thread[1:] != thread[:-1])
    starts = np.flatnonzero(np.r_[True, changes])
    ends = np.r_[starts[1:], len(at)]
    return channel[starts], thread[starts], ends - starts, at[ends - 1]


def _named(numbers: Any, size: int, name: Any, missing: Any = None) -> Any:
    indices = pa.array(np.where(numbers < 0, 0, numbers).astype(np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, pa.array([name(n) for n in range(size)]))


def _plain(column: Any) -> Any:
    """Values themselves instead of numbers that stand for them."""
    return column.cast(pa.string()) if isinstance(column, pa.DictionaryArray) else column


def _constant(value: str, count: int) -> Any:
    return _named(np.zeros(count, dtype=np.int8), 1, lambda _: value)


def _write(folder: Path, table: pa.Table) -> None:
    """One file for each four weeks, laid out as commplan's own."""
    folder.mkdir(parents=True)
    at = table["at"].to_numpy()
    part = np.clip((at - _FIRST_MONDAY) // (28 * DAY), 0, PARTS - 1)
    plain = [
        pa.field(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type)
        for f in table.schema
    ]
    for number in range(PARTS):
        rows = table.filter(pa.array(part == number)).cast(pa.schema(plain))
        pq.write_table(
            _laid_out(rows),
            folder / f"{number:02d}.parquet",
            row_group_size=122_880,
            compression="zstd",
        )


def _laid_out(rows: pa.Table) -> pa.Table:
    """The top level first, and then what is of one kind together, by channels and instants."""
    kind = rows["kind"] if "kind" in rows.column_names else rows["whole"]
    inside = rows["thread"].is_valid() if "thread" in rows.column_names else kind.is_null()
    keys = pa.table([inside, kind, rows["channel"], rows["at"]], names=list("abcd"))
    return rows.take(pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in "abcd"]))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
