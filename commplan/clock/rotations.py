"""On-call rotations: who is on duty when.

Hand-overs step in local wall time, so a week with a clock change has 167 or 169
hours and duty still changes hands at 09:00. A hand-over at a repeated wall time
happens at its first occurrence, one at a skipped time at the change.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime
from functools import lru_cache
from operator import attrgetter

from commplan.clock.durations import DAY, MINUTE, Duration
from commplan.clock.months import add_months_to_wall, month_of_wall
from commplan.clock.offsets import Run, first_reading, offset_runs, wall_of
from commplan.named import NamedTuple

_MARGIN = 3 * DAY
SHORTEST_SHIFT = 15 * MINUTE
"""Nobody hands over duty faster; bounds the work that a mistyped plan can cause."""

_start = attrgetter("start")
_end = attrgetter("end")


class Override(NamedTuple):
    """Somebody takes over for a while; times are naive, in the rotation's zone."""

    start: datetime
    end: datetime
    user: str


class Rotation(NamedTuple):
    """People who take turns. Hashable, so that it can be a key."""

    timezone: str
    start: datetime
    """Naive local time at which the first user's first shift begins."""
    shift: Duration
    users: tuple[str, ...]
    overrides: tuple[Override, ...] = ()
    """Where two of them overlap, the later one in the list wins."""


class Shift(NamedTuple):
    """A stretch of duty without a hand-over to somebody else."""

    start: int
    end: int
    user: str


def rotation_fault(rotation: Rotation) -> str | None:
    """Why nobody can ever be on call in this rotation, or None if it is in order."""
    if not rotation.users:
        return "it has no users"
    if rotation.shift.business_days:
        return "a shift in business days has no length of its own"
    if not rotation.shift.months and rotation.shift.microseconds < SHORTEST_SHIFT:
        return f"its shift of {rotation.shift} is shorter than 15m"
    return None


@lru_cache(maxsize=128)
def shifts(
    rotation: Rotation, start: int, end: int, frozen_at: int | None = None
) -> tuple[Shift, ...]:
    """Who is on call within a window: shifts without a hole from the rotation's start on.

    Before the rotation's start nobody is on call, nor ever in one with a
    :func:`rotation_fault`. An override replaces whoever is on; consecutive
    shifts of one user are one. With ``frozen_at``, as if the zone kept the
    offset of that instant for ever. Raises ``UnknownZone``.
    """
    return _shifts(rotation, start, end, frozen_at)


def on_call(rotation: Rotation, t: int) -> str | None:
    """The user on call at an instant, or None."""
    # Past the cache of shifts: single instants would push the long windows out of it.
    found = _shifts(rotation, t, t + 1, None)
    return found[0].user if found else None


def _shifts(rotation: Rotation, start: int, end: int, frozen_at: int | None) -> tuple[Shift, ...]:
    if end <= start or rotation_fault(rotation):
        return ()
    runs = offset_runs(rotation.timezone, start - _MARGIN, end + _MARGIN, frozen_at)
    turns: list[Shift] = []
    for number, wall, next_wall in _turns(rotation, runs, start, end):
        since = max(first_reading(runs, wall), start)
        until = min(first_reading(runs, next_wall), end)
        if since < until:
            turns.append(Shift(since, until, rotation.users[number % len(rotation.users)]))
    for override in rotation.overrides:
        since = max(first_reading(runs, wall_of(override.start)), start)
        until = min(first_reading(runs, wall_of(override.end)), end)
        _replace(turns, since, until, override.user)
    return _joined(turns)


def _turns(
    rotation: Rotation, runs: tuple[Run, ...], start: int, end: int
) -> list[tuple[int, int, int]]:
    """Number, beginning and end (as wall numbers) of all turns that may touch the window.

    Steps from the window, not from the rotation's start, which may lie decades back.
    """
    origin = wall_of(rotation.start)
    earliest = start + min(run.offset for run in runs)
    latest = end + max(run.offset for run in runs)
    months, step = rotation.shift.months, rotation.shift.microseconds
    if months:
        first = (month_of_wall(earliest) - month_of_wall(origin)) // months - 1
        last = (month_of_wall(latest) - month_of_wall(origin)) // months
        numbers = range(max(first, 0), last + 2)
        walls = [add_months_to_wall(origin, number * months) for number in numbers]
    else:
        numbers = range(max((earliest - origin) // step, 0), (latest - origin) // step + 2)
        walls = [origin + number * step for number in numbers]
    return list(zip(numbers, walls, walls[1:], strict=False))


def _replace(turns: list[Shift], start: int, end: int, user: str) -> None:
    """Put a user in the place of whoever is on call; ``turns`` has no holes."""
    first = bisect_right(turns, start, key=_end)
    last = bisect_left(turns, end, key=_start)
    touched = turns[first:last]
    if end <= start or not touched:
        return
    before, after = touched[0], touched[-1]
    start, end = max(start, before.start), min(end, after.end)
    parts = (Shift(before.start, start, before.user), Shift(start, end, user))
    turns[first:last] = [
        part for part in (*parts, Shift(end, after.end, after.user)) if part.start < part.end
    ]


def _joined(turns: list[Shift]) -> tuple[Shift, ...]:
    joined: list[Shift] = []
    for turn in turns:
        if joined and joined[-1].user == turn.user:
            joined[-1] = joined[-1]._replace(end=turn.end)
        else:
            joined.append(turn)
    return tuple(joined)
