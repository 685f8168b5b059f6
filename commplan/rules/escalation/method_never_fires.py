"""A contact method that is due only after the step has handed over."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Plan,
    Problem,
    Related,
    Severity,
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
                if wait is not None and compare_durations(method.delay, wait) in (0, 1):
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
                    )
