"""How long cases took, as files of incidents and tickets tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from commplan.clock import Interval, Meter
from commplan.evidence.records import IncidentRecord, Record, TicketRecord
from commplan.named import NamedTuple

_Ends = Mapping[str, tuple[str, ...]]
"""By what is measured: the column of the instant that ends it, and those of later ones."""
_INCIDENT: _Ends = {
    "acknowledge": ("acknowledged_at", "resolved_at", "closed_at"),
    "resolve": ("resolved_at", "closed_at"),
    "close": ("closed_at",),
}
_TICKET: _Ends = {"resolve": ("closed_at",), "close": ("closed_at",)}


class Spans(NamedTuple):
    """The cases that began in a window; lengths in microseconds of open time."""

    lengths: tuple[int, ...]
    is_open: tuple[bool, ...]
    """Which of them go on: they have lasted so long at least."""
    untold: int
    """Cases of which the records do not tell: they are over, and the instant is missing."""


def span_metrics(type_: str) -> tuple[str, ...]:
    """What records of a type of evidence tell the length of; nothing for most types."""
    return tuple({"incidents": _INCIDENT, "tickets": _TICKET}.get(type_, ()))


def case_spans(rows: Iterable[Record], metric: str, window: Interval, meter: Meter) -> Spans:
    """The length of every case that began in a window, up to its end at most.

    ``meter`` shows the time that counts. What ended later than the window has not
    ended yet; nothing ends before it begins. Raises KeyError for a metric that the
    records do not tell.
    """
    until = window[1]
    lengths: list[int] = []
    is_open: list[bool] = []
    untold = 0
    for row in _begun(rows, window):
        start, (end, *later) = _start(row), _ends(row, metric)
        is_over = any(one is not None and one <= until for one in later)
        if is_over if end is None else end < start:
            untold += 1
            continue
        last = until if end is None or end > until else end
        lengths.append(meter.at(last) - meter.at(start))
        is_open.append(end != last)
    return Spans(tuple(lengths), tuple(is_open), untold)


def cases_begun(rows: Iterable[Record], window: Interval) -> int:
    """How many cases began in a window. Raises TypeError for records of other types."""
    return sum(1 for _ in _begun(rows, window))


def _begun(rows: Iterable[Record], window: Interval) -> Iterator[IncidentRecord | TicketRecord]:
    for row in rows:
        if not isinstance(row, IncidentRecord | TicketRecord):
            raise TypeError(f"a {type(row).__name__} is no case")
        if window[0] < _start(row) <= window[1]:
            yield row


def _start(row: IncidentRecord | TicketRecord) -> int:
    return row.started_at if isinstance(row, IncidentRecord) else row.created_at


def _ends(row: IncidentRecord | TicketRecord, metric: str) -> tuple[int | None, ...]:
    """When what is measured came to its end, and what can only have come after that."""
    ends = _INCIDENT if isinstance(row, IncidentRecord) else _TICKET
    return tuple(getattr(row, column) for column in ends[metric])
