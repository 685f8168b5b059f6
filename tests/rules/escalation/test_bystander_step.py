from __future__ import annotations

import pytest

from commplan.rules.escalation.bystander_step import bystander_step
from commplan.testing import expect, judge_text

PEOPLE = """
stakeholders:
  people: {a: {name: A}, b: {name: B}, c: {name: C}, d: {name: D}, e: {name: E}, f: {name: F}}
  groups:
    five: {members: ["person:a", "person:b", "person:c", "person:d", "person:e"]}
    six: {members: ["group:five", "person:f", "person:a"]}
    duty: {source: "rotation:all"}
    known-to-slack: {slack_usergroup: S01DESK}
    empty: {}
  roles:
    lead: {holders: ["person:a", "person:f"], deputies: ["person:b"]}
    inside: {holders: ["person:a"], deputies: ["person:b"]}
  external: {netco: {contact: "https://netco.example"}}
rotations:
  all: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:a", "person:f"]}
  crews: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:f", "group:five"]}
channels: {room: {kind: slack}}
tools: {pager: {kind: paging}}
"""


def first_step(targets: str, more: str = "") -> str:
    return (
        PEOPLE
        + f"""
escalations:
  desk:
    steps:
    - {{notify: {targets}{more}}}
    - {{notify: ["group:six"]}}
  inner:
    steps:
    - {{notify: ["group:five"]}}
    - {{notify: ["person:f"]}}
"""
    )


@pytest.mark.parametrize(
    ("targets", "number"),
    [
        ('["group:six"]', 6),
        ('["group:five", "person:f"]', 6),
        ('["group:five", "role:lead"]', 6),
        ('["group:five", "rotation:all"]', 6),
        ('["group:five", "group:duty"]', 6),
        ('["group:five", "external:netco"]', 6),
        ('["rotation:crews", "role:lead", "external:netco"]', 7),
        ('["escalation:inner", "person:f"]', 6),
        ('["group:six", "group:known-to-slack"]', 6),
    ],
)
def test_more_than_five_are_too_many(targets: str, number: int) -> None:
    finding, *others = judge_text(bystander_step, first_step(targets)).findings
    assert not others
    assert finding.message.startswith(
        f"step 1 of escalation:desk notifies {number} people at once ("
    )
    assert finding.location.pointer == "/escalations/desk/steps/0/notify"
    assert finding.facts == {"path": "desk", "people": number, "mention": None}


@pytest.mark.parametrize(
    "targets",
    [
        '["group:five"]',
        '["group:five", "person:a", "role:inside"]',
        '["rotation:crews"]',
        '["role:lead", "rotation:all", "group:duty"]',
        '["escalation:inner"]',
        '["group:five", "channel:room", "tool:pager"]',
        '["group:five", "group:empty", "person:nobody"]',
        '["escalation:desk"]',
        "[]",
    ],
)
def test_five_are_not(targets: str) -> None:
    expect(bystander_step, first_step(targets))


def test_the_targets_and_the_limit_are_told() -> None:
    text = first_step('["group:five", "channel:room", "person:f"]')
    assert judge_text(bystander_step, text).messages == (
        "step 1 of escalation:desk notifies 6 people at once (group:five and person:f); limit 5",
    )
    assert not judge_text(bystander_step, text, parameters={"max_targets": 6}).findings


@pytest.mark.parametrize("mention", ["channel", "here"])
def test_everybody_in_a_channel(mention: str) -> None:
    text = first_step('["person:a", "channel:room"]', f", mention: {mention}")
    finding, *others = judge_text(bystander_step, text).findings
    assert not others
    assert finding.message == (
        f"step 1 of escalation:desk pings everybody in channel:room (@{mention})"
    )
    assert finding.location.pointer == "/escalations/desk/steps/0/mention"
    expect(bystander_step, first_step('["person:a"]', f", mention: {mention}"))


def test_a_group_that_only_slack_knows_leaves_it_open() -> None:
    verdict = judge_text(bystander_step, first_step('["person:a", "group:known-to-slack"]'))
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        (
            "how many people step 1 of escalation:desk notifies at once hangs on "
            "group:known-to-slack (members known to Slack only)"
        )
    ]
