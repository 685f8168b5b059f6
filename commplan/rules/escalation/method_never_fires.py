"""A contact method that is due only after the step has handed over."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Duration,
    Fix,
    Method,
    Place,
    Plan,
    Problem,
    Related,
    Remove,
    Severity,
    Step,
    compare_durations,
    exact_seconds,
    rule,
)


@rule("ESC203", severity=Severity.ERROR, profile="basic", since="0.1", source="A07", fix="safe")
def method_never_fires(plan: Plan) -> Iterator[Problem]:
    """A contact method's delay is not shorter than the `ack_within` of its step.

    The next step takes over at that instant (after the last one the next round,
    or nobody), so the method is never tried and the step is quieter than it
    reads. Shorten the delay or let the step wait longer; taking the method out
    changes nothing.

    Bad:
        escalations:
          major:
            steps:
            - notify: ["person:alice"]
              via: [{slack: 0m}, {phone: 5m}]
              ack_within: 5m
            - notify: ["person:bob"]
              ack_within: 10m
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {phone: "secret:oncall/alice"}}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        escalations:
          major:
            steps:
            - notify: ["person:alice"]
              via: [{slack: 0m}, {phone: 2m}]
              ack_within: 5m
            - notify: ["person:bob"]
              ack_within: 10m
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {phone: "secret:oncall/alice"}}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        path, step, medium: which method
        delay_seconds, ack_within_seconds: when it is due and when the step hands over
    """
    for path in plan.paths.values():
        for step in path.steps:
            wait = step.ack_within
            for method in step.via:
                if wait is not None and _is_late(method, wait):
                    yield Problem(
                        at=method.at,
                        message=f"{method.medium} after {method.delay} never fires: "
                        f"step {step.number} of escalation:{path.id} hands over after {wait}",
                        help=f"give it a delay below {wait}, or take it out",
                        related=(Related(step.at / "ack_within", "the step hands over here"),),
                        facts={
                            "path": path.id,
                            "step": step.number,
                            "medium": method.medium,
                            "delay_seconds": exact_seconds(method.delay),
                            "ack_within_seconds": exact_seconds(wait),
                        },
                        fix=_fix(method, step, wait),
                    )


def _is_late(method: Method, wait: Duration) -> bool:
    return compare_durations(method.delay, wait) in (0, 1)


def _fix(method: Method, step: Step, wait: Duration) -> Fix | None:
    """Take the method out; the last one has to stay, since a step without any uses Slack."""
    if all(_is_late(other, wait) for other in step.via):
        return None
    item = method.at.pointer[:-1]
    beside = sum(1 for other in step.via if other.at.pointer[:-1] == item)
    return Fix((Remove(method.at if beside > 1 else Place(method.at.origin, item)),))
