from __future__ import annotations

import pytest

from commplan.rules.channels.owner_not_in_channel import owner_not_in_channel
from commplan.testing import expect, judge_text

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice, slack: U01}
    bob: {name: Bob, slack: U02}
    chen: {name: Chen, slack: U03}
    gone: {name: Gone, slack: U04}
    fay: {name: Fay}
  groups:
    desk: {members: ["person:bob", "person:chen"]}
    all: {slack_usergroup: S01}
    leads: {slack_usergroup: S02}
  roles:
    lead: {holders: ["person:bob"], deputies: ["person:alice"]}
    press: {holders: ["person:bob"], deputies: ["person:gone"]}
"""
LIVE = """
people: {U01: alice, U02: bob, U03: chen, U04: {handle: gone, deleted: true}, U05: dana, U06: bot}
usergroups:
  S01: {handle: all, users: [U01, U02, U05]}
  S02: {handle: leads, users: [U02, U05]}
channels:
  C01: {name: help, members: [U01, U06]}
  C02: {name: empty, members: []}
  C03: {name: old, is_archived: true, members: []}
"""


def test_one_owner_inside_is_enough() -> None:
    expect(
        owner_not_in_channel,
        """
channels:
  help: {kind: slack, slack: C01, owner: "person:alice"}
  a: {kind: slack, name: help, owner: "person:bob"}  # <- person:bob, who is not in the
  b: {kind: slack, name: help, owner: "group:desk"}  # <- group:desk, which is bob and chen,
  c: {kind: slack, name: help, owner: "group:all"}
  d: {kind: slack, name: help, owner: "group:leads"}  # <- which is bob and dana, none of
  e: {kind: slack, name: help, owner: "role:lead"}
  f: {kind: slack, name: help, owner: "role:press"}  # <- role:press, which is bob, who is
  deserted: {kind: slack, name: help, owner: "person:gone"}
  broken: {kind: slack, name: help, owner: "person:nobody"}
  ownerless: {kind: slack, name: help}
  empty: {kind: slack, slack: C02, owner: "person:alice"}  # <- #empty (C02) is owned by
  retired: {kind: slack, slack: C02, name: empty, owner: "person:alice", state: retired}
  old: {kind: slack, slack: C03, owner: "person:alice"}
  missing: {kind: slack, slack: C09, owner: "person:alice"}
  page: {kind: status-page, owner: "person:alice"}"""
        + PEOPLE,
        workspace=LIVE,
    )


def test_the_finding_in_full() -> None:
    plan = 'channels: {it-help: {kind: slack, slack: C01, name: help, owner: "group:desk"}}'
    (finding,) = judge_text(owner_not_in_channel, plan + PEOPLE, workspace=LIVE).findings
    assert finding.message == (
        "#help (C01) is owned by group:desk, which is bob and chen, none of whom is in the channel"
        " (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == ("let one of them join #help in Slack, or name an owner who is there")
    assert finding.location.pointer == "/channels/it-help/owner"
    assert finding.resource == ("channel", "C01", "help")
    assert finding.facts == {
        "channel": "it-help",
        "id": "C01",
        "owner": "group:desk",
        "people": 2,
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_of_many_owners_five_are_named() -> None:
    ids = [f"U1{number}" for number in range(20)]
    live = f"""
    people: {{{", ".join(f"{one}: p{one[2:]}" for one in ids)}}}
    usergroups: {{S01: {{handle: all, users: [{", ".join(ids)}]}}}}
    channels: {{C01: {{name: help, members: []}}}}
    """
    plan = 'channels: {help: {kind: slack, slack: C01, owner: "group:all"}}' + PEOPLE
    (finding,) = judge_text(owner_not_in_channel, plan, workspace=live).findings
    assert "group:all, which is p0, p1, p2, p3, p4 and 15 more, none of" in finding.message


@pytest.mark.parametrize(
    ("owner", "live", "reason"),
    [
        ("person:bob", LIVE.replace(", members: [U01, U06]", ""), "members: not read"),
        ("person:fay", LIVE, "the plan gives neither a Slack id nor an e-mail address of fay"),
        (
            "person:bob",
            LIVE.replace("U02: bob", "U02: {handle: bob, team_id: T09}"),
            "U02 is an account of another organisation (T09)",
        ),
        (
            "group:leads",
            LIVE.replace("users: [U02, U05]", "name: leads"),
            "the members of S02 were not read",
        ),
    ],
)
def test_who_may_be_inside_is_not_assessed(owner: str, live: str, reason: str) -> None:
    plan = f'channels: {{help: {{kind: slack, slack: C01, owner: "{owner}"}}}}' + PEOPLE
    verdict = judge_text(owner_not_in_channel, plan, workspace=live)
    assert verdict.messages == ()
    assert [(skipped.reason, skipped.pointer) for skipped in verdict.skipped] == [
        (reason, "/channels/help/owner")
    ]


def test_an_owner_inside_is_seen_whatever_else_is_unknown() -> None:
    plan = 'channels: {help: {kind: slack, slack: C01, owner: "role:lead"}}' + PEOPLE
    live = LIVE.replace("U02: bob", "U02: {handle: bob, team_id: T09}")
    verdict = judge_text(owner_not_in_channel, plan, workspace=live)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_private_channel_without_the_app_is_left_to_others() -> None:
    plan = (
        'channels: {sec: {kind: slack, slack: C09, visibility: private, owner: "person:bob"}}'
        + PEOPLE
    )
    verdict = judge_text(owner_not_in_channel, plan, workspace=LIVE)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == "the app cannot see #sec (C09), which is private (CHN309)"
