"""A deadline that leaves no time to those who have to decide."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from commplan.api import (
    MINUTE,
    SECOND,
    Leeways,
    NotAssessed,
    Plan,
    Problem,
    Related,
    Severity,
    Timeline,
    Verdicts,
    exact_length,
    format_day_time,
    format_duration,
    format_instant,
    format_utc,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import HeldPack, Leeway, Notification

_ANY = 1
"""Microseconds: without `work_needed` it is enough that somebody is there at all."""


@rule("NTF201", severity=Severity.ERROR, profile="standard", since="0.1", source="A09; GDPR 33(1)")
def obligation_infeasible(plan: Plan, packs: tuple[HeldPack, ...], timeline: Timeline) -> Verdicts:
    """For some start a deadline holds too few hours of those who decide, or none.

    The clocks of the law do not stop at weekends. 72 hours from Thursday evening
    before Easter are over on Sunday, and a data protection officer in office hours
    has not seen one of them. Of every start within the horizon it is counted how
    long somebody of `decision`, deputies included, is there between the instant at
    which the `path` first calls one of them and the deadline; that has to be
    `work_needed` at least, or anything at all where that is not said. Name a deputy
    with other hours and holidays, or a role with `reachable: 24x7`. A deadline moves
    off weekends and holidays only where an active pack says so.

    Bad:
        metadata: {id: it-ops, timezone: Europe/London}
        obligations:
          gdpr-33:
            trigger: personal-data-breach
            deadline: 24h
            recipient: "external:authority"
            decision: "role:dpo"
            work_needed: 4h
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA, calendar: "calendar:uk"}
          roles:
            dpo: {holders: ["person:dana"]}
          external:
            authority: {class: regulator, contact: "https://authority.example/breach"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}

    Good:
        metadata: {id: it-ops, timezone: Europe/London}
        obligations:
          gdpr-33:
            trigger: personal-data-breach
            deadline: 24h
            recipient: "external:authority"
            decision: "role:dpo"
            work_needed: 4h
        stakeholders:
          people:
            dana: {name: Dana Fox, slack: U04DANA, calendar: "calendar:uk"}
          roles:
            dpo: {holders: ["person:dana"], reachable: 24x7}
          external:
            authority: {class: regulator, contact: "https://authority.example/breach"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}

    Facts:
        obligation, decision: which, and who decides
        at, due: the start that leaves the least time, and its deadline
        held_seconds: how long they are there before that and know of it
        needed_seconds: how long they have to be; null where nothing is said
        reached_seconds: how long after the start they know; null if the path never reaches them
    """
    if not plan.obligations:
        return
    rolls = {duty.id: duty.rolls_to for held in packs for duty in held.pack.duties if duty.rolls_to}
    leeways = Leeways(timeline, rolls)
    for notification in leeways.notifications:
        yield from _judged(timeline, leeways, notification)
    for obligation in plan.obligations.values():
        if timeline.knows(obligation.hours) and (fault := timeline.clock_fault(obligation.hours)):
            reason = f"nobody can tell when obligation {obligation.id} is due: {fault}"
            yield NotAssessed(reason, obligation.at / "clock")


def _judged(timeline: Timeline, leeways: Leeways, notification: Notification) -> Verdicts:
    obligation, decision = notification.obligation, notification.decision
    needed = exact_length(obligation.work_needed) if obligation.work_needed else _ANY
    if needed is None:
        reason = f"{obligation.work_needed} of work have no fixed length"
        yield NotAssessed(f"obligation {obligation.id}: {reason}", obligation.at / "work_needed")
    elif leeway := leeways.tightest(notification, needed):
        yield _problem(timeline, notification, leeway, needed)
    elif leeways.may_be_tighter(notification, needed):
        if people := leeways.doubtful(notification):
            reason = f"hangs on {timeline.doubts(people)}"
        else:
            reason = f"hangs on waits of {notification.path} that have no fixed length"
        reason = f"whether {decision} has the time that obligation {obligation.id} needs {reason}"
        yield NotAssessed(reason, obligation.at / "deadline")


def _problem(
    timeline: Timeline, notification: Notification, leeway: Leeway, needed: int
) -> Problem:
    obligation, decision, path = notification.obligation, notification.decision, notification.path
    zone = timeline.zone(decision)
    began = f"{obligation.after} sent" if obligation.after else "aware"
    hours = f"the {obligation.deadline} to {format_day_time(leeway.due, zone)}"
    enough = f", {_hours(needed)} are needed" if obligation.work_needed else ""
    at = obligation.at / "path"
    if leeway.wait == inf:
        told = f"{path} never calls {decision}, who decides within {obligation.deadline}"
        remedy = f"let a step notify {decision}"
    elif leeway.at_once >= needed:
        told = (
            f"{path} calls {decision} only after {format_duration(int(leeway.wait))}; "
            f"{hours} then hold {_hours(leeway.left)} of it{enough}"
        )
        remedy = f"let an earlier step notify {decision}"
    else:
        told = f"{hours} hold {_hours(leeway.left)} of {decision}{enough}"
        remedy = "name deputies with other hours and holidays, or a role with `reachable: 24x7`"
        at = obligation.at / "deadline"
    return Problem(
        at=at,
        message=f"{began} {format_instant(leeway.start, zone)}: {told}",
        help=remedy,
        related=(Related(timeline.plan.definition(decision).key, f"{decision} decides"),),
        facts={
            "obligation": obligation.id,
            "decision": str(decision),
            "at": format_utc(leeway.start),
            "due": format_utc(leeway.due),
            "held_seconds": leeway.left // SECOND,
            "needed_seconds": needed // SECOND if obligation.work_needed else None,
            "reached_seconds": None if leeway.wait == inf else int(leeway.wait) // SECOND,
        },
    )


def _hours(length: int) -> str:
    """Working time in hours, however many: ``0h``, ``7h 30m``, ``171h``."""
    hours, minutes = divmod(length // MINUTE, 60)
    return f"{hours}h {minutes}m" if minutes else f"{hours}h"
