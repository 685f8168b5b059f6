"""Silences between updates that are longer than an SLA promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from commplan.clock import DAY, Calendar, Duration, due, elapsed, format_utc
from commplan.evidence import Evidence, Gap, IncidentRecord, strangers
from commplan.measures.attainment import counted_since, window_of
from commplan.measures.courses import IncidentCourse, PostedUpdate, incident_courses
from commplan.plan import ANY_TIME, Plan, Sla, Target, severities_of
from commplan.timeline import Timeline

if TYPE_CHECKING:
    from commplan.measures.history import History

STRETCH = 3
"""So many cadences at most may pass until an update that the one before announced."""
PHASES = ("investigating", "identified", "monitoring")
"""How an incident goes where no template says so."""
RESOLVED = "resolved"
"""The phase in which nobody waits for news any more, unless a cadence is promised for it."""
_MARGIN = 14 * DAY
"""Days off that a cadence may have to pass, so that their holidays are known."""


class UpdateGap(NamedTuple):
    """A time without an update that is longer than promised."""

    start: int
    end: int
    """When the next update came, the incident ended, or as of now."""
    length: int
    """How much of it lies in the hours of the SLA, in microseconds."""
    target: Target
    due: int
    """When the next update was promised for."""
    announced: bool
    """Whether the update before said when the next one would come."""
    certain: bool
    """Whether no update can have been overlooked."""

    @property
    def over(self) -> int:
        """By how much it was too long, nights included."""
        return self.end - self.due


class IncidentSilence(NamedTuple):
    """An incident of which nothing was heard for longer than an SLA promises."""

    sla: Sla
    course: IncidentCourse
    gaps: tuple[UpdateGap, ...]
    """At least one, by their start."""
    zone: str
    """In which to tell people of it."""

    @property
    def certain(self) -> bool:
        """Whether one of the gaps certainly was one."""
        return any(gap.certain for gap in self.gaps)

    @property
    def worst(self) -> UpdateGap:
        """The gap that was longest over its time, of those that are certain if there are any."""
        return max(self.gaps, key=lambda gap: (gap.certain, gap.over, -gap.start))


def incident_silences(
    plan: Plan, evidence: Evidence, history: History | None, as_of: int, tolerance: Duration
) -> Iterator[IncidentSilence | Gap]:
    """What became of every promise of updates; a gap where that cannot be told."""
    promising = [sla for sla in plan.slas.values() if sla.updates and severities_of(plan, sla)]
    if not promising:
        return
    for gap in evidence.gaps(IncidentRecord):
        yield gap._replace(reason=f"which incidents there were is not known: {gap.reason}")
    named = ((file, row.severity) for file, row in evidence.with_files(IncidentRecord))
    yield from strangers(named, plan.severities, "severity")
    for sla in promising:
        since = counted_since(plan, sla, window_of(sla), as_of)
        if not evidence.files_of(IncidentRecord):
            why = "the plan names no file of incidents, so nobody can tell when updates were due"
            yield Gap(sla.updates[0].at, why)
        elif isinstance(since, Gap):
            yield since
        elif not evidence.gaps(IncidentRecord):
            concerned = severities_of(plan, sla)
            courses = incident_courses(plan, evidence, history, as_of, since)
            mine = [course for course in courses if course.severity in concerned]
            yield from _silences(plan, sla, mine, as_of, tolerance)


def _silences(
    plan: Plan, sla: Sla, courses: Sequence[IncidentCourse], as_of: int, tolerance: Duration
) -> Iterator[IncidentSilence | Gap]:
    clock = sla.clock or ANY_TIME
    began = min((course.started for course in courses), default=as_of)
    timeline = Timeline(plan, as_of, window=(began, as_of + _MARGIN))
    if not timeline.knows(clock):
        return  # PLN101 speaks of it
    if fault := timeline.clock_fault(clock):
        yield Gap(sla.at / "clock", f"nobody can tell when sla:{sla.id} runs: {fault}")
        return
    for doubt in dict.fromkeys(course.doubt for course in courses if course.doubt):
        yield Gap(sla.updates[0].at, doubt)
    known = [course for course in courses if not course.doubt]
    early = [course for course in known if course.started < course.known[0]]
    if early:
        which = early[0].id if len(early) == 1 else f"{len(early)} incidents"
        read = format_utc(early[0].known[0])
        why = f"{which} began before {read}, and what was written before that was not read"
        yield Gap(sla.updates[0].at, why)
    zone, calendar = timeline.zone(clocks=(clock,)), timeline.calendar(clock)
    for course in known:
        gaps = tuple(update_gaps(plan, sla, course, calendar, tolerance))
        if gaps:
            yield IncidentSilence(sla, course, gaps, zone)


def update_gaps(
    plan: Plan, sla: Sla, course: IncidentCourse, calendar: Calendar, tolerance: Duration
) -> Iterator[UpdateGap]:
    """The gaps of an incident, in order; only of the time of which all updates are known.

    The phase at the start of a gap decides which cadence holds; where none is promised
    for it there is no gap. An announced time stands for the cadence, but no longer than
    three times the cadence. ``calendar`` is the clock of the SLA.
    """
    since, until = course.known
    phase = first_phase(plan, sla, course.severity.id)
    events = [PostedUpdate(course.started, phase), *course.updates]
    last = until if course.ended is None else min(course.ended, until)
    for before, after in pairwise([*events, PostedUpdate(last)]):
        phase = before.phase or phase
        target = cadence(sla, phase)
        if target is None or before.at < since or after.at <= before.at:
            continue
        when = due(calendar, before.at, target.duration)
        announced = before.announced is not None and before.announced > before.at
        if before.announced is not None and announced:
            latest = due(calendar, before.at, _times(target.duration, STRETCH))
            when = before.announced if latest is None else min(before.announced, latest)
        limit = None if when is None else due(calendar, when, tolerance)
        if when is not None and limit is not None and after.at > limit:
            yield UpdateGap(
                start=before.at,
                end=after.at,
                length=elapsed(calendar, before.at, after.at),
                target=target,
                due=when,
                announced=announced,
                certain=not any(a < after.at and b > before.at for a, b in course.doubtful),
            )


def cadence(sla: Sla, phase: str | None) -> Target | None:
    """The cadence of a phase: its own, or the one for all phases; None where there is none."""
    updates = {target.phase: target for target in sla.updates}
    return updates.get(phase) or (None if phase == RESOLVED else updates.get(None))


def first_phase(plan: Plan, sla: Sla, severity: str) -> str | None:
    """The phase in which an incident begins.

    The first one of its templates, or else of :data:`PHASES`, for which a cadence is
    promised; where that is none, the one with the longest cadence, so that nobody is
    blamed in doubt.
    """
    promised = {target.phase: target for target in sla.updates if target.phase is not None}
    templates = (message.template for message in plan.incident_messages.get(severity, ()))
    known = (plan.templates[one.id] for one in templates if one is not None and plan.sound(one))
    for phase in (*(phase for template in known for phase in template.phases), *PHASES):
        if phase in promised:
            return phase
    return max(promised, key=lambda phase: (promised[phase].duration, phase), default=None)


def _times(duration: Duration, factor: int) -> Duration:
    return Duration(*(factor * part for part in duration))
