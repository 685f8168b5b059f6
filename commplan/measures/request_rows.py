"""Requests and what became of them: the table that measures of promised times begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from commplan.measures.answer_rows import answers as answers_of
from commplan.measures.answer_rows import replies
from commplan.measures.history import History
from commplan.measures.intakes import Desk, desks, reactions_table, responders_table
from commplan.measures.literals import certainly, flag, text, whole
from commplan.measures.post_rows import lost, posts

if TYPE_CHECKING:
    import narwhals as nw

_REQUEST = ["channel", "request"]
COLUMNS = (
    *("channel", "at", "requester", "posts", "response_at", "response_by", "inferred"),
    *("ack_at", "ack_seen", "other_at", "others", "withdrawn", "lost", "read"),
)


def requests(history: History, where: Sequence[Desk] | None = None) -> nw.LazyFrame[Any]:
    """What was asked in some channels, by default in all intake channels that are in no doubt.

    One row for each request. Instants are microseconds UTC, null where nothing was seen.

    - ``channel`` (its id in the workspace), ``at`` (the first post: the clock starts),
      ``requester`` (null where a form does not tell, or the post is lost), ``posts``
    - ``response_at``: the first answer of a responder; ``inferred``: it stands outside the
      thread and mentions who asked
    - ``response_by``: by then a responder had answered for certain, even if it is not known
      when, because the thread was not read
    - ``ack_at``: the response, or before it the answer of a bot where the plan accepts that;
      ``ack_seen``: a responder's reaction that acknowledges was there by then
    - ``other_at`` and ``others``: the first answer by another human, and how many there were
      before the response
    - ``withdrawn``: closed by who asked before anybody answered
    - ``lost``: the post was deleted, so nothing else is known
    - ``read``: all that was written in its threads is known
    """
    places = assessable(history) if where is None else where
    return history.kept(
        ("requests", *(desk.key for desk in places)), lambda: _requests(history, places)
    )


def answers(history: History, where: Sequence[Desk] | None = None) -> nw.LazyFrame[Any]:
    """Every answer that a human other than the requester gave to a request.

    Columns: ``channel``, ``request`` (its ``at``), ``at``, ``author``, ``responder``
    (whether the answer counts) and ``in_thread``. Outside the thread only a responder's
    mention of the requester within 30 minutes is one.
    """
    places = assessable(history) if where is None else where
    return history.kept(
        ("answers", *(desk.key for desk in places)),
        lambda: answers_of(history, places, posts_kept(history, places)),
    )


def assessable(history: History) -> tuple[Desk, ...]:
    """The intake channels of which it is known who responds."""
    return tuple(desk for desk in desks(history) if not desk.doubt)


def posts_kept(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """The posts that make up requests, worked out once: see :func:`post_rows.posts`."""
    return history.kept(("posts", *(desk.key for desk in where)), lambda: posts(history, where))


def _requests(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    import narwhals as nw

    asked, given = posts_kept(history, where), answers(history, where)
    found = (
        asked.group_by(*_REQUEST)
        .agg(posts=nw.len(), requester=nw.col("requester").max())
        .join(_responses(given), on=_REQUEST, how="left")
        .join(_others(given), on=_REQUEST, how="left")
        .join(_unread(history, where, asked), on=_REQUEST, how="left")
        .join(_bots(history, where, asked), on=_REQUEST, how="left")
        .join(_seen(history, where, asked), on=_REQUEST, how="left")
        .join(_closed(history, where, asked), on=_REQUEST, how="left")
    )
    answered = nw.min_horizontal("response_at", "other_at")
    # Nothing tells when a reaction was set, but that it was before it was seen.
    closed = (nw.col("closed_by") < answered) | (
        ~nw.col("closed_by").is_null() & answered.is_null()
    )
    read = nw.col("unread").is_null()
    told = found.select(
        "channel",
        "requester",
        "posts",
        "response_at",
        "ack_seen",
        "other_at",
        at="request",
        response_by=nw.coalesce("response_at", "answered_by"),
        inferred=certainly("inferred"),
        ack_at=nw.min_horizontal("response_at", "bot_at"),
        others=nw.coalesce("others", whole(0)),
        withdrawn=certainly(closed & (read | ~answered.is_null())),
        lost=flag(value=False),
        read=read,
    )
    return nw.concat([told.select(*COLUMNS), _lost(history, where)])


def _lost(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """Rows of requests of which nothing is left but the answers."""
    import narwhals as nw

    known = {
        "posts": whole(1),
        "others": whole(0),
        "lost": flag(value=True),
        **{name: flag(value=False) for name in ("inferred", "withdrawn", "read")},
    }
    untold = {name: whole(None) for name in COLUMNS if name not in known}
    untold["requester"] = text(None)
    columns = untold | known | {"channel": nw.col("channel"), "at": nw.col("at")}
    return lost(history, where).select(**{name: columns[name] for name in COLUMNS})


def _responses(given: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    import narwhals as nw

    of_responder = nw.when(nw.col("responder"))
    first = given.group_by(*_REQUEST).agg(
        response_at=of_responder.then(nw.col("at")).min(),
        inside_at=nw.when(nw.col("responder") & nw.col("in_thread")).then(nw.col("at")).min(),
        other_at=nw.when(~nw.col("responder")).then(nw.col("at")).min(),
    )
    inside = nw.col("inside_at")
    return first.select(
        *_REQUEST,
        "response_at",
        "other_at",
        inferred=~nw.col("response_at").is_null()
        & (inside.is_null() | (inside > nw.col("response_at"))),
    )


def _others(given: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """How many answers of others there were before the response."""
    import narwhals as nw

    responded = _responses(given).select(*_REQUEST, "response_at")
    return (
        given.filter(~nw.col("responder"))
        .join(responded, on=_REQUEST, how="inner")
        .filter(nw.col("response_at").is_null() | (nw.col("at") < nw.col("response_at")))
        .group_by(*_REQUEST)
        .agg(others=nw.len())
    )


def _unread(history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Requests with replies that were not read, and by when a responder was among their authors.

    Slack names some who replied, and when the last reply came.
    """
    import narwhals as nw

    unread = (
        history.frames.threads.filter(~nw.col("whole"))
        .select("channel", "at", "last_reply")
        .join(asked, on=["channel", "at"], how="inner")
    )
    repliers = (
        history.frames.signs.filter(nw.col("kind") == "replier")
        .join(
            responders_table(history, where),
            left_on=["channel", "by"],
            right_on=["channel", "account"],
            how="inner",
        )
        .group_by("channel", "at")
        .agg(known=nw.len())
    )
    by_then = ~nw.col("known").is_null() & (nw.col("last_reply") <= history.as_of)
    return (
        unread.join(repliers, on=["channel", "at"], how="left")
        .with_columns(answered_by=nw.when(by_then).then(nw.col("last_reply")))
        .group_by(*_REQUEST)
        .agg(answered_by=nw.col("answered_by").min(), unread=nw.len())
    )


