from __future__ import annotations

from commplan.rules.plans.duplicate_definition import duplicate_definition
from commplan.testing import judge_text

ALICE = "stakeholders: {people: {alice: {name: Alice Ng, slack: %s}}}"


def judge(first: str, second: str, **more: str) -> tuple[str, ...]:
    return judge_text(
        duplicate_definition, first, path="a.yaml", others={"b.yaml": second, **more}
    ).messages


def test_one_id_for_two_plans_is_told_at_the_second() -> None:
    verdict = judge_text(
        duplicate_definition,
        "metadata: {id: it-ops}",
        path="a.yaml",
        others={"b.yaml": "metadata: {id: it-ops}"},
    )
    (finding,) = verdict.findings
    assert finding.message == "'it-ops' is the id of another plan, in a.yaml"
    assert (finding.location.path, finding.location.pointer) == ("b.yaml", "/metadata/id")
    assert finding.related[0].location.path == "a.yaml"


def test_one_person_with_two_slack_ids() -> None:
    first = ALICE % "U01ALICE" + "\nmetadata: {id: a}"
    assert judge(first, ALICE % "U09OTHER" + "\nmetadata: {id: b}") == (
        "person:alice is U09OTHER here and U01ALICE in a.yaml",
    )
    assert judge(first, ALICE % "U01ALICE" + "\nmetadata: {id: b}") == ()


def test_a_person_without_slack_id_contradicts_nobody() -> None:
    first = ALICE % "U01ALICE" + "\nmetadata: {id: a}"
    assert judge(first, "metadata: {id: b}\nstakeholders: {people: {alice: {name: A. Ng}}}") == ()


def test_other_workspaces_have_other_ids() -> None:
    team = "\nmetadata: {id: %s, workspace: {team: %s}}"
    first = ALICE % "U01ALICE" + team % ("a", "T01ACME")
    assert judge(first, ALICE % "U09OTHER" + team % ("b", "T02ACME")) == ()
    assert len(judge(first, ALICE % "U09OTHER" + team % ("b", "T01ACME"))) == 1


def test_three_plans_of_one_id_are_two_findings() -> None:
    found = judge("metadata: {id: x}", "metadata: {id: x}", **{"c.yaml": "metadata: {id: x}"})
    assert len(found) == 2
    assert set(found) == {"'x' is the id of another plan, in a.yaml"}


def test_a_plan_that_is_not_valid_counts_for_nothing() -> None:
    assert judge("metadata: {id: x}", "metadata: {id: x}\ncolour: red") == ()


def test_ids_that_differ_in_case_are_two() -> None:
    assert judge("metadata: {id: IT-Ops}", "metadata: {id: it-ops}") == ()
