"""Functions of time as tables: what lets a database answer what :mod:`commplan.clock` would.

Open time, and the instant at which a promise falls due, rise with the start or stand
still, and jump where a calendar opens or closes. So a few hundred straight pieces a year
say exactly, to the microsecond, what they are at any of its instants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

from commplan.clock.calendars import ALWAYS, Calendar, open_intervals
from commplan.clock.deadlines import LONGEST_CLOSURE, due, latest_start
from commplan.clock.durations import DAY, MINUTE, Duration
from commplan.clock.meter import Meter
from commplan.clock.offsets import (
    first_instant_of_wall,
    last_instant_of_wall,
    local_wall,
    offset_runs,
)
from commplan.named import NamedTuple


class Piece(NamedTuple):
    """What a function is from one instant up to, and without, another."""

    since: int
    until: int
    value: int | None
    """At its first instant; None if there is no value in all of it."""
    slope: int
    """How much the value grows with every microsecond: 0 or 1."""

    def at(self, t: int) -> int | None:
        """The value at an instant of the piece."""
        return None if self.value is None else self.value + self.slope * (t - self.since)


Pieces: TypeAlias = tuple[Piece, ...]
"""Sorted, without a hole between them."""


def open_time_pieces(calendar: Calendar, start: int, end: int) -> Pieces:
    """The open time since ``start`` at each instant of a window, in microseconds."""
    intervals = ((start, end),) if calendar is ALWAYS else open_intervals(calendar, start, end)
    return _pieces(Meter(intervals).at, (edge for pair in intervals for edge in pair), start, end)


def due_pieces(calendar: Calendar, duration: Duration, start: int, end: int) -> Pieces:
    """When a promise falls due that is made at an instant of a window: see :func:`due`.

    A promise that is used up exactly at closing time is due then, one made a microsecond
    later only after the next opening; so pieces begin a microsecond after such instants.
    """
    if duration.months or duration.business_days:
        cuts = _wall_cuts(calendar, start, end, due(calendar, end, duration))
    else:
        cuts = _exact_cuts(calendar, duration.microseconds, start, end)
    return _pieces(lambda t: due(calendar, t, duration), cuts, start, end)


def refined(*functions: Pieces) -> Iterator[tuple[Piece, ...]]:
    """The pieces of functions over one window, cut wherever one of them is."""
    cuts = sorted({piece.since for pieces in functions for piece in pieces})
    ends = [*cuts[1:], *(pieces[-1].until for pieces in functions[:1])]
    places = [0] * len(functions)
    for since, until in zip(cuts, ends, strict=True):
        row = []
        for number, pieces in enumerate(functions):
            while pieces[places[number]].until <= since:
                places[number] += 1
            piece = pieces[places[number]]
            row.append(Piece(since, until, piece.at(since), piece.slope))
        yield tuple(row)


def _pieces(
    function: Callable[[int], int | None], cuts: Iterable[int], start: int, end: int
) -> Pieces:
    """The pieces of a function that is straight between cuts."""
    inside = sorted({start, *(cut for cut in cuts if start < cut < end)})
    found: list[Piece] = []
    for since, until in pairwise((*inside, end)):
        first, last = function(since), function(until - 1)
        rises = first is not None and last is not None and last > first
        piece = Piece(since, until, first, int(rises))
        if found and _continues(found[-1], piece):
            piece = found.pop()._replace(until=until)
        found.append(piece)
    return tuple(found)


def _continues(before: Piece, after: Piece) -> bool:
    return before.slope == after.slope and before.at(after.since) == after.value


def _exact_cuts(calendar: Calendar, microseconds: int, start: int, end: int) -> Iterator[int]:
    """Where a start meets an edge of a calendar, or the promise does."""
    if calendar is ALWAYS or not microseconds:
        return
    last = due(calendar, end, Duration(microseconds))
    until = end + LONGEST_CLOSURE if last is None else last + 1
    for opens, closes in open_intervals(calendar, start - LONGEST_CLOSURE, until):
        yield opens
        yield closes
        yield opens - LONGEST_CLOSURE  # from then on it counts as opening again
        used_up = latest_start(calendar, closes, microseconds)
        if used_up is not None:
            yield used_up + 1


def _wall_cuts(calendar: Calendar, start: int, end: int, last: int | None) -> Iterator[int]:
    """Where a wall clock shows midnight, or the time of day of an edge or a change of it."""
    zone = calendar.timezone
    runs = offset_runs(zone, start - 3 * DAY, max(last or 0, end + LONGEST_CLOSURE) + 3 * DAY)
    changes = {(a.end + offset) % DAY for a, b in pairwise(runs) for offset in (a.offset, b.offset)}
    ranges = [one[1:] for one in calendar.hours]
    ranges += [one for _, day in calendar.exceptions for one in day]
    times = changes | {0} | {edge * MINUTE % DAY for pair in ranges for edge in pair}
    yield from (run.start for run in runs if run.start < end)
    for day in range(local_wall(start, zone) // DAY - 1, local_wall(end, zone) // DAY + 2):
        for time in times:
            for instant in (first_instant_of_wall, last_instant_of_wall):
                t = instant(day * DAY + time, zone)
                yield from (t, t + 1)
