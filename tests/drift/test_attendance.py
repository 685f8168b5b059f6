"""Of those whom a plan means, who is in a channel, and who may be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commplan.api import Attendance, Drift

Join = Callable[[str, str], Drift]

PLAN = """
channels: {news: {kind: slack, slack: C01, audience: [%s]}}
stakeholders:
  people:
    alice: {name: Alice, slack: U01}
    bob: {name: Bob, slack: U02}
    chen: {name: Chen, contacts: {email: chen@example.org}}
    dana: {name: Dana, slack: U04, until: "2026-11-20"}
    erin: {name: Erin}
    gone: {name: Gone, slack: U06}
    olga: {name: Olga, slack: U07}
  groups:
    desk: {members: ["person:alice", "person:bob"]}
    everybody: {slack_usergroup: S01}
    nobody: {class: end-users}
    both: {members: ["group:desk", "group:everybody"]}
    asleep: {slack_usergroup: S02}
    unread: {slack_usergroup: S03}
"""
LIVE = """
people:
  U01: alice
  U02: bob
  U03: {handle: chen, email: chen@example.org}
  U04: dana
  U05: {handle: finn}
  U06: {handle: gone, deleted: true}
  U07: {handle: olga, team_id: T09}
  U08: {handle: bot, is_bot: true}
usergroups:
  S01: {handle: everybody, users: [U01, U03, U05, U06, U08]}
  S02: {handle: asleep, date_delete: 1700000000, users: [U01]}
  S03: {handle: unread}
channels: {C01: {name: news, members: [U01, U03, U08, U99]}}
"""


def attendance(join: Join, *audience: str, live: str = LIVE) -> Attendance:
    drift = join(PLAN % ", ".join(f'"{reference}"' for reference in audience), live)
    (bound,) = drift.channels
    return drift.attendance(bound, *bound.channel.audience)


@pytest.mark.parametrize(
    ("audience", "present", "absent"),
    [
        ("group:desk", ("alice",), ("bob",)),
        ("group:everybody", ("alice", "chen"), ("finn",)),
        ("person:chen", ("chen",), ()),
        ("person:dana", (), ()),
        ("person:gone", (), ()),
        ("group:asleep", (), ()),
    ],
)
def test_active_people_are_there_or_not(
    join: Join, audience: str, present: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    assert attendance(join, audience) == Attendance(present, absent, ())


def test_everybody_counts_once_by_their_name_in_the_plan(join: Join) -> None:
    found = attendance(join, "group:everybody", "person:bob", "group:both", "group:desk")
    assert found == Attendance(("alice", "chen"), ("bob", "finn"), ())
    assert (found.share(), found.doubt) == (0.5, "")


@pytest.mark.parametrize(
    ("audience", "why"),
    [
        ("person:erin", "the plan gives neither a Slack id nor an e-mail address of erin"),
        ("person:olga", "U07 is an account of another organisation (T09)"),
    ],
)
def test_who_may_be_there_under_another_name_is_counted_apart(
    join: Join, audience: str, why: str
) -> None:
    found = attendance(join, "group:desk", audience)
    assert found == Attendance(("alice",), ("bob",), (why,))
    assert found.doubt == why
    assert (found.share(), found.share(at_best=True)) == (1 / 3, 2 / 3)


def test_somebody_of_another_organisation_may_be_seen_to_be_there(join: Join) -> None:
    live = LIVE.replace("U99]", "U07]")
    assert attendance(join, "person:olga", live=live) == Attendance(("olga",), (), ())


@pytest.mark.parametrize(
    ("audience", "why"),
    [
        ("group:nobody", "group:nobody lists no members and names no user group"),
        ("group:unread", "the members of S03 were not read"),
    ],
)
def test_of_a_group_that_nobody_knows_there_may_be_any_number(
    join: Join, audience: str, why: str
) -> None:
    found = attendance(join, "group:desk", audience)
    assert (found.absent, found.unread, found.doubt) == (("bob",), why, why)


def test_an_organisation_may_name_one_account_by_two_ids(join: Join) -> None:
    live = """
    people:
      W01: {handle: alice, enterprise_user_id: U01}
      W02: {handle: bob, enterprise_user_id: U02}
      W05: {handle: finn, enterprise_user_id: U05}
    usergroups: {S01: {handle: everybody, users: [U02, W01, U05, U77]}}
    channels: {C01: {name: news, members: [U01, W02]}}
    """
    assert attendance(join, "group:desk", live=live) == Attendance(("alice", "bob"), (), ())
    assert attendance(join, "group:everybody", live=live) == Attendance(
        ("bob", "alice"), ("finn",), ("U77 is not among the accounts of the workspace",)
    )


def test_without_the_members_nothing_is_known(join: Join) -> None:
    live = LIVE.replace(", members: [U01, U03, U08, U99]", "")
    found = attendance(join, "group:desk", live=live)
    assert found == Attendance((), (), (), "members: not read")
    assert found.doubt == "members: not read"


def test_an_account_that_nobody_can_place_may_be_one_of_the_absent(join: Join) -> None:
    live = "people: {U01: alice, U02: bob}\nchannels: {C01: {name: news, members: [U01, W77]}}"
    found = attendance(join, "group:desk", live=live)
    assert (found.absent, found.aliases, found.unread) == (("bob",), 1, "")
    assert found.doubt == (
        "W77 is not among the accounts of the workspace; nobody can tell whether it is bob (U02)"
    )
    assert (found.share(), found.share(at_best=True)) == (0.5, 1.0)


def test_one_such_account_is_one_person_at_most(join: Join) -> None:
    live = """
    people: {U01: alice, U02: bob, U05: finn}
    usergroups: {S01: {handle: everybody, users: [U01, U02, U05]}}
    channels: {C01: {name: news, members: [W77]}}
    """
    found = attendance(join, "group:everybody", live=live)
    assert (len(found.absent), found.aliases) == (3, 1)
    assert found.share(at_best=True) == 1 / 3
