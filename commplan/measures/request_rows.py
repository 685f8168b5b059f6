"""Requests and what became of them: the table that measures of promised times begin with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from commplan.history import Author
from commplan.measures.answer_rows import answers as answers_of
from commplan.measures.answer_rows import mentions
from commplan.measures.finding_rows import findings
from commplan.measures.history import History
from commplan.measures.intakes import Desk, assessable, channels_table, responders_table
from commplan.measures.literals import certainly, flag, text, whole
from commplan.measures.post_rows import additions, beginnings, lost, turns

if TYPE_CHECKING:
    import narwhals as nw

_REQUEST = ["channel", "request"]
RESPONSE_COLUMNS = (
    *("channel", "at", "requester", "posts", "response_at", "response_by", "inferred"),
    *("ack_at", "ack_seen", "withdrawn", "lost", "read", "told"),
)
REQUEST_COLUMNS = (*RESPONSE_COLUMNS, "other_at", "others")


def responses(history: History, where: Sequence[Desk] | None = None) -> nw.LazyFrame[Any]:
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
    - ``withdrawn``: closed by who asked before anybody answered
    - ``lost``: the post was deleted, so nothing else is known
    - ``read``: all that was written in its threads is known; ``told``: at least all answers are
    """
    return _of(_responses, history, where)


def requests(history: History, where: Sequence[Desk] | None = None) -> nw.LazyFrame[Any]:
    """The same with what others did, which costs a look at all that was written.

    ``other_at`` and ``others``: the first answer by another human, and how many there were
    before the response.
    """
    return _of(_requests_kept, history, where)


def answers(history: History, where: Sequence[Desk] | None = None) -> nw.LazyFrame[Any]:
    """Every answer that a human other than the requester gave to a request.

    Columns: ``channel``, ``request`` (its ``at``), ``at``, ``author``, ``responder``
    (whether the answer counts) and ``in_thread``. Outside the thread only a responder's
    mention of the requester within 30 minutes is one.
    """
    return _of(_answers_kept, history, where)


