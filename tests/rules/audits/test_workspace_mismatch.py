import pytest

from commplan.rules.audits.workspace_mismatch import workspace_mismatch
from commplan.testing import expect, judge_text, read_workspace

PLAN = "metadata: {id: it-ops, workspace: {team: T01ACME}}"


def test_the_team_is_marked() -> None:
    expect(
        workspace_mismatch,
        """
        metadata:
          id: it-ops
          workspace:
            team: T01ACME  # <- the plan is for the workspace T01ACME, but T02OTHER (Acme) was read
        """,
        workspace="team: T02OTHER",
    )


def test_the_workspace_is_the_resource() -> None:
    (finding,) = judge_text(workspace_mismatch, PLAN, workspace="team: T02OTHER").findings
    assert finding.resource == ("workspace", "T02OTHER", "Acme")
    assert finding.facts == {
        "declared": "T01ACME",
        "live": "T02OTHER",
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_the_enterprise_organisation_may_be_named_instead() -> None:
    live = read_workspace("team: T01ACME")._replace(enterprise_id="E01")
    plan = PLAN.replace("T01ACME", "E01")
    assert judge_text(workspace_mismatch, plan, workspace=live).messages == ()


@pytest.mark.parametrize(
    ("plan", "live", "reason"),
    [
        ("metadata: {id: it-ops}", "{}", "the plan names no workspace"),
        (PLAN, "{source: export, team: T02OTHER}", "the export names no workspace"),
        (
            PLAN,
            "{source: snapshot of export, team: T02OTHER}",
            "the snapshot of export names no workspace",
        ),
    ],
)
def test_where_a_name_is_missing_it_is_not_assessed(plan: str, live: str, reason: str) -> None:
    verdict = judge_text(workspace_mismatch, plan, workspace=live)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [reason]
