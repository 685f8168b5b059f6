"""Which tickets belong to requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from commplan.evidence import TicketRecord
from commplan.history import message_instant
from commplan.measures.history import History
from commplan.measures.intakes import Desk
from commplan.measures.literals import certainly
from commplan.measures.threads import key_kinds, marked

if TYPE_CHECKING:
    import narwhals as nw

_REQUEST = ["channel", "request"]
_TICKETS = {
    "key": "text",
    "channel": "text",
    "at": "whole",
    "assigned": "flag",
    "closed_at": "whole",
}


def ticketed(
    history: History,
    where: Sequence[Desk],
    asked: nw.LazyFrame[Any],
    tickets: Sequence[TicketRecord],
) -> nw.LazyFrame[Any]:
    """The requests that have a ticket, worked out once.

    The thread of such a request shows the key, or the record names one of its posts.
    ``asked`` are the posts of requests. Columns: ``channel``, ``request``, ``assigned``
    (somebody works on a ticket of it) and ``closed_at`` (all its recorded tickets were
    closed by then; null while one is open, or none is recorded).
    """
    name = ("ticketed", tuple(tickets), *(desk.key for desk in where))
    return history.kept(name, lambda: _ticketed(history, where, asked, tickets))


def _ticketed(
    history: History,
    where: Sequence[Desk],
    asked: nw.LazyFrame[Any],
    tickets: Sequence[TicketRecord],
) -> nw.LazyFrame[Any]:
    import narwhals as nw

    recorded = _table(history, where, tickets)
    shown = _shown(history, where, asked)
    by_key = shown.join(recorded.drop("channel", "at"), on="key", how="left")
    by_post = asked.select("channel", "at", "request").join(
        recorded.filter(~nw.col("at").is_null()), on=["channel", "at"], how="inner"
    )
    columns = (*_REQUEST, "assigned", "closed_at")
    is_recorded = ~nw.col("assigned").is_null()
    return (
        nw.concat([by_key.select(*columns), by_post.select(*columns)])
        .with_columns(
            assigned=certainly("assigned").cast(nw.Int64),
            open=(is_recorded & nw.col("closed_at").is_null()).cast(nw.Int64),
        )
        .group_by(*_REQUEST)
        .agg(nw.col("assigned", "open", "closed_at").max())
        .select(
            *_REQUEST,
            assigned=nw.col("assigned") > 0,
            closed_at=nw.when(nw.col("open") == 0).then(nw.col("closed_at")),
        )
    )


def _shown(history: History, where: Sequence[Desk], asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """``channel``, ``request`` and ``key`` of what threads show, each by its channel's patterns."""
    kinds = [(desk.id, kind) for desk in where for kind in key_kinds(history, desk.channel.id)]
    wanted = history.engine.table({"channel": "text", "kind": "text"}, kinds)
    keys = marked(history, tuple(sorted({kind for _, kind in kinds})))
    return (
        keys.join(wanted, on=["channel", "kind"], how="inner")
        .select("channel", "root", key="value")
        .join(asked.select("channel", "request", root="at"), on=["channel", "root"], how="inner")
        .select(*_REQUEST, "key")
        .unique([*_REQUEST, "key"])
    )


def _table(
    history: History, where: Sequence[Desk], tickets: Iterable[TicketRecord]
) -> nw.LazyFrame[Any]:
    """Records of tickets; those that are closed later are open."""
    ids = {name: desk.id for desk in where for name in (desk.id, desk.channel.id)}
    rows = []
    for ticket in tickets:
        channel = ids.get(ticket.channel or "")
        at = None if channel is None else message_instant(ticket.request_ts)
        is_closed = ticket.closed_at is not None and ticket.closed_at <= history.as_of
        closed_at = ticket.closed_at if is_closed else None
        rows.append((ticket.key, channel, at, ticket.assignee is not None, closed_at))
    return history.engine.table(_TICKETS, rows)
