"""On-call user groups: edges, and random plans against the oracle of timelines."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.escalation.oncall_group_drift import oncall_group_drift
from commplan.testing import Verdict, expect, judge_text
from tests.timeline.oracle import Oracle, examples, plans, read

PLAN = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, slack: U03CHEN}
rotations:
  primary:
    timezone: Europe/London
    start: "2026-11-16T09:00"
    shift: 1w
    users: ["person:bob", "person:alice"]
    slack_usergroup: S05ONCALL
"""
SECONDARY = """\
  secondary:
    timezone: Australia/Sydney
    start: "2026-11-16T09:00"
    shift: 5d
    users: ["person:alice", "person:chen"]
    slack_usergroup: S05ONCALL
"""
PEOPLE = "people: {U01ALICE: alice, U02BOB: bob, U03CHEN: chen, U04DANA: dana}"
READ = "(read Sat 2026-11-21 09:00Z)"
AT = "/rotations/primary/slack_usergroup"


def live(users: str, taken_at: str = "2026-11-21T09:00:00Z") -> str:
    group = f"{{handle: on-call, users: [{users}]}}"
    return f'{PEOPLE}\nusergroups: {{S05ONCALL: {group}}}\ntaken_at: "{taken_at}"'


def judged(users: str, plan: str = PLAN, **more: Any) -> Verdict:
    return judge_text(oncall_group_drift, plan, workspace=live(users), **more)


def reasons(verdict: Verdict) -> list[str]:
    assert verdict.messages == ()
    return [skipped.reason for skipped in verdict.skipped]


@pytest.mark.parametrize(
    ("users", "holds"),
    [
        ("U01ALICE", "alice, but bob is on call"),
        ("U01ALICE, U02BOB", "alice and bob, but only bob is on call"),
        ("U04DANA", "dana (U04DANA), but bob is on call"),
        ("U09", "U09, but bob is on call"),
    ],
)
def test_who_is_in_it_and_who_should_be_is_told(users: str, holds: str) -> None:
    (finding,) = judged(users).findings
    assert finding.message == (
        f"@on-call (S05ONCALL) holds {holds} in rotation:primary "
        f"until Mon 2026-11-23 09:00 Europe/London {READ}"
    )
    assert finding.location.pointer == AT
    assert [related.message for related in finding.related] == [
        "whose turn it is in rotation:primary"
    ]
    assert finding.facts["on_call"] == ["bob"]
    assert finding.facts["at"] == "2026-11-21T09:00:00Z"


def test_whoever_is_on_call_and_nobody_else_is_well() -> None:
    verdict = judged("U02BOB")
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    ("instant", "user"),
    [
        ("2026-11-23T08:59:59Z", "U02BOB"),
        ("2026-11-23T09:00:00Z", "U01ALICE"),
        ("2026-11-30T09:00:00Z", "U02BOB"),
    ],
)
def test_duty_changes_hands_on_the_instant(instant: str, user: str) -> None:
    for member in ("U01ALICE", "U02BOB"):
        verdict = judge_text(
            oncall_group_drift, PLAN, workspace=live(member, instant), as_of=instant
        )
        assert bool(verdict.messages) == (member != user)


def test_an_override_counts() -> None:
    plan = (
        PLAN
        + """\
    overrides: [{from: "2026-11-21T08:00", to: "2026-11-21T10:00", user: "person:chen"}]
"""
    )
    assert judged("U03CHEN", plan).messages == ()
    (message,) = judged("U02BOB", plan).messages
    assert (
        "holds bob, but chen is on call in rotation:primary until Sat 2026-11-21 10:00" in message
    )


def test_several_rotations_fill_one_group() -> None:
    plan = PLAN + SECONDARY
    assert judged("U02BOB, U03CHEN", plan).messages == ()
    (finding,) = judged("U02BOB", plan).findings
    assert finding.message == (
        "@on-call (S05ONCALL) holds bob, but bob and chen are on call in rotation:primary and "
        f"rotation:secondary until Mon 2026-11-23 09:00 Europe/London {READ}"
    )
    assert finding.facts["rotations"] == ["primary", "secondary"]
    assert finding.facts["missing"] == ["chen"]


