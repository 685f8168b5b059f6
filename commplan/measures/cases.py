"""Cases held against a clock: how long each took, and whether that was in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import ALWAYS, Calendar, Duration, due_pieces, exact_length, open_time_pieces
from commplan.measures.clocks import on_clock
from commplan.measures.history import History
from commplan.measures.literals import certainly, flag, whole
from commplan.measures.windows import Window, within

if TYPE_CHECKING:
    import narwhals as nw


TIMED = (
    *("channel", "at", "requester", "ended", "vague", "read"),
    *("due", "waited", "open", "state"),
)
"""The columns of cases that were held against a clock."""


class State(StrEnum):
    """What became of a case."""

    MET = "met"
    MISSED = "missed"
    """Kept late, or not although it is past due."""
    PENDING = "pending"
    """Not kept, and not yet due."""
    UNKNOWN = "unknown"
    """Kept nobody knows when, or perhaps in replies that were not read."""
    WITHDRAWN = "withdrawn"
    """Taken back before anybody answered."""
    CLOSED = "closed"
    """The request was closed before it was due, and nobody had kept it: that stops the clock."""
    LOST = "lost"
    """Deleted after somebody had answered."""

    @property
    def number(self) -> int:
        """What stands for it in frames."""
        return list(State).index(self)


def timed(
    history: History,
    cases: nw.LazyFrame[Any],
    windows: Sequence[Window],
    calendar: Calendar,
    promised: Duration | None,
) -> nw.LazyFrame[Any]:
    """Cases of some windows, with the columns :data:`TIMED`.

    ``cases`` has the columns of :mod:`commplan.measures.endings`. ``waited`` is open time on
    the calendar, in microseconds: up to the end, or up to which it was kept at the latest,
    or, where it is ``open``, up to when the request was closed, or up to now. Without
    ``promised`` there is no ``due`` and what has ended counts as met. ``state`` is the
    number of a :class:`State`.
    """
    import narwhals as nw

    until = nw.col("window_end")
    end = nw.min_horizontal("ended", "by_now")
    rows = within(history, windows, cases).with_columns(
        ended=nw.when(nw.col("ended") <= until).then(nw.col("ended")),
        by_now=nw.when(nw.col("vague") <= until).then(nw.col("vague")),
        stopped=nw.when(nw.col("stopped") <= until).then(nw.col("stopped")),
    )
    rows = rows.with_columns(end=nw.coalesce(end, nw.col("stopped"), until), open=end.is_null())
    rows = _clocked(history, rows, windows, calendar, promised)
    return rows.with_columns(state=_state(has_due=promised is not None)).select(*TIMED)


def _clocked(
    history: History,
    rows: nw.LazyFrame[Any],
    windows: Sequence[Window],
    calendar: Calendar,
    promised: Duration | None,
) -> nw.LazyFrame[Any]:
    """With ``due`` and ``waited``."""
    import narwhals as nw

    length = None if promised is None else exact_length(promised)
    if calendar is ALWAYS and (promised is None or length is not None):
        due = whole(None) if length is None else nw.col("at") + whole(length)
        return rows.with_columns(due=due, waited=nw.col("end") - nw.col("at"))
    start = min((one.start for one in windows), default=0)
    until = max((one.end for one in windows), default=0) + 1
    shown = open_time_pieces(calendar, start, until)
    functions = {"begun__": shown}
    if promised is not None:
        functions["due"] = due_pieces(calendar, promised, start, until)
    rows = on_clock(history.engine, rows, "at", **functions)
    rows = on_clock(history.engine, rows, "end", shown__=shown)
    waited = nw.col("shown__") - nw.col("begun__")
    if promised is None:
        rows = rows.with_columns(due=whole(None))
    return rows.with_columns(waited=waited).drop("shown__", "begun__")


def _state(*, has_due: bool) -> nw.Expr:
    import narwhals as nw

    ended, vague, due = nw.col("ended"), nw.col("vague"), nw.col("due")
    stopped = nw.col("stopped")
    past = certainly(due < nw.coalesce(stopped, nw.col("window_end")))
    hidden = ended.is_null() & ~nw.col("read")
    if has_due:
        met = certainly(ended <= due) | certainly(nw.col("by_now") <= due)
        unknown = ~vague.is_null() | (hidden & past) | due.is_null()
        missed = certainly(ended > due) | past
    else:
        met, unknown, missed = ~ended.is_null(), ~vague.is_null() | hidden, flag(value=False)
    return chosen(
        (nw.col("lost"), State.LOST),
        (nw.col("withdrawn"), State.WITHDRAWN),
        (met, State.MET),
        (~stopped.is_null() & ended.is_null() & ~past, State.CLOSED),
        (unknown, State.UNKNOWN),
        (missed, State.MISSED),
        otherwise=State.PENDING,
    )


def chosen(*cases: tuple[nw.Expr, State], otherwise: State) -> nw.Expr:
    """The number of the state whose condition holds, the first one of several."""
    import narwhals as nw

    state = whole(otherwise.number)
    for condition, value in reversed(cases):
        state = nw.when(condition).then(whole(value.number)).otherwise(state)
    return state


class Cases(NamedTuple):
    """What became of all cases of a promise in a window."""

    counts: dict[State, int]
    at: Any
    """When each began that is met, missed or pending, in microseconds UTC: an array, as below."""
    waited: Any
    """How long each took, in open time, or has taken so far."""
    is_open: Any
    """Whether it still goes on."""
    met: Any
    decided: Any
    """Whether it is met or missed."""

    @property
    def n(self) -> int:
        """How many are decided."""
        return self.counts[State.MET] + self.counts[State.MISSED]


def gathered(rows: nw.LazyFrame[Any]) -> Cases:
    """The cases of :func:`timed`, brought here as arrays, in no order."""
    return _cases(rows.select(*_ARRAYS).collect())


def gathered_by_channel(
    rows: nw.LazyFrame[Any], channels: Iterable[str]
) -> Iterator[tuple[str, Cases]]:
    """Likewise for each of some channels, by their ids in the workspace."""
    found = rows.select("channel", *_ARRAYS).sort("channel").collect()
    names = found.get_column("channel").to_numpy()
    begins = [0, *((names[1:] != names[:-1]).nonzero()[0] + 1).tolist(), len(names)]
    parts = {names[begin]: found[begin:end] for begin, end in pairwise(begins) if begin < end}
    for channel in channels:
        yield channel, _cases(parts.get(channel, found[:0]))


_ARRAYS = ("at", "waited", "open", "state")
_DECISIVE = (State.MET, State.MISSED, State.PENDING)


def _cases(found: nw.DataFrame[Any]) -> Cases:
    import narwhals as nw
    import numpy as np

    counted = np.bincount(found.get_column("state").to_numpy(), minlength=len(State)).tolist()
    kept = found.filter(nw.col("state").is_in([state.number for state in _DECISIVE]))
    at, waited, is_open, state = (kept.get_column(name).to_numpy() for name in _ARRAYS)
    met, decided = state == State.MET.number, state != State.PENDING.number
    return Cases(dict(zip(State, counted, strict=True)), at, waited, is_open, met, decided)
