"""What wall clocks show, in integers.

A zone is used as *runs*: stretches of UTC time with one offset. A year has two
or three, so whoever needs thousands of local times pays for a few look-ups in
the time-zone database and does the rest by adding.

A *wall* number is a local time as microseconds since 1970-01-01 00:00 on that
same wall clock: ``wall = instant + offset``.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from commplan.clock.durations import DAY, SECOND
from commplan.clock.zones import zone
from commplan.named import NamedTuple

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # wall clocks have no zone
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_STEP = 3 * DAY
"""Distance between probes for a change; the shortest run the database knows is almost four days."""
_BLOCK = 32 * _STEP
"""Changes are sought, and remembered, block by block."""
_EARLIEST = -62_000_000_000 * SECOND
_LATEST = 253_000_000_000 * SECOND
"""A little inside the years 1 and 9999, beyond which ``datetime`` cannot go."""


class Run(NamedTuple):
    """A stretch of UTC time in which a zone keeps one offset."""

    start: int
    end: int
    offset: int
    """Local time minus UTC, in microseconds."""


def offset_runs(name: str, start: int, end: int, frozen_at: int | None = None) -> tuple[Run, ...]:
    """The offsets of a zone over a window: runs that cover it without a hole.

    With ``frozen_at``, the offset of that instant holds throughout: the zone as
    if it never changed its clocks. Raises :class:`UnknownZone`.
    """
    if frozen_at is not None:
        return (Run(start, end, _offset(name, frozen_at)),)
    if name == "UTC":
        return (Run(start, end, 0),)
    runs: list[Run] = []
    for block in range(start // _BLOCK, -(-end // _BLOCK)):
        for since, until, offset in _block_runs(name, block):
            if until <= start or since >= end:
                continue
            if runs and runs[-1].offset == offset:
                runs[-1] = Run(runs[-1].start, min(until, end), offset)
            else:
                runs.append(Run(max(since, start), min(until, end), offset))
    return tuple(runs)


@lru_cache(maxsize=2048)
def _block_runs(name: str, block: int) -> tuple[Run, ...]:
    in_zone = zone(name)
    end = (block + 1) * _BLOCK
    runs: list[Run] = []
    since = seen = block * _BLOCK
    shift = _shift(in_zone, seen)
    while seen < end:
        probe = min(seen + _STEP, end)
        if _shift(in_zone, probe) == shift:
            seen = probe
            continue
        seen = _change_between(in_zone, seen, probe)
        runs.append(Run(since, seen, shift // _MICROSECOND))
        since = seen
        shift = _shift(in_zone, seen)
    if since < end:
        runs.append(Run(since, end, shift // _MICROSECOND))
    return tuple(runs)


def _change_between(in_zone: ZoneInfo, before: int, after: int) -> int:
    """The instant, to the second, at which the offset that holds ``before`` ends."""
    shift = _shift(in_zone, before)
    low, high = before // SECOND, after // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if _shift(in_zone, middle * SECOND) == shift:
            low = middle
        else:
            high = middle
    return high * SECOND


def _shift(in_zone: ZoneInfo, t: int) -> timedelta:
    """Local time minus UTC at an instant."""
    seconds = min(max(t, _EARLIEST), _LATEST) // SECOND
    return datetime.fromtimestamp(seconds, in_zone).utcoffset() or timedelta()


def _offset(name: str, t: int) -> int:
    """Local time minus UTC at an instant, in microseconds."""
    return 0 if name == "UTC" else _shift(zone(name), t) // _MICROSECOND


def reading(runs: tuple[Run, ...], t: int) -> int:
    """What the clock reads at an instant of the window, as a wall number."""
    place = bisect_right(runs, t, key=itemgetter(0))
    return t + runs[max(place - 1, 0)].offset


def first_reading(runs: tuple[Run, ...], wall: int) -> int:
    """The first instant at which the clock reads ``wall`` or later.

    So a time that is shown twice means its first showing, and one that is
    skipped means the change. Cut to the window of the runs.
    """
    for start, end, offset in runs:
        if wall - offset < end:
            return max(start, wall - offset)
    return runs[-1].end


def last_reading(runs: tuple[Run, ...], wall: int) -> int:
    """The last instant at which the clock reads ``wall``, or the end of its reading earlier times.

    So a time that is shown twice means its last showing, and one that is
    skipped means the change. Cut to the window of the runs.
    """
    for start, end, offset in reversed(runs):
        if start + offset <= wall:
            return min(end, wall - offset)
    return runs[0].start


def first_instant(local: datetime, zone_name: str) -> int:
    """The first occurrence of a wall time (naive); a skipped one is the instant of the change."""
    return first_instant_of_wall(wall_of(local), zone_name)


def last_instant(local: datetime, zone_name: str) -> int:
    """The last occurrence of a wall time (naive); a skipped one is the instant of the change."""
    return last_instant_of_wall(wall_of(local), zone_name)


def first_instant_of_wall(wall: int, zone_name: str) -> int:
    """:func:`first_instant` for a wall number, which may lie beyond the year 9999."""
    return first_reading(_runs_near(zone_name, wall), wall)


def last_instant_of_wall(wall: int, zone_name: str) -> int:
    """:func:`last_instant` for a wall number."""
    return last_reading(_runs_near(zone_name, wall), wall)


def _runs_near(name: str, wall: int) -> tuple[Run, ...]:
    # Offsets reach a day at most, and a change skips or repeats a day at most.
    return offset_runs(name, wall - 3 * DAY, wall + 3 * DAY)


def wall_of(local: datetime) -> int:
    """A naive local time as a wall number; raises ``ValueError`` if it has a zone of its own."""
    if local.tzinfo is not None:
        raise ValueError(f"{local.isoformat()} is to be a local time without zone or offset")
    return (local - _EPOCH) // _MICROSECOND


def local_wall(t: int, zone_name: str) -> int:
    """What the wall clock of a zone shows at an instant, as a wall number."""
    return t + _offset(zone_name, t)


def local_time(t: int, zone_name: str) -> datetime:
    """What the wall clock of a zone shows at an instant, as a naive ``datetime``."""
    return _EPOCH + timedelta(microseconds=local_wall(t, zone_name))


def instant_of(moment: datetime) -> int:
    """The instant of a ``datetime`` that knows its zone."""
    return (moment - _EPOCH_UTC) // _MICROSECOND
