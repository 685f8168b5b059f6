"""Whoever is on call and wants to be left alone: edges, and random plans against the oracle."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.availability.on_duty_but_away import on_duty_but_away
from commplan.testing import Verdict, judge_text
from tests.timeline.oracle import Oracle, examples, plans, read

PLAN = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
rotations:
  primary:
    timezone: Europe/London
    start: "2026-11-16T09:00"
    shift: 1w
    users: ["person:alice", "person:bob"]
"""
AT = "/rotations/primary/users/0"
READ = "(read Sat 2026-11-21 09:00Z)"
CALM = 'status_emoji: "", dnd: {enabled: false}'


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


NOW = seconds("2026-11-21T09:00:00Z")


def dnd(starts: int, ends: int) -> str:
    return f'status_emoji: "", dnd: {{enabled: true, starts: {starts}, ends: {ends}}}'


def status(emoji: str, expires: int | None = 0) -> str:
    told = "" if expires is None else f", status_expiration: {expires}"
    return f'status_emoji: "{emoji}"{told}, dnd: {{enabled: false}}'


def judged(alice: str, plan: str = PLAN, more: str = "", **parameters: Any) -> Verdict:
    people = f"people: {{U01ALICE: {{{alice}}}, U02BOB: {{{status(':palm_tree:')}}}}}"
    return judge_text(on_duty_but_away, plan, workspace=f"{people}\n{more}", parameters=parameters)


def told(alice: str, plan: str = PLAN, **parameters: Any) -> str:
    (message,) = judged(alice, plan, **parameters).messages
    return message


def reasons(verdict: Verdict) -> list[str]:
    assert verdict.messages == ()
    return [skipped.reason for skipped in verdict.skipped]


def test_do_not_disturb_is_told_with_its_end() -> None:
    (finding,) = judged(dnd(NOW - 3600, seconds("2026-11-21T17:00:00Z"))).findings
    assert finding.message == (
        "alice (U01ALICE) is on call in rotation:primary until Mon 2026-11-23 09:00 Europe/London, "
        f"but is in do-not-disturb until Sat 2026-11-21 17:00 Europe/London {READ}"
    )
    assert finding.location.pointer == AT
    assert finding.resource is not None
    assert (finding.resource.kind, finding.resource.id) == ("person", "U01ALICE")
    facts = {**finding.facts}
    assert facts == {
        "person": "alice",
        "rotations": ["primary"],
        "until": "2026-11-23T09:00:00Z",
        "do_not_disturb": True,
        "do_not_disturb_until": "2026-11-21T17:00:00Z",
        "status": None,
        "status_until": None,
        "at": "2026-11-21T09:00:00Z",
        "read_at": "2026-11-21T09:00:00Z",
    }


@pytest.mark.parametrize(
    ("starts", "ends", "quiet"),
    [
        (NOW - 1, NOW + 1, True),
        (NOW, NOW + 1, True),
        (NOW - 1, NOW, False),
        (NOW + 1, NOW + 3600, False),
        (NOW - 3600, NOW - 1, False),
    ],
)
def test_it_holds_from_its_first_second_up_to_its_last(starts: int, ends: int, quiet: bool) -> None:
    verdict = judged(dnd(starts, ends))
    assert (bool(verdict.messages), verdict.skipped) == (quiet, ())


@pytest.mark.parametrize(
    "alice",
    [
        CALM,
        'status_emoji: "", dnd: {enabled: true}',
        f'status_emoji: "", dnd: {{enabled: false, starts: {NOW - 1}, ends: {NOW + 1}}}',
        status(":coffee:"),
        status(":palm_tree_house:"),
        status(":palm_tree:", NOW),
        status(":palm_tree:", NOW - 60),
    ],
)
def test_whoever_can_be_called_is_well(alice: str) -> None:
    verdict = judged(alice)
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    ("alice", "words"),
    [
        (status(":palm_tree:"), "but has the status :palm_tree: (read"),
        (status(":palm_tree:", None), "but has the status :palm_tree: (read"),
        (status(":baby::skin-tone-3:"), "but has the status :baby: (read"),
        (status(":face_with_thermometer:", NOW + 1), "until Sat 2026-11-21 09:00:01 Europe/London"),
        (
            status(":airplane:", seconds("2026-11-21T12:30:00Z")),
            "but has the status :airplane: until Sat 2026-11-21 12:30 Europe/London (read",
        ),
    ],
)
def test_a_status_of_somebody_away_counts_until_it_expires(alice: str, words: str) -> None:
    assert words in told(alice)


