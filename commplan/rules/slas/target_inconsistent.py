"""Promises that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from commplan.api import (
    Plan,
    Problem,
    Related,
    Severity,
    Sla,
    Target,
    compare_durations,
    exact_seconds,
    rule,
    slas_of,
)

IN_ORDER = ("acknowledge", "first_response", "resolve")
"""Each is due no later than the next."""
NEVER_PAUSED = ("acknowledge", "first_response")


@rule("SLA001", severity=Severity.ERROR, profile="basic", since="0.1", source="A07 A28")
def target_inconsistent(plan: Plan) -> Iterator[Problem]:
    """Targets of an SLA contradict each other, or graver severities wait longer.

    A first response cannot be due before the acknowledgement, nor an update
    after the solution; the time until the first reaction cannot be paused, since
    nobody has answered yet; and who runs two severities on one clock means to be
    quicker for the graver one. Correct the value that was mistyped.

    Bad:
        slas:
          helpdesk:
            clock: 24x7
            targets: {acknowledge: 30m, first_response: 15m, resolve: 4h}

    Good:
        slas:
          helpdesk:
            clock: 24x7
            targets: {acknowledge: 15m, first_response: 30m, resolve: 4h}

    Facts:
        sla: id of the SLA
        target, seconds: name and length of the target at fault; null seconds in days or months
        other, other_seconds: the target that it contradicts
        severity, other_severity: which severities they are promised for, where those differ
        paused: a metric that cannot be paused, instead of the above
    """
    for sla in plan.slas.values():
        yield from _out_of_order(sla)
        yield from _late_updates(sla)
        yield from _paused(sla)
    yield from _gravest_last(plan)


def _out_of_order(sla: Sla) -> Iterator[Problem]:
    targets = [target for name in IN_ORDER if (target := sla.target(name))]
    for number, earlier in enumerate(targets):
        for later in targets[number + 1 :]:
            if compare_durations(earlier.duration, later.duration) == 1:
                yield _problem(sla, earlier, later, "longer than")
                break


def _late_updates(sla: Sla) -> Iterator[Problem]:
    resolve = sla.target("resolve")
    for update in sla.updates if resolve else ():
        if resolve and compare_durations(update.duration, resolve.duration) in (0, 1):
            yield _problem(sla, update, resolve, "not shorter than")


def _problem(sla: Sla, target: Target, other: Target, relation: str) -> Problem:
    phase = f" while {target.phase}" if target.phase else ""
    return Problem(
        at=target.at,
        message=f"{target.name} of sla:{sla.id} is {target.duration}{phase}, "
        f"{relation} its {other.name} of {other.duration}",
        help=f"lower {target.name}, or raise {other.name}",
        related=(Related(other.at, f"{other.name} is promised here"),),
        facts={"sla": sla.id, **_facts(target, other)},
    )


def _paused(sla: Sla) -> Iterator[Problem]:
    for number, metric in enumerate(sla.paused_metrics):
        if metric in NEVER_PAUSED:
            yield Problem(
                at=sla.at / "pause" / "metrics" / number,
                message=f"sla:{sla.id} pauses {metric}, which runs until somebody has answered",
                help=f"take {metric} out; `resolve` is what a wait for the requester may pause",
                facts={"sla": sla.id, "paused": metric},
            )


def _gravest_last(plan: Plan) -> Iterator[Problem]:
    """Compare the SLAs of every two severities of different order, each two SLAs once."""
    in_order = sorted(plan.severities.values(), key=lambda severity: severity.order)
    promises = [(severity, sla) for severity in in_order for sla in slas_of(plan, severity)]
    pairs: dict[tuple[str, str], tuple[str, str]] = {}
    for (grave, ours), (mild, theirs) in combinations(promises, 2):
        if grave.order < mild.order:
            pairs.setdefault((ours.id, theirs.id), (grave.id, mild.id))
    found = set()
    for (graver, milder), severities in pairs.items():
        for target, other in _longer(plan.slas[graver], plan.slas[milder]):
            if target.at not in found:
                found.add(target.at)
                yield _misgraded(plan.slas[graver], target, other, severities)


def _longer(sla: Sla, milder: Sla) -> Iterator[tuple[Target, Target]]:
    """Targets of an SLA that are longer than the same target of a less severe one."""
    theirs = {(target.name, target.phase): target for target in milder.targets}
    if sla.clock is not None and sla.clock == milder.clock and sla.id != milder.id:
        for target in sla.targets:
            other = theirs.get((target.name, target.phase))
            if other and compare_durations(target.duration, other.duration) == 1:
                yield target, other


def _misgraded(sla: Sla, target: Target, other: Target, severities: tuple[str, str]) -> Problem:
    grave, mild = severities
    phase = f" while {target.phase}" if target.phase else ""
    return Problem(
        at=target.at,
        message=f"{target.name} of {grave} is {target.duration}{phase}, longer than the "
        f"{other.duration} of less severe {mild}, both on clock {sla.clock}",
        help=f"lower it to {other.duration} at most, or give {mild} more time",
        related=(Related(other.at, f"{mild} is promised {other.duration}"),),
        facts={
            "sla": sla.id,
            "severity": grave,
            "other_severity": mild,
            **_facts(target, other),
        },
    )


def _facts(target: Target, other: Target) -> dict[str, object]:
    return {
        "target": target.name,
        "seconds": exact_seconds(target.duration),
        "other": other.name,
        "other_seconds": exact_seconds(other.duration),
    }