def test_one_person_may_have_two_duties() -> None:
    plan = PLAN + SECONDARY.replace('"person:alice", "person:chen"', '"person:bob"')
    assert judged("U02BOB", plan).messages == ()


@pytest.mark.parametrize(
    ("skew", "assessed"), [(-901, False), (-900, True), (0, True), (900, True), (901, False)]
)
def test_reading_and_judging_may_be_a_quarter_of_an_hour_apart(skew: int, assessed: bool) -> None:
    hour, minute, second = (9 * 3600 + skew) // 3600, (9 * 3600 + skew) // 60 % 60, skew % 60
    taken_at = f"2026-11-21T{hour:02d}:{minute:02d}:{second:02d}Z"
    verdict = judge_text(oncall_group_drift, PLAN, workspace=live("U01ALICE", taken_at))
    assert bool(verdict.messages) == assessed
    if not assessed:
        (reason,) = reasons(verdict)
        assert reason.startswith(
            "the workspace was not read within 15m of Sat 2026-11-21 09:00Z (read Sat 2026-11-21 "
        )


def test_the_skew_can_be_set() -> None:
    workspace = live("U01ALICE", "2026-11-21T08:30:00Z")
    wide = judge_text(oncall_group_drift, PLAN, workspace=workspace, parameters={"max_skew": "30m"})
    assert len(wide.messages) == 1
    assert reasons(judge_text(oncall_group_drift, PLAN, workspace=workspace))


def test_nobody_on_call_cannot_be_mirrored() -> None:
    plan = PLAN.replace("2026-11-16T09:00", "2026-12-07T09:00")
    assert reasons(judged("U02BOB", plan)) == [
        (
            "nobody is on call in rotation:primary at Sat 2026-11-21 09:00 Europe/London, "
            "and no user group can be empty"
        )
    ]
    on_leave = PLAN.replace("U02BOB}", 'U02BOB, leave: [{from: "2026-11-21", to: "2026-11-21"}]}')
    assert "nobody is on call" in reasons(judged("U02BOB", on_leave))[0]


def test_members_of_a_group_on_call_that_slack_alone_knows_are_looked_up() -> None:
    plan = PLAN.replace("person:bob", "group:crew").replace(
        "rotations:", "  groups: {crew: {slack_usergroup: S06CREW}}\nrotations:"
    )
    crew = "S06CREW: {handle: crew, users: [U01ALICE, U04DANA]}"
    workspace = live("U01ALICE, U04DANA").replace("usergroups: {", f"usergroups: {{{crew}, ")
    assert judge_text(oncall_group_drift, plan, workspace=workspace).messages == ()
    without = workspace.replace("users: [U01ALICE, U04DANA]}}", "users: [U01ALICE]}}")
    (message,) = judge_text(oncall_group_drift, plan, workspace=without).messages
    assert "holds alice, but group:crew is on call in rotation:primary" in message
    untold = live("U01ALICE").replace("usergroups: {", "usergroups: {S06CREW: {handle: crew}, ")
    assert reasons(judge_text(oncall_group_drift, plan, workspace=untold)) == [
        "the members of S06CREW were not read"
    ]


def test_a_rotation_out_of_order_is_not_assessed() -> None:
    assert reasons(judged("U02BOB", PLAN.replace("Europe/London", "Europe/Londn"))) == [
        "nobody can tell who is on call in rotation:primary: it is not in order"
    ]


