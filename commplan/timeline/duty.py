"""Who has duty at the beginning of a timeline, rotation by rotation."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.clock import Shift, format_instant
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan import DutyRotation, Reference
from commplan.timeline.timeline import Timeline


class OnDuty(NamedTuple):
    """One rotation at one instant: whose turn it is, and who is there in it."""

    rotation: DutyRotation
    turn: Reference | None
    """Whose turn it is: a user of the rotation, or of an override; None for nobody's."""
    people: tuple[str, ...]
    """Ids of those who are on call; nobody, where the one whose turn it is is on leave."""
    untold: tuple[str, ...]
    """Who else may be: ``group:id`` for the members of a group that only Slack knows."""
    until: int | None
    """When the turn ends; None where it goes on past the horizon."""
    zone: str
    """The zone in which to tell people of it."""
    fault: str
    """Why nobody can tell whose turn it is; empty where all is well."""

    @property
    def label(self) -> str:
        """``rotation:primary``."""
        return f"rotation:{self.rotation.id}"

    @property
    def at(self) -> Place:
        """Where the plan says whose turn it is."""
        return self.rotation.at / "users" if self.turn is None else self.turn.at

    @property
    def ends(self) -> str:
        """`` until Mon 2026-11-23 09:00 Europe/London``, or nothing."""
        return f" until {format_instant(self.until, self.zone)}" if self.until else ""


def on_duty(timeline: Timeline) -> Iterator[OnDuty]:
    """Every rotation of the plan at the beginning of the timeline.

    Left out are rotations that name somebody who does not exist or lead back to
    themselves, which other rules speak of.
    """
    plan = timeline.plan
    for rotation in plan.rotations.values():
        reference = Reference("rotation", rotation.id, rotation.at)
        if not timeline.sound(reference):
            continue
        zone = timeline.zone(reference)
        if timeline.roster.turns(rotation.id) is None:
            fault = f"nobody can tell who is on call in rotation:{rotation.id}: it is not in order"
            yield OnDuty(rotation, None, (), (), None, zone, fault)
            continue
        moment = timeline.view(reference).at(timeline.as_of)
        (*_, turn) = (None, *moment.duty.turns.get(rotation.id, ()))
        certain = moment.people(reference)
        untold = (n for n in moment.people(reference, trusting=True) if n not in certain)
        until = _end(timeline, timeline.shifts(rotation.id)) if turn else None
        yield OnDuty(rotation, turn, certain, tuple(untold), until, zone, "")


def _end(timeline: Timeline, shifts: tuple[Shift, ...]) -> int | None:
    """When the shift at the beginning of the window ends, if that is within it."""
    start, end = timeline.window
    return next((s.end for s in shifts if s.start <= start < s.end < end), None)
