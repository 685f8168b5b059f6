"""A promise that its escalation path cannot keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commplan.api import (
    NOTICE,
    SECOND,
    Arrival,
    Bounds,
    Gaps,
    Idle,
    Levels,
    NotAssessed,
    Plan,
    Problem,
    Race,
    Related,
    Severity,
    Timeline,
    Verdicts,
    format_duration,
    format_utc,
    races,
    rule,
)

QUICKER = "shorten `ack_within` of earlier steps, use quicker media, or promise more time"
ORDINALS = ("first", "second", "third")


@rule(
    "SLA201",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A07",
    takes={"levels": Bounds(1)},
)
def infeasible_vs_escalation(
    plan: Plan, timeline: Timeline, *, levels: int = 2, notice: Mapping[str, str] = NOTICE
) -> Verdicts:
    """The path cannot bring the people an SLA needs within its target, or ends before it.

    An acknowledgement within 15 minutes is an empty promise if the path reaches
    its second person after 17. For the two gravest severities `levels` steps that
    each add somebody new have to be noticed in time, for others one, at every
    instant of the SLA's clock. Shorten `ack_within` of the steps before, use
    quicker media, or promise what the path can do. People without a calendar
    count as there.

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {acknowledge: 15m}}
        escalations:
          major:
            steps:
            - notify: ["person:alice"]
              ack_within: 10m
            - notify: ["person:bob"]
              ack_within: 10m
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {acknowledge: 15m}}
        escalations:
          major:
            steps:
            - notify: ["person:alice"]
              ack_within: 5m
            - notify: ["person:bob"]
              ack_within: 10m
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        severity, sla, path: ids
        at, from, to: the instant that is printed, and the longest such time from then on
        gap_seconds, total_seconds, gaps: its length, that of all such times, and their number
        reached_seconds: when the last of the people needed notices; null if never
        target_seconds: what is promised
        end_seconds: when the path gives up, instead of the above where it does so too early
    """
    for race in races(plan, timeline, levels, notice):
        if race.unfixed:
            reason = f"{race.severity.id}: {race.unfixed} has no fixed length"
            yield NotAssessed(reason, race.target.at)
        elif race.unrolled.end is not None:  # else a step lacks `ack_within`, see ESC102
            yield from _ends_early(race, race.unrolled.end)
            yield from _late(timeline, race)


def _ends_early(race: Race, end: int) -> Iterator[Problem]:
    path, target = race.path, race.target
    if path.steps and end < target.duration.microseconds:
        yield Problem(
            at=path.at / "repeat" if path.repeat else path.at.key,
            message=f"escalation:{path.id} ends after {format_duration(end)}, "
            f"before {target.name} of sla:{race.sla.id} is due ({target.duration})",
            help="let it `repeat`, add a step, or wait longer in the last one",
            related=(Related(target.at, f"{target.name} is promised here"),),
            facts={
                "path": path.id,
                "sla": race.sla.id,
                "end_seconds": end // SECOND,
                "target_seconds": target.duration.microseconds // SECOND,
            },
        )


def _late(timeline: Timeline, race: Race) -> Iterator[Problem]:
    late = race.times
    if not late:
        return
    gaps = Gaps(late, timeline.zone(race.reference), timeline.window)
    start, _ = gaps.worst
    levels = race.levels(race.view.at(start))
    last = race.last(levels)
    before = levels[: levels.index(last)] if last else levels
    idle = ", ".join(level.reason for level in before if isinstance(level, Idle))
    yield Problem(
        at=race.reference.at,
        message=f"{gaps.since}: {_outcome(race, levels, last)}, target {race.target.duration}"
        + (f" ({idle})" if idle else ""),
        help=QUICKER if last else "let a step notify somebody else who is there at that time",
        related=(Related(race.target.at, f"{race.target.name} is promised here"),),
        facts={
            "severity": race.severity.id,
            "sla": race.sla.id,
            "path": race.path.id,
            "at": format_utc(start),
            "reached_seconds": int(last.time) // SECOND if last else None,
            "target_seconds": race.target.duration.microseconds // SECOND,
            **gaps.facts,
        },
    )


def _outcome(race: Race, levels: Levels, last: Arrival | None) -> str:
    if last is None:
        missing = sum(isinstance(level, Arrival) for level in levels)
        return f"no {_ordinal(missing)} person for {race.severity.id} is ever reached"
    time = format_duration(int(last.time))
    if last.after:
        time = f"{format_duration(last.after)} + {format_duration(last.notice)} = {time}"
    return f"the {_ordinal(race.needed - 1)} person for {race.severity.id} is reached after {time}"


def _ordinal(index: int) -> str:
    return ORDINALS[index] if index < len(ORDINALS) else f"{index + 1}th"
