"""The issues are what GitLab's parser of Code Quality reports accepts, and all of them show."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from commplan.api import Incomplete, Report, Severity, Skipped
from commplan.reporters.gitlab import render

ACCEPTED = jsonschema.Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "fingerprint", "severity", "location", "check_name"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "not": {"pattern": "^(\\./|/|$)"}},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    }
)
"""What GitLab's schema and documentation ask for."""


def listed(report: Report) -> list[dict[str, Any]]:
    text = render(report)
    assert text.startswith("[")  # no byte order mark
    issues: list[dict[str, Any]] = json.loads(text)
    ACCEPTED.validate(issues)
    prints = [issue["fingerprint"] for issue in issues]
    assert len(set(prints)) == len(prints)
    return issues


def test_a_finding_is_an_issue_whose_description_has_the_code(make: Any) -> None:
    assert listed(make.report(make.finding(help="write channel:incidents"))) == [
        {
            "check_name": "broken-reference",
            "description": "PLN101: no channel is called 'incidnts' "
            "(help: write channel:incidents)",
            "fingerprint": "0a1b",
            "severity": "major",
            "location": {"path": "plans/it.yaml", "lines": {"begin": 4, "end": 4}},
        }
    ]


def test_severities(make: Any) -> None:
    found = [make.finding(severity=severity) for severity in Severity]
    assert [issue["severity"] for issue in listed(make.report(*found))] == [
        "major",
        "minor",
        "info",
    ]


def test_equal_fingerprints_are_told_apart_the_same_way_each_time(make: Any) -> None:
    report = make.report(*[make.finding()] * 3)
    first, second, third = listed(report)
    assert first["fingerprint"] == "0a1b"
    assert second["fingerprint"] != third["fingerprint"]
    assert listed(report) == [first, second, third]


def test_a_clean_run_and_what_is_known_are_an_empty_list(make: Any) -> None:
    assert render(make.report()) == "[]\n"
    (issue,) = listed(make.report(make.finding(baseline="known")))
    assert issue["description"] == "commplan: 1 known to the baseline"


@pytest.mark.parametrize(("path", "shown"), [("./a.yaml", "a.yaml"), ("a\nb.yaml", r"a\nb.yaml")])
def test_paths_are_those_of_the_repository(make: Any, path: str, shown: str) -> None:
    (issue,) = listed(make.report(make.finding(location=make.at(1, 1, 2, 1, path))))
    assert issue["location"] == {"path": shown, "lines": {"begin": 1, "end": 1}}


def test_a_run_that_could_not_look_has_a_blocker(make: Any) -> None:
    failures = (
        Incomplete("read", "conversations.members", "ratelimited", 5, ("CHN311",)),
        Incomplete("rule", "ESC202", "boom", path="plans/a.yaml"),
    )
    issues = listed(make.report(incomplete=failures, paths=("plans/it.yaml",)))
    assert [(i["severity"], i["location"]["path"]) for i in issues] == [
        ("blocker", "plans/it.yaml"),
        ("blocker", "plans/a.yaml"),
    ]
    assert issues[0]["description"] == (
        "commplan: reading conversations.members failed after 5 tries: ratelimited; "
        "not judged: CHN311. Findings may be missing; do not take this run as a pass."
    )


def test_a_run_without_files_has_one_too(make: Any) -> None:
    (issue,) = listed(make.report(files=0))
    assert (issue["severity"], issue["location"]["path"]) == ("blocker", "commplan.toml")


def test_what_was_not_assessed_is_one_issue_that_stays_the_same(make: Any) -> None:
    skipped = Skipped("CHN311", "members-differ", "needs a workspace")
    issues = [
        listed(make.report(skipped=(skipped,) * number, paths=("a.yaml",)))[0] for number in (1, 2)
    ]
    assert {issue["fingerprint"] for issue in issues} == {issues[0]["fingerprint"]}
    assert issues[0]["severity"] == "info"
    assert issues[0]["description"] == "commplan: 1 rule not assessed (needs a workspace)"
