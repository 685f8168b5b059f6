"""A step that calls somebody whose account is deactivated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    Fix,
    NotAssessed,
    Problem,
    Related,
    Remove,
    Resource,
    Severity,
    dispensable,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Drift, Reference, Verdicts


@rule(
    "ESC303",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A07",
    fix="unsafe",
    reads=("people", "emails"),
)
def escalation_contact_deactivated(drift: Drift) -> Verdicts:
    """The account of a step target is deactivated.

    The call goes to somebody who has left. Let the step, or the group, role or
    rotation it goes through, name somebody else. A step of which nobody is left
    is ESC305's. The fix takes the name out of a list in which somebody is left who answers.

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
            - notify: ["person:chen", "person:bob"]
              ack_within: 15m
            - notify: ["person:bob"]
              ack_within: 15m
        stakeholders:
          people:
            bob: {name: Bob Ito, slack: U02BOB}
            chen: {name: Chen Wu, slack: U03CHEN}

    Workspace:
        people:
          U01ALICE: {handle: alice, deleted: true}
          U02BOB: bob
          U03CHEN: chen

    Facts:
        path, step: which step, counted from 1
        person: the person's id in the plan
        declared: the Slack id or e-mail address in the plan
        read_at: when the workspace was read
    """
    for level, target in drift.charges.calls:
        subject = target.subject
        if subject.deactivated:
            yield Problem(
                at=target.reference.at,
                message=f"{level.label} calls {subject.label}, "
                f"but that {subject.noun} {subject.fault}{drift.as_read}",
                help=f"name somebody else in place of {target.reference}, "
                "or reactivate the account in Slack",
                related=tuple(Related(*m) for m in drift.mentions(subject, target.reference.at)),
                facts={
                    "path": level.path,
                    "step": level.step.number,
                    "person": target.reference.id,
                    "declared": subject.declared,
                    "read_at": drift.read_at,
                },
                resource=Resource(*subject.object),
                fix=_without(drift, target.reference),
            )
    for target in drift.doubtful_targets:
        subject = target.subject
        if target.reference.kind == "person":
            yield NotAssessed(
                subject.why, at=target.reference.at, resource=Resource(*subject.object)
            )


def _without(drift: Drift, reference: Reference) -> Fix | None:
    gone = {("person", account.person.id) for account in drift.accounts.values() if account.gone}
    places = dispensable(drift.plan, (reference,), gone)
    return Fix(tuple(map(Remove, places))) if places else None
