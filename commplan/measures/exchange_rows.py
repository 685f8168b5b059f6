"""What went to and fro in the thread of a request: messages, holds, closings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from commplan.clock import DAY
from commplan.measures.answer_rows import replies
from commplan.measures.history import History
from commplan.measures.intakes import Desk, assessable, reactions_table, responders_table
from commplan.measures.literals import certainly, flag, text, whole
from commplan.measures.looking.questions import QUESTION
from commplan.measures.request_rows import answers, posts_kept

if TYPE_CHECKING:
    import narwhals as nw

_REQUEST = ["channel", "request"]
REOPENED = 7 * DAY
"""For so long after a closing a question of the requester goes on with the request."""
NEVER = 2**62
"""Later than every instant: what stands for none where the least is sought."""


def running(
    history: History,
    where: Sequence[Desk] | None = None,
    *,
    pauses: Sequence[tuple[str, str]] = (),
    tickets: nw.LazyFrame[Any] | None = None,
) -> nw.LazyFrame[Any]:
    """The times in which the clock of a resolution runs, one row for each.

    Columns: ``channel``, ``request`` (its ``at``), ``since``, ``until`` (null while it
    still runs) and ``resolved_at`` (when the request was closed after that, if it was
    before the clock went on).

    The clock starts with the request. It stops at a message of a responder or the
    requester that shows a closing emoji, or where the ticket was closed; and at a
    responder's message that shows an emoji of ``pauses``, pairs of a channel's id and a
    name. After that it goes on at the requester's next message; after a closing at one that
    asks something, within 7 days, for any other is thanks. ``tickets`` are as for
    :func:`closed_by_ticket`.
    """
    import narwhals as nw

    places = assessable(history) if where is None else where
    ordered = ["at", "kind"]
    events = _events(history, places, pauses, tickets)
    if pauses:
        events = _telling(events, ordered)
    kind, last = nw.col("kind"), nw.col("last_kind")
    soon = nw.col("at") - nw.col("last_at") <= REOPENED
    resumes = (kind.is_in(["asks", "says"]) & (last == "pause")) | (
        (kind == "asks") & (last == "close") & soon
    )
    begins = (kind == "begin") | certainly(resumes)

    following = nw.col("begin").shift(-1).over(*_REQUEST, order_by=ordered)
    return (
        events.with_columns(
            last_kind=nw.col("kind").shift(1).over(*_REQUEST, order_by=ordered),
            last_at=nw.col("at").shift(1).over(*_REQUEST, order_by=ordered),
        )
        .with_columns(begins=begins)
        .with_columns(
            begin=next_where(nw.col("begins"), ordered),
            stop=next_where(nw.col("kind").is_in(["close", "pause"]), ordered),
            close=next_where(nw.col("kind") == "close", ordered),
        )
        .with_columns(following=nw.coalesce(following, whole(NEVER)))
        .filter(nw.col("begins"))
        .select(
            *_REQUEST,
            since="at",
            until=sought("stop"),
            resolved_at=nw.when(nw.col("close") < nw.col("following")).then(nw.col("close")),
        )
    )


def closed_by_reaction(history: History, where: Sequence[Desk] | None = None) -> nw.LazyFrame[Any]:
    """Where a responder or the requester set a closing reaction, one row for each message.

    Columns: ``channel``, ``request``, ``at``, ``answer`` (whether that is a responder's
    answer and no post of the request), and ``seen``: the reaction was set before then.
    """
    import narwhals as nw

    places = assessable(history) if where is None else where
    signs = closing_signs(history, places, closable(history, places))
    return signs.group_by(*_REQUEST, "at", "answer").agg(seen=nw.col("read_at").min())


def closable(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """Where a closing reaction closes a request: at its posts, and at responders' answers.

    Columns: ``channel``, ``request``, ``at``, ``requester``, ``answer``.
    """
    import narwhals as nw

    asked = posts_kept(history, where)
    requesters = asked.select(*_REQUEST, "requester").unique([*_REQUEST, "requester"])
    given = answers(history, where).filter(nw.col("responder")).select(*_REQUEST, "at")
    columns = [*_REQUEST, "at", "requester"]
    answered = given.join(requesters, on=_REQUEST, how="inner")
    return nw.concat(
        [
            asked.select(*columns, answer=flag(value=False)),
            answered.select(*columns, answer=flag(value=True)),
        ]
    )


def closing_signs(
    history: History, where: Sequence[Desk], written: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """Some messages with each closing reaction that a responder or the requester set there.

    ``written`` has ``channel``, ``at`` and ``requester``; ``read_at`` is added.
    """
    import narwhals as nw

    answering = responders_table(history, where).with_columns(responder=flag(value=True))
    return (
        history.frames.signs.filter(nw.col("kind") == "reaction")
        .join(
            reactions_table(history, where, "close_reactions"),
            on=["channel", "value"],
            how="inner",
        )
        .join(written, on=["channel", "at"], how="inner")
        .join(answering, left_on=["channel", "by"], right_on=["channel", "account"], how="left")
        .filter(certainly("responder") | certainly(nw.col("by") == nw.col("requester")))
    )


def unnamed_reactions(
    history: History, where: Sequence[Desk], of: str, written: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """``channel`` and ``request`` of messages with a reaction of somebody whom Slack only counts.

    ``of`` is the field of desks that names the reactions. ``written`` has ``channel``,
    ``at`` and ``request``.
    """
    import narwhals as nw

    return (
        history.frames.signs.filter(nw.col("kind") == "reaction", nw.col("by") == "")
        .join(reactions_table(history, where, of), on=["channel", "value"], how="semi")
        .join(written, on=["channel", "at"], how="inner")
        .select(*_REQUEST)
        .unique(_REQUEST)
    )


def closed_by_ticket(
    history: History, asked: nw.LazyFrame[Any], tickets: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """``channel``, ``request`` and ``at`` of each time that the ticket of a request was closed.

    ``asked`` are the posts of requests, ``tickets`` have ``channel``, ``at`` (a post of the
    request) and ``closed_at``.
    """
    import narwhals as nw

    return (
        tickets.filter(~nw.col("closed_at").is_null(), nw.col("closed_at") <= history.as_of)
        .join(asked, on=["channel", "at"], how="inner")
        .filter(nw.col("closed_at") >= nw.col("request"))
        .select(*_REQUEST, at="closed_at")
    )


def exchanges(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """What requesters wrote in the threads of requests, and responders also outside, once.

    Columns: ``channel``, ``request``, ``at``, ``by_requester``, ``by_responder``,
    ``closing`` (it shows an emoji that closes) and ``asks`` (it shows a question).
    """
    name = ("exchanges", *(desk.key for desk in where))
    return history.kept(name, lambda: _exchanges(history, where))


def _exchanges(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    import narwhals as nw

    answering = responders_table(history, where).with_columns(responder=flag(value=True))
    inside = (
        replies(history, posts_kept(history, where))
        .filter(nw.col("human"))
        .join(answering, left_on=["channel", "author"], right_on=["channel", "account"], how="left")
        .select(
            *_REQUEST,
            "at",
            by_requester=certainly(nw.col("author") == nw.col("requester")),
            by_responder=certainly("responder"),
        )
        .filter(nw.col("by_requester") | nw.col("by_responder"))
    )
    outside = answers(history, where).filter(~nw.col("in_thread"))
    beside = outside.select(
        *_REQUEST, "at", by_requester=flag(value=False), by_responder=flag(value=True)
    )
    closing = _showing(history, reactions_table(history, where, "close_reactions"))
    asking = history.frames.marks.filter(nw.col("kind") == QUESTION).select("channel", "at")
    return (
        nw.concat([inside, beside])
        .join(closing.with_columns(closing=flag(value=True)), on=["channel", "at"], how="left")
        .join(asking.with_columns(asks=flag(value=True)), on=["channel", "at"], how="left")
        .with_columns(closing=certainly("closing"), asks=certainly("asks"))
    )


def _events(
    history: History,
    where: Sequence[Desk],
    pauses: Sequence[tuple[str, str]],
    tickets: nw.LazyFrame[Any] | None,
) -> nw.LazyFrame[Any]:
    """What starts, stops or may resume a clock.

    ``kind`` is ``begin``, ``close`` or ``pause``; of messages of who asked ``asks``, and
    ``says`` where something may be on hold.
    """
    import narwhals as nw

    asked = posts_kept(history, where)
    start = asked.filter(nw.col("at") == nw.col("request"))
    pausing = history.engine.table({"channel": "text", "value": "text"}, sorted(set(pauses)))
    written = exchanges(history, where).join(
        _showing(history, pausing).with_columns(pausing=flag(value=True)),
        on=["channel", "at"],
        how="left",
    )
    says = nw.when(nw.col("by_requester")).then(text("says" if pauses else None))
    kind = (
        nw.when(nw.col("closing"))
        .then(text("close"))
        .otherwise(
            nw.when(nw.col("by_responder") & certainly("pausing"))
            .then(text("pause"))
            .otherwise(
                nw.when(nw.col("by_requester") & nw.col("asks")).then(text("asks")).otherwise(says)
            )
        )
    )
    events = [
        start.select(*_REQUEST, "at", kind=text("begin")),
        written.select(*_REQUEST, "at", kind=kind).filter(~nw.col("kind").is_null()),
    ]
    if tickets is not None:
        closed = closed_by_ticket(history, asked, tickets)
        events.append(closed.select(*_REQUEST, "at", kind=text("close")))
    return nw.concat(events)


def _telling(events: nw.LazyFrame[Any], ordered: Sequence[str]) -> nw.LazyFrame[Any]:
    """Without holds of what was closed already, and words that find nothing on hold."""
    import narwhals as nw

    kind, at = nw.col("kind"), nw.col("at")

    def last(condition: nw.Expr) -> nw.Expr:
        found = nw.when(condition).then(at).otherwise(whole(-1))
        return found.cum_max().over(*_REQUEST, order_by=ordered)

    soon = (kind == "asks") & (at - nw.col("closed_at") <= REOPENED)
    return (
        events.with_columns(closed_at=last(kind == "close"))
        .with_columns(resumed_at=last(soon))
        .filter((kind != "pause") | (nw.col("closed_at") <= nw.col("resumed_at")))
        .with_columns(held_at=last(kind == "pause"))
        .filter((kind != "says") | (nw.col("held_at") > nw.col("closed_at")))
        .select(*_REQUEST, "at", "kind")
    )


def _showing(history: History, emoji: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """``channel`` and ``at`` of messages that show one of some emoji."""
    import narwhals as nw

    return (
        history.frames.marks.filter(nw.col("kind") == "emoji")
        .join(emoji, on=["channel", "value"], how="semi")
        .select("channel", "at")
        .unique()
    )


def next_where(condition: nw.Expr, ordered: Sequence[str]) -> nw.Expr:
    """When next in its request a condition holds, this row included; :data:`NEVER` for none."""
    import narwhals as nw

    at = nw.when(condition).then(nw.col("at")).otherwise(whole(NEVER))
    return at.cum_min(reverse=True).over(*_REQUEST, order_by=ordered)


def sought(column: str) -> nw.Expr:
    """The instants of a column, null for :data:`NEVER`."""
    import narwhals as nw

    return nw.when(nw.col(column) < whole(NEVER)).then(nw.col(column))
