"""When what is promised about requests came to pass, for each kind of promise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from commplan.measures.exchange_rows import further_questions
from commplan.measures.history import History
from commplan.measures.intakes import Desk
from commplan.measures.literals import flag, whole
from commplan.measures.request_rows import responses

if TYPE_CHECKING:
    import narwhals as nw

    Ended: TypeAlias = Callable[[History, Sequence[Desk]], nw.LazyFrame[Any]]

COLUMNS = ("channel", "at", "ended", "vague", "requester", "withdrawn", "lost", "read")
"""What every frame of this module has, one row for each case.

``ended`` is the instant at which it was kept, null where none was seen. ``vague`` is one
by which it was kept for certain although nobody knows when: Slack gives reactions no
time. ``read`` tells whether all is known that may end it.
"""


def first_responses(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """From a request to the first answer of a responder."""
    import narwhals as nw

    answered_by = nw.when(nw.col("response_at").is_null()).then(nw.col("response_by"))
    return (
        responses(history, where)
        .with_columns(ended="response_at", vague=answered_by, read="told")
        .select(*COLUMNS)
    )


def acknowledgements(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """From a request to the first sign of a responder that it was seen."""
    import narwhals as nw

    answered_by = nw.when(nw.col("response_at").is_null()).then(nw.col("response_by"))
    seen = nw.when(nw.col("ack_at").is_null() | (nw.col("ack_seen") != nw.col("ack_at"))).then(
        nw.col("ack_seen")
    )
    return (
        responses(history, where)
        .with_columns(ended="ack_at", vague=nw.min_horizontal(answered_by, seen), read="told")
        .select(*COLUMNS)
    )


def next_responses(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """From each further question of a requester to the next message of a responder."""
    asked = responses(history, where).select("channel", "requester", "read", request="at")
    found = further_questions(history, where, marked=True).join(
        asked, on=["channel", "request"], how="inner"
    )
    return found.with_columns(
        ended="response_at",
        vague=whole(None),
        withdrawn=flag(value=False),
        lost=flag(value=False),
    ).select(*COLUMNS)
