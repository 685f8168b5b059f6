"""``commplan who``: asked at three in the morning, read half asleep."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: desk, timezone: Europe/London}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}
    bob: {name: Bob Ito, slack: U02BOB, calendar: "calendar:uk", contacts: {phone: "secret:bob"}}
channels:
  help: {kind: slack, owner: "person:alice"}
  nobody: {kind: slack}
severities:
  sev1: {order: 1, path: "escalation:major", sla: "sla:desk"}
  sev2: {order: 2}
  sev3: {order: 3, path: "escalation:gone"}
slas:
  desk: {applies: {channel: help}, clock: "calendar:uk", targets: {first_response: 30m}}
escalations:
  major:
    steps:
    - {notify: ["person:alice"], ack_within: 15m}
    - {notify: ["person:bob"], via: [{phone: 0m}], ack_within: 15m}
"""
FRIDAY, SATURDAY = "2026-11-20T10:00:00Z", "2026-11-21T03:00:00Z"

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def desk(plan: Callable[..., Path]) -> Path:
    return plan(PLAN, "plans/desk.yaml")


def test_a_severity_by_day(run: Run) -> None:
    done = run("who", "sev1", "--at", FRIDAY)
    assert done.out.splitlines() == [
        "severity:sev1 at Fri 2026-11-20 10:00 Europe/London (plan desk, plans/desk.yaml)",
        "  escalation:major",
        "  at once   10:00  step 1: person:alice",
        "                alice: slack 10:00; notices by 10:10",
        "  +15m      10:15  step 2: person:bob",
        "                bob: phone 10:15; notices by 10:17",
        "  +30m      10:30  gives up",
        "  first_response by 10:30 (sla:desk, 30m)",
    ]
    assert done.code == 0


def test_a_path_by_night_reaches_nobody_and_says_so(run: Run) -> None:
    done = run("who", "escalation:major", "--at", SATURDAY)
    assert "not alice: is outside calendar:uk until Mon 09:00" in done.out
    assert done.code == 1


def test_a_channel(run: Run) -> None:
    done = run("who", "help", "--at", SATURDAY)
    assert done.out.splitlines()[1:] == [
        "  person:alice answers",
        "    not alice: is outside calendar:uk until Mon 09:00",
        "    nobody is there until Mon 09:00",
        "  first_response by Mon 09:30 (sla:desk, 30m)",
    ]
    assert done.code == 1
    assert run("who", "help", "--at", FRIDAY).code == 0


@pytest.mark.parametrize("what", ["sev1", "escalation:major", "help"])
@pytest.mark.parametrize("at", [FRIDAY, SATURDAY])
def test_json_matches_its_schema_and_says_the_same(run: Run, what: str, at: str) -> None:
    done = run("who", what, "--at", at, "--format", "json")
    told = json.loads(done.out)
    schema = json.loads((ROOT / "schemas" / "v1" / "who.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(told)
    (answer,) = told["answers"]
    assert told["at"] == at
    assert answer["reached"] == (done.code == 0)
    text = run("who", what, "--at", at).out
    turns = answer["escalation"]["turns"] if answer["escalation"] else []
    reached = [who["id"] for turn in turns for who in turn["reached"]]
    reached += [who["id"] for who in answer["present"]]
    for name in ("alice", "bob"):
        assert (f"    {name}: " in text) == (name in reached)


def test_the_same_name_in_two_plans_is_answered_for_both(run: Run, plan: Any) -> None:
    plan(PLAN.replace("id: desk", "id: other"), "plans/other.yaml")
    done = run("who", "sev1", "--at", FRIDAY)
    assert [line for line in done.out.splitlines() if line.startswith("severity:")] == [
        "severity:sev1 at Fri 2026-11-20 10:00 Europe/London (plan desk, plans/desk.yaml)",
        "severity:sev1 at Fri 2026-11-20 10:00 Europe/London (plan other, plans/other.yaml)",
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["sev11"], 2, "nothing is called 'sev11'; did you mean 'sev1'?"),
        (["severty:sev1"], 2, "'severty' cannot be asked for; did you mean 'severity:sev1'?"),
        (["sev2"], 2, "plans/desk.yaml: severity:sev2 names no escalation path"),
        (["sev3"], 2, "severity:sev3 leads to something that does not exist, or in a circle"),
        (["nobody"], 2, "channel:nobody has no owner and no responders"),
        (["sev1", "--at", "noon"], 2, "--at: 'noon' is no instant"),
        (["sev1", "nowhere"], 2, "nowhere"),
    ],
)
def test_what_cannot_be_answered_is_said(run: Run, words: list[str], code: int, said: str) -> None:
    done = run("who", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_name_of_two_things(run: Run, plan: Any) -> None:
    plan(
        PLAN.replace("  help: {kind", "  major: {kind").replace("channel: help", "channel: major"),
        "plans/desk.yaml",
    )
    done = run("who", "major")
    assert done.code == 2
    assert "'major' is more than one thing; write escalation:major or channel:major" in done.err


def test_no_valid_plan(run: Run, plan: Any) -> None:
    plan("apiVersion: commplan/v1\nkind: CommunicationPlan\n", "plans/desk.yaml")
    assert run("who", "sev1").code == 3


def test_hours_that_cannot_be_known_leave_the_question_open(run: Run, plan: Any) -> None:
    plan(
        PLAN.replace("timezone: Europe/London, hours", "timezone: Mars/Base, hours"),
        "plans/desk.yaml",
    )
    done = run("who", "sev1", "--at", FRIDAY)
    assert done.code == 1
    assert "alice: slack 10:00; notices by 10:10, if they are there" in done.out
    assert "first_response of sla:desk (30m): cannot be told" in done.out
