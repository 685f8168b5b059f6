"""Who asked for something, and when: top-level posts that make up requests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from commplan.history import Author
from commplan.measures.history import History
from commplan.measures.intakes import Desk, responders_table
from commplan.measures.literals import certainly, flag, whole

if TYPE_CHECKING:
    import narwhals as nw


def posts(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """Every post that asks for something, with the request that it belongs to.

    ``channel`` and ``at`` are the post's; ``request`` is the instant of the first post of
    the request, ``requester`` the account of who asks: null where a form does not tell.
    Posts of one person with nobody's between are one request, while each comes soon after
    the one before. A form is always a request of its own, to which its person may add.
    """
    import narwhals as nw

    turns = _turns(history, where)
    follows = (
        (nw.col("person") == nw.col("person_before"))
        & (nw.col("at") - nw.col("at_before") <= _coalesce(where))
        & ~nw.col("form")
    )
    first = nw.when(certainly(follows)).then(whole(0))
    answering = responders_table(history, where).rename({"account": "person"})
    return (
        turns.with_columns(
            person_before=nw.col("person").shift(1).over("channel", order_by="at"),
            at_before=nw.col("at").shift(1).over("channel", order_by="at"),
        )
        .with_columns(first=first.otherwise(nw.col("at")))
        .with_columns(request=nw.col("first").cum_max().over("channel", order_by="at"))
        .join(answering, on=["channel", "person"], how="anti")
        .select("channel", "at", "request", requester="person")
    )


def lost(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """``channel`` and ``at`` of posts that were deleted after somebody had replied."""
    import narwhals as nw

    return (
        _top_level(history, where)
        .filter(nw.col("kind") == Author.DELETED.value)
        .select("channel", "at")
    )


def _turns(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """What people wrote at the top level, themselves or by a form: one turn after another."""
    import narwhals as nw

    top = _top_level(history, where)
    human = top.filter(nw.col("kind") == Author.HUMAN.value, ~is_machine(history)).select(
        "channel", "at", person="author", form=flag(value=False)
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

    return history.frames.messages.filter(
        nw.col("thread").is_null(),
        nw.col("channel").is_in([desk.id for desk in where]),
        nw.col("at") <= history.as_of,
    )


def is_machine(history: History) -> nw.Expr:
    """Whether no human is behind the author."""
    import narwhals as nw

    return nw.coalesce(nw.col("author").is_in(sorted(history.machines)), flag(value=False))


def _coalesce(where: Sequence[Desk]) -> nw.Expr:
    """How soon the next post has to come, by channel."""
    import narwhals as nw

    common, *others = sorted({desk.coalesce for desk in where}) or [0]
    found = whole(common)
    for length in others:
        channels = [desk.id for desk in where if desk.coalesce == length]
        found = nw.when(nw.col("channel").is_in(channels)).then(whole(length)).otherwise(found)
    return found
