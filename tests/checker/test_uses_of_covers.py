"""What a whole run says of waivers that hide nothing, whatever it prints and remembers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commplan.checker.cache import Cache
from commplan.checker.judge_files import CACHE_FROM
from commplan.checker.known import Known
from commplan.engine.baseline import entries_of
from commplan.finding import Report

Write = Callable[[str, str], Path]
Run = Callable[..., Report]
RULES = ("CHN101", "PLN001", "WVR202")
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: %s}\n"
PEOPLE = "stakeholders: {people: {ann: {name: Ann Lee, slack: U01ANN}}}\n"
WAIVER = (
    "waivers:\n"
    "  w1: {rule: CHN101, at: /channels/a, reason: moves soon, owner: 'person:ann',\n"
    "    approved_by: 'person:ann', created: '2026-11-01', expires: '2026-12-31'}\n"
)
OWNED = "channels: {a: {kind: slack, owner: 'person:ann'}}\n"
UNOWNED = "channels: {a: {kind: slack}}\n"


def said(report: Report) -> list[str]:
    return [f"{finding.location.path} {finding.code}" for finding in report.findings]


@pytest.fixture
def two(write: Write) -> None:
    """One plan whose waiver is needed and one whose waiver is not."""
    write("a.yaml", HEAD % "a" + PEOPLE + UNOWNED + WAIVER)
    write("b.yaml", HEAD % "b" + PEOPLE + OWNED + WAIVER)


def test_the_waiver_that_hides_nothing_is_told(two: None, run: Run) -> None:
    assert said(run("a.yaml", "b.yaml", rules=RULES)) == ["b.yaml WVR202"]


def test_showing_what_is_hidden_makes_no_waiver_useless(two: None, run: Run) -> None:
    report = run("a.yaml", "b.yaml", rules=RULES, honour_covers=False)
    assert said(report) == ["a.yaml CHN101", "b.yaml WVR202"]
    assert report.waived == ()


def test_a_finding_that_is_known_still_needs_its_waiver(two: None, run: Run) -> None:
    shown = run("a.yaml", rules=RULES, honour_covers=False)
    known = Known("known.json", entries_of(shown.findings))
    assert said(run("a.yaml", "b.yaml", rules=RULES, known=known)) == ["b.yaml WVR202"]


def test_everything_is_judged_and_only_what_was_asked_for_is_reported(two: None, run: Run) -> None:
    assert said(run("a.yaml", "b.yaml", rules=RULES, report_only=frozenset({"a.yaml"}))) == []
    only_b = run("a.yaml", "b.yaml", rules=RULES, report_only=frozenset({"b.yaml"}))
    assert said(only_b) == ["b.yaml WVR202"]


def test_rules_that_were_not_selected_leave_it_open(two: None, run: Run) -> None:
    report = run("a.yaml", "b.yaml", rules=("PLN001", "WVR202"))
    assert said(report) == []
    reason = "waiver w1 may still be needed: CHN101 is not among the rules of this run"
    assert [(s.path, s.reason) for s in report.skipped] == [("a.yaml", reason), ("b.yaml", reason)]


def test_a_file_that_cannot_be_read_leaves_it_open(two: None, run: Run, write: Write) -> None:
    write("c.yaml", "a: [")
    report = run("a.yaml", "b.yaml", "c.yaml", rules=RULES)
    assert said(report) == ["c.yaml PLN001"]
    reasons = {s.reason for s in report.skipped if s.code == "WVR202"}
    assert reasons == {"waiver w1 may still be needed: c.yaml: the file cannot be read"}


def test_what_the_cache_remembers_is_as_good(write: Write, run: Run, folder: Path) -> None:
    for number in range(CACHE_FROM):
        channels = OWNED if number % 5 else UNOWNED
        write(f"p{number:02}.yaml", HEAD % f"p{number}" + PEOPLE + channels + WAIVER)

    def again() -> Report:
        return run(".", rules=RULES, cache=lambda: Cache(str(folder / "store"), "here", "key"))

    first = again()
    assert len(first.findings) == CACHE_FROM * 4 // 5
    assert again() == first
    write("p00.yaml", HEAD % "p0" + PEOPLE + OWNED + WAIVER)
    assert again().findings[0].location.path == "p00.yaml"


def test_a_waiver_of_a_baseline_serves_any_plan_that_extends_it(write: Write, run: Run) -> None:
    base = "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: base}\n"
    write("base.yaml", base + PEOPLE + WAIVER)
    overlay = HEAD.replace("%s", "%s, extends: base.yaml")
    write("a.yaml", overlay % "a" + UNOWNED)
    write("b.yaml", overlay % "b" + OWNED)
    assert said(run("a.yaml", "b.yaml", "base.yaml", rules=RULES)) == []
    (finding,) = run("b.yaml", "base.yaml", rules=RULES).findings
    assert (finding.code, finding.location.path) == ("WVR202", "base.yaml")
    alone = run("b.yaml", rules=RULES)
    assert said(alone) == []
    assert [skipped.reason for skipped in alone.skipped] == [
        "waiver w1 may still be needed: base.yaml is not among the files"
    ]


def test_rules_that_compare_plans_have_not_seen_all_where_some_are_named(
    write: Write, run: Run
) -> None:
    waiver = WAIVER.replace("CHN101", "CHN106")
    rules = ("CHN106", "PLN001", "WVR202")
    write("plans/a.yaml", HEAD % "a" + PEOPLE + OWNED + waiver)
    assert said(run("plans", rules=rules)) == ["plans/a.yaml WVR202"]
    report = run("plans/a.yaml", rules=rules)
    assert said(report) == []
    assert report.skipped[0].reason == (
        "waiver w1 may still be needed: "
        "CHN106 did not judge everything: it compares plans, of which only some were named"
    )


def test_a_plan_from_standard_input(run: Run) -> None:
    text = HEAD % "b" + PEOPLE + OWNED + WAIVER
    report = run(rules=RULES, stdin=("typed.yaml", text.encode()))
    assert said(report) == ["typed.yaml WVR202"]
    assert report.findings[0].location.line == 7
