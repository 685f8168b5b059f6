from commplan.rules.stakeholders.usergroup_disabled import usergroup_disabled
from commplan.testing import judge_text

PLAN = """
channels:
  it-help: {kind: slack, slack: C01HELP, owner: "group:it-ops"}
stakeholders:
  groups:
    it-ops: {slack_usergroup: S01ITOPS}
"""


def test_the_day_on_which_it_was_disabled_is_told() -> None:
    live = """
    channels: {C01HELP: it-help}
    usergroups: {S01ITOPS: {handle: it-ops, date_delete: 1790000000, users: [U01ALICE]}}
    """
    (finding,) = judge_text(usergroup_disabled, PLAN, workspace=live).findings
    assert finding.message == (
        "group:it-ops is the user group S01ITOPS in the plan, but that user group "
        "is disabled since 2026-09-21 (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.location.pointer == "/stakeholders/groups/it-ops/slack_usergroup"
    assert finding.resource == ("usergroup", "S01ITOPS", "it-ops")
    assert finding.facts["handle"] == "it-ops"
    assert [related.message for related in finding.related] == ["#it-help has no other owner"]


def test_a_group_in_use_is_fine_and_a_missing_one_is_another_matter() -> None:
    for live in ("usergroups: {S01ITOPS: it-ops}", "{}"):
        assert judge_text(usergroup_disabled, PLAN, workspace=live).messages == ()


def test_what_was_not_read_is_not_assessed() -> None:
    verdict = judge_text(usergroup_disabled, PLAN, workspace="unread: {usergroups: failed}")
    assert [skipped.resource for skipped in verdict.skipped] == [("usergroup", "S01ITOPS", None)]
