import pytest

from commplan.rules.stakeholders.usergroup_empty import usergroup_empty
from commplan.testing import judge_text

PLAN = "stakeholders: {groups: {it-ops: {slack_usergroup: S01}}}"
LIVE = """
people:
  U01: alice
  U02: {deleted: true}
  U03: {is_restricted: true}
  U04: {is_bot: true}
usergroups:
  S01: {handle: it-ops, users: %s}
"""


@pytest.mark.parametrize(
    ("users", "words"),
    [
        ("[]", "it is empty"),
        ("[U02]", "1 deactivated or bot"),
        ("[U03]", "1 guest"),
        ("[U02, U03, U04]", "2 deactivated or bot, 1 guest"),
    ],
)
def test_members_who_cannot_answer_are_counted(users: str, words: str) -> None:
    (message,) = judge_text(usergroup_empty, PLAN, workspace=LIVE % users).messages
    assert message == (
        "group:it-ops is the user group S01 in the plan, but that user group has no active "
        f"full member ({words}) (read Sat 2026-11-21 09:00Z)"
    )


def test_one_full_member_among_guests_is_enough() -> None:
    verdict = judge_text(usergroup_empty, PLAN, workspace=LIVE % "[U02, U03, U04, U01]")
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_member_who_is_not_listed_may_be_active() -> None:
    verdict = judge_text(usergroup_empty, PLAN, workspace=LIVE % "[U02, W77]")
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [
        "its member W77 is not among the accounts of the workspace"
    ]


def test_members_that_were_not_returned_are_not_assessed() -> None:
    verdict = judge_text(usergroup_empty, PLAN, workspace="usergroups: {S01: {user_count: 0}}")
    assert [skipped.reason for skipped in verdict.skipped] == ["the members of S01 were not read"]


def test_disabled_and_missing_groups_are_other_matters() -> None:
    for live in ("usergroups: {S01: {date_delete: 1790000000, users: []}}", "{}"):
        verdict = judge_text(usergroup_empty, PLAN, workspace=live)
        assert (verdict.messages, verdict.skipped) == ((), ())
