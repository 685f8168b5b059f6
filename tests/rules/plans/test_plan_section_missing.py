from __future__ import annotations

import pytest

from commplan.rules.plans.plan_section_missing import (
    IN_COMPLETE,
    METADATA,
    SECTIONS,
    plan_section_missing,
)
from commplan.testing import expect, judge_text

WHOLE = """
metadata: {id: x, owner: "person:a", approver: "person:a", version: 1, approved: "2026-01-01"}
stakeholders: {people: {a: {name: A}}}
goals: {g: {}}
channels: {c: {kind: slack}}
messages: {m: {}}
protocols: {open_help: true}
calendars: {k: {timezone: UTC, hours: {mon: ["09:00-17:00"]}}}
"""
MORE = """
reviews: {plan: {every: 6mo}}
training: {records: t.csv}
feedback: {suggestions: "channel:c"}
capacity: {responders: 0}
"""


def missing(text: str, **more: object) -> list[object]:
    found = judge_text(plan_section_missing, text, **more).findings  # type: ignore[arg-type]
    return [finding.facts["section"] for finding in found]


def test_a_plan_with_every_section() -> None:
    expect(plan_section_missing, WHOLE)
    expect(plan_section_missing, WHOLE + MORE, profile="complete")


def test_a_plan_with_nothing() -> None:
    assert missing("metadata: {id: x}") == [*SECTIONS, "metadata"]
    assert missing("metadata: {id: x}", profile="complete") == [
        *(*SECTIONS, *IN_COMPLETE, "metadata")
    ]


@pytest.mark.parametrize("section", SECTIONS)
def test_one_section_is_absent_or_empty(section: str) -> None:
    lines = WHOLE.strip().splitlines()
    without = [line for line in lines if not line.startswith(section)]
    assert missing("\n".join(without)) == [section]
    assert missing("\n".join([*without, f"{section}: {{}}"])) == [section]


@pytest.mark.parametrize("section", IN_COMPLETE)
def test_some_sections_are_asked_for_in_complete_only(section: str) -> None:
    lines = (WHOLE + MORE).strip().splitlines()
    text = "\n".join(line for line in lines if not line.startswith(section))
    assert missing(text, profile="complete") == [section]
    assert missing(text, profile="standard") == []


def test_the_words() -> None:
    text = WHOLE.replace("goals: {g: {}}\n", "")
    (finding,) = judge_text(plan_section_missing, text).findings
    assert finding.message == "the plan has no goals: nobody can tell whether it works"
    assert finding.help == "add a section `goals`"
    assert finding.location.pointer == "/goals"


def test_an_empty_section_is_marked_itself() -> None:
    expect(
        plan_section_missing,
        WHOLE.replace("goals: {g: {}}", "goals: {}  # <- the plan has no goals"),
    )


def test_what_metadata_leaves_out_is_one_finding() -> None:
    text = WHOLE.replace(', approver: "person:a", version: 1, approved: "2026-01-01"', "")
    (finding,) = judge_text(plan_section_missing, text).findings
    assert finding.message == "metadata states no approver, version or day of approval"
    assert finding.help == "add `approver`, `version` and `approved` to `metadata`"
    assert finding.facts == {"section": "metadata", "missing": [*METADATA][1:]}


def test_the_sections_can_be_configured() -> None:
    parameters = {"sections": ("waivers", "goals"), "sections_in_complete": ("goals", "evidence")}
    assert missing(WHOLE, parameters=parameters) == ["waivers"]
    assert missing(WHOLE, parameters=parameters, profile="complete") == ["waivers", "evidence"]
    found = judge_text(plan_section_missing, WHOLE, parameters=parameters).messages
    assert found == ("the plan has no waivers",)


def test_a_baseline_may_bring_sections_and_an_owner_but_no_approval() -> None:
    base = "apiVersion: commplan/v1\nkind: Baseline\n" + WHOLE.strip()
    text = "metadata: {id: x, extends: base.yaml}"
    (finding,) = judge_text(plan_section_missing, text, files={"base.yaml": base}).findings
    assert finding.message == "metadata states no approver, version or day of approval"
