"""What else is known of a few among many requests, gathered so that it is joined only once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from commplan.measures.answer_rows import other_than_requester, outside, replies
from commplan.measures.history import History
from commplan.measures.intakes import Desk, reactions_table, responders_table
from commplan.measures.literals import certainly, flag, text, whole

if TYPE_CHECKING:
    import narwhals as nw

_REQUEST = ["channel", "request"]
_LEAST = (
    *("more_human_at", "more_bot_at", "outside_at", "answered_by", "ack_seen"),
    *("closed_by", "answered_at"),
)
_ACKNOWLEDGING, _CLOSING = "ack_reactions", "close_reactions"
"""The fields of desks that name reactions."""
_OF_THREADS = (
    *("channel", "at", "replies", "last_reply", "known_to"),
    *("named", "first_reply", "first_by"),
)
_COUNTED = ("more_posts", "unread", "untold")


def findings(
    history: History,
    where: Sequence[Desk],
    asked: nw.LazyFrame[Any],
    added: nw.LazyFrame[Any],
    mentioned: nw.LazyFrame[Any],
) -> nw.LazyFrame[Any]:
    """One row for each request of which something else is known than its first thread tells.

    ``asked`` are the posts of requests, with the first reply ``human_at`` to each, ``added``
    those among them that came later, and ``mentioned`` whom responders mention.
    Columns, null where nothing is known, beside ``channel`` and ``request``:

    - ``more_posts``, and the first replies ``more_human_at`` and ``more_bot_at`` to them
    - ``outside_at``: a responder's mention outside the thread
    - ``unread``: threads that were not read; ``untold``: of these, such as may hold answers of
      which nobody knows; and ``answered_by``: when a responder had replied
    - ``ack_seen``: by when a responder's reaction that acknowledges was there
    - ``closed_by``: by when who asked had closed the request, where no responder had
      replied before, and ``answered_at``: the first answer of anybody, for those
    """
    import narwhals as nw

    found = [
        _additions(added),
        outside(asked, mentioned).select(*_REQUEST, **_only(outside_at="at")),
        _unread(history, where, asked),
    ]
    if any(desk.ack_reactions or desk.close_reactions for desk in where):
        reacted = history.engine.keep(_reactions(history, where, asked))
        found.append(_acknowledged(history, where, reacted))
        found += _closed(history, where, asked, reacted)
    return (
        nw.concat(found)
        .group_by(*_REQUEST)
        .agg(
            *(nw.col(name).min() for name in _LEAST),
            *(nw.col(name).max() for name in _COUNTED),
        )
    )


def _only(**known: str | nw.Expr) -> dict[str, str | nw.Expr]:
    """All columns of :func:`findings`, in their order, of which a frame tells some."""
    return {name: known.get(name, whole(None)) for name in (*_LEAST, *_COUNTED)}


def _additions(added: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Later posts of requests, and the first replies to them."""
    import narwhals as nw

    counted = added.group_by(*_REQUEST).agg(
        more_posts=nw.len().cast(nw.Int64),
        more_human_at=nw.col("human_at").min(),
        more_bot_at=nw.col("bot_at").min(),
    )
    known = ("more_posts", "more_human_at", "more_bot_at")
    return counted.select(*_REQUEST, **_only(**{name: name for name in known}))


