from __future__ import annotations

import pytest

from commplan.rules.protocols.working_rules_undefined import working_rules_undefined
from commplan.testing import expect, judge_text

COMPLETE = {
    "threads": "optional",
    "dm_policy": '{redirect_to: "channel:it-help"}',
    "decisions": '{record_in: "tool:jira"}',
    "open_help": "false",
    "notifications": (
        '{channel_ping: ["person:alice"], max_interrupts_per_shift: 0, quiet_hours: "22:00-07:00"}'
    ),
}


def plan(**changes: str | None) -> str:
    entries = {**COMPLETE, **changes}
    return "protocols:\n" + "".join(f"  {k}: {v}\n" for k, v in entries.items() if v is not None)


def test_all_is_stated() -> None:
    assert judge_text(working_rules_undefined, plan()).messages == ()
    assert judge_text(working_rules_undefined, plan(dm_policy="{text: Ask there}")).messages == ()


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("threads", "the plan does not say whether answers go into threads"),
        ("dm_policy", "the plan does not say what happens to requests in direct messages"),
        ("decisions", "the plan does not say where decisions are recorded"),
        ("open_help", "the plan does not say whether people outside the team may help"),
        (
            "notifications",
            (
                "the plan does not say who may ping a whole channel, how many interruptions a "
                "shift may bring and when people are left alone"
            ),
        ),
    ],
)
def test_each_rule_is_asked_for(key: str, message: str) -> None:
    verdict = judge_text(working_rules_undefined, plan(**{key: None}))
    assert verdict.messages == (message,)


@pytest.mark.parametrize("text", ["channels: {}", "protocols: {}"])
def test_one_finding_for_each(text: str) -> None:
    findings = judge_text(working_rules_undefined, text).findings
    assert len(findings) == 5
    assert len({finding.fingerprint for finding in findings}) == 5


def test_parts_that_say_nothing() -> None:
    expect(
        working_rules_undefined,
        """
        protocols:
          threads: required
          dm_policy: {exceptions: [hr]}  # <- what happens to requests in direct messages
          decisions: {reactions: [scales]}  # <- where decisions are recorded
          open_help: true
          notifications: {channel_ping: []}  # <- who may ping a whole channel, how many interrup
        """,
    )


def test_limits_that_are_missing_are_named() -> None:
    text = plan(notifications='{channel_ping: ["person:alice"], quiet_hours: "22:00-07:00"}')
    (finding,) = judge_text(working_rules_undefined, text).findings
    assert finding.help == "state `protocols.notifications.max_interrupts_per_shift`"
    assert finding.location.pointer == "/protocols/notifications/max_interrupts_per_shift"
    assert finding.facts == {"missing": ["protocols.notifications.max_interrupts_per_shift"]}
