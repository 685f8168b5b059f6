"""A path as it unfolds from one instant: who is called when, by which medium, until it gives up.

Rules ask whether a promise can be kept whenever an incident begins; this tells of
one beginning. It asks the same calls and moments as they do, each call at its own
instant, so that a hand-over in between is seen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from commplan.clock import exact_length, format_until, local_time
from commplan.named import NamedTuple
from commplan.plan import EscalationPath, Person, Reference
from commplan.timeline.calls import Call, last_call
from commplan.timeline.moment import Moment
from commplan.timeline.timeline import Timeline

MOST_TURNS = 1000
"""More turns of steps are not told one by one."""
_MACHINES = ("channel", "tool")


class Ring(NamedTuple):
    """One try to reach somebody."""

    medium: str
    at: int
    """Microseconds UTC."""
    noticed: int
    """When it is likely noticed."""


class Reached(NamedTuple):
    """Somebody whom a step calls."""

    id: str
    """A person's id, or ``group:id`` and ``external:id``."""
    rings: tuple[Ring, ...]
    """The quickest noticed first; none if the step has no medium that they have."""
    certain: bool
    """False for those of whom nobody can tell whether they are there."""
    duties: tuple[str, ...]
    """Rotations in which they are on call then."""


class Missed(NamedTuple):
    """Somebody whom a step means and does not call."""

    subject: str
    reason: str


class Turn(NamedTuple):
    """One step at the instant when it is its turn."""

    path: str
    round: int
    """1 for the first walk through the path."""
    step: int
    """0 for what happens when the path has given up."""
    start: int
    targets: tuple[Reference, ...]
    reached: tuple[Reached, ...]
    missed: tuple[Missed, ...]


class Unfolding(NamedTuple):
    """A path from one instant to its end."""

    path: str
    start: int
    rounds: int
    turns: tuple[Turn, ...]
    end: int | None
    """When the path gives up; None if that cannot be told."""
    given_up: Turn | None
    """What happens then."""
    stopped: str | None
    """Why it is not told to its end."""

    @property
    def reaches_somebody(self) -> bool:
        """Whether anybody is certainly reached."""
        turns = (*self.turns, *((self.given_up,) if self.given_up else ()))
        return any(who.rings and who.certain for turn in turns for who in turn.reached)


class Presence(NamedTuple):
    """Who answers for something at an instant, without being called."""

    reached: tuple[Reached, ...]
    missed: tuple[Missed, ...]
    next: int | None
    """When somebody will be there, if nobody is; None if somebody is, or never will be."""


def unfold(timeline: Timeline, path: str) -> Unfolding:
    """Walk through a path from the beginning of a timeline's window.

    Raises CalendarError where the hours of somebody cannot be known.
    """
    walk = _Walk(timeline, path)
    declared = timeline.plan.paths[path]
    end = walk.through(declared, timeline.as_of, (path,))
    given_up = None if end is None else walk.given_up(declared, end)
    return Unfolding(
        path, timeline.as_of, declared.repeat + 1, tuple(walk.turns), end, given_up, walk.stopped
    )


def presence(timeline: Timeline, reference: Reference) -> Presence:
    """Who is there behind a reference at the beginning of a timeline's window."""
    view = timeline.view(reference)
    moment = view.at(timeline.as_of)
    there = moment.people(reference, trusting=True)
    certain = moment.people(reference)
    later = None
    if not there:
        later = next((start for start, _ in view.when(lambda m: bool(m.people(reference)))), None)
    return Presence(
        tuple(Reached(name, (), name in certain, _duties(moment, name)) for name in there),
        tuple(_missed(timeline, moment, timeline.as_of, (reference,), there)),
        later,
    )


