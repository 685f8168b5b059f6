"""A promise whose clock runs while nobody is there to keep it."""

from __future__ import annotations

from collections.abc import Sequence

from commplan.api import (
    Gaps,
    NotAssessed,
    Plan,
    Problem,
    Related,
    Severity,
    Sla,
    Timeline,
    Verdicts,
    Watch,
    contains,
    format_duration,
    listed,
    longest_of,
    rule,
    union,
    watches,
)


@rule("SLA202", severity=Severity.ERROR, profile="basic", since="0.1", source="A09")
def clock_exceeds_coverage(plan: Plan, timeline: Timeline) -> Verdicts:
    """The clock of an SLA runs at instants when nobody is covered.

    A request that comes in such an hour uses up its time before anybody can
    have seen it. Give the SLA the hours that people keep, or put somebody on
    call. Hours that `coverage` requires for a severity are left to AVL201.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: 24x7
            targets: {first_response: 30m}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        slas:
          helpdesk:
            applies: {channel: it-help}
            clock: "calendar:uk"
            targets: {first_response: 30m}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}

    Facts:
        sla: id of the SLA
        uncovered: the severities and channels that it is promised for and nobody answers for then
        from, to: the gap that is printed, the longest
        depth, required: how many people are covered in it (0) and have to be (1)
        gap_seconds, total_seconds, gaps: its length, that of all gaps, and how many there are
    """
    for sla in plan.slas.values():
        if sla.clock is None or not timeline.knows(sla.clock):
            continue
        if fault := timeline.clock_fault(sla.clock):
            yield NotAssessed(f"nobody can tell when sla:{sla.id} runs: {fault}", sla.at / "clock")
            continue
        watched = tuple(watches(plan, timeline, sla))
        unkept = [watch for watch in watched if watch.gaps]
        if unkept:
            yield _problem(timeline, sla, unkept, len(watched))
        for watch in watched:
            if watch not in unkept and (people := watch.doubtful):
                yield NotAssessed(
                    f"whether anybody is covered for {watch.promise.name} while sla:{sla.id} runs "
                    f"hangs on {timeline.doubts(people)}",
                    sla.at / "clock",
                )


def _problem(timeline: Timeline, sla: Sla, unkept: Sequence[Watch], promises: int) -> Problem:
    zone = timeline.zone(*(watch.promise.answering for watch in unkept))
    gaps = Gaps(union(*(watch.gaps for watch in unkept)), zone, timeline.window)
    start, end = gaps.worst
    uncovered = [watch.promise for watch in unkept if contains(watch.gaps, start)]
    names = [promise.name for promise in uncovered]
    whom = f" for {listed(names)}" if promises > 1 else ""
    length = f"{format_duration(end - start)}, {longest_of(gaps.all, zone, timeline.window)}"
    return Problem(
        at=sla.at / "clock",
        message=f"{gaps.since}: sla:{sla.id} runs but nobody is covered{whom} "
        f"until {gaps.until} ({length})",
        help="give it the `clock` of hours that people keep, or put somebody on call then",
        related=tuple(
            Related(promise.at, f"{promise.answering} answers for {promise.name}")
            for promise in uncovered
        ),
        facts={"sla": sla.id, "uncovered": names, "depth": 0, "required": 1, **gaps.facts},
    )
