"""A step that calls nobody who could answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Level, Place, Verdicts


@rule(
    "ESC305",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A07; real: grafana/oncall failure codes",
    reads=("people", "emails", "usergroups"),
)
def escalation_level_unstaffed(drift: Drift) -> Verdicts:
    """All targets of a step are missing, deactivated, bots, or empty or disabled user groups.

    The step waits its time out and calls nobody; whoever waits for help waits
    that much longer. Let it call somebody who is there. A rotation counts with
    all its users.

    Bad:
        escalations:
          desk:
            steps:
            - notify: ["person:alice"]
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
            - notify: ["person:chen"]
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
        targets: the people and groups it calls, with the state of each
        read_at: when the workspace was read
    """
    for level in drift.charges.unstaffed:
        gone = (f"{target.subject.label} {target.subject.fault}" for target in level.targets)
        yield Problem(
            at=(level.step.at / "notify").key,
            message=f"{level.label} reaches nobody: {', '.join(gone)}{drift.as_read}",
            help=f"let {level.label} call somebody with an active account",
            related=tuple(_related(drift, level)),
            facts={
                "path": level.path,
                "step": level.step.number,
                "targets": {
                    str(target.reference): target.subject.state.value for target in level.targets
                },
                "read_at": drift.read_at,
            },
            resource=Resource(*level.targets[0].subject.object),
        )
    for level in drift.levels:
        if subject := level.doubtful:
            at = (level.step.at / "notify").key
            yield NotAssessed(subject.why, at=at, resource=Resource(*subject.object))


def _related(drift: Drift, level: Level) -> list[Related]:
    own = [target.item.at for target in level.targets]
    places: dict[Place, Related] = {}
    for target in level.targets:
        for at, words in drift.mentions(target.subject, *own):
            places.setdefault(at, Related(at, words))
    return list(places.values())
