"""What is found between plans: at the right lines, and reported with the file it concerns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from commplan.finding import Report

Write = Callable[[str, str], Path]
Run = Callable[..., Report]
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\n"
ONE = HEAD + "metadata: {id: one}\nchannels:\n  help: {kind: slack, slack: C01HELP}\n"
TWO = (
    "# the second plan\n\n" + HEAD + "channels:\n  help: {kind: slack, slack: C02HELP}\n"
    "metadata: {id: two}\n"
)
ACROSS = ("CHN106", "PLN105")


def spots(report: Report) -> list[str]:
    """Every finding with its places, in whichever order the rule names them."""
    found = []
    for finding in report.findings:
        places = (finding.location, *(related.location for related in finding.related))
        found.append(" ".join([finding.code, *sorted(f"{at.path}:{at.line}" for at in places)]))
    return found


def test_each_place_is_looked_up_in_its_own_file(write: Write, run: Run) -> None:
    write("plans/one.yaml", ONE)
    write("plans/two.yaml", TWO)
    assert spots(run("plans", rules=ACROSS)) == ["CHN106 plans/one.yaml:5 plans/two.yaml:6"]


def test_places_in_further_documents_of_one_file(write: Write, run: Run) -> None:
    write("plans/all.yaml", ONE + "---\n" + TWO)
    assert spots(run("plans", rules=ACROSS)) == ["CHN106 plans/all.yaml:12 plans/all.yaml:5"]


def test_a_plan_from_standard_input_is_looked_up_in_what_was_typed(write: Write, run: Run) -> None:
    write("plans/one.yaml", ONE)
    report = run("plans", rules=ACROSS, stdin=("plans/new.yaml", TWO.encode()))
    assert spots(report) == ["CHN106 plans/new.yaml:6 plans/one.yaml:5"]


def test_a_place_in_a_baseline(write: Write, run: Run) -> None:
    write(
        "base.yaml",
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: b}\n"
        "channels:\n  help: {kind: slack, slack: C02HELP}\n",
    )
    write("plans/one.yaml", ONE)
    write("plans/two.yaml", HEAD + "metadata: {id: two, extends: ../base.yaml}\n")
    assert spots(run("plans", rules=ACROSS)) == ["CHN106 base.yaml:5 plans/one.yaml:5"]


def test_broken_plans_are_not_compared(write: Write, run: Run) -> None:
    write("plans/one.yaml", ONE)
    write("plans/two.yaml", TWO + "chanels: {}\n")
    assert [f.code for f in run("plans", rules=(*ACROSS, "PLN001")).findings] == ["PLN001"]


def test_a_report_on_some_files_has_what_concerns_them(write: Write, run: Run) -> None:
    write("plans/one.yaml", ONE)
    write("plans/two.yaml", TWO)
    write("plans/three.yaml", HEAD + "metadata: {id: three, owner: 'person:gone'}\n")
    rules = (*ACROSS, "PLN101")

    def on(*files: str) -> list[str]:
        report = run("plans", rules=rules, report_only=frozenset(files))
        return sorted(finding.code for finding in report.findings)

    assert on("plans/one.yaml") == ["CHN106"]
    assert on("plans/two.yaml") == ["CHN106"], "whichever of the two it points at first"
    assert on("plans/three.yaml") == ["PLN101"]
    assert on("plans/one.yaml", "plans/three.yaml") == ["CHN106", "PLN101"]
    assert on("plans/none.yaml") == []


def test_a_report_on_some_files_says_that_others_are_broken(write: Write, run: Run) -> None:
    """What was compared with them was not compared with everything."""
    write("plans/one.yaml", ONE)
    write("plans/broken.yaml", TWO + "chanels: {}\n")
    report = run("plans", rules=("PLN101",), report_only=frozenset({"plans/one.yaml"}))
    assert [record.path for record in report.incomplete] == ["plans/broken.yaml"]
    assert not report.complete
