import pytest

from commplan.rules.stakeholders.usergroup_undeclared import usergroup_undeclared
from commplan.testing import Verdict, expect, expect_fixed, judge_text, read_workspace

PLAN = """
metadata:
  id: it-ops
  managed:
    usergroups: ["it-*", "inc-?"]
stakeholders:
  groups:
    it-ops: {slack_usergroup: S01ITOPS}
"""
AT = "/metadata/managed/usergroups"
READ = "(read Sat 2026-11-21 09:00Z)"
OTHER = """
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: desk%s}
stakeholders: {groups: {lab: {%s}}}
"""


def judged(live: str, plan: str = PLAN, **more: object) -> Verdict:
    return judge_text(usergroup_undeclared, plan, workspace=live, **more)  # type: ignore[arg-type]


def reasons(verdict: Verdict) -> list[tuple[str, str | None]]:
    assert verdict.messages == ()
    return [(skipped.reason, skipped.pointer) for skipped in verdict.skipped]


def test_every_group_of_a_managed_handle_is_told_at_its_pattern() -> None:
    findings = judged(
        "usergroups: {S01ITOPS: it-ops, S02: it-lab, S03: inc-a, S04: inc-ab, S05: fun}"
    ).findings
    assert [(f.message, f.location.pointer) for f in findings] == [
        (
            f"@it-lab (S02) is in no plan, although it-ops manages such handles {READ}",
            f"{AT}/0",
        ),
        (f"@inc-a (S03) is in no plan, although it-ops manages such handles {READ}", f"{AT}/1"),
    ]
    assert [f.resource and f.resource.id for f in findings] == ["S02", "S03"]
    assert len({finding.fingerprint for finding in findings}) == 2


def test_groups_at_one_pattern_keep_their_fingerprints_apart() -> None:
    findings = judged("usergroups: {S02: it-lab, S03: it-a}").findings
    assert len({finding.fingerprint for finding in findings}) == 2


@pytest.mark.parametrize(
    "live",
    [
        "usergroups: {S01ITOPS: it-ops}",
        "usergroups: {S09: itops, S08: my-it-ops, S07: {}}",
        "usergroups: {S09: {handle: it-old, date_delete: 1790000000}}",
    ],
)
def test_declared_other_and_disabled_groups_are_left_alone(live: str) -> None:
    verdict = judged(live)
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    "declared", ["slack_usergroup: S02", "handle: it-lab", 'handle: "@IT-Lab"']
)
def test_any_plan_of_the_run_may_declare_it_by_id_or_handle(declared: str) -> None:
    live = "usergroups: {S02: it-lab}"
    assert judged(live, others={"z.yaml": OTHER % ("", declared)}).messages == ()
    elsewhere = OTHER % (", workspace: {team: T09OTHER}", declared)
    assert len(judged(live, others={"z.yaml": elsewhere}).messages) == 1


def test_the_group_of_a_rotation_is_declared() -> None:
    plan = (
        PLAN
        + """
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: []
    slack_usergroup: S02
"""
    )
    assert judged("usergroups: {S02: it-lab}", plan).messages == ()


def test_two_plans_that_manage_a_handle_are_one_finding() -> None:
    managing = OTHER % (", managed: {usergroups: it-*}", "class: it-staff")
    (finding,) = judged("usergroups: {S02: it-lab}", others={"a.yaml": managing}).findings
    assert "although desk and it-ops manage such handles" in finding.message
    assert (finding.location.path, finding.facts["plans"]) == ("a.yaml", ["desk", "it-ops"])


def test_a_plan_that_manages_nothing_has_nothing_to_judge() -> None:
    expect(
        usergroup_undeclared,
        "stakeholders: {groups: {it-ops: {slack_usergroup: S01ITOPS}}}",
        workspace="usergroups: {S02: it-lab}",
    )
    verdict = judged("unread: {usergroups: failed}", "metadata: {id: it-ops}")
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        ("unread: {usergroups: unsupported}", "usergroups: unsupported"),
        ("not_granted: ['usergroups:read']", "the token lacks the scope usergroups:read"),
    ],
)
def test_groups_that_were_not_read_are_not_assessed(live: str, reason: str) -> None:
    assert reasons(judged(live)) == [(reason, AT)]


def test_a_plan_of_another_workspace_is_not_assessed() -> None:
    plan = PLAN.replace("id: it-ops", "id: it-ops\n  workspace: {team: T09OTHER}")
    assert reasons(judged("usergroups: {S02: it-lab}", plan)) == [
        ("the workspace that was read is T01ACME, not T09OTHER as the plan says (AUD302)", AT)
    ]


def test_a_group_that_may_be_disabled_is_not_assessed() -> None:
    live = read_workspace("usergroups: {S02: it-lab}")
    untold = tuple(group._replace(date_delete=None) for group in live.usergroups)
    verdict = judge_text(usergroup_undeclared, PLAN, workspace=live._replace(usergroups=untold))
    assert reasons(verdict) == [("Slack does not tell whether S02 is disabled", f"{AT}/0")]


def test_the_group_is_declared_by_its_handle() -> None:
    text = """
    metadata: {id: it-ops, managed: {usergroups: ["it-*"]}}
    """
    live = "usergroups: {S09LAB: it-lab, S10OPS: it-ops}"
    mended = """
    metadata: {id: it-ops, managed: {usergroups: ["it-*"]}}
    stakeholders:
      groups:
        it-lab:
          slack_usergroup: S09LAB
          handle: it-lab
        it-ops:
          slack_usergroup: S10OPS
          handle: it-ops
    """
    expect_fixed(usergroup_undeclared, text, mended, workspace=live)
