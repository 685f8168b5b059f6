"""A call to so many that nobody feels called."""

from __future__ import annotations

from commplan.api import (
    EscalationPath,
    NotAssessed,
    Plan,
    Problem,
    Severity,
    Step,
    Verdicts,
    listed,
    ringing,
    rule,
)


@rule("ESC104", severity=Severity.WARNING, profile="standard", since="0.1", source="B10")
def bystander_step(plan: Plan, *, max_targets: int = 5) -> Verdicts:
    """The first step of a path notifies many people at once, or everybody in a channel.

    Where ten phones ring, each of the ten assumes that another one answers, and
    nine have been woken for nothing. Let the first step notify one person, role or
    rotation, and the others in a later step. Everybody in a group counts, of a role
    or a rotation one at a time; `max_targets` is the most that may be notified.

    Bad:
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice", "channel:incidents"], mention: channel, ack_within: 15m}
            - {notify: ["person:bob"], ack_within: 15m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice", "channel:incidents"], ack_within: 15m}
            - {notify: ["person:bob"], ack_within: 15m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        path: the id of the path
        people: how many people may be notified at once, those of a channel apart
        mention: `channel` or `here`, if everybody in a channel is pinged; else null
    """
    for path in plan.paths.values():
        for step in path.steps[:1]:
            everybody = plan.reach(*step.notify)
            many = len(everybody.people) + len(everybody.outside) > max_targets
            if many or everybody.unlisted or step.mention:
                yield from _judged(plan, path, step, max_targets)


def _judged(plan: Plan, path: EscalationPath, step: Step, most: int) -> Verdicts:
    where, rung = f"step 1 of escalation:{path.id}", ringing(plan, step.notify)
    if rung.most > most:
        names = listed([str(target) for target in step.notify if target.kind != "channel"])
        message = f"{where} notifies {rung.most} people at once ({names}); limit {most}"
        yield _problem(path, step, "notify", message, rung.most)
    elif rung.unlisted:
        reason = f"how many people {where} notifies at once hangs on {listed(rung.unlisted)}"
        yield NotAssessed(f"{reason} (members known to Slack only)", step.at / "notify")
    channels = [str(target) for target in step.notify if target.kind == "channel"]
    if step.mention is not None and channels:
        message = f"{where} pings everybody in {listed(channels)} (@{step.mention})"
        yield _problem(path, step, "mention", message, rung.most)


def _problem(path: EscalationPath, step: Step, key: str, message: str, people: int) -> Problem:
    return Problem(
        at=step.at / key,
        message=message,
        help="notify one person, role or rotation first, and the others in a later step",
        facts={"path": path.id, "people": people, "mention": step.mention},
    )