def _bots(history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The first answers of bots in channels in which they acknowledge."""
    import narwhals as nw

    accepting = [desk.id for desk in where if desk.auto_ack]
    return (
        replies(history, asked.filter(nw.col("channel").is_in(accepting)))
        .filter(~nw.col("human"))
        .group_by(*_REQUEST)
        .agg(bot_at=nw.col("at").min())
    )


def _seen(history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """By when a responder's reaction that acknowledges was there."""
    import narwhals as nw

    return (
        history.frames.signs.filter(nw.col("kind") == "reaction")
        .join(
            reactions_table(history, where, "ack_reactions"), on=["channel", "value"], how="inner"
        )
        .join(
            responders_table(history, where),
            left_on=["channel", "by"],
            right_on=["channel", "account"],
            how="inner",
        )
        .join(asked, on=["channel", "at"], how="inner")
        .group_by(*_REQUEST)
        .agg(ack_seen=nw.col("read_at").min())
    )


def _closed(history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """By when whoever asked had closed a request, by a reaction or by a message that shows one."""
    import narwhals as nw

    closing = reactions_table(history, where, "close_reactions")
    reacted = (
        history.frames.signs.filter(nw.col("kind") == "reaction")
        .join(closing, on=["channel", "value"], how="inner")
        .join(asked, on=["channel", "at"], how="inner")
        .filter(nw.col("by") == nw.col("requester"))
        .select(*_REQUEST, closed_by="read_at")
    )
    shown = history.frames.marks.filter(nw.col("kind") == "emoji").join(
        closing, on=["channel", "value"], how="semi"
    )
    wrote = (
        replies(history, asked)
        .filter(nw.col("author") == nw.col("requester"))
        .join(shown, on=["channel", "at"], how="semi")
        .select(*_REQUEST, closed_by="at")
    )
    return nw.concat([reacted, wrote]).group_by(*_REQUEST).agg(closed_by=nw.col("closed_by").min())