def test_both_are_told_together() -> None:
    alice = f'status_emoji: ":palm_tree:", dnd: {{enabled: true, starts: 2, ends: {NOW + 60}}}'
    assert told(alice).endswith(
        "but is in do-not-disturb until Sat 2026-11-21 09:01 Europe/London "
        f"and has the status :palm_tree: {READ}"
    )


def test_a_rest_without_end_is_told_without_one() -> None:
    plan = PLAN.replace("Europe/London", "Pacific/Kiritimati")  # where the year 10000 comes first
    for alice in (dnd(2, 253_402_300_799), status(":palm_tree:", 253_402_300_799)):
        (finding,) = judged(alice, plan).findings
        assert finding.message.endswith(
            (f"do-not-disturb {READ}", f"has the status :palm_tree: {READ}")
        )
        assert finding.facts["do_not_disturb_until"] is finding.facts["status_until"] is None


def test_what_counts_as_away_can_be_set() -> None:
    assert "has the status :coffee:" in told(status(":coffee:"), away=("coffee",))
    assert judged(status(":palm_tree:"), away=("coffee",)).messages == ()


def test_several_duties_of_one_person_are_one_finding() -> None:
    plan = (
        PLAN
        + """\
  secondary: {timezone: UTC, start: "2026-11-20T00:00", shift: 2d, users: ["person:alice"]}
"""
    )
    (finding,) = judged(status(":palm_tree:"), plan).findings
    assert "is on call in rotation:primary and rotation:secondary until Mon" in finding.message
    assert [related.message for related in finding.related] == [
        "on call in rotation:secondary, too"
    ]


def test_whoever_is_not_on_call_may_be_away() -> None:
    handed_over = PLAN.replace("2026-11-16", "2026-11-09")
    assert judged(CALM).messages == ()
    (message,) = judged(CALM, handed_over).messages
    assert message.startswith("bob (U02BOB) is on call")
    on_leave = PLAN.replace(
        "U01ALICE}", 'U01ALICE, leave: [{from: "2026-11-21", to: "2026-11-21"}]}'
    )
    verdict = judged(status(":palm_tree:"), on_leave)
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    ("taken_at", "assessed"),
    [
        ("2026-11-21T07:59:59Z", False),
        ("2026-11-21T08:00:00Z", True),
        ("2026-11-21T10:00:00Z", True),
        ("2026-11-21T10:00:01Z", False),
    ],
)
def test_the_workspace_may_be_an_hour_old(taken_at: str, assessed: bool) -> None:
    verdict = judged(status(":palm_tree:"), more=f'taken_at: "{taken_at}"')
    assert (len(verdict.messages), len(verdict.skipped)) == (assessed, not assessed)
    assert judged(status(":palm_tree:"), more=f'taken_at: "{taken_at}"', max_age="2h").messages


def test_what_slack_said_is_held_against_the_instant_that_is_judged() -> None:
    """A rest that ended since, or has begun since, by what Slack said of it."""
    older = 'taken_at: "2026-11-21T08:30:00Z"'
    assert judged(dnd(NOW - 7200, NOW - 60), more=older).messages == ()
    (message,) = judged(dnd(NOW - 60, NOW + 7200), more=older).messages
    assert message.endswith("(read Sat 2026-11-21 08:30Z)")


