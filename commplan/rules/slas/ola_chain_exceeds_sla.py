"""A promise that others are allowed to break."""

from __future__ import annotations

from commplan.api import (
    ANY_TIME,
    SECOND,
    Lateness,
    NotAssessed,
    Ola,
    Plan,
    Problem,
    Related,
    Severity,
    Supported,
    Timeline,
    Verdicts,
    format_day_time,
    format_duration,
    format_instant,
    format_utc,
    latest,
    listed,
    rule,
    severities_of,
    supported,
)


@rule(
    "SLA203",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A28; ITIL 4 service level management",
)
def ola_chain_exceeds_sla(plan: Plan, timeline: Timeline) -> Verdicts:
    """A supplier may take longer than the solution that is promised to others.

    Three hours of a supplier who works in office hours are five days over Christmas,
    and a promise of four hours is broken with nobody at fault. Added up are
    `acknowledge` (else `first_response`) and `restore` of the OLAs that support the
    SLA, one after the other, each on its own clock; one with `parallel: true` runs
    beside the others. Every start within the horizon is compared with `resolve`,
    and the worst is told. Agree on a quicker OLA or a longer clock, or promise more
    time.

    Bad:
        metadata: {id: it-ops, timezone: Europe/London}
        slas:
          major: {clock: 24x7, targets: {acknowledge: 10m, resolve: 4h}}
        olas:
          netco:
            party: "external:netco"
            supports: ["sla:major"]
            targets: {restore: 3h}
            clock: "calendar:uk"
        stakeholders:
          external:
            netco: {class: supplier, contact: "secret:vendors/netco"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}

    Good:
        metadata: {id: it-ops, timezone: Europe/London}
        slas:
          major: {clock: 24x7, targets: {acknowledge: 10m, resolve: 4h}}
        olas:
          netco:
            party: "external:netco"
            supports: ["sla:major"]
            targets: {restore: 3h}
            clock: 24x7
        stakeholders:
          external:
            netco: {class: supplier, contact: "secret:vendors/netco"}

    Facts:
        sla: id of the SLA
        olas: whom the worst case has to wait for, in order
        at: when that case begins
        restored, due: when it may be restored, and when it has to be
        late_seconds: how long after it is due
    """
    for case in supported(plan, timeline):
        faults = [fault for clock in case.clocks if (fault := timeline.clock_fault(clock))]
        if faults:
            reason = f"nobody can tell how long sla:{case.sla.id} may take: {faults[0]}"
            yield NotAssessed(reason, case.resolve.at)
        elif worst := latest(timeline, case):
            yield _problem(plan, timeline, case, worst)


def _problem(plan: Plan, timeline: Timeline, case: Supported, worst: Lateness) -> Problem:
    zone = timeline.zone(clocks=case.clocks)
    # A start just after a closing is told by the closing.
    start, after = divmod(worst.start, SECOND)
    since = format_day_time(start * SECOND, zone)
    what = "a request" if case.sla.channels and not severities_of(plan, case.sla) else "an incident"
    parties = listed([_party(ola) for ola in worst.route])
    due = "" if case.sla.clock == ANY_TIME else f", until {format_day_time(worst.due, zone)}"
    return Problem(
        at=case.resolve.at,
        message=f"{what} of {'just after ' if after else ''}{since} may be restored by "
        f"{parties} only {format_instant(worst.restored, zone)} "
        f"({format_duration(worst.restored - start * SECOND)}); "
        f"sla:{case.sla.id} promises {case.resolve.duration}{due}",
        help="agree on a shorter `restore`, or a longer `clock`, or promise more time",
        related=tuple(
            Related(ola.at / "targets" / "restore", f"{_party(ola)} may take {ola.restore}")
            for ola in worst.route
        ),
        facts={
            "sla": case.sla.id,
            "olas": [ola.id for ola in worst.route],
            "at": format_utc(worst.start),
            "restored": format_utc(worst.restored),
            "due": format_utc(worst.due),
            "late_seconds": (worst.restored - worst.due) // SECOND,
        },
    )


def _party(ola: Ola) -> str:
    return str(ola.party) if ola.party else f"ola:{ola.id}"
