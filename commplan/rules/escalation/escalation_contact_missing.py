"""A step that calls somebody whom Slack does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Verdicts


@rule(
    "ESC301",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A07",
    reads=("people", "emails", "usergroups"),
)
def escalation_contact_missing(drift: Drift) -> Verdicts:
    """A step target resolves to no human account, or to a user group that does not exist.

    The step looks fuller than it is: one call fewer goes out, and if the others
    are away nobody comes. Correct the id, or call somebody else. A step of which
    nobody is left is ESC305's.

    Bad:
        escalations:
          desk:
            steps:
            - notify: ["person:alice", "person:bob"]
              ack_within: 15m
            - notify: ["person:bob"]
              ack_within: 15m
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        escalations:
          desk:
            steps:
            - notify: ["person:alice", "person:bob"]
              ack_within: 15m
            - notify: ["person:bob"]
              ack_within: 15m
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U03ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Workspace:
        people:
          U02BOB: bob
          U03ALICE: {handle: alice, real_name: Alice Ng}

    Facts:
        path, step: which step, counted from 1
        target: the person or group in the plan
        declared: the Slack id or e-mail address in the plan
        state: not-found, not-human, or missing for a user group
        read_at: when the workspace was read
    """
    for level, target in drift.charges.calls:
        subject = target.subject
        if not subject.deactivated:
            yield Problem(
                at=target.reference.at,
                message=f"{level.label} calls {subject.label}, "
                f"but that {subject.noun} {subject.fault}{drift.as_read}",
                help=f"correct the id, or let {level.label} call somebody else",
                related=tuple(Related(*m) for m in drift.mentions(subject, target.reference.at)),
                facts={
                    "path": level.path,
                    "step": level.step.number,
                    "target": str(target.reference),
                    "declared": subject.declared,
                    "state": subject.state.value,
                    "read_at": drift.read_at,
                },
                resource=Resource(*subject.object),
            )
    for target in drift.doubtful_targets:
        subject = target.subject
        yield NotAssessed(subject.why, at=target.reference.at, resource=Resource(*subject.object))