@pytest.mark.parametrize(
    ("workspace", "reason"),
    [
        (f"{PEOPLE}\nunread: {{usergroups: unsupported}}", "usergroups: unsupported"),
        (f"{PEOPLE}\nusergroups: {{S05ONCALL: on-call}}", "the members of S05ONCALL were not read"),
        (
            f"{PEOPLE}\nusergroups: {{S05ONCALL: {{users: [W02]}}}}",
            (
                "W02 is not among the accounts of the workspace; "
                "nobody can tell whether it is bob (U02BOB)"
            ),
        ),
    ],
)
def test_what_could_not_be_read_is_not_assessed(workspace: str, reason: str) -> None:
    assert reasons(judge_text(oncall_group_drift, PLAN, workspace=workspace)) == [reason]


def test_whoever_on_call_is_gone_is_told_elsewhere() -> None:
    workspace = live("U01ALICE").replace("U02BOB: bob", "U02BOB: {deleted: true}")
    (message,) = judge_text(oncall_group_drift, PLAN, workspace=workspace).messages
    assert "holds alice, but only bob is on call" in message
    gone = live("U02BOB").replace("U02BOB: bob", "U02BOB: {deleted: true}")
    assert judge_text(oncall_group_drift, PLAN, workspace=gone).messages == ()


def test_a_group_that_is_missing_disabled_or_empty_is_told_once() -> None:
    every = catalogue(commplan_rules())
    for group in ("{}", "{S05ONCALL: {date_delete: 1790000000, users: [U01ALICE]}}"):
        workspace = f"{PEOPLE}\nusergroups: {group}"
        verdict = judge_text(oncall_group_drift, PLAN, workspace=workspace)
        assert (verdict.messages, verdict.skipped) == ((), ())
    (message,) = judged("").messages
    assert "holds nobody, but bob is on call" in message
    assert judged("", rules=every).messages == ()


def test_rotations_without_a_group_or_with_broken_users_are_left_alone() -> None:
    expect(
        oncall_group_drift,
        PLAN.replace("    slack_usergroup: S05ONCALL\n", ""),
        workspace=live("U01ALICE"),
    )
    expect(oncall_group_drift, PLAN.replace("person:bob", "person:bo"), workspace=live("U01ALICE"))
    two = PLAN + SECONDARY.replace("person:chen", "person:che")
    expect(oncall_group_drift, two, workspace=live("U01ALICE"))


@examples(25)
@given(case=plans(), data=st.data())
def test_the_difference_is_that_of_the_oracle(
    case: tuple[dict[str, Any], datetime], data: st.DataObject
) -> None:
    plan, start = case
    people = plan["stakeholders"]["people"]
    for name, person in people.items():
        person["slack"] = f"U{name.upper()}"
    plan["rotations"]["duty"]["slack_usergroup"] = "S05ONCALL"
    members = data.draw(st.sets(st.sampled_from(sorted(people)), min_size=1))
    oracle = Oracle(plan, start, step=30)
    step = data.draw(st.sampled_from(oracle.steps))
    instant = oracle.instant(step).isoformat()
    turn = oracle.turns("duty")[step]
    on_call = set(oracle.who(turn, step, False, True)) if turn else set()
    everybody = ", ".join(f"{p['slack']}: {name}" for name, p in people.items())
    users = ", ".join(people[name]["slack"] for name in members)
    verdict = judge_text(
        oncall_group_drift,
        read(plan)[0],
        as_of=instant,
        workspace=f"people: {{{everybody}}}\nusergroups: {{S05ONCALL: {{users: [{users}]}}}}\n"
        f'taken_at: "{oracle.instant(step):%Y-%m-%dT%H:%M:%SZ}"',
    )
    # Whoever has left by the plan's own account is not on call, and counts as too many.
    if not on_call:
        assert "no user group can be empty" in reasons(verdict)[0]
    elif on_call == members:
        assert (verdict.messages, verdict.skipped) == ((), ())
    else:
        (finding,) = verdict.findings
        facts: Any = finding.facts
        assert set(facts["on_call"]) == on_call
        assert set(facts["missing"]) == on_call - members
        assert set(facts["extra"]) == members - on_call
