"""When a notification is due, as a function of when its time begins to run."""

from __future__ import annotations

from commplan.clock import HOUR, MINUTE, Countdown, Rolling, without_clock
from commplan.plan import Obligation
from commplan.timeline.timeline import Timeline

Deadline = Countdown | Rolling


def deadline_of(
    timeline: Timeline, obligation: Obligation, rolls_to: str | None = None
) -> Deadline | None:
    """The deadline of an obligation; None where it has none, or a clock that is not valid.

    ``rolls_to`` is the time of the next working day, as ``HH:MM``, to which it moves
    off weekends and off what all who decide have as a holiday. Holidays are known in
    the years that the window of the timeline touches.
    """
    countdown = countdown_of(timeline, obligation)
    if countdown is None or rolls_to is None:
        return countdown
    roster, decision = timeline.roster, obligation.decision
    people = roster.plan.reach(decision).people if decision and timeline.sound(decision) else ()
    calendars = {calendar for p in people if (calendar := roster.calendar_of(p)) is not None}
    holidays = [roster.calendar(calendar).holidays for calendar in calendars]
    hour, minute = map(int, rolls_to.split(":"))
    return Rolling(
        countdown,
        deadline_zone(timeline, obligation),
        frozenset.intersection(*holidays) if holidays else frozenset(),
        hour * HOUR + minute * MINUTE,
    )


def countdown_of(timeline: Timeline, obligation: Obligation) -> Countdown | None:
    """The same without a move to a working day."""
    clock, duration = obligation.hours, obligation.deadline
    if duration is None:
        return None
    if clock is None:
        return without_clock(duration, deadline_zone(timeline, obligation))
    known = timeline.knows(clock) and not timeline.clock_fault(clock)
    return Countdown(timeline.calendar(clock), duration) if known else None


def deadline_zone(timeline: Timeline, obligation: Obligation) -> str:
    """The zone by whose days the deadline of an obligation runs, and in which to tell of it."""
    decision = obligation.decision
    return timeline.zone(*([decision] if decision and timeline.sound(decision) else ()))
