"""When what is promised about requests came to pass, for each kind of promise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from commplan.measures.exchange_rows import NEVER, unnamed_reactions
from commplan.measures.further_turns import follow_ups
from commplan.measures.history import History
from commplan.measures.intakes import Desk
from commplan.measures.literals import flag, whole
from commplan.measures.request_rows import posts_kept, responses

if TYPE_CHECKING:
    import narwhals as nw

    Tickets: TypeAlias = nw.LazyFrame[Any] | None
    Ended: TypeAlias = Callable[[History, Sequence[Desk], Tickets], nw.LazyFrame[Any]]

COLUMNS = ("channel", "at", "ended", "vague", "stopped", "requester", "withdrawn", "lost", "read")
"""What every frame of this module has, one row for each case.

``ended`` is the instant at which it was kept, null where none was seen. ``vague`` is one
by which it was kept for certain although nobody knows when: Slack gives reactions no
time; or :data:`NEVER`, where it may have been kept and nobody knows. ``stopped`` is the
instant by which the request had been closed before anybody kept it. ``read`` tells whether
all is known that may end it.
"""


def first_responses(
    history: History, where: Sequence[Desk], _: Tickets = None
) -> nw.LazyFrame[Any]:
    """From a request to the first answer of a responder."""
    import narwhals as nw

    answered_by = nw.when(nw.col("response_at").is_null()).then(nw.col("response_by"))
    return (
        responses(history, where)
        .with_columns(ended="response_at", vague=answered_by, stopped=whole(None), read="told")
        .select(*COLUMNS)
    )


def acknowledgements(
    history: History, where: Sequence[Desk], _: Tickets = None
) -> nw.LazyFrame[Any]:
    """From a request to the first sign of a responder that it was seen."""
    import narwhals as nw

    answered_by = nw.when(nw.col("response_at").is_null()).then(nw.col("response_by"))
    seen = nw.when(nw.col("ack_at").is_null() | (nw.col("ack_seen") != nw.col("ack_at"))).then(
        nw.col("ack_seen")
    )
    unnamed = unnamed_reactions(history, where, "ack_reactions", posts_kept(history, where))
    maybe = unnamed.rename({"request": "at"}).with_columns(maybe=whole(NEVER))
    return (
        responses(history, where)
        .join(maybe, on=["channel", "at"], how="left")
        .with_columns(
            ended="ack_at",
            vague=nw.coalesce(nw.min_horizontal(answered_by, seen), nw.col("maybe")),
            stopped=whole(None),
            read="told",
        )
        .select(*COLUMNS)
    )


def next_responses(
    history: History, where: Sequence[Desk], tickets: Tickets = None
) -> nw.LazyFrame[Any]:
    """From each message of a requester after an answer to the next message of a responder.

    The clock stops without a verdict where the request is closed first, which ``tickets``
    may tell, too.
    """
    import narwhals as nw

    asked = responses(history, where).select("channel", "requester", "read", request="at")
    found = follow_ups(history, where, tickets=tickets).join(
        asked, on=["channel", "request"], how="inner"
    )
    by_reaction = ~nw.col("closed_by").is_null()
    return found.with_columns(
        ended="response_at",
        vague=whole(None),
        stopped=nw.coalesce("closed_at", "closed_by"),
        withdrawn=flag(value=False),
        lost=flag(value=False),
        read=nw.col("read") & ~nw.col("doubtful") & ~by_reaction,
    ).select(*COLUMNS)
