"""The part of a history that a measure looks at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import Duration
from commplan.errors import ConfigError
from commplan.measures.history import History, MeasuredIn

if TYPE_CHECKING:
    import narwhals as nw


class Window(NamedTuple):
    """A time in which a channel is measured; instants are microseconds UTC."""

    measured: MeasuredIn
    start: int
    """Where the measure begins to look: later than it wants where less was read."""
    end: int
    """As of when it looks, or up to when messages were read."""
    whole: bool
    """Whether all that it wants was read."""


def windows_of(
    history: History, channels: Iterable[MeasuredIn], length: Duration
) -> tuple[Window, ...]:
    """The window of each channel that ends as of now.

    Raises ConfigError for a length in business days, which no calendar tells here.
    """
    start = history.starts(length)
    if start is None:
        raise ConfigError(f"no calendar places a window of {length}: write days, such as 28d")
    return windows_since(history, channels, start)


def windows_since(
    history: History, channels: Iterable[MeasuredIn], start: int
) -> tuple[Window, ...]:
    """The window of each channel from an instant on up to now."""
    return tuple(_window(one, start, min(history.as_of, one.until)) for one in channels)


def _window(measured: MeasuredIn, start: int, end: int) -> Window:
    """Empty at its end where messages are known only of later times."""
    begin = min(max(start, measured.since), end)
    return Window(measured, begin, end, whole=measured.since <= start)


def within(
    history: History, looked_at: Iterable[Window], frame: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """The rows of the windows' channels from their ``start`` to their ``end``.

    The frame has ``channel`` and ``at``; the columns ``window_start`` and ``window_end`` are added.
    """
    import narwhals as nw

    columns = {"channel": "text", "window_start": "whole", "window_end": "whole"}
    rows = [(one.measured.id, one.start, one.end) for one in looked_at]
    table = history.engine.table(columns, rows)
    return frame.join(table, on="channel", how="inner").filter(
        nw.col("at") >= nw.col("window_start"), nw.col("at") <= nw.col("window_end")
    )