def posts_kept(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """The posts that make up requests.

    ``channel`` and ``at`` are the post's; ``request`` is the instant of the first post of
    the request, ``requester`` the account of who asks: null where a form does not tell.
    Posts of one person with nobody's between are one request, while each comes soon after
    the one before. A form is always a request of its own, to which its person may add.
    """
    return _of(_posts, history, where)


def _of(
    make: Callable[[History, Sequence[Desk]], nw.LazyFrame[Any]],
    history: History,
    where: Sequence[Desk] | None,
) -> nw.LazyFrame[Any]:
    """A frame of some channels; those that all rules ask about are made for all at once."""
    everywhere = assessable(history)
    if where is None:
        return make(history, everywhere)
    if not {desk.key for desk in where} < {desk.key for desk in everywhere}:
        return make(history, where)
    return make(history, everywhere).join(channels_table(history, where), on="channel", how="semi")


def _posts(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """:func:`posts_kept` with ``human_at``, the first reply of a responder to each post."""
    import narwhals as nw

    columns = ["channel", "at", "request", "requester", "human_at"]
    first = beginnings(_turns(history, where)).with_columns(request="at")
    return nw.concat([first.select(*columns), _additions(history, where).select(*columns)])


def _key(name: str, where: Sequence[Desk]) -> tuple[object, ...]:
    return (name, *(desk.key for desk in where))


def _turns(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """:func:`turns` with the first replies in their threads, ``human_at`` and ``bot_at``."""

    def found() -> nw.LazyFrame[Any]:
        return turns(history, where).join(
            _first_replies(history, where),
            left_on=["channel", "at"],
            right_on=["channel", "thread"],
            how="left",
        )

    return history.kept(_key("turns", where), found)


def _additions(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    return history.kept(_key("additions", where), lambda: additions(_turns(history, where)))


def _mentions(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    return history.kept(_key("mentions", where), lambda: mentions(history, _turns(history, where)))


def _requests_kept(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    return history.kept(_key("requests", where), lambda: _requests(history, where))


def _answers_kept(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    def found() -> nw.LazyFrame[Any]:
        return answers_of(history, where, _posts(history, where), _mentions(history, where))

    return history.kept(_key("answers", where), found)


def _requests(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    import narwhals as nw

    given, found = _answers_kept(history, where), _responses(history, where)
    responded = found.select("channel", "response_at", request="at")
    others = given.filter(~nw.col("responder")).join(responded, on=_REQUEST, how="inner")
    before = nw.col("response_at").is_null() | (nw.col("at") < nw.col("response_at"))
    counted = others.group_by(*_REQUEST).agg(
        other_at=nw.col("at").min(),
        others=nw.when(before).then(whole(1)).count().cast(nw.Int64),
    )
    return found.join(counted, left_on=["channel", "at"], right_on=_REQUEST, how="left").select(
        *RESPONSE_COLUMNS, "other_at", others=nw.coalesce("others", whole(0))
    )


def _responses(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    import narwhals as nw

    found = (
        beginnings(_turns(history, where))
        .join(
            history.kept(_key("findings", where), lambda: _findings(history, where)),
            left_on=["channel", "at"],
            right_on=_REQUEST,
            how="left",
        )
        .with_columns(
            inside=nw.min_horizontal("human_at", "more_human_at"),
            bot=nw.min_horizontal("bot_at", "more_bot_at"),
        )
        .with_columns(response_at=nw.min_horizontal("inside", "outside_at"))
    )
    response = nw.col("response_at")
    outside = certainly(nw.col("outside_at") < nw.coalesce("inside", response + 1))
    told = found.select(
        "channel",
        "at",
        "requester",
        "response_at",
        "ack_seen",
        posts=nw.coalesce("more_posts", whole(0)) + 1,
        response_by=nw.coalesce("response_at", "answered_by"),
        inferred=outside,
        ack_at=nw.min_horizontal("response_at", "bot"),
        withdrawn=_withdrawn(),
        lost=flag(value=False),
        read=nw.col("unread").is_null(),
        told=nw.col("untold").is_null(),
    )
    gone = history.kept(_key("lost", where), lambda: _lost(history, where))
    return nw.concat([told.select(*RESPONSE_COLUMNS), gone])


def _first_replies(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """The first reply of a responder, and of a bot where bots acknowledge, in every thread.

    Columns: ``channel``, ``thread``, ``human_at``, ``bot_at``.
    """
    import narwhals as nw

    written = history.frames.messages.filter(
        ~nw.col("thread").is_null(), nw.col("at") <= history.as_of
    )
    answering = responders_table(history, where).rename({"account": "author"})
    human = nw.col("kind") == Author.HUMAN.value
    by_responders = written.filter(human).join(answering, on=["channel", "author"], how="semi")
    columns = {"human_at": nw.col("at"), "bot_at": whole(None)}
    found = [by_responders.select("channel", "thread", **columns)]
    accepting = [desk for desk in where if desk.auto_ack]
    if accepting:
        by_bots = written.filter(nw.col("kind") == Author.BOT.value).join(
            channels_table(history, accepting), on="channel", how="semi"
        )
        columns = {"human_at": whole(None), "bot_at": nw.col("at")}
        found.append(by_bots.select("channel", "thread", **columns))
    return (
        nw.concat(found)
        .group_by("channel", "thread")
        .agg(human_at=nw.col("human_at").min(), bot_at=nw.col("bot_at").min())
    )


def _findings(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    asked, added = _posts(history, where), _additions(history, where)
    return findings(history, where, asked, added, _mentions(history, where))


def _withdrawn() -> nw.Expr:
    """Whether it was closed before anybody answered, as far as all of the answers are known.

    Nothing tells when a reaction was set, but that it was before it was seen.
    """
    import narwhals as nw

    closed, answered = nw.col("closed_by"), nw.min_horizontal("answered_at", "response_at")
    alone = ~closed.is_null() & answered.is_null() & nw.col("unread").is_null()
    return certainly(closed < answered) | alone


def _lost(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """Rows of requests of which nothing is left but the answers."""
    import narwhals as nw

    known = {
        "posts": whole(1),
        "lost": flag(value=True),
        **{name: flag(value=False) for name in ("inferred", "withdrawn", "read", "told")},
    }
    untold = {name: whole(None) for name in RESPONSE_COLUMNS if name not in known}
    untold["requester"] = text(None)
    columns = untold | known | {"channel": nw.col("channel"), "at": nw.col("at")}
    return lost(history, where).select(**{name: columns[name] for name in RESPONSE_COLUMNS})
