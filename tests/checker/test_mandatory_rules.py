"""Rules that the configuration makes mandatory: nothing hides what they find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commplan.catalogue import Catalogue
from commplan.checker.judge_file import Bench
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.clock import parse_instant
from commplan.engine.select import Choice, select
from commplan.finding import Report

Write = Callable[[str, str], Path]
RULES = ("CHN101", "ESC203", "WVR")
PLAN = """
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: x}
stakeholders: {people: {ann: {name: Ann Lee, slack: U01ANN}}}
channels:
  a: {kind: slack}%s
waivers:
  w1: {rule: %s, at: /channels, reason: moves soon, owner: "person:ann",
    approved_by: "person:ann", created: "2026-11-01", expires: "%s"}
"""
LATER, BEFORE = "2026-12-31", "2026-11-20"


@pytest.fixture
def judged(write: Write, catalogue: Catalogue) -> Callable[..., Report]:
    def judge(text: str, *mandatory: str) -> Report:
        write("plan.yaml", text)
        selection = select(catalogue, Choice(select=RULES, mandatory=mandatory))
        bench = Bench(catalogue, selection, parse_instant("2026-11-21T09:00:00Z"))
        return check(bench, Target(("plan.yaml",)), Options())

    return judge


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize("word", ["CHN101", "channel-unowned", "[CHN101, HYG405]"])
def test_a_waiver_of_a_mandatory_rule_hides_nothing(
    judged: Callable[..., Report], word: str
) -> None:
    text = PLAN % ("", word, LATER)
    assert codes(judged(text)) == []
    report = judged(text, "CHN101")
    assert codes(report) == ["CHN101", "WVR101"]
    assert report.waived == ()
    assert report.findings[1].message == (
        "waiver w1 is malformed: names CHN101, which is mandatory here"
    )
    assert report.findings[1].help == "remove it, and mend what it excuses"


def test_an_ignore_of_a_mandatory_rule_hides_nothing(judged: Callable[..., Report]) -> None:
    text = PLAN.partition("waivers:")[0] % "  # commplan: ignore[CHN101] moves soon"
    assert codes(judged(text)) == []
    report = judged(text, "CHN101")
    assert codes(report) == ["CHN101", "WVR101"]
    assert report.findings[1].message == (
        "this ignore is malformed: names CHN101, which is mandatory here"
    )


def test_one_mandatory_rule_spoils_a_waiver_of_several(judged: Callable[..., Report]) -> None:
    text = PLAN % ("", "[CHN101, ESC203]", LATER)
    assert codes(judged(text)) == []
    assert codes(judged(text, "ESC203")) == ["CHN101", "WVR101"]


def test_an_expired_waiver_of_a_mandatory_rule_is_told_once(judged: Callable[..., Report]) -> None:
    text = PLAN % ("", "CHN101", BEFORE)
    assert codes(judged(text)) == ["CHN101", "WVR201"]
    assert codes(judged(text, "CHN101")) == ["CHN101", "WVR101"]


@pytest.mark.parametrize("code", ["PLN001", "WVR101", "AUD302"])
def test_what_nothing_hides_cannot_be_named(judged: Callable[..., Report], code: str) -> None:
    (first, second) = judged(PLAN % ("", code, LATER)).findings
    assert first.code == "CHN101"
    assert second.message == f"waiver w1 is malformed: names {code}, which nothing can hide"


def test_a_mandatory_rule_runs_whatever_was_selected(judged: Callable[..., Report]) -> None:
    text = PLAN % ("", "ESC203", LATER)
    assert "PLN101" in codes(judged(text.replace("person:ann", "person:bo"), "PLN101"))
