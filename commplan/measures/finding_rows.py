"""What else is known of a few among many requests, gathered so that it is joined only once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from commplan.measures.answer_rows import other_than_requester, outside, replies
from commplan.measures.history import History
from commplan.measures.intakes import Desk, reactions_table, responders_table
from commplan.measures.literals import whole

if TYPE_CHECKING:
    import narwhals as nw

_REQUEST = ["channel", "request"]
_LEAST = (
    *("more_human_at", "more_bot_at", "outside_at", "answered_by", "ack_seen"),
    *("closed_by", "answered_at"),
)
_COUNTED = ("more_posts", "unread")


def findings(
    history: History,
    where: Sequence[Desk],
    asked: nw.LazyFrame[Any],
    added: nw.LazyFrame[Any],
    mentioned: nw.LazyFrame[Any],
) -> nw.LazyFrame[Any]:
    """One row for each request of which something else is known than its first thread tells.

    ``asked`` are the posts of requests, ``added`` those among them that came later, and
    ``mentioned`` whom responders mention.
    Columns, null where nothing is known, beside ``channel`` and ``request``:

    - ``more_posts``, and the first replies ``more_human_at`` and ``more_bot_at`` to them
    - ``outside_at``: a responder's mention outside the thread
    - ``unread``: threads that were not read, and ``answered_by``: when a responder had replied
    - ``ack_seen``: by when a responder's reaction that acknowledges was there
    - ``closed_by``: by when who asked had closed the request, and ``answered_at``: the
      first answer of anybody, for those
    """
    import narwhals as nw

    found = [
        _additions(added),
        outside(asked, mentioned).select(*_REQUEST, outside_at="at"),
        _unread(history, where, asked),
    ]
    if any(desk.ack_reactions for desk in where):
        found.append(_acknowledged(history, where, asked))
    if any(desk.close_reactions for desk in where):
        found += _closed(history, where, asked)
    return (
        nw.concat([_filled(rows) for rows in found])
        .group_by(*_REQUEST)
        .agg(
            *(nw.col(name).min() for name in _LEAST),
            *(nw.col(name).max() for name in _COUNTED),
        )
    )


def _filled(rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Rows with all columns of :func:`findings`, in their order."""
    import narwhals as nw

    known = set(rows.collect_schema().names())
    columns = {
        name: nw.col(name) if name in known else whole(None) for name in (*_LEAST, *_COUNTED)
    }
    return rows.select(*_REQUEST, **columns)


def _additions(added: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Later posts of requests, and the first replies to them."""
    import narwhals as nw

    return added.group_by(*_REQUEST).agg(
        more_posts=nw.len().cast(nw.Int64),
        more_human_at=nw.col("human_at").min(),
        more_bot_at=nw.col("bot_at").min(),
    )


def _unread(history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Threads with replies that were not read, and by when a responder was among the authors.

    Slack names some who replied, and when the last reply came.
    """
    import narwhals as nw

    unread = (
        history.frames.threads.filter(~nw.col("whole"))
        .select("channel", "at", "last_reply")
        .join(asked, on=["channel", "at"], how="inner")
    )
    answering = responders_table(history, where).rename({"account": "by"})
    repliers = (
        history.frames.signs.filter(nw.col("kind") == "replier")
        .join(unread, on=["channel", "at"], how="semi")
        .join(answering, on=["channel", "by"], how="semi")
        .group_by("channel", "at")
        .agg(known=nw.len())
    )
    by_then = ~nw.col("known").is_null() & (nw.col("last_reply") <= history.as_of)
    return unread.join(repliers, on=["channel", "at"], how="left").select(
        *_REQUEST,
        answered_by=nw.when(by_then).then(nw.col("last_reply")),
        unread=whole(1),
    )


def _acknowledged(
    history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """By when a responder's reaction that acknowledges was there."""
    answering = responders_table(history, where).rename({"account": "by"})
    return (
        _reactions(history, where, "ack_reactions")
        .join(answering, on=["channel", "by"], how="semi")
        .join(asked, on=["channel", "at"], how="inner")
        .select(*_REQUEST, ack_seen="read_at")
    )


def _closed(
    history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]
) -> tuple[nw.LazyFrame[Any], nw.LazyFrame[Any]]:
    """By when whoever asked had closed a request, by a reaction or by a message that shows one.

    And the answers of others to those that were.
    """
    import narwhals as nw

    reacted = (
        _reactions(history, where, "close_reactions")
        .join(asked, on=["channel", "at"], how="inner")
        .filter(nw.col("by") == nw.col("requester"))
        .select(*_REQUEST, closed_by="read_at")
    )
    shown = history.frames.marks.filter(nw.col("kind") == "emoji").join(
        reactions_table(history, where, "close_reactions"), on=["channel", "value"], how="semi"
    )
    messages = history.frames.messages.filter(~nw.col("thread").is_null())
    wrote = (
        messages.join(shown, on=["channel", "at"], how="semi")
        .select("channel", "thread", "author", closed_by="at")
        .join(asked, left_on=["channel", "thread"], right_on=["channel", "at"], how="inner")
        .filter(nw.col("author") == nw.col("requester"), nw.col("closed_by") <= history.as_of)
        .select(*_REQUEST, "closed_by")
    )
    closed = history.engine.keep(nw.concat([reacted, wrote]))
    few = history.engine.keep(asked.join(closed, on=_REQUEST, how="semi"))
    answered = replies(history, few).filter(nw.col("human"), other_than_requester())
    return closed, answered.select(*_REQUEST, answered_at="at")


def _reactions(history: History, where: Sequence[Desk], of: str) -> nw.LazyFrame[Any]:
    """Reactions that a field of desks names."""
    import narwhals as nw

    return history.frames.signs.filter(nw.col("kind") == "reaction").join(
        reactions_table(history, where, of), on=["channel", "value"], how="semi"
    )