class _Walk:
    """The state of one walk."""

    def __init__(self, timeline: Timeline, path: str) -> None:
        self._timeline = timeline
        plan = timeline.plan
        self._last = last_call(plan, plan.paths[path])
        references = [Reference("escalation", path, plan.root)]
        self._view = timeline.view(*references, *(self._last.targets if self._last else ()))
        self.turns: list[Turn] = []
        self.stopped: str | None = None

    def through(self, path: EscalationPath, start: int, under: tuple[str, ...]) -> int | None:
        """Take every turn of a path; returns the instant at which it gives up, if there is one."""
        calls = {
            call.step.at: call
            for call in self._timeline.unrolled(path.id).calls
            if call.step.at.pointer[1] == path.id
        }
        t = start
        for number in range(1, path.repeat + 2):
            if len(self.turns) >= MOST_TURNS:
                self.stopped = f"only the first {MOST_TURNS} turns are told"
                return start + (path.repeat + 1) * ((t - start) // (number - 1)) if t > start else t
            for step in path.steps:
                if t >= self._timeline.window[1]:
                    self.stopped = "the plan is looked at no further ahead"
                    return None
                self.turns.append(self.turn(path, number, calls[step.at], t))
                for target in step.notify:
                    inner = target.kind == "escalation" and target.id not in under
                    if inner and self._timeline.plan.sound(target):
                        nested = self._timeline.plan.paths[target.id]
                        self.through(nested, t, (*under, nested.id))
                wait = exact_length(step.ack_within) if step.ack_within else None
                if wait is None:
                    self.stopped = _no_wait(path, step.number, step.ack_within)
                    return None
                t += wait
        return t

    def given_up(self, path: EscalationPath, t: int) -> Turn | None:
        """What happens when the path has given up."""
        return self.turn(path, path.repeat + 1, self._last, t) if self._last else None

    def turn(self, path: EscalationPath, round: int, call: Call, t: int) -> Turn:
        """What a call does at an instant."""
        moment = self._view.at(t)
        there = moment.called(call, trusting=True)
        certain = moment.called(call)
        reached = tuple(
            Reached(name, _rings(call, name, t), name in certain, _duties(moment, name))
            for name in there
        )
        missed = tuple(_missed(self._timeline, moment, t, call.targets, there))
        return Turn(path.id, round, call.step.number, t, call.targets, reached, missed)


def _no_wait(path: EscalationPath, number: int, wait: object) -> str:
    step = f"step {number} of escalation:{path.id}"
    if wait is None:
        return f"{step} has no `ack_within`, so nobody can tell when it hands over"
    return f"{step} waits {wait}, which has no fixed length"


def _rings(call: Call, name: str, t: int) -> tuple[Ring, ...]:
    """The tries of a call at an instant to reach somebody."""
    tries = call.notices.tries(name)
    return tuple(Ring(tried.medium, t + tried.delay, t + tried.noticed) for tried in tries)


def _duties(moment: Moment, id: str) -> tuple[str, ...]:
    """The rotations in which somebody is on call, of those that matter here."""
    return tuple(
        rotation
        for rotation, users in sorted(moment.duty.turns.items())
        if id in moment.duty.people(*users)
    )


def _missed(
    timeline: Timeline,
    moment: Moment,
    t: int,
    targets: tuple[Reference, ...],
    there: tuple[str, ...],
) -> Iterator[Missed]:
    plan = timeline.plan
    for target in targets:
        if target.kind in _MACHINES:
            yield Missed(str(target), "is told, but is no person")
        elif target.kind in ("person", "group"):
            for person in plan.reach(target).people:
                if person.id not in there:
                    yield Missed(person.id, _why_absent(timeline, moment, t, person))
            if plan.reach(target).nobody:
                yield Missed(str(target), "has no members")
        elif not moment.people(target, trusting=True):
            nobody = {"rotation": "nobody is on call", "role": "nobody who holds it is available"}
            yield Missed(str(target), nobody.get(target.kind, "reaches nobody"))


def _why_absent(timeline: Timeline, moment: Moment, t: int, person: Person) -> str:
    if person.id in moment.duty.away:
        return _away(timeline, t, person)
    calendar = timeline.roster.calendar_of(person)
    if calendar is None:
        return "is not on call"
    zone = timeline.plan.calendars[calendar].timezone
    hours = timeline.hours(f"calendar:{calendar}")
    following = hours[bisect_right(hours, (t, t)) :]
    if not following:
        return f"is outside calendar:{calendar}"
    return f"is outside calendar:{calendar} until {format_until(following[0][0], zone, t)}"


def _away(timeline: Timeline, t: int, person: Person) -> str:
    today = local_time(t, timeline.roster.zone_of(person)).date()
    if person.until is not None and person.until < today:
        return f"left after {person.until}"
    for leave in person.leave:
        if leave.first <= today <= leave.last:
            return f"is on leave until {leave.last}"
    return "is away"
