import pytest

from commplan.rules.stakeholders.usergroup_missing import usergroup_missing
from commplan.testing import expect, judge_text

PLAN = "stakeholders: {groups: {it-ops: {slack_usergroup: S01ITOPS}}}"


def test_groups_and_rotations_name_user_groups() -> None:
    expect(
        usergroup_missing,
        """
        stakeholders:
          groups:
            it-ops:
              slack_usergroup: S01ITOPS
            leads:
              slack_usergroup: S02LEADS  # <- group:leads is the user group S02LEADS in the plan
            finance: {class: department}
        rotations:
          primary:
            timezone: UTC
            start: "2026-01-05T09:00"
            shift: 1w
            users: []
            slack_usergroup: S03ONCALL  # <- rotation:primary is the user group S03ONCALL
        """,
        workspace="usergroups: {S01ITOPS: it-ops}",
    )


def test_a_disabled_group_is_not_missing() -> None:
    live = "usergroups: {S01ITOPS: {date_delete: 1790000000}}"
    assert judge_text(usergroup_missing, PLAN, workspace=live).messages == ()


def test_one_missing_group_is_one_finding() -> None:
    plan = """
    stakeholders:
      groups:
        on-call: {slack_usergroup: S01}
        pager: {slack_usergroup: S01}
    """
    (finding,) = judge_text(usergroup_missing, plan, workspace="{}").findings
    assert [related.message for related in finding.related] == ["group:pager is S01 here"]
    assert finding.resource == ("usergroup", "S01", None)
    assert finding.facts == {"usergroup": "S01", "read_at": "2026-11-21T09:00:00Z"}


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (
            "unread: {usergroups: {status: unsupported, note: Slack answered paid_only}}",
            "Slack answered paid_only",
        ),
        ("not_granted: ['usergroups:read']", "the token lacks the scope usergroups:read"),
    ],
)
def test_where_groups_cannot_be_read_nothing_is_missing(reading: str, reason: str) -> None:
    verdict = judge_text(usergroup_missing, PLAN, workspace=reading)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert (skipped.reason, skipped.pointer) == (
        reason,
        "/stakeholders/groups/it-ops/slack_usergroup",
    )


def test_the_steps_that_count_on_the_group_are_related() -> None:
    plan = """
    escalations:
      desk:
        steps:
        - notify: ["group:it-ops"]
    stakeholders:
      people: {alice: {name: Alice, slack: U01ALICE}}
      groups:
        it-ops: {slack_usergroup: S01, members: ["person:alice"]}
    """
    (finding,) = judge_text(usergroup_missing, plan, workspace="people: {U01ALICE: a}").findings
    assert finding.related == ()  # the step calls the listed members, not the user group