@pytest.mark.parametrize(
    ("alice", "more", "reason"),
    [
        (CALM, "not_granted: ['dnd:read']", "the token lacks the scope dnd:read"),
        (
            'status_emoji: ""',
            "unread: {dnd: partial}",
            "Slack does not tell whether alice (U01ALICE) is in do-not-disturb",
        ),
        (
            f'status_emoji: "", dnd: {{enabled: true, starts: {NOW - 60}}}',
            "",
            "Slack does not tell whether alice (U01ALICE) is in do-not-disturb",
        ),
        (
            "dnd: {enabled: false}",
            "",
            "Slack does not tell the status of alice (U01ALICE)",
        ),
        (
            "team_id: T09, " + CALM,
            "",
            "U01ALICE is an account of another organisation (T09)",
        ),
    ],
)
def test_what_slack_does_not_tell_is_not_assessed(alice: str, more: str, reason: str) -> None:
    if "not_granted" in more:
        alice = 'status_emoji: ""'
    assert reasons(judged(alice, more=more)) == [reason]


def test_one_of_the_two_is_enough_to_be_away() -> None:
    for more in ("not_granted: ['dnd:read']", ""):
        verdict = judged('status_emoji: ":palm_tree:"', more=more)
        assert (len(verdict.messages), verdict.skipped) == (1, ())
    assert len(judged(f"dnd: {{enabled: true, starts: 2, ends: {NOW + 1}}}").messages) == 1


def test_rotations_of_which_nobody_can_tell_are_not_assessed() -> None:
    assert reasons(judged(CALM, PLAN.replace("Europe/London", "Europe/Londn"))) == [
        "nobody can tell who is on call in rotation:primary: it is not in order"
    ]
    plan = PLAN.replace("person:alice", "group:crew").replace(
        "rotations:", "  groups: {crew: {slack_usergroup: S06CREW}}\nrotations:"
    )
    assert reasons(judged(CALM, plan)) == [
        "who is on call in rotation:primary hangs on group:crew (members known to Slack only)"
    ]


@pytest.mark.parametrize("alice", ["deleted: true", "is_bot: true"])
def test_accounts_that_are_gone_are_another_matter(alice: str) -> None:
    verdict = judged(alice)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_people_without_an_account_in_the_plan_are_not_assessed() -> None:
    plan = PLAN.replace("slack: U01ALICE", 'contacts: {phone: "secret:x"}')
    assert reasons(judged(CALM, plan)) == [
        "the plan gives neither a Slack id nor an e-mail address of alice"
    ]


@examples(25)
@given(case=plans(), data=st.data())
def test_those_found_are_those_of_the_oracle(
    case: tuple[dict[str, Any], datetime], data: st.DataObject
) -> None:
    plan, start = case
    oracle = Oracle(plan, start, step=30)
    step = data.draw(st.sampled_from(oracle.steps))
    now = oracle.instant(step)
    turn = oracle.turns("duty")[step]
    on_call = set(oracle.who(turn, step, False, True)) if turn else set()
    half_hours = st.integers(-3, 3).map(lambda n: now + n * timedelta(minutes=30))
    live, resting = [], set()
    for name, person in plan["stakeholders"]["people"].items():
        person["slack"] = f"U{name.upper()}"
        since, until = sorted((data.draw(half_hours), data.draw(half_hours)))
        expires = data.draw(st.none() | half_hours)
        enabled = data.draw(st.booleans())
        emoji = data.draw(st.sampled_from(["", ":palm_tree:", ":coffee:"]))
        quiet = enabled and since <= now < until
        if quiet or (emoji == ":palm_tree:" and (expires is None or now < expires)):
            resting.add(name)
        live.append(
            f'U{name.upper()}: {{handle: {name}, status_emoji: "{emoji}", '
            f"status_expiration: {int(expires.timestamp()) if expires else 0}, "
            f"dnd: {{enabled: {str(enabled).lower()}, starts: {int(since.timestamp())}, "
            f"ends: {int(until.timestamp())}}}}}"
        )
    verdict = judge_text(
        on_duty_but_away,
        read(plan)[0],
        as_of=now.isoformat(),
        workspace=f'people: {{{", ".join(live)}}}\ntaken_at: "{now:%Y-%m-%dT%H:%M:%SZ}"',
    )
    assert {finding.facts["person"] for finding in verdict.findings} == on_call & resting
    assert verdict.skipped == ()
