from __future__ import annotations

import pytest

from commplan.rules.availability.rotation_malformed import rotation_malformed
from commplan.testing import expect, judge_text

SOUND = """
stakeholders:
  people:
    alice: {name: Alice Ng}
  groups:
    team: {members: ["person:alice"]}
    night: {}
    slack: {slack_usergroup: S01A}
  roles:
    lead: {holders: ["group:team"]}
    vacant: {deputies: ["group:night"]}
rotations:
  primary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "group:team", "role:lead", "group:slack"]
"""


def messages(change: str, to: str) -> tuple[str, ...]:
    assert change in SOUND
    return judge_text(rotation_malformed, SOUND.replace(change, to)).messages


def test_people_groups_and_roles_can_take_turns() -> None:
    expect(rotation_malformed, SOUND)


@pytest.mark.parametrize(
    ("shift", "fault"),
    [
        ("0m", "its shift of 0s is shorter than 15m"),
        ("5m", "its shift of 5m is shorter than 15m"),
        ("1bd", "a shift in business days has no length of its own"),
    ],
)
def test_shifts_without_a_length(shift: str, fault: str) -> None:
    assert messages("shift: 1w", f"shift: {shift}") == (
        f"rotation:primary puts nobody on call: {fault}",
    )
    assert messages("shift: 1w", "shift: 15m") == messages("shift: 1w", "shift: 1mo") == ()


def test_no_users() -> None:
    text = SOUND.replace('["person:alice", "group:team", "role:lead", "group:slack"]', "[]")
    finding = judge_text(rotation_malformed, text).findings[0]
    assert finding.message == "rotation:primary puts nobody on call: it has no users"
    assert finding.location.pointer == "/rotations/primary/users"


def test_turns_that_fall_to_nobody() -> None:
    assert messages('"group:team", "role', '"group:night", "role:vacant", "role') == (
        "slot 2 of rotation:primary (group:night) resolves to nobody",
        "slot 3 of rotation:primary (role:vacant) resolves to nobody",
    )


def test_references_to_nothing_and_cycles_are_left_to_other_rules() -> None:
    assert messages('"person:alice", "group:team"', '"person:alcie", "group:team"') == ()
    assert messages("night: {}", 'night: {members: ["person:alcie"]}') == ()
    text = SOUND.replace("night: {}", 'night: {members: ["group:night"]}')
    expect(rotation_malformed, text.replace('"group:slack"', '"group:night"'))


def test_an_overlay_may_leave_the_start_to_its_baseline() -> None:
    """The schema demands a start of a whole plan; only a part of one can lack it."""
    text = SOUND.replace('    start: "2026-01-05T09:00"\n', "")
    assert judge_text(rotation_malformed, text).findings == ()


def test_facts() -> None:
    text = SOUND.replace('"group:team", "role:lead"', '"group:night", "role:lead"')
    finding = judge_text(rotation_malformed, text).findings[0]
    assert finding.facts == {"rotation": "primary", "slot": 2, "user": "group:night"}
    assert finding.location.pointer == "/rotations/primary/users/1"
