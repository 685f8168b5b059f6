"""What stands in a thread, and which threads were read to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commplan.measures.history import History
from commplan.measures.looking.keys import key_kind, key_patterns

if TYPE_CHECKING:
    import narwhals as nw


def marked(history: History, kinds: tuple[str, ...]) -> nw.LazyFrame[Any]:
    """``channel``, ``root`` (the head of the thread), ``at`` and ``value`` of marks of some kinds.

    A message outside threads is its own head.
    """
    import narwhals as nw

    marks = history.frames.marks.filter(nw.col("kind").is_in(list(kinds)))
    written = history.frames.messages.select(
        "channel", "at", root=nw.coalesce(nw.col("thread"), nw.col("at"))
    )
    return marks.join(written, on=["channel", "at"], how="inner").select(
        "channel", "root", "at", "kind", "value"
    )


def half_read(history: History) -> nw.LazyFrame[Any]:
    """``channel`` and ``root`` of threads that have replies which were not read."""
    import narwhals as nw

    return history.frames.threads.filter(~nw.col("whole"), nw.col("replies") > 0).select(
        "channel", root="at"
    )


def key_kinds(history: History, channel: str) -> tuple[str, ...]:
    """The kinds of marks that ticket keys have in a channel, by its id in the plan."""
    return tuple(key_kind(pattern) for pattern in key_patterns(history.plan, channel))
