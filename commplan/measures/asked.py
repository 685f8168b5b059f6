"""Which requests a measure looks at, and of which intake channels nothing can be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import Duration
from commplan.measures.history import History
from commplan.measures.intakes import Desk, assessable, desks
from commplan.measures.request_rows import requests
from commplan.measures.windows import Window, windows_of, within
from commplan.plan import Channel

if TYPE_CHECKING:
    import narwhals as nw


class Asked(NamedTuple):
    """The intake channels that can be measured, each in its window."""

    windows: tuple[Window, ...]
    desks: tuple[Desk, ...]
    """Those of the windows, in their order."""


class Unassessed(NamedTuple):
    """An intake channel of which nothing can be said."""

    channel: Channel
    why: str


def asked_in(history: History, length: Duration) -> Asked:
    """The intake channels that were read and of which is known who responds."""
    places = assessable(history)
    return Asked(windows_of(history, [desk.measured for desk in places], length), places)


def unassessed_intakes(history: History) -> Iterator[Unassessed]:
    """The intake channels in use of which nothing can be said, and why."""
    doubts = {desk.channel.id: desk.doubt for desk in desks(history)}
    for channel in history.plan.channels.values():
        if channel.intake is None or not channel.is_slack or channel.retired:
            continue
        if why := history.unread(channel.id) or doubts.get(channel.id, ""):
            yield Unassessed(channel, why)


def asked_for(history: History, looked_at: Sequence[Window]) -> nw.LazyFrame[Any]:
    """The rows of :func:`requests` that count: neither lost nor withdrawn."""
    import narwhals as nw

    return within(history, looked_at, requests(history)).filter(
        ~nw.col("lost"), ~nw.col("withdrawn")
    )
