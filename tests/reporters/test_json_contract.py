"""The JSON format is the contract that programs rely on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import (
    Incomplete,
    Outcome,
    RelatedLocation,
    Resource,
    Severity,
    Skipped,
    Waived,
)
from commplan.reporters.json_report import render
from commplan.reporters.json_text import dumps, plain
from tests.depth import examples

SCHEMA = Path(__file__).parents[2] / "schemas" / "v1" / "findings.schema.json"


@pytest.fixture
def everything(make: Any) -> Any:
    finding = make.finding(
        related=(RelatedLocation(make.at(2, 3, 2, 12), "declared here"),),
        resource=Resource("channel", "C012", None),
    )
    ignore = make.excuse(kind="ignore", id=None, owner=None, approved_by=None, expires=None)
    return make.report(
        finding,
        make.finding(severity=Severity.WARNING, outcome=Outcome.INCONCLUSIVE, help="raise min_n"),
        make.finding(severity=Severity.WARNING, baseline="known"),
        make.finding(severity=Severity.INFO),
        waived=(Waived(finding, make.excuse()), Waived(finding, ignore)),
        skipped=(
            Skipped("CHN302", "channel-missing", "needs a workspace"),
            Skipped(
                "CHN311", "members-differ", "no scope", "plans/it.yaml", "/channels/a",
                Resource("usergroup", "S1", "ops"),
            ),
        ),
        incomplete=(
            Incomplete("read", "conversations.members", "ratelimited", 5, ("CHN311",)),
            Incomplete("rule", "ESC202", "KeyError: 'x'", path="plans/it.yaml", pointer="/a"),
        ),
    )  # fmt: skip


FINDING = {
    "code": "PLN101",
    "name": "broken-reference",
    "severity": "error",
    "outcome": "fail",
    "message": "no channel is called 'incidnts'",
    "help": None,
    "path": "plans/it.yaml",
    "pointer": "/messages/update/via/0",
    "line": 4,
    "column": 18,
    "end_line": 4,
    "end_column": 36,
    "related": [
        {
            "path": "plans/it.yaml",
            "pointer": "/messages/update/via/0",
            "line": 2,
            "column": 3,
            "end_line": 2,
            "end_column": 12,
            "message": "declared here",
        }
    ],
    "resource": {"kind": "channel", "id": "C012", "name": None},
    "facts": {"reference": "channel:incidnts"},
    "fingerprint": "sha256:0a1b",
    "fix": None,
    "edits": [],
    "baseline": "new",
}


def test_a_finding_has_all_keys_of_the_contract(make: Any, everything: Any) -> None:
    assert json.loads(render(everything, make.rendering()))["findings"][0] == FINDING


def test_a_waived_finding_is_a_finding_with_its_waiver(make: Any, everything: Any) -> None:
    waived = json.loads(render(everything, make.rendering()))["waived"]
    waiver = {
        "kind": "waiver",
        "id": "w1",
        "reason": "agreed",
        "owner": "role:owner",
        "approved_by": "person:dana",
        "expires": "2027-01-31",
        "path": "plans/it.yaml",
        "line": 9,
    }
    assert waived[0] == {**FINDING, "waiver": waiver}
    nobody = {"kind": "ignore", "id": None, "owner": None, "approved_by": None, "expires": None}
    assert waived[1] == {**FINDING, "waiver": {**waiver, **nobody}}


def test_what_was_not_judged_says_why_and_of_what(make: Any, everything: Any) -> None:
    value = json.loads(render(everything, make.rendering()))
    assert value["skipped"] == [
        {
            "code": "CHN302",
            "name": "channel-missing",
            "outcome": "not-assessed",
            "reason": "needs a workspace",
        },
        {
            "code": "CHN311",
            "name": "members-differ",
            "outcome": "not-assessed",
            "reason": "no scope",
            "path": "plans/it.yaml",
            "pointer": "/channels/a",
            "resource": {"kind": "usergroup", "id": "S1", "name": "ops"},
        },
    ]
    assert value["complete"] is False
    assert [(one["kind"], one["tries"], one["rules"]) for one in value["incomplete"]] == [
        ("read", 5, ["CHN311"]),
        ("rule", 1, []),
    ]


def test_the_summary_counts_new_findings(make: Any, everything: Any) -> None:
    value = json.loads(render(everything, make.rendering()))
    assert value["summary"] == {
        "files": 3,
        "plans": 3,
        "rules_run": 47,
        "errors": 1,
        "warnings": 1,
        "infos": 1,
        "waived": 2,
        "fixed": 0,
        "baselined": 1,
    }
    assert {key: value[key] for key in ("version", "tool", "command", "as_of")} == {
        "version": 1,
        "tool": {"name": "commplan", "version": "0.1.0"},
        "command": "check",
        "as_of": "2026-11-21T09:00:00Z",
    }


def test_a_clean_run_is_complete(make: Any) -> None:
    value = json.loads(render(make.report(), make.rendering()))
    assert value["complete"] is True
    assert value["findings"] == value["waived"] == value["skipped"] == value["incomplete"] == []


def test_output_matches_its_published_schema(make: Any, everything: Any) -> None:
    if not SCHEMA.exists():
        pytest.skip("schemas/v1/findings.schema.json is not there")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    for report in (everything, make.report()):
        value = json.loads(render(report, make.rendering()))
        jsonschema.Draft202012Validator(schema).validate(value)


def test_keys_are_sorted_and_letters_stay_letters(make: Any) -> None:
    output = render(make.report(make.finding(message="für 日本\u202e\x9b")), make.rendering())
    assert "für 日本\\u202e\\u009b" in output
    keys = list(json.loads(output))
    assert keys == sorted(keys)
    assert output.endswith("}\n")


def test_facts_of_any_type_become_json() -> None:
    facts = {
        "set": frozenset({"b", "a"}),
        "tuple": (1, 2.5, None, True),
        "nan": float("nan"),
        "date": date(2026, 11, 21),
        1: {"severity": Severity.ERROR},
        "lone": "\ud800",
    }
    assert plain(facts) == {
        "set": ["a", "b"],
        "tuple": [1, 2.5, None, True],
        "nan": "nan",
        "date": "2026-11-21",
        "1": {"severity": "error"},
        "lone": r"\ud800",
    }


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=()), max_size=3), inner)
        | st.frozensets(st.text(max_size=3), max_size=3)
    ),
    max_leaves=8,
)


@examples(80)
@given(VALUES)
def test_what_is_written_is_what_is_read(value: object) -> None:
    text = dumps(plain(value))
    text.encode("utf-8")
    assert json.loads(text) == plain(value)
