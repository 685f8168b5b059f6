"""Who answered a request, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from commplan.clock import MINUTE
from commplan.history import Author
from commplan.measures.history import History
from commplan.measures.intakes import Desk, machines_table, responders_table
from commplan.measures.literals import certainly, flag

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

    human = nw.col("kind") == Author.HUMAN.value
    threads = asked.select("channel", "request", "requester", thread="at")
    machines = machines_table(history).with_columns(machine=flag(value=True))
    return (
        history.frames.messages.filter(
            ~nw.col("thread").is_null(),
            human | (nw.col("kind") == Author.BOT.value),
            nw.col("at") <= history.as_of,
        )
        .select("channel", "at", "author", "thread", human=human)
        .join(threads, on=["channel", "thread"], how="inner")
        .join(machines, on="author", how="left")
        .select(
            *("channel", "request", "requester", "at", "author"),
            human=nw.col("human") & ~certainly("machine"),
        )
    )


def answers(
    history: History,
    where: Sequence[Desk],
    asked: nw.LazyFrame[Any],
    mentioned: nw.LazyFrame[Any],
) -> nw.LazyFrame[Any]:
    """Every answer that a human other than the requester gave.

    Columns: ``channel``, ``request`` (the instant of its first post), ``at``, ``author``,
    ``responder`` (whether the answer counts) and ``in_thread``. Outside the thread only a
    responder's mention of the requester soon after is one.
    """
    import narwhals as nw

    inside = (
        replies(history, asked)
        .filter(nw.col("human"), other_than_requester())
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
    beside = outside(asked, mentioned).select(
        "channel",
        "request",
        "at",
        "author",
        responder=flag(value=True),
        in_thread=flag(value=False),
    )
    return nw.concat([inside, beside])


def other_than_requester() -> nw.Expr:
    """Whether somebody else wrote; a requester whom nobody knows is nobody."""
    import narwhals as nw

    return nw.col("requester").is_null() | (nw.col("author") != nw.col("requester"))


def mentions(history: History, taken: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Whom responders mention at the top level: ``channel``, ``at``, ``author``, ``requester``.

    ``taken`` are :func:`commplan.measures.post_rows.turns`.
    """
    import narwhals as nw

    calling = taken.filter(nw.col("responder"), ~nw.col("form"))
    called = history.frames.marks.filter(nw.col("kind") == "mention")
    return calling.select("channel", "at", author="person").join(
        called.select("channel", "at", requester="value"), on=["channel", "at"], how="inner"
    )


def outside(asked: nw.LazyFrame[Any], mentioned: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Answers outside the thread: ``channel``, ``request``, ``at``, ``author``.

    Requests and mentions meet in stretches of time as long as the wait, of which each
    mention looks at its own and at the one before: so the join stays small.
    """
    import narwhals as nw

    in_stretches = mentioned.with_columns(stretch=_stretch("at"))
    twice = nw.concat(
        [in_stretches, in_stretches.with_columns(stretch=nw.col("stretch") - _INFERRED)]
    )
    first = asked.filter(nw.col("at") == nw.col("request")).select(
        "channel", "request", "requester", stretch=_stretch("request")
    )
    since = nw.col("at") - nw.col("request")
    return (
        first.join(twice, on=["channel", "requester", "stretch"], how="inner")
        .filter(since > 0, since <= _INFERRED)
        .select("channel", "request", "at", "author")
    )


def _stretch(column: str) -> nw.Expr:
    import narwhals as nw

    return nw.col(column) - nw.col(column) % _INFERRED
