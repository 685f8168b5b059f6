"""Rules of working together that everybody guesses for themselves."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Severity, listed, rule


@rule(
    "PRO107",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="B06 B07 B10 B12 B13",
)
def working_rules_undefined(plan: Plan) -> Iterator[Problem]:
    """The plan lacks a rule for threads, direct messages, decisions, help or notifications.

    Without them, answers are scattered over the channel, requests go to whoever is
    known, decisions are lost in the scrollback, colleagues who could help hold
    back, and a whole channel is woken for a question. State under `protocols` whether
    `threads` are used, where `dm_policy` sends requests, where `decisions` are
    recorded (`record_in`), whether others may help (`open_help`), and in
    `notifications` who may ping a whole channel (`channel_ping`), how many
    interruptions a shift may bring (`max_interrupts_per_shift`) and when it is quiet
    (`quiet_hours`).

    Bad:
        protocols:
          threads: required
          dm_policy: {redirect_to: "channel:it-help"}
          decisions: {record_in: "tool:jira"}
          open_help: true
          notifications: {max_interrupts_per_shift: 2}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        tools:
          jira: {kind: ticketing}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        protocols:
          threads: required
          dm_policy: {redirect_to: "channel:it-help"}
          decisions: {record_in: "tool:jira"}
          open_help: true
          notifications:
            channel_ping: ["person:alice"]
            max_interrupts_per_shift: 2
            quiet_hours: "22:00-07:00"
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        tools:
          jira: {kind: ticketing}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        missing: what is not stated, as paths of keys
    """
    protocols = plan.protocols
    policy, decisions = protocols.dm_policy, protocols.decisions
    rules = (
        ("threads", "whether answers go into threads", protocols.threads),
        (
            "dm_policy",
            "what happens to requests in direct messages",
            policy and (policy.redirect_to or policy.text),
        ),
        ("decisions.record_in", "where decisions are recorded", decisions and decisions.record_in),
        ("open_help", "whether people outside the team may help", protocols.open_help),
    )
    for key, fault, value in rules:
        if value is None:
            yield _problem(plan, (key,), fault)
    missing = tuple(_limits(plan))
    if missing:
        keys, faults = zip(*missing, strict=True)
        yield _problem(plan, keys, listed(faults))


def _limits(plan: Plan) -> Iterator[tuple[str, str]]:
    """What ``notifications`` does not limit."""
    limits = plan.protocols.notifications
    if limits is None or not limits.channel_ping:
        yield "notifications.channel_ping", "who may ping a whole channel"
    if limits is None or limits.max_interrupts_per_shift is None:
        yield "notifications.max_interrupts_per_shift", "how many interruptions a shift may bring"
    if limits is None or limits.quiet_hours is None:
        yield "notifications.quiet_hours", "when people are left alone"


def _problem(plan: Plan, keys: tuple[str, ...], fault: str) -> Problem:
    at = plan.protocols.at
    steps = keys[0].split(".")
    for step in steps if len(keys) == 1 else steps[:-1]:
        at /= step
    paths = [f"protocols.{key}" for key in keys]
    return Problem(
        at=at,
        message=f"the plan does not say {fault}",
        help=f"state {listed([f'`{path}`' for path in paths])}",
        facts={"missing": paths},
    )
