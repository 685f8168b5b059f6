"""How requests end: closed, confirmed by who asked, or asked again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import DAY, Duration
from commplan.evidence import TicketRecord
from commplan.measures.answer_rows import replies
from commplan.measures.asked import asked_for, asked_in
from commplan.measures.history import History
from commplan.measures.intakes import Desk, reactions_table
from commplan.measures.literals import certainly, flag
from commplan.measures.looking.questions import QUESTION
from commplan.measures.post_rows import posts
from commplan.measures.request_rows import answers
from commplan.measures.ticketing import ticketed
from commplan.measures.windows import Window

if TYPE_CHECKING:
    import narwhals as nw

REOPENED_WITHIN = 7 * DAY
"""How long after a request was closed a question of who asked opens it again."""
_REQUEST = ["channel", "request"]


class Closings(NamedTuple):
    """What became of the requests of one channel."""

    window: Window
    closed: int
    confirmed: int
    """Those of them that who asked confirmed."""
    reopened: int
    unread: int
    """Requests that are left out, because replies to them were not read."""


def closings_of(
    history: History, length: Duration, tickets: Sequence[TicketRecord]
) -> tuple[Closings, ...]:
    """How the requests of a window ended, for each intake channel."""
    import narwhals as nw

    asked = asked_in(history, length)
    counted = asked_for(history, asked.windows).select("channel", "read", request="at")
    ends = (
        counted.join(endings(history, asked.desks, tickets), on=_REQUEST, how="left")
        .with_columns(unread=~nw.col("read"))
        .with_columns(
            **{
                name: (certainly(name) & nw.col("read")).cast(nw.Int64)
                for name in ("closed", "confirmed", "reopened")
            },
            unread=nw.col("unread").cast(nw.Int64),
        )
        .group_by("channel")
        .agg(nw.col("closed", "confirmed", "reopened", "unread").sum())
        .collect()
    )
    counts = {channel: tuple(map(int, row)) for channel, *row in ends.rows()}
    return tuple(Closings(one, *counts.get(one.measured.id, (0, 0, 0, 0))) for one in asked.windows)


def endings(
    history: History, where: Sequence[Desk], tickets: Sequence[TicketRecord]
) -> nw.LazyFrame[Any]:
    """The requests that were closed: ``channel``, ``request``, ``confirmed``, ``reopened``.

    A request is closed by the channel's close reaction on one of its posts or on a
    responder's answer, by an answer that shows the emoji, or by all its tickets being
    closed. Whoever asked confirms by any later message that asks nothing, or by a
    reaction on the last answer; a later question opens the request again. When a
    reaction was set is not known: what it closes is taken to end with the last answer.
    """
    import narwhals as nw

    asked = posts(history, where)
    given = answers(history, where).filter(nw.col("responder")).select(*_REQUEST, "at")
    last = given.group_by(*_REQUEST).agg(last=nw.col("at").max())
    closing = _closing(history, where, asked, given, last, tickets)
    said = _said(history, asked)
    asks = said.filter(nw.col("asks")).select(*_REQUEST, said_at="at")
    soon = nw.col("said_at") - nw.col("at")
    reopened = (
        closing.join(asks, on=_REQUEST, how="inner")
        .filter(soon > 0, soon <= REOPENED_WITHIN)
        .select(*_REQUEST)
        .unique(_REQUEST)
    )
    return (
        closing.select(*_REQUEST)
        .unique(_REQUEST)
        .with_columns(closed=flag(value=True))
        .join(_flagged(reopened, "reopened"), on=_REQUEST, how="left")
        .join(
            _flagged(_confirmed(history, where, asked, last, said), "confirmed"),
            on=_REQUEST,
            how="left",
        )
    )


def _closing(
    history: History,
    where: Sequence[Desk],
    asked: nw.LazyFrame[Any],
    given: nw.LazyFrame[Any],
    last: nw.LazyFrame[Any],
    tickets: Sequence[TicketRecord],
) -> nw.LazyFrame[Any]:
    """``channel``, ``request`` and ``at`` of each time that a request was closed."""
    import narwhals as nw

    signs = _close_signs(history, where)
    wanted = reactions_table(history, where, "close_reactions")
    shown = history.frames.marks.filter(nw.col("kind") == "emoji").join(
        wanted, on=["channel", "value"], how="semi"
    )
    on_answers = [given.join(one, on=["channel", "at"], how="semi") for one in (signs, shown)]
    on_posts = asked.join(signs, on=["channel", "at"], how="semi").select(*_REQUEST)
    done = (
        ticketed(history, where, asked, tickets)
        .filter(~nw.col("closed_at").is_null())
        .select(*_REQUEST)
    )
    at_last = (
        nw.concat([on_posts, done])
        .unique(_REQUEST)
        .join(last, on=_REQUEST, how="left")
        .select(*_REQUEST, at=nw.coalesce(nw.col("last"), nw.col("request")))
    )
    return nw.concat([*(one.select(*_REQUEST, "at") for one in on_answers), at_last])


def _confirmed(
    history: History,
    where: Sequence[Desk],
    asked: nw.LazyFrame[Any],
    last: nw.LazyFrame[Any],
    said: nw.LazyFrame[Any],
) -> nw.LazyFrame[Any]:
    """Requests whose requester had the last word, and asked nothing by it."""
    import narwhals as nw

    after = said.join(last, on=_REQUEST, how="left").filter(
        nw.col("at") > nw.coalesce(nw.col("last"), nw.col("request"))
    )
    asks = after.filter(nw.col("asks"))
    who = asked.select(*_REQUEST, "requester").unique([*_REQUEST, "requester"])
    reactions = history.frames.signs.filter(nw.col("kind") == "reaction")
    pleased = (
        last.join(who, on=_REQUEST, how="inner")
        .join(
            reactions.select("channel", "by", last="at"),
            left_on=["channel", "last", "requester"],
            right_on=["channel", "last", "by"],
            how="semi",
        )
        .select(*_REQUEST)
    )
    closed = (
        asked.join(
            _close_signs(history, where),
            left_on=["channel", "at", "requester"],
            right_on=["channel", "at", "by"],
            how="semi",
        )
    ).select(*_REQUEST)
    return (
        nw.concat([after.select(*_REQUEST), pleased, closed])
        .unique(_REQUEST)
        .join(asks, on=_REQUEST, how="anti")
    )


def _close_signs(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """Reactions that close, each channel's own."""
    import narwhals as nw

    wanted = reactions_table(history, where, "close_reactions")
    return history.frames.signs.filter(nw.col("kind") == "reaction").join(
        wanted, on=["channel", "value"], how="semi"
    )


def _said(history: History, asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """What requesters wrote in the threads of their requests, and whether it ``asks``."""
    import narwhals as nw

    asking = (
        history.frames.marks.filter(nw.col("kind") == QUESTION)
        .select("channel", "at")
        .with_columns(asks=flag(value=True))
    )
    return (
        replies(history, asked)
        .filter(nw.col("human"), nw.col("author") == nw.col("requester"))
        .join(asking, on=["channel", "at"], how="left")
        .select(*_REQUEST, "at", asks=certainly("asks"))
    )


def _flagged(frame: nw.LazyFrame[Any], name: str) -> nw.LazyFrame[Any]:
    return frame.with_columns(flag(value=True).alias(name))
