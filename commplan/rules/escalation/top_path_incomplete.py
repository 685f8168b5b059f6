"""A path for the gravest incidents that stops short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.api import (
    EscalationPath,
    IncidentSeverity,
    Plan,
    Problem,
    Related,
    Severity,
    Step,
    listed,
    rule,
)


@rule("ESC103", severity=Severity.ERROR, profile="standard", since="0.1", source="A07; DORA 17(3)")
def top_path_incomplete(plan: Plan, *, top: int = 2) -> Iterator[Problem]:
    """The path of a grave severity never comes to management, or ends after one round.

    In a bad night everybody on the list is asleep, on a train or already busy. For
    severities up to order `top` the path has to come to somebody who can send
    others (a step with `management: true`), and it may not fall silent after one
    round: let it `repeat`, or say in `on_exhausted` who is told when nobody has
    answered. Steps of a path that a step notifies count as well.

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {first_response: 30m}}
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 10m}
            - {notify: ["person:bob"], ack_within: 20m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major: {clock: 24x7, targets: {first_response: 30m}}
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 10m}
            - {notify: ["person:bob"], ack_within: 20m, management: true}
            repeat: 2
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        path: the id of the path
        severities: the grave severities that use it
        missing: `management`, `repeat` or both
    """
    for path in plan.paths.values():
        grave = tuple(_grave(plan, path, top))
        lacks = tuple(_lacks(plan, path)) if grave and path.steps else ()
        if lacks:
            yield Problem(
                at=path.at,
                message=f"escalation:{path.id}, the path of {listed([one.id for one in grave])}, "
                + " and ".join(lack.words for lack in lacks),
                help=", and ".join(lack.remedy for lack in lacks),
                related=tuple(
                    Related(one.at / "order", f"{one.id} has order {one.order}") for one in grave
                ),
                facts={
                    "path": path.id,
                    "severities": [severity.id for severity in grave],
                    "missing": [lack.key for lack in lacks],
                },
            )


def _grave(plan: Plan, path: EscalationPath, top: int) -> Iterator[IncidentSeverity]:
    """The grave severities that use a path."""
    for severity in plan.severities.values():
        named = severity.path
        uses_it = named is not None and named.id == path.id and plan.sound(named)
        if uses_it and 0 < severity.order <= top:
            yield severity


class _Lack(NamedTuple):
    """What keeps a path from being complete."""

    key: str
    words: str
    remedy: str


def _lacks(plan: Plan, path: EscalationPath) -> Iterator[_Lack]:
    if not any(step.management for step in _steps(plan, path)):
        remedy = "mark the step that reaches management with `management: true`"
        yield _Lack("management", "has no step that reaches management", remedy)
    if not path.repeat and path.on_exhausted is None:
        yield _Lack("repeat", "ends after one round", "add `repeat: 1` or `on_exhausted`")


def _steps(plan: Plan, path: EscalationPath) -> Iterator[Step]:
    """The steps of a path and of those that it sets in motion."""
    begun, waiting = {path.id}, [path]
    while waiting:
        for step in waiting.pop().steps:
            yield step
            for target in step.notify:
                if target.kind == "escalation" and target.id not in begun and plan.sound(target):
                    begun.add(target.id)
                    waiting.append(plan.paths[target.id])
