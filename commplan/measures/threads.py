"""What stands in a thread, and which threads were read to their end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from commplan.measures.history import History
from commplan.measures.looking.keys import key_kind, key_patterns
from commplan.measures.windows import Window, within

if TYPE_CHECKING:
    import narwhals as nw


def marked(history: History, kinds: tuple[str, ...]) -> nw.LazyFrame[Any]:
    """``channel``, ``root`` (the head of the thread), ``at``, ``kind`` and ``value`` of marks."""
    import narwhals as nw

    marks = history.frames.marks.filter(nw.col("kind").is_in(list(kinds)))
    return marks.join(places(history), on=["channel", "at"], how="inner").select(
        "channel", "root", "at", "kind", "value"
    )


def places(history: History) -> nw.LazyFrame[Any]:
    """``channel``, ``at`` and ``root`` of all messages so far: outside threads one is its own."""
    import narwhals as nw

    return history.frames.messages.filter(nw.col("at") <= history.as_of).select(
        "channel", "at", root=nw.coalesce(nw.col("thread"), nw.col("at"))
    )


def half_read(history: History) -> nw.LazyFrame[Any]:
    """``channel`` and ``root`` of threads that have replies which were not read."""
    import narwhals as nw

    return history.frames.threads.filter(~nw.col("whole"), nw.col("replies") > 0).select(
        "channel", root="at"
    )


def half_read_in(history: History, looked_at: Iterable[Window]) -> Mapping[str, int]:
    """How many such threads began in some windows, by the id of the channel in Slack."""
    import narwhals as nw

    begun = within(history, looked_at, half_read(history).rename({"root": "at"}))
    counted = begun.group_by("channel").agg(nw.len()).collect()
    return {channel: int(number) for channel, number in counted.rows()}


def key_kinds(history: History, channel: str) -> tuple[str, ...]:
    """The kinds of marks that ticket keys have in a channel, by its id in the plan."""
    return tuple(key_kind(pattern) for pattern in key_patterns(history.plan, channel))
