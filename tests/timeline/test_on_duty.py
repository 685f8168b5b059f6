"""Who has duty at an instant: edges, and random plans against the oracle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given

from commplan.clock import MINUTE, format_utc, instant_of
from commplan.timeline import OnDuty, Timeline, on_duty
from tests.timeline.oracle import Oracle, examples, plans, read

Unroll = Callable[..., Timeline]

PLAN = """
stakeholders:
  people:
    alice: {name: Alice Ng}
    bob: {name: Bob Ito, timezone: Europe/London, leave: [{from: "2026-11-30", to: "2026-11-30"}]}
  groups:
    crew: {slack_usergroup: S01}
rotations:
  primary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "person:bob"]
    overrides: [{from: "2026-11-21T12:00", to: "2026-11-21T18:00", user: "person:alice"}]
"""


def at(unroll_plan: Unroll, instant: str, text: str = PLAN) -> list[OnDuty]:
    return [*on_duty(unroll_plan(text, instant))]


@pytest.mark.parametrize(
    ("instant", "people", "pointer", "until"),
    [
        ("2026-11-21T11:59:59Z", ("bob",), "users/1", "2026-11-21T12:00:00Z"),
        ("2026-11-21T12:00:00Z", ("alice",), "overrides/0/user", "2026-11-21T18:00:00Z"),
        ("2026-11-21T18:00:00Z", ("bob",), "users/1", "2026-11-23T09:00:00Z"),
        ("2026-11-23T08:59:59Z", ("bob",), "users/1", "2026-11-23T09:00:00Z"),
        ("2026-11-23T09:00:00Z", ("alice",), "users/0", "2026-11-30T09:00:00Z"),
        ("2026-11-30T09:00:00Z", (), "users/1", "2026-12-07T09:00:00Z"),
        ("2026-12-01T00:00:00Z", ("bob",), "users/1", "2026-12-07T09:00:00Z"),
        ("2026-01-05T08:59:59Z", (), "users", None),
        ("2026-01-05T09:00:00Z", ("alice",), "users/0", "2026-01-12T09:00:00Z"),
    ],
)
def test_duty_changes_hands_on_the_instant(
    unroll_plan: Unroll, instant: str, people: tuple[str, ...], pointer: str, until: str | None
) -> None:
    (duty,) = at(unroll_plan, instant)
    assert duty.people == people
    assert "/".join(map(str, duty.at.pointer)) == f"rotations/primary/{pointer}"
    assert (duty.until and format_utc(duty.until)) == until
    assert (duty.untold, duty.fault) == ((), "")


def test_the_only_user_of_a_rotation_has_no_end_of_duty(unroll_plan: Unroll) -> None:
    text = PLAN.replace(', "person:bob"]', "]")
    (duty,) = at(unroll_plan, "2026-11-21T09:00:00Z", text)
    assert (duty.people, duty.until, duty.ends) == (("alice",), None, "")


def test_the_end_is_told_in_the_zone_of_the_rotation(unroll_plan: Unroll) -> None:
    (duty,) = at(unroll_plan, "2026-07-20T12:00:00Z")
    assert duty.ends == " until Mon 2026-07-27 09:00 Europe/London"


def test_members_whom_only_slack_knows_are_not_told(unroll_plan: Unroll) -> None:
    text = PLAN.replace('person:bob"]', 'group:crew"]')
    (duty,) = at(unroll_plan, "2026-11-22T00:00:00Z", text)
    assert (duty.people, duty.untold) == ((), ("group:crew",))


def test_a_rotation_out_of_order_tells_nobody(unroll_plan: Unroll) -> None:
    text = PLAN.replace("timezone: Europe/London\n    start", "timezone: Europe/Londn\n    start")
    (duty,) = at(unroll_plan, "2026-11-22T00:00:00Z", text)
    assert (duty.people, duty.turn) == ((), None)
    assert duty.fault == "nobody can tell who is on call in rotation:primary: it is not in order"


def test_broken_and_circular_rotations_are_left_out(unroll_plan: Unroll) -> None:
    broken = PLAN.replace('"person:bob"]', '"person:bo"]')
    circular = PLAN.replace('"person:bob"]', '"rotation:primary"]')
    assert at(unroll_plan, "2026-11-22T00:00:00Z", broken) == []
    assert at(unroll_plan, "2026-11-22T00:00:00Z", circular) == []


@examples(25)
@given(plans())
def test_people_and_turns_are_those_of_the_oracle(case: tuple[dict[str, Any], datetime]) -> None:
    plan, start = case
    oracle = Oracle(plan, start, step=30)
    model = read(plan)[1]
    turns = oracle.turns("duty")
    for step in oracle.steps[::7]:
        (duty,) = on_duty(Timeline(model, instant_of(oracle.instant(step))))
        assert duty.people == tuple(
            dict.fromkeys(oracle.who(turns[step], step, False, True) if turns[step] else ())
        )
        assert (str(duty.turn) if duty.turn else None) == turns[step]
        if duty.until is not None and (duty.until - instant_of(oracle.first)) % (30 * MINUTE) == 0:
            end = (duty.until - instant_of(oracle.first)) // (30 * MINUTE)
            assert set(turns[step:end]) == {turns[step]}
            assert end >= len(turns) or turns[end] != turns[step]
