"""Who answered a request, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from commplan.clock import MINUTE
from commplan.history import Author
from commplan.measures.history import History
from commplan.measures.intakes import Desk, responders_table
from commplan.measures.literals import certainly, flag
from commplan.measures.post_rows import is_machine

if TYPE_CHECKING:
    import narwhals as nw

_INFERRED = 30 * MINUTE
"""How long after a request a mention of who asked, outside the thread, counts as an answer."""


def replies(history: History, asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """All that was written in the threads of requests.

    ``asked`` are :func:`posts`. Columns: ``channel``, ``request``, ``requester``, ``at``,
    ``author`` (null where Slack names none) and ``human``.
    """
    import narwhals as nw

    written = history.frames.messages.filter(
        ~nw.col("thread").is_null(),
        nw.col("kind").is_in([Author.HUMAN.value, Author.BOT.value]),
        nw.col("at") <= history.as_of,
    ).select(
        "channel",
        "at",
        "author",
        "thread",
        human=(nw.col("kind") == Author.HUMAN.value) & ~is_machine(history),
    )
    threads = asked.select("channel", "request", "requester", thread="at")
    return written.join(threads, on=["channel", "thread"], how="inner").select(
        "channel", "request", "requester", "at", "author", "human"
    )


def answers(history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Every answer that a human other than the requester gave.

    Columns: ``channel``, ``request`` (the instant of its first post), ``at``, ``author``,
    ``responder`` (whether the answer counts) and ``in_thread``. Outside the thread only a
    responder's mention of the requester soon after is one.
    """
    import narwhals as nw

    inside = (
        replies(history, asked)
        .filter(nw.col("human"), _other())
        .join(
            responders_table(history, where).with_columns(responder=flag(value=True)),
            left_on=["channel", "author"],
            right_on=["channel", "account"],
            how="left",
        )
        .select(
            "channel",
            "request",
            "at",
            "author",
            responder=certainly("responder"),
            in_thread=flag(value=True),
        )
    )
    return nw.concat([inside, _inferred(history, where, asked)])


def _other() -> nw.Expr:
    """Whether somebody else than the requester wrote; a requester whom nobody knows is nobody."""
    import narwhals as nw

    return nw.col("requester").is_null() | (nw.col("author") != nw.col("requester"))


def _inferred(
    history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """Responders' top-level posts that mention whom they answer.

    Requests and mentions meet in stretches of time as long as the wait, of which each
    mention looks at its own and at the one before: so the join stays small.
    """
    import narwhals as nw

    by_responders = (
        history.frames.messages.filter(
            nw.col("thread").is_null(),
            nw.col("kind") == Author.HUMAN.value,
            nw.col("at") <= history.as_of,
        )
        .select("channel", "at", "author")
        .join(
            responders_table(history, where),
            left_on=["channel", "author"],
            right_on=["channel", "account"],
            how="inner",
        )
    )
    mentions = history.frames.marks.filter(nw.col("kind") == "mention").select(
        "channel", "at", requester="value"
    )
    calling = by_responders.join(mentions, on=["channel", "at"], how="inner").with_columns(
        stretch=nw.col("at") // _INFERRED
    )
    twice = nw.concat([calling, calling.with_columns(stretch=nw.col("stretch") - 1)])
    first = asked.filter(nw.col("at") == nw.col("request")).select(
        "channel", "request", "requester", stretch=nw.col("request") // _INFERRED
    )
    since = nw.col("at") - nw.col("request")
    return (
        first.join(twice, on=["channel", "requester", "stretch"], how="inner")
        .filter(since > 0, since <= _INFERRED)
        .select(
            "channel",
            "request",
            "at",
            "author",
            responder=flag(value=True),
            in_thread=flag(value=False),
        )
    )
