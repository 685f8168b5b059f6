"""How requests end: closed, confirmed by who asked, or asked again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import Duration
from commplan.evidence import TicketRecord
from commplan.measures.asked import asked_for, asked_in
from commplan.measures.exchange_rows import REOPENED, closed_by_reaction, exchanges
from commplan.measures.history import History
from commplan.measures.intakes import Desk, reactions_table
from commplan.measures.literals import certainly, flag
from commplan.measures.request_rows import answers, posts_kept
from commplan.measures.ticketing import ticketed
from commplan.measures.windows import Window

if TYPE_CHECKING:
    import narwhals as nw

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

    A request is closed by a message of a responder or the requester that shows one of
    the channel's closing emoji, by such a reaction of theirs on a post of the request or
    on a responder's answer, or by all its tickets being closed. Whoever asked confirms
    by having the last word and asking nothing by it, by a reaction on the last answer, or
    by closing the request; a question soon after a closing opens it again. When a
    reaction was set, or a ticket closed, does not matter: it counts as of the last answer.
    """
    confirmed = _Places(history, tuple(where)).confirmed().with_columns(confirmed=flag(value=True))
    return closed_requests(history, where, tickets).join(confirmed, on=_REQUEST, how="left")


def closed_requests(
    history: History, where: Sequence[Desk], tickets: Sequence[TicketRecord]
) -> nw.LazyFrame[Any]:
    """The same without ``confirmed``, worked out once."""

    def found() -> nw.LazyFrame[Any]:
        places = _Places(history, tuple(where))
        closing = history.engine.keep(places.closings(tickets))
        reopened = places.reopened(closing).with_columns(reopened=flag(value=True))
        return (
            closing.select(*_REQUEST)
            .unique(_REQUEST)
            .with_columns(closed=flag(value=True))
            .join(reopened, on=_REQUEST, how="left")
        )

    return history.kept(("closed", tuple(tickets), *(desk.key for desk in where)), found)


class _Places:
    """What requesters and responders of some channels did."""

    def __init__(self, history: History, where: tuple[Desk, ...]) -> None:
        import narwhals as nw

        self._history, self._where = history, where
        self._posts = posts_kept(history, where)
        given = answers(history, where).filter(nw.col("responder"))
        self._answers = given.select(*_REQUEST, "at")
        self._last = given.group_by(*_REQUEST).agg(last=nw.col("at").max())
        self._talk = exchanges(history, where)

    def closings(self, tickets: Sequence[TicketRecord]) -> nw.LazyFrame[Any]:
        """``channel``, ``request`` and ``at`` of each time that a request was closed."""
        import narwhals as nw

        done = ticketed(self._history, self._where, self._posts, tickets).filter(
            ~nw.col("closed_at").is_null()
        )
        reacted = closed_by_reaction(self._history, self._where)
        on_posts = reacted.filter(~nw.col("answer"))
        untimed = nw.concat([on_posts.select(*_REQUEST), done.select(*_REQUEST)])
        at_last = (
            untimed.unique(_REQUEST)
            .join(self._last, on=_REQUEST, how="left")
            .select(*_REQUEST, at=nw.coalesce(nw.col("last"), nw.col("request")))
        )
        shown = self._talk.filter(nw.col("closing")).select(*_REQUEST, "at")
        on_answers = reacted.filter(nw.col("answer")).select(*_REQUEST, "at")
        return nw.concat([shown, on_answers, at_last])

    def confirmed(self) -> nw.LazyFrame[Any]:
        """Requests that their requester confirmed."""
        import narwhals as nw

        since = nw.coalesce(nw.col("last"), nw.col("request"))
        after = (
            self._talk.filter(nw.col("by_requester"))
            .join(self._last, on=_REQUEST, how="left")
            .filter(nw.col("at") > since)
        )
        closed = self._talk.filter(nw.col("by_requester"), nw.col("closing"))
        on_last = self._last.select(*_REQUEST, at="last").join(
            self._requesters(), on=_REQUEST, how="inner"
        )
        pleased = on_last.join(self._reactions(), on=["channel", "at", "requester"], how="semi")
        closing = self._reactions().join(self._closing_names(), on=["channel", "value"], how="semi")
        touched = nw.concat(
            [
                self._posts.select(*_REQUEST, "at"),
                self._answers.select(*_REQUEST, "at"),
            ]
        ).join(self._requesters(), on=_REQUEST, how="inner")
        marked = touched.join(closing, on=["channel", "at", "requester"], how="semi")
        found = (after, closed, pleased, marked)
        return (
            nw.concat([one.select(*_REQUEST) for one in found])
            .unique(_REQUEST)
            .join(after.filter(nw.col("asks")), on=_REQUEST, how="anti")
        )

    def reopened(self, closing: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Requests of which the requester asked again soon after they had been closed."""
        import narwhals as nw

        asked = self._talk.filter(nw.col("by_requester"), nw.col("asks"))
        since = nw.col("asked_at") - nw.col("at")
        return (
            closing.join(asked.select(*_REQUEST, asked_at="at"), on=_REQUEST, how="inner")
            .filter(since > 0, since <= REOPENED)
            .select(*_REQUEST)
            .unique(_REQUEST)
        )

    def _requesters(self) -> nw.LazyFrame[Any]:
        return self._posts.select(*_REQUEST, "requester").unique([*_REQUEST, "requester"])

    def _reactions(self) -> nw.LazyFrame[Any]:
        """``channel``, ``at``, ``value`` and, as ``requester``, who set it."""
        import narwhals as nw

        return self._history.frames.signs.filter(nw.col("kind") == "reaction").select(
            "channel", "at", "value", requester="by"
        )

    def _closing_names(self) -> nw.LazyFrame[Any]:
        return reactions_table(self._history, self._where, "close_reactions")
