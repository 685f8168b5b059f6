"""How long requests took until they were closed, without the time on hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from commplan.clock import ALWAYS, Calendar, Duration, due_pieces, exact_length, open_time_pieces
from commplan.evidence import Evidence, TicketRecord
from commplan.history import message_instant
from commplan.measures.cases import TIMED, State, chosen
from commplan.measures.clocks import on_clock
from commplan.measures.exchange_rows import closable, closed_by_reaction, running, unnamed_reactions
from commplan.measures.history import History
from commplan.measures.intakes import Desk
from commplan.measures.literals import certainly, flag, whole
from commplan.measures.request_rows import posts_kept, responses
from commplan.measures.windows import Window, within
from commplan.plan import Sla

if TYPE_CHECKING:
    import narwhals as nw

RESOLVE = "resolve"
_KEY = ["channel", "at"]


def tickets_table(history: History, evidence: Evidence) -> nw.LazyFrame[Any] | None:
    """``channel``, ``at`` of the post and ``closed_at`` of tickets; None without any records.

    Records name channels by their ids in Slack or in the plan.
    """
    if not evidence.files_of(TicketRecord) or evidence.gaps(TicketRecord):
        return None
    ids = {id_: one.id for id_, one in history.channels.items()}
    rows = {
        (ids.get(row.channel, row.channel), at, row.closed_at)
        for row in evidence.of(TicketRecord)
        if row.channel is not None and (at := message_instant(row.request_ts)) is not None
    }
    columns = {"channel": "text", "at": "whole", "closed_at": "whole"}
    return history.engine.table(columns, sorted(rows, key=repr))


def timed_resolutions(
    history: History,
    where: Sequence[Desk],
    windows: Sequence[Window],
    calendar: Calendar,
    sla: Sla,
    promised: Duration,
    tickets: nw.LazyFrame[Any] | None,
) -> nw.LazyFrame[Any]:
    """What :func:`commplan.measures.cases.timed` tells of other promises, of closing requests.

    ``waited`` is the open time in which the clock of the resolution ran. A closing is late
    once that has reached the promised length before, which is also where the clock has
    stood still since. Where the length is in days of work, the closing is held against the
    instant at which it fell due, and a time on hold leaves that unknown. ``known`` is
    whether anything would tell that a request was closed.
    """
    import narwhals as nw

    pauses = _pauses(sla, where)
    runs = history.engine.keep(running(history, where, pauses=pauses, tickets=tickets))
    asked = within(history, windows, responses(history, where))
    reacted = closed_by_reaction(history, where)
    seen = reacted.group_by("channel", "request").agg(
        seen=nw.col("seen").min(), earliest=nw.col("at").min()
    )
    rows = (
        asked.join(_last(runs, asked), on=_KEY, how="left")
        .join(seen.rename({"request": "at"}), on=_KEY, how="left")
        .join(_known(history, where, tickets), on=_KEY, how="left")
        .join(_hidden(history, where), on=_KEY, how="left")
        .with_columns(read=nw.col("read") & ~certainly("hidden"))
    )
    until = nw.col("window_end")
    unclosed = nw.col("ended").is_null()
    before = nw.col("earliest") < nw.col("ended")  # a reaction is never older than its message
    rows = rows.with_columns(vague=nw.when(unclosed | certainly(before)).then("seen"))
    rows = rows.with_columns(
        cap=nw.min_horizontal("vague", until),
        open=unclosed & nw.col("vague").is_null(),
        known=certainly("known"),
        held=certainly(nw.col("held")),
    )
    rows = history.engine.keep(rows)  # or all of it would be worked out again for its own caps
    longest = sla.pause.longest if sla.pause is not None else None
    waited = _waited(history, runs, rows, windows, calendar, longest)
    rows = rows.join(waited, on=_KEY, how="left").with_columns(
        waited=nw.coalesce("waited", whole(0))
    )
    length = exact_length(promised)
    if length is not None:
        rows = history.engine.keep(rows)
        ties = rows.filter(nw.col("waited") == length)
        earlier = None
        if len(ties.head(1).collect()):
            ties = ties.with_columns(cap=nw.min_horizontal("ended", "cap") - 1)
            earlier = _waited(history, runs, ties, windows, calendar, longest)
        rows = _overdue(rows, earlier, length)
    rows = _due(history, rows, windows, calendar, promised)
    return rows.with_columns(state=_state(counts_time=length is not None)).select(*TIMED)


def _pauses(sla: Sla, where: Sequence[Desk]) -> list[tuple[str, str]]:
    if sla.pause is None or RESOLVE not in sla.paused_metrics:
        return []
    return [(desk.id, name) for desk in where for name in sla.pause.reactions]


def _last(runs: nw.LazyFrame[Any], asked: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """When each request was closed for good up to the end of its window, and if it was on hold."""
    import narwhals as nw

    ends = asked.select(*_KEY, "window_end")
    begun = runs.rename({"request": "at"}).join(ends, on=_KEY, how="inner")
    begun = begun.filter(nw.col("since") <= nw.col("window_end"))
    is_last = nw.col("since") == nw.col("since").max().over(*_KEY)
    closed = nw.when(nw.col("resolved_at") <= nw.col("window_end")).then(nw.col("resolved_at"))
    stopped = certainly(nw.col("until") < nw.coalesce(nw.col("closed"), nw.col("window_end")))
    return (
        begun.with_columns(is_last=is_last, closed=closed)
        .with_columns(stopped=nw.when(stopped).then(whole(1)).otherwise(whole(0)))
        .with_columns(ended=nw.when(nw.col("is_last")).then(nw.col("closed")))
        .group_by(*_KEY)
        .agg(ended=nw.col("ended").max(), stops=nw.col("stopped").max(), runs=nw.len())
        .with_columns(held=(nw.col("stops") > 0) | (nw.col("runs") > 1))
        .select(*_KEY, "ended", "held")
    )


def _known(
    history: History, where: Sequence[Desk], tickets: nw.LazyFrame[Any] | None
) -> nw.LazyFrame[Any]:
    """Requests of which something would tell that they were closed: a ticket, or an emoji."""
    import narwhals as nw

    closing = [desk.id for desk in where if desk.close_reactions]
    asked = posts_kept(history, where)
    found = asked.filter(nw.col("channel").is_in(closing)).select("channel", "request")
    if tickets is not None:
        ticketed = asked.join(tickets.select(*_KEY), on=_KEY, how="semi")
        found = nw.concat([found, ticketed.select("channel", "request")])
    return found.unique().select("channel", at="request", known=flag(value=True))


def _hidden(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """Requests that somebody may have closed by a reaction of which Slack does not say whose."""
    places = closable(history, where)
    found = unnamed_reactions(history, where, "close_reactions", places)
    return found.select("channel", at="request", hidden=flag(value=True))


def _waited(
    history: History,
    runs: nw.LazyFrame[Any],
    rows: nw.LazyFrame[Any],
    windows: Sequence[Window],
    calendar: Calendar,
    longest: Duration | None,
) -> nw.LazyFrame[Any]:
    """The open time in which clocks ran, of each request: and on hold, what is over the longest."""
    import narwhals as nw

    caps = rows.select(*_KEY, "cap")
    spans = runs.rename({"request": "at"}).join(caps, on=_KEY, how="inner")
    spans = spans.filter(nw.col("since") <= nw.col("cap"))
    ran = spans.with_columns(end=nw.min_horizontal(nw.coalesce("until", "cap"), "cap"))
    lengths = [_between(history, ran, windows, calendar)]
    if longest is not None:
        held = _held_too_long(history, spans, windows, calendar, longest)
        lengths.append(_between(history, held, windows, calendar))
    return nw.concat(lengths).group_by(*_KEY).agg(waited=nw.col("length").sum().cast(nw.Int64))


def _held_too_long(
    history: History,
    spans: nw.LazyFrame[Any],
    windows: Sequence[Window],
    calendar: Calendar,
    longest: Duration,
) -> nw.LazyFrame[Any]:
    """From when on, and up to when, a clock goes on although the request is still on hold."""
    import narwhals as nw

    next_at = nw.col("since").shift(-1).over(*_KEY, order_by="since")
    spans = spans.with_columns(next_at=next_at)
    held = spans.filter(
        nw.col("until") < nw.col("cap"),
        nw.col("resolved_at").is_null() | (nw.col("resolved_at") > nw.col("until")),
    ).with_columns(
        end=nw.min_horizontal(nw.coalesce("resolved_at", "next_at", "cap"), "cap"),
    )
    start, until = _reach(windows)
    pieces = due_pieces(calendar, longest, start, until)
    held = on_clock(history.engine, held.drop("since"), "until", since=pieces)
    return held.filter(nw.col("since") < nw.col("end"))


def _between(
    history: History, spans: nw.LazyFrame[Any], windows: Sequence[Window], calendar: Calendar
) -> nw.LazyFrame[Any]:
    """``channel``, ``at`` and the open ``length`` of each span."""
    import narwhals as nw

    if calendar is ALWAYS:
        return spans.select(*_KEY, length=nw.col("end") - nw.col("since"))
    shown = open_time_pieces(calendar, *_reach(windows))
    spans = on_clock(history.engine, spans, "since", begun__=shown)
    spans = on_clock(history.engine, spans, "end", shown__=shown)
    return spans.select(*_KEY, length=nw.col("shown__") - nw.col("begun__"))


def _reach(windows: Sequence[Window]) -> tuple[int, int]:
    """From the first instant of all windows up to, and without, the one after their last."""
    return min(one.start for one in windows), max(one.end for one in windows) + 1


def _overdue(
    rows: nw.LazyFrame[Any], earlier: nw.LazyFrame[Any] | None, length: int
) -> nw.LazyFrame[Any]:
    """With ``late``: the time had run off before, which ``earlier`` tells where it just had."""
    import narwhals as nw

    late = nw.col("waited") > length
    if earlier is None:
        return rows.with_columns(late=late)
    told = earlier.select(*_KEY, before="waited")
    rows = rows.join(told, on=_KEY, how="left")
    return rows.with_columns(late=late | certainly(nw.col("before") == length))


def _due(
    history: History,
    rows: nw.LazyFrame[Any],
    windows: Sequence[Window],
    calendar: Calendar,
    promised: Duration,
) -> nw.LazyFrame[Any]:
    """With when each would have fallen due without a time on hold."""
    pieces = due_pieces(calendar, promised, *_reach(windows))
    return on_clock(history.engine, rows, "at", due=pieces)


def _state(*, counts_time: bool) -> nw.Expr:
    import narwhals as nw

    is_open, vague, done = nw.col("open"), nw.col("vague"), ~nw.col("open")
    later = certainly(vague > nw.col("window_end"))
    not_yet = nw.col("ended").is_null() & later  # by then it was closed, and by now perhaps
    if counts_time:
        is_late, doubtful = nw.col("late"), flag(value=False)
    else:
        is_late = certainly(nw.min_horizontal("ended", "vague", "window_end") > nw.col("due"))
        doubtful = is_late & nw.col("held")
    hidden = is_open & (~nw.col("known") | (~nw.col("read") & is_late))
    return chosen(
        (nw.col("lost"), State.LOST),
        (nw.col("withdrawn"), State.WITHDRAWN),
        (hidden | doubtful | not_yet, State.UNKNOWN),
        ((~vague.is_null() & is_late) | nw.col("due").is_null(), State.UNKNOWN),
        (is_late, State.MISSED),
        (done, State.MET),
        otherwise=State.PENDING,
    )
