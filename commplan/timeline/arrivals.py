"""How a path gathers people at one moment: level by level, each with somebody new."""

from collections.abc import Collection, Iterable
from math import inf

from commplan.named import NamedTuple
from commplan.timeline.calls import Call
from commplan.timeline.moment import Moment


class Arrival(NamedTuple):
    """A level of a path that brings somebody new."""

    people: tuple[str, ...]
    """Those whom no earlier level has reached."""
    after: int | None
    """Microseconds until the level's turn; None if a wait before it is not known."""
    notice: int
    """Microseconds from then until the first of them notices."""

    @property
    def time(self) -> float:
        """Microseconds until the first of them notices; infinite if not known."""
        return inf if self.after is None else self.after + self.notice


class Idle(NamedTuple):
    """A level that brings nobody new."""

    level: tuple[int, ...]
    lack: str
    """``resolves to nobody``."""

    @property
    def reason(self) -> str:
        """``step 2 resolves to nobody``."""
        return f"step {'.'.join(map(str, self.level))} {self.lack}"


Levels = tuple[Arrival | Idle, ...]


There = tuple[tuple[str, ...], ...]
"""Who is there for each call of a path, by the calls' order."""


def there_for(calls: Iterable[Call], moment: Moment) -> There:
    """Who is there; those of whom nobody can tell count as there."""
    return tuple([moment.called(call, trusting=True) for call in calls])


def gathered(calls: Iterable[Call], present: There) -> Levels:
    """What each level of a path brings, in order, when so many are there."""
    found: dict[tuple[int, ...], Arrival | Idle] = {}
    known: set[str] = set()
    for call, there in zip(calls, present, strict=True):
        notices = {person: wait for person in there if (wait := call.notices[person]) is not None}
        new = tuple([person for person in notices if person not in known])
        if new:
            notice = min([notices[person] for person in new])
            before = found.get(call.level)
            if isinstance(before, Arrival):
                # A path that a step begins belongs to the step's own level.
                new, notice = (*before.people, *new), min(before.notice, notice)
            found[call.level] = Arrival(new, call.after, notice)
            known.update(new)
        elif call.level not in found:
            found[call.level] = Idle(call.level, _lack(there, notices))
    return tuple(found.values())


def _lack(there: Collection[object], reached: Collection[object]) -> str:
    if not there:
        return "resolves to nobody"
    return "adds nobody new" if reached else "reaches nobody by its media"
