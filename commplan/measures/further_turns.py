"""What a requester writes after an answer, and who answers that, or closes the request instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from commplan.measures.exchange_rows import (
    closable,
    closed_by_reaction,
    closed_by_ticket,
    closing_signs,
    exchanges,
    next_where,
    sought,
    unnamed_reactions,
)
from commplan.measures.history import History
from commplan.measures.intakes import Desk, assessable
from commplan.measures.literals import whole
from commplan.measures.request_rows import answers, posts_kept

if TYPE_CHECKING:
    import narwhals as nw

_REQUEST = ["channel", "request"]
_CASE = [*_REQUEST, "at"]
_ANSWER, _ASK, _CLOSE = range(3)
"""What may happen, in this order where it is at the same instant."""


def follow_ups(
    history: History,
    where: Sequence[Desk] | None = None,
    *,
    tickets: nw.LazyFrame[Any] | None = None,
) -> nw.LazyFrame[Any]:
    """Every time that a requester had the last word, after a responder's answer.

    Columns, of which instants are microseconds UTC and null where there was none:

    - ``channel``, ``request`` (its ``at``) and ``at``: the oldest message that waits
    - ``response_at``: when a responder wrote next
    - ``closed_at``: when the request was closed before that, by a message of the requester
      that shows a closing emoji, or by its ticket; what they write later waits anew
    - ``closed_by``: where neither is known, by when a closing reaction of a responder or the
      requester was there, set after the message that waits
    - ``doubtful``: likewise, whether one was set that may be from before it, or of which Slack
      does not say whose it is

    A message that shows a closing emoji waits for nothing; where the intake counts
    questions only, neither does one that shows no question mark. ``tickets`` are as for
    :func:`commplan.measures.exchange_rows.closed_by_ticket`.
    """
    import narwhals as nw

    places = assessable(history) if where is None else where
    said = exchanges(history, places).filter(nw.col("by_requester"))
    waiting = _waiting(places, said.filter(~nw.col("closing")))
    events = [
        answers(history, places).filter(nw.col("responder")).select(*_CASE, kind=whole(_ANSWER)),
        waiting.select(*_CASE, kind=whole(_ASK)),
        said.filter(nw.col("closing")).select(*_CASE, kind=whole(_CLOSE)),
    ]
    if tickets is not None:
        closed = closed_by_ticket(history, posts_kept(history, places), tickets)
        events.append(closed.select(*_CASE, kind=whole(_CLOSE)))
    found = _begun(nw.concat(events))
    return _with_reactions(history, places, waiting, history.engine.keep(found))


def _waiting(where: Sequence[Desk], said: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Those messages of requesters that wait for an answer."""
    import narwhals as nw

    choosy = [desk.id for desk in where if desk.questions_only]
    if not choosy:
        return said
    return said.filter(nw.col("asks") | ~nw.col("channel").is_in(choosy))


def _begun(events: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The messages that start a clock, and what was the first to stop it."""
    import narwhals as nw

    kind, ordered = nw.col("kind"), ["at", "kind"]
    answered = nw.when(kind == _ANSWER).then(nw.col("at"))
    is_first = nw.col("answer") <= nw.col("close")
    return (
        events.with_columns(first=answered.min().over(*_REQUEST))
        .filter(nw.col("at") >= nw.col("first"))
        .with_columns(
            before=kind.shift(1).over(*_REQUEST, order_by=ordered),
            answer=next_where(kind == _ANSWER, ordered),
            close=next_where(kind == _CLOSE, ordered),
        )
        .filter(kind == _ASK, nw.col("before") != _ASK)
        .select(
            *_CASE,
            response_at=nw.when(is_first).then(sought("answer")),
            closed_at=nw.when(~is_first).then(sought("close")),
        )
    )


def _with_reactions(
    history: History,
    where: Sequence[Desk],
    waiting: nw.LazyFrame[Any],
    found: nw.LazyFrame[Any],
) -> nw.LazyFrame[Any]:
    """With what closing reactions tell of those that nothing else has stopped.

    Nothing tells when one was set, but that it was after the message at which it stands and
    before it was seen. One that was seen before somebody wrote again did not close that.
    """
    import narwhals as nw

    asked = posts_kept(history, where).select(*_REQUEST, "requester").unique(_REQUEST)
    on_waiting = closing_signs(history, where, waiting.join(asked, on=_REQUEST, how="inner"))
    placed = nw.concat(
        [
            closed_by_reaction(history, where).select(*_REQUEST, "seen", place="at"),
            on_waiting.select(*_REQUEST, seen="read_at", place="at"),
        ]
    )
    everywhere = nw.concat(
        [
            closable(history, where).select(*_CASE),
            waiting.select(*_CASE),
        ]
    )
    unnamed = unnamed_reactions(history, where, "close_reactions", everywhere).with_columns(
        unnamed=whole(1)
    )
    is_open = nw.col("response_at").is_null() & nw.col("closed_at").is_null()
    still_open = found.filter(is_open)
    is_later = nw.col("place") >= nw.col("at")
    reacted = (
        still_open.select(*_CASE)
        .join(placed, on=_REQUEST, how="inner")
        .with_columns(
            closed_by=nw.when(is_later).then(nw.col("seen")),
            doubts=nw.when(~is_later & (nw.col("seen") > nw.col("at"))).then(whole(1)),
        )
        .group_by(*_CASE)
        .agg(nw.col("closed_by").min(), nw.col("doubts").max())
    )
    doubts = nw.coalesce("doubts", nw.when(is_open).then("unnamed"))
    return (
        found.join(reacted, on=_CASE, how="left")
        .join(unnamed, on=_REQUEST, how="left")
        .select(
            *_CASE,
            "response_at",
            "closed_at",
            "closed_by",
            doubtful=~doubts.is_null() & nw.col("closed_by").is_null(),
        )
    )
