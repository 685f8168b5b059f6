"""Documents of kind Evidence among the files of a run: they serve plans as CSV files do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commplan.checker.cache import Cache
from commplan.checker.judge_files import CACHE_FROM
from commplan.finding import Report

Write = Callable[[str, str], Path]
Run = Callable[..., Report]
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\n"
PLAN = HEAD + (
    "metadata: {id: %s}\n"
    "stakeholders: {people: {ann: {name: Ann Lee, slack: U01ANN}}, "
    "groups: {ops: {members: ['person:ann']}}}\n"
    "training: {courses: {radio: {valid: 12mo, required_for: ['group:ops']}}}\n"
)
RECORDS = (
    "apiVersion: commplan/v1\nkind: Evidence\nmetadata: {id: e%s}\n"
    "records: {training: [{person: ann, course: radio, completed: 2026-11-0%d}]}\n"
)
RULES = ("PLN001", "TRN201", "AUD202")


def told(report: Report) -> list[tuple[str, str]]:
    return [(finding.location.path, finding.code) for finding in report.findings]


def skipped(report: Report) -> list[tuple[str | None, str]]:
    return [(skip.path, skip.reason) for skip in report.skipped]


def test_a_plan_that_names_no_file_is_served(run: Run, write: Write) -> None:
    write("plans/a.yaml", PLAN % "a")
    assert skipped(run("plans", rules=RULES)) == [
        ("plans/a.yaml", "the plan names no file of training records")
    ]
    write("plans/evidence/all.yaml", RECORDS % ("", 2))
    report = run("plans", rules=RULES)
    assert (told(report), skipped(report)) == ([], [])
    assert report.beside == ("plans/evidence/all.yaml",)


def test_a_run_that_asks_for_no_records_ends(run: Run, write: Write) -> None:
    write("plans/records.yaml", RECORDS % ("", 2))
    for number in range(CACHE_FROM):
        write(f"plans/p{number}.yaml", PLAN % f"p{number}")
        if number in (0, CACHE_FROM - 1):
            assert run("plans", rules=("PLN001",)).plans == number + 1


def test_it_serves_the_plan_that_it_names(run: Run, write: Write) -> None:
    write("plans/a.yaml", PLAN % "a")
    write("plans/b.yaml", PLAN % "b")
    write("plans/records.yaml", RECORDS % (", plan: b", 2))
    assert [path for path, _ in skipped(run("plans", rules=RULES))] == ["plans/a.yaml"]


def test_what_it_lacks_is_found(run: Run, write: Write) -> None:
    write("plans/a.yaml", PLAN % "a")
    write("plans/records.yaml", (RECORDS % ("", 2)).replace("2026", "2024"))
    (finding,) = run("plans", rules=RULES).findings
    assert finding.message.startswith("ann's radio of 2024-11-02 lapsed on 2025-11-02")
    assert "records.yaml" in (finding.help or "")


def test_one_file_may_hold_the_plan_and_its_records(run: Run, write: Write) -> None:
    text = (PLAN % "a") + "---\n" + RECORDS % (", plan: a", 2)
    write("a.yaml", text)
    assert skipped(run("a.yaml", rules=RULES)) == []


def test_the_records_are_named_from_the_plan(run: Run, write: Write) -> None:
    write("plans/deep/a.yaml", PLAN % "a")
    write("other/records.yaml", (RECORDS % ("", 2)).replace("ann,", "' ann',"))
    (finding,) = run("plans", "other", rules=("AUD202",)).findings
    assert finding.message.startswith("../../other/records.yaml:4: person is ' ann'")
    assert finding.location.pointer == "/metadata/id"


def test_a_document_that_its_schema_refuses_is_told_once_and_proves_nothing(
    run: Run, write: Write
) -> None:
    write("plans/a.yaml", PLAN % "a")
    write("plans/records.yaml", RECORDS.replace("course: radio, ", "") % ("", 2))
    report = run("plans", rules=RULES)
    assert told(report) == [("plans/records.yaml", "PLN001")]
    assert skipped(report) == [
        (
            "plans/a.yaml",
            "who has passed radio is not known: records.yaml is malformed in line 4",
        )
    ]


def test_a_file_that_the_plan_names_as_well_is_read_once(run: Run, write: Write) -> None:
    write("plans/a.yaml", (PLAN % "a") + "evidence: {training: ./records.yaml}\n")
    write("plans/records.yaml", RECORDS % ("", 2))
    report = run("plans", rules=RULES)
    assert (told(report), skipped(report)) == ([], [])
    alone = run("plans/a.yaml", rules=RULES)
    assert (told(alone), skipped(alone)) == ([], [])


def test_whoever_asks_for_records_is_told_of_their_plans(run: Run, write: Write) -> None:
    write("plans/a.yaml", PLAN % "a")
    write("plans/b.yaml", PLAN % "b")
    write("plans/records.yaml", (RECORDS % (", plan: a", 2)).replace("2026", "2024"))
    report = run("plans", rules=RULES, report_only=frozenset({"plans/records.yaml"}))
    assert told(report) == [("plans/a.yaml", "TRN201")]


class TestRemembered:
    """Results in the cache rest on the documents that serve their plans."""

    @pytest.fixture
    def again(self, run: Run, write: Write, folder: Path) -> Callable[[], list[str]]:
        for number in range(CACHE_FROM):
            write(f"plans/p{number:02}.yaml", PLAN % f"p{number:02}")

        def unjudged() -> list[str]:
            cache = Cache(str(folder / "store"), "here", "key")
            report = run("plans", rules=RULES, cache=lambda: cache)
            fresh = run("plans", rules=RULES)
            assert report == fresh
            assert report.findings == ()
            return sorted(skip.path or "" for skip in report.skipped)

        return unjudged

    def test_a_document_that_comes_changes_or_goes(
        self, again: Callable[[], list[str]], write: Write
    ) -> None:
        assert len(again()) == CACHE_FROM
        assert len(again()) == CACHE_FROM
        one = write("plans/records.yaml", RECORDS % (", plan: p03", 2))
        assert again() == [f"plans/p{n:02}.yaml" for n in range(CACHE_FROM) if n != 3]
        write("plans/records.yaml", RECORDS % (", plan: p04", 2) + "# moved\n")
        assert again() == [f"plans/p{n:02}.yaml" for n in range(CACHE_FROM) if n != 4]
        everyone = write("plans/all.yaml", RECORDS % ("", 2))
        assert again() == []
        everyone.unlink()
        assert len(again()) == CACHE_FROM - 1
        one.unlink()
        assert len(again()) == CACHE_FROM


def test_rules_that_ask_for_no_records_come_to_an_end(run: Run, write: Write) -> None:
    write("plans/a.yaml", PLAN % "a")
    write("plans/records.yaml", RECORDS % ("", 2))
    assert told(run("plans", rules=("CHN106",))) == []
