"""Threads in which something was decided, and whether a lasting record came of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import Duration
from commplan.history import Author
from commplan.measures.history import History
from commplan.measures.looking.records import RECORD, record_values
from commplan.measures.threads import half_read, key_kinds, marked, places
from commplan.measures.windows import Window, windows_of, within
from commplan.plan import incidents_handled_in, team_channels

if TYPE_CHECKING:
    import narwhals as nw

_THREAD = ["channel", "root"]


class Discussions(NamedTuple):
    """Threads of all channels in which a plan wants decisions recorded."""

    windows: tuple[Window, ...]
    ended: int
    """Threads of incidents or decisions that have ended and were read."""
    unrecorded: int
    """Those of them without a lasting record."""
    going_on: int
    half_read: int
    latest: tuple[str, int] | None
    """Where the last unrecorded one began: the channel's id in the workspace, and when."""


def decision_threads(
    history: History, length: Duration, *, min_replies: int, settled: Duration
) -> Discussions | None:
    """Threads that began in a window which ends as of now; None where no channel was read.

    Long threads count where incidents are handled, and there and where teams work those
    on a message of which somebody set one of the plan's reactions for decisions. A
    thread has ended when nobody has written in it for as long as ``settled``.
    """
    channels, incidents = history.channels, incidents_handled_in(history.plan)
    both = dict.fromkeys(one.id for one in (*incidents, *team_channels(history.plan)))
    looked_at = windows_of(history, [channels[one] for one in both if one in channels], length)
    if not looked_at:
        return None
    in_incidents = [channels[one.id].id for one in incidents if one.id in channels]
    threads = _threads(history, looked_at, in_incidents, min_replies, settled)
    return _told(looked_at, threads)


def _told(looked_at: tuple[Window, ...], threads: nw.LazyFrame[Any]) -> Discussions:
    import narwhals as nw

    judged = nw.col("ended") & nw.col("known")
    table = (
        threads.with_columns(bare=judged & ~nw.col("recorded"))
        .with_columns(latest=nw.when(nw.col("bare")).then(nw.col("root")))
        .with_columns(
            going_on=(~nw.col("ended")).cast(nw.Int64),
            half=(nw.col("ended") & ~nw.col("known")).cast(nw.Int64),
            judged=judged.cast(nw.Int64),
            bare=nw.col("bare").cast(nw.Int64),
        )
        .group_by("channel")
        .agg(nw.col("judged", "bare", "going_on", "half").sum(), nw.col("latest").max())
        .collect()
        .rows()
    )
    ended, unrecorded, going_on, half = (sum(int(row[n]) for row in table) for n in range(1, 5))
    latest = max(((row[5], row[0]) for row in table if row[5] is not None), default=None)
    last = None if latest is None else (latest[1], latest[0])
    return Discussions(looked_at, ended, unrecorded, going_on, half, last)


def _threads(
    history: History,
    looked_at: Sequence[Window],
    in_incidents: Sequence[str],
    min_replies: int,
    settled: Duration,
) -> nw.LazyFrame[Any]:
    """The threads that count, with ``ended``, ``known`` (all was read) and ``recorded``."""
    import narwhals as nw

    ids = [one.measured.id for one in looked_at]
    heads = within(history, looked_at, history.frames.messages).filter(
        nw.col("thread").is_null(), nw.col("kind") != Author.SYSTEM.value
    )
    written = (
        history.frames.messages.filter(
            nw.col("channel").is_in(ids), ~nw.col("thread").is_null(), nw.col("at") <= history.as_of
        )
        .group_by("channel", "thread")
        .agg(nw.len().alias("read"), nw.col("at").max().alias("last_read"))
        .rename({"thread": "root"})
    )
    told = history.frames.threads.filter(~nw.col("whole")).select(
        "channel", "replies", "last_reply", root="at"
    )  # of the others all replies are among the messages, and those after now do not count
    replies = nw.max_horizontal(nw.coalesce("read", nw.lit(0)), nw.coalesce("replies", nw.lit(0)))
    last = nw.max_horizontal(
        nw.col("root"),
        nw.coalesce("last_read", nw.lit(0)),
        nw.coalesce("last_reply", nw.lit(0)),
    )
    return (
        heads.select("channel", "window_end", root="at")
        .join(written, on=_THREAD, how="left")
        .join(told, on=_THREAD, how="left")
        .join(_flag(_decisions(history), "decided"), on=_THREAD, how="left")
        .join(_flag(_records(history, looked_at), "recorded"), on=_THREAD, how="left")
        .join(_flag(half_read(history), "half"), on=_THREAD, how="left")
        .with_columns(
            decided=nw.coalesce("decided", nw.lit(value=False)),
            recorded=nw.coalesce("recorded", nw.lit(value=False)),
            half=nw.coalesce("half", nw.lit(value=False)),
            length=replies,
            last=last,
        )
        .filter(
            nw.col("decided")
            | (nw.col("channel").is_in(list(in_incidents)) & (nw.col("length") >= min_replies))
        )
        .with_columns(
            ended=nw.col("last") + settled.microseconds <= nw.col("window_end"),
            known=~nw.col("half"),
        )
    )


def _flag(frame: nw.LazyFrame[Any], name: str) -> nw.LazyFrame[Any]:
    import narwhals as nw

    return frame.select(*_THREAD).unique(_THREAD).with_columns(nw.lit(value=True).alias(name))


def _decisions(history: History) -> nw.LazyFrame[Any]:
    """Threads on a message of which stands a reaction that means a decision."""
    import narwhals as nw

    decisions = history.plan.protocols.decisions
    names = list(decisions.reactions) if decisions else []
    return _at_heads(
        history,
        history.frames.signs.filter(nw.col("kind") == "reaction", nw.col("value").is_in(names)),
    )


def _records(history: History, looked_at: Sequence[Window]) -> nw.LazyFrame[Any]:
    """Threads that hold a ticket key or a link to a record, or of which a message is pinned."""
    import narwhals as nw

    kinds = {kind for one in looked_at for kind in key_kinds(history, one.measured.channel.id)}
    ours = nw.col("value").is_in(list(record_values(history.plan)))
    shown = marked(history, (RECORD, *sorted(kinds))).filter((nw.col("kind") != RECORD) | ours)
    pins = _at_heads(history, history.frames.signs.filter(nw.col("kind") == "pin"))
    return nw.concat([shown.select(*_THREAD), pins.select(*_THREAD)])


def _at_heads(history: History, signs: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """``channel`` and ``root`` of the threads in which messages with signs stand."""
    return signs.join(places(history), on=["channel", "at"], how="inner").select(*_THREAD)
