"""Secrets in messages, and messages that are labelled too confidential for their channel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from commplan.clock import Duration
from commplan.explain.words import counted
from commplan.measures.history import History, MeasuredIn
from commplan.measures.looking.labels import LABEL
from commplan.measures.looking.secrets import SECRET
from commplan.measures.threads import half_read_in
from commplan.measures.windows import Window, windows_of, within
from commplan.plan import Channel


class Exposure(NamedTuple):
    """One secret in one channel, or all messages there with one label above its ceiling."""

    channel: Channel
    measured: MeasuredIn
    what: str
    """``card number``, ``password``, ``Slack token``, …; ``label`` for a label."""
    label: str | None
    """The class that messages are labelled with."""
    digest: str | None
    """Salted, in hexadecimal digits: equal for equal secrets of one shelf."""
    limit: str | None
    """The highest class that the channel may carry, where that is known."""
    messages: int
    """How many have it."""
    first: int
    last: int
    """When it was posted first and last, in microseconds UTC."""


class Unsearched(NamedTuple):
    """A channel whose messages were not looked at, or not all of the window."""

    channel: Channel
    reason: str
    measured: MeasuredIn | None


def exposures(history: History, length: Duration) -> Iterator[Exposure | Unsearched]:
    """What is found in the Slack channels that a plan counts on, in a window up to as of now."""
    looked_at = windows_of(history, history.channels.values(), length)
    by_channel = {one.measured.channel.id: one for one in looked_at}
    found, unfinished = _found(history, looked_at), half_read_in(history, looked_at)
    for bound in history.drift.channels:
        if not bound.in_use or not (bound.open or bound.doubt):
            continue  # others speak of channels that are missing or archived
        channel, window = bound.channel, by_channel.get(bound.channel.id)
        if window is None:
            yield Unsearched(channel, history.unread(channel.id), None)
            continue
        measured = window.measured
        if not window.whole:
            yield Unsearched(channel, f"less than {length} of {bound.title} was read", measured)
        if threads := unfinished.get(measured.id):
            reason = f"replies in {counted(threads, 'thread')} of {bound.title} were not read"
            yield Unsearched(channel, reason, measured)
        limit = history.plan.classification.limit(channel.ceiling, channel.kind)
        for (kind, value), times in found.get(measured.id, {}).items():
            if kind == SECRET:
                what, _, digest = value.partition(":")
                yield Exposure(channel, measured, what, None, digest, limit, *times)
            elif limit and not history.plan.classification.at_most(value, limit):
                yield Exposure(channel, measured, LABEL, value, None, limit, *times)


def _found(
    history: History, looked_at: tuple[Window, ...]
) -> dict[str, dict[tuple[str, str], tuple[int, int, int]]]:
    """By channel and mark: how many messages, the first and the last; the first ones first."""
    import narwhals as nw

    at = nw.col("at")
    marks = history.frames.marks.filter(nw.col("kind").is_in([SECRET, LABEL]))
    rows = (
        within(history, looked_at, marks)
        .group_by("channel", "kind", "value")
        .agg(nw.len().alias("messages"), at.min().alias("first"), at.max().alias("last"))
        .collect()
        .rows()
    )
    found: dict[str, dict[tuple[str, str], tuple[int, int, int]]] = {}
    for channel, kind, value, messages, first, last in sorted(rows, key=_by_time):
        found.setdefault(channel, {})[kind, value] = (messages, first, last)
    return found


def _by_time(row: tuple[Any, ...]) -> tuple[Any, ...]:
    channel, kind, value, _, first, _ = row
    return first, channel, kind, value
