"""Who asked for something, and when: top-level posts that make up requests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from commplan.history import Author
from commplan.measures.history import History
from commplan.measures.intakes import Desk, channels_table, machines_table, responders_table
from commplan.measures.literals import certainly, flag, whole

if TYPE_CHECKING:
    import narwhals as nw


def turns(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """What people wrote at the top level, themselves or by a form: one turn after another.

    Columns: ``channel``, ``at``, ``person`` (null where a form does not tell for whom),
    ``responder`` (whether that is one), ``form``, and ``before``: the instant of the turn
    that this one goes on with, null where it begins something. A turn goes on with the
    last one if that was the same person's, and not long ago.
    """
    import narwhals as nw

    follows = (
        (nw.col("person") == nw.col("person_before"))
        & (nw.col("at") - nw.col("at_before") <= _coalesce(where))
        & ~nw.col("form")
    )
    answering = responders_table(history, where).with_columns(responder=flag(value=True))
    return (
        _written(history, where)
        .with_columns(
            person_before=nw.col("person").shift(1).over("channel", order_by="at"),
            at_before=nw.col("at").shift(1).over("channel", order_by="at"),
        )
        .join(answering, left_on=["channel", "person"], right_on=["channel", "account"], how="left")
        .select(
            "channel",
            "at",
            "person",
            "form",
            responder=certainly("responder"),
            before=nw.when(follows).then(nw.col("at_before")),
        )
    )


def beginnings(taken: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The first posts of requests among :func:`turns`.

    Columns: ``channel``, ``at``, ``requester``, and the first replies ``human_at`` and
    ``bot_at``, with which the turns have been joined.
    """
    import narwhals as nw

    return taken.filter(~nw.col("responder"), nw.col("before").is_null()).select(
        "channel", "at", "human_at", "bot_at", requester="person"
    )


def additions(taken: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The other posts of requests among :func:`turns`.

    The columns of :func:`beginnings`, and ``request``, the instant of the first post of the
    request. They are few, so that only for them it is worked out with which of many posts
    they go on.
    """
    import narwhals as nw

    last = nw.col("at").shift(1).over("channel", order_by="at")
    first = nw.when(nw.col("last") == nw.col("before")).then(whole(0))
    return (
        taken.filter(~nw.col("responder"), ~nw.col("before").is_null())
        .with_columns(last=last)
        .with_columns(first=first.otherwise(nw.col("before")))
        .with_columns(request=nw.col("first").cum_max().over("channel", order_by="at"))
        .select("channel", "at", "request", "human_at", "bot_at", requester="person")
    )


def lost(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """``channel`` and ``at`` of posts that were deleted after somebody had replied."""
    import narwhals as nw

    return (
        _top_level(history, where)
        .filter(nw.col("kind") == Author.DELETED.value)
        .select("channel", "at")
    )


def _written(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """``channel``, ``at``, ``person`` and ``form`` of what people wrote at the top level."""
    import narwhals as nw

    top = _top_level(history, where)
    human = (
        top.filter(nw.col("kind") == Author.HUMAN.value)
        .join(machines_table(history), on="author", how="anti")
        .select("channel", "at", person="author", form=flag(value=False))
    )
    filed = [_is_form(desk) for desk in where if desk.forms is not None]
    if not filed:
        return human
    marks = history.frames.marks
    named = (
        marks.filter(nw.col("kind") == "for")
        .group_by("channel", "at")
        .agg(person=nw.col("value").min(), last=nw.col("value").max())
        .with_columns(person=nw.when(nw.col("person") == nw.col("last")).then(nw.col("person")))
        .select("channel", "at", "person", named=flag(value=True))
    )
    forms = (
        top.filter(nw.col("kind") == Author.BOT.value)
        .join(named, on=["channel", "at"], how="left")
        .filter(reduce(or_, filed))
        .select("channel", "at", "person", form=flag(value=True))
    )
    return nw.concat([human, forms])


def _is_form(desk: Desk) -> nw.Expr:
    import narwhals as nw

    if desk.forms is None or desk.forms.unnamed:
        by_it = certainly("named")
    else:
        ids = sorted(desk.forms.ids)
        held = (certainly(nw.col(one).is_in(ids)) for one in _SENDERS)
        by_it = reduce(or_, held)
    return (nw.col("channel") == desk.id) & by_it


_SENDERS = ("author", "bot", "app")


def _top_level(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    import narwhals as nw

    found = history.frames.messages.filter(
        nw.col("thread").is_null(), nw.col("at") <= history.as_of
    )
    return found.join(channels_table(history, where), on="channel", how="semi")


def _coalesce(where: Sequence[Desk]) -> nw.Expr:
    """How soon the next post has to come, by channel."""
    import narwhals as nw

    common, *others = sorted({desk.coalesce for desk in where}) or [0]
    found = whole(common)
    for length in others:
        channels = [desk.id for desk in where if desk.coalesce == length]
        found = nw.when(nw.col("channel").is_in(channels)).then(whole(length)).otherwise(found)
    return found