def _unread(history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Threads with replies that were not read, and by when a responder was among the authors.

    Slack names some who replied, and when the last reply came.
    """
    import narwhals as nw

    unread = (
        history.frames.threads.filter(~nw.col("whole"))
        .select(*_OF_THREADS)
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
    first = answering.select("channel", first_by="by", by_responder=flag(value=True))
    by_then = ~nw.col("known").is_null() & (nw.col("last_reply") <= history.as_of)
    return (
        unread.join(repliers, on=["channel", "at"], how="left")
        .join(first, on=["channel", "first_by"], how="left")
        .select(
            *_REQUEST,
            **_only(
                answered_by=nw.when(by_then).then(nw.col("last_reply")),
                unread=whole(1),
                untold=nw.when(~_tells_who_answered(history, where)).then(whole(1)),
            ),
        )
    )


def _tells_who_answered(history: History, where: Sequence[Desk]) -> nw.Expr:
    """Whether a thread that was not wholly read tells of all answers as of now, or the first.

    It does if it was read so far. By itself it tells of the first answer where that was the
    first reply, and that there is none by the names of all who replied, where nothing else
    that is written may count: see :mod:`commplan.history.asking`, which decides by the same
    what to read.
    """
    import narwhals as nw

    by_names = [desk.id for desk in where if not desk.auto_ack and not desk.close_reactions]
    alone = (nw.col("replies") == 1) & (nw.col("last_reply") == nw.col("first_reply"))
    nobody = nw.col("named") & nw.col("known").is_null()
    so_far = certainly(nw.col("known_to") >= history.as_of)
    return (
        so_far
        | certainly("by_responder")
        | (nw.col("channel").is_in(by_names) & (certainly(alone) | certainly(nobody)))
    )


def _reactions(
    history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """Reactions at posts of requests that acknowledge or close: these are looked for once."""
    import narwhals as nw

    names = nw.concat(
        [
            reactions_table(history, where, field).with_columns(field=text(field))
            for field in (_ACKNOWLEDGING, _CLOSING)
        ]
    )
    telling = history.engine.keep(  # first, for there are many more posts
        history.frames.signs.filter(nw.col("kind") == "reaction")
        .join(names, on=["channel", "value"], how="inner")
        .select("channel", "at", "by", "read_at", "field")
    )
    return telling.join(asked, on=["channel", "at"], how="inner").select(
        *_REQUEST, "requester", "human_at", "by", "read_at", "field"
    )


def _acknowledged(
    history: History, where: Sequence[Desk], reacted: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """By when a responder's reaction that acknowledges was there."""
    import narwhals as nw

    answering = responders_table(history, where).rename({"account": "by"})
    return (
        reacted.filter(nw.col("field") == _ACKNOWLEDGING)
        .join(answering, on=["channel", "by"], how="semi")
        .select(*_REQUEST, **_only(ack_seen="read_at"))
    )


def _closed(
    history: History,
    where: Sequence[Desk],
    asked: nw.LazyFrame[Any],
    reacted: nw.LazyFrame[Any],
) -> Iterator[nw.LazyFrame[Any]]:
    """By when whoever asked had closed a request, by a reaction or by a message that shows one.

    And the answers of others to those that were. Where no message shows one, or nothing was
    closed before a responder replied, no message is looked at, of which there are many.
    """
    import narwhals as nw

    by_reaction = (
        reacted.filter(nw.col("field") == _CLOSING, nw.col("by") == nw.col("requester"))
        .rename({"read_at": "closed_by"})
        .filter(_unanswered())
        .select(*_REQUEST, "closed_by")
    )
    shown = history.engine.keep(
        history.frames.marks.filter(nw.col("kind") == "emoji")
        .join(reactions_table(history, where, _CLOSING), on=["channel", "value"], how="semi")
        .select("channel", "at")
    )
    closed = [by_reaction]
    if _any(shown):
        closed.append(_closing_messages(history, asked, shown))
    kept = history.engine.keep(nw.concat(closed))
    if _any(kept):
        few = history.engine.keep(asked.join(kept, on=_REQUEST, how="semi"))
        answered = replies(history, few).filter(nw.col("human"), other_than_requester())
        yield kept.select(*_REQUEST, **_only(closed_by="closed_by"))
        yield answered.select(*_REQUEST, **_only(answered_at="at"))


def _closing_messages(
    history: History, asked: nw.LazyFrame[Any], shown: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """Messages of requesters in the threads of requests that show what closes."""
    import narwhals as nw

    return (
        history.frames.messages.filter(~nw.col("thread").is_null(), nw.col("at") <= history.as_of)
        .join(shown, on=["channel", "at"], how="semi")
        .select("channel", "thread", "author", closed_by="at")
        .join(asked, left_on=["channel", "thread"], right_on=["channel", "at"], how="inner")
        .filter(nw.col("author") == nw.col("requester"), _unanswered())
        .select(*_REQUEST, "closed_by")
    )


def _unanswered() -> nw.Expr:
    """Whether no responder had replied to the post when it was closed."""
    import narwhals as nw

    return nw.col("human_at").is_null() | (nw.col("human_at") > nw.col("closed_by"))


def _any(rows: nw.LazyFrame[Any]) -> bool:
    return len(rows.head(1).collect()) > 0
