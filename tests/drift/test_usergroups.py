from collections.abc import Callable

import pytest

from commplan.api import Drift

Join = Callable[..., Drift]

PLAN = "stakeholders: {groups: {it-ops: {slack_usergroup: S01}}}"
PEOPLE = """
people:
  U01: alice
  U02: {deleted: true}
  U03: {is_restricted: true}
  U04: {is_bot: true}
  U05: {team_id: T09}
  W06: {enterprise_user_id: U06}
usergroups:
  S01: """


@pytest.mark.parametrize(
    ("live", "state"),
    [
        ("{users: [U01]}", "staffed"),
        ("{users: [U02, U03, U01]}", "staffed"),
        ("{users: [U06]}", "staffed"),
        ("{users: [U02, U03, U04]}", "empty"),
        ("{users: []}", "empty"),
        ("{users: [U05]}", "unsure"),
        ("{users: [U02, U77]}", "unsure"),
        ("{user_count: 3}", "unsure"),
        ("{users: [U01], date_delete: 1790000000}", "disabled"),
    ],
)
def test_what_became_of_a_user_group(join: Join, live: str, state: str) -> None:
    (group,) = join(PLAN, PEOPLE + live).usergroups
    assert group.state == state
    assert bool(group.why) is (state == "unsure")


def test_members_that_were_not_read_may_be_active(join: Join) -> None:
    text = "{usergroups: {S01: {users: [U01]}}, not_granted: ['users:read']}"
    (group,) = join(PLAN, text).usergroups
    assert (group.state, group.why) == ("unsure", "the token lacks the scope users:read")


def test_a_guest_flag_that_is_not_sent_proves_nothing(join: Join) -> None:
    drift = join(PLAN, PEOPLE + "{users: [U01]}")
    people = tuple(p._replace(is_restricted=None) for p in drift.workspace.people)
    people = tuple(p._replace(is_ultra_restricted=None) for p in people)
    (group,) = Drift(drift.plan, drift.workspace._replace(people=people)).usergroups
    assert (group.state, group.why) == ("unsure", "Slack does not tell whether U01 is a guest")


@pytest.mark.parametrize(
    ("reading", "state"),
    [
        ("", "missing"),
        ("unread: {usergroups: {status: unsupported, note: free plan}}", "unread"),
        ("not_granted: ['usergroups:read']", "unread"),
        ("unread: {usergroups: failed}", "unread"),
    ],
)
def test_an_absent_group_is_missing_only_where_groups_were_read(
    join: Join, reading: str, state: str
) -> None:
    (group,) = join(PLAN, reading).usergroups
    assert group.state == state


def test_one_user_group_of_a_group_and_a_rotation_is_one(join: Join) -> None:
    turns = 'timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: []'
    plan = f"""
    stakeholders: {{groups: {{on-call: {{slack_usergroup: S01}}}}}}
    rotations:
      primary: {{{turns}, slack_usergroup: S01}}
      second: {{{turns}, slack_usergroup: S02}}
    """
    groups = join(plan).usergroups
    assert [[naming.words for naming in group.named] for group in groups] == [
        ["group:on-call", "rotation:primary"],
        ["rotation:second"],
    ]


def test_what_is_no_id_is_not_looked_for(join: Join) -> None:
    (group,) = join("stakeholders: {groups: {it-ops: {slack_usergroup: '@it-ops'}}}").usergroups
    assert (group.state, group.why) == ("unread", "what the plan gives is no id of a user group")
