"""Who is in the channels of a plan."""

from collections.abc import Callable

from commplan.api import AccountState
from commplan.drift import Drift

Join = Callable[..., Drift]

PLAN = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    ali: {name: Alice Ng, slack: U01ALICE, until: "2026-01-31"}
    bob: {name: Bob Ito, contacts: {email: bob@example.org}}
    chen: {name: Chen Wu, slack: W03CHEN}
channels:
  it-help: {kind: slack, slack: C01HELP}
  mail: {kind: email}
  missing: {kind: slack, slack: C02}
  archived: {kind: slack, slack: C03}
  retired: {kind: slack, slack: C04, state: retired}
  hidden: {kind: slack, slack: C05, visibility: private}
  unread: {kind: slack, slack: C06}
"""
LIVE = """
people:
  U01ALICE: {handle: alice, real_name: Alice Ng}
  U02BOB: {handle: bob, email: Bob@example.org}
  U03CHEN: {handle: chen, enterprise_user_id: W03CHEN}
  U04BOT: {handle: jira, is_bot: true}
  U05GONE: {deleted: true}
  U06OUT: {handle: olga, team_id: T09OTHER}
channels:
  C01HELP: {name: it-help, members: [U01ALICE, U02BOB, W03CHEN, U04BOT, U05GONE, U06OUT, U07WHO]}
  C03: {name: archived, is_archived: true, members: [U01ALICE]}
  C04: {name: retired, members: [U01ALICE]}
  C06: unread
"""


def test_missing_archived_and_retired_channels_are_left_out(join: Join) -> None:
    memberships = join(PLAN, LIVE).memberships
    assert [(m.bound.channel.id, m.why) for m in memberships] == [
        ("it-help", ""),
        ("hidden", "the app cannot see #hidden (C05), which is private (CHN309)"),
        ("unread", "members: not read"),
    ]


def test_every_member_is_looked_up(join: Join) -> None:
    help_desk = join(PLAN, LIVE).memberships[0]
    assert [(m.label, m.state.value, m.person and m.person.id) for m in help_desk.members] == [
        ("alice (Alice Ng, U01ALICE)", "active", "alice"),
        ("bob (U02BOB)", "active", "bob"),
        ("chen (U03CHEN)", "active", "chen"),
        ("jira (U04BOT)", "not-human", None),
        ("U05GONE", "deactivated", None),
        ("olga (U06OUT)", "foreign", None),
        ("U07WHO", "unread", None),
    ]
    assert [m.id for m in help_desk.doubtful] == ["U07WHO"]
    assert [m.id for m in help_desk.members if m.active] == ["U01ALICE", "U02BOB", "W03CHEN"]
    assert [m.id for m in help_desk.members if m.machine] == ["U04BOT"]


def test_whoever_is_unknown_in_a_shared_channel_comes_with_the_other_organisation(
    join: Join,
) -> None:
    live = LIVE.replace("name: it-help", "name: it-help, is_ext_shared: true")
    assert join(PLAN, live).memberships[0].members[-1].state is AccountState.FOREIGN
    partial = join(PLAN, live + "unread: {people: partial}").memberships[0]
    assert partial.members[-1].state is AccountState.UNREAD
