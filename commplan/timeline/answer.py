"""The answer to "who is reached": a path as it unfolds or who is there, and what was promised."""

from __future__ import annotations

from collections.abc import Iterable

from commplan.clock import due
from commplan.named import NamedTuple
from commplan.plan import Plan, Reference, Sla, Target
from commplan.timeline.timeline import Timeline
from commplan.timeline.unfolding import Presence, Unfolding


class Due(NamedTuple):
    """When something promised falls due, if it is asked for at the instant of the answer."""

    sla: Sla
    target: Target
    at: int | None
    """Microseconds UTC; None if that cannot be told, or never comes."""


class Answer(NamedTuple):
    """Who is reached for one thing of one plan."""

    plan: Plan
    subject: str
    """``severity:sev1``, ``escalation:major``, ``channel:it-help``."""
    zone: str
    """The zone in which to tell people of instants."""
    unfolding: Unfolding | None
    """How its path unfolds."""
    presence: Presence | None
    """Who is there to answer, where nobody is called."""
    dues: tuple[Due, ...]
    answering: Reference | None = None
    """Who is to answer, where nobody is called."""

    @property
    def reaches_somebody(self) -> bool:
        """Whether anybody is certainly reached, or there."""
        if self.unfolding is not None:
            return self.unfolding.reaches_somebody
        return self.presence is not None and any(who.certain for who in self.presence.reached)


def dues(timeline: Timeline, slas: Iterable[Sla]) -> tuple[Due, ...]:
    """When the targets of some SLAs fall due, from the beginning of the timeline's window."""
    return tuple(
        Due(sla, target, _due(timeline, sla, target)) for sla in slas for target in sla.targets
    )


def _due(timeline: Timeline, sla: Sla, target: Target) -> int | None:
    clock = sla.clock
    if clock is None or not timeline.knows(clock) or timeline.clock_fault(clock):
        return None
    return due(timeline.calendar(clock), timeline.as_of, target.duration)
