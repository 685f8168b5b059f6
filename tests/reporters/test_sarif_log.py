"""The SARIF log is legal SARIF 2.1.0, and what GitHub's code scanning reads is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import (
    Fix,
    Incomplete,
    Outcome,
    RelatedLocation,
    Rendering,
    Replacement,
    Report,
    Resource,
    Severity,
    Skipped,
    Waived,
)
from commplan.reporters import sarif
from commplan.reporters.sarif import render
from commplan.reporters.sarif_results import uri
from tests.depth import examples

SCHEMA = json.loads(Path(__file__).with_name("sarif-subset.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
VALIDATOR.check_schema(SCHEMA)


def run_of(report: Report, rendering: Rendering) -> dict[str, Any]:
    log = json.loads(render(report, rendering))
    VALIDATOR.validate(log)
    run: dict[str, Any] = log["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return run


def test_a_result_has_one_primary_location_and_says_what_to_do(make: Any) -> None:
    finding = make.finding(
        help="write channel:incidents",
        related=(RelatedLocation(make.at(2, 3, 2, 12), "declared [here]"),),
        resource=Resource("channel", "C012", "incidents"),
    )
    run = run_of(make.report(finding), make.rendering())
    physical = {"artifactLocation": {"uri": "plans/it.yaml", "uriBaseId": "%SRCROOT%"}}
    assert run["results"] == [
        {
            "ruleId": "PLN101",
            "ruleIndex": 0,
            "kind": "fail",
            "level": "error",
            "message": {
                "text": "no channel is called 'incidnts'\n"
                "help: write channel:incidents\n"
                "slack: channel C012 #incidents\n"
                r"related: [declared \[here\]](1)"
            },
            "locations": [
                {
                    "physicalLocation": {
                        **physical,
                        "region": {
                            "startLine": 4, "startColumn": 18, "endLine": 4, "endColumn": 36,
                        },
                    },
                    "logicalLocations": [
                        {"fullyQualifiedName": "/messages/update/via/0", "kind": "value"},
                        {
                            "fullyQualifiedName": "slack: channel C012 #incidents",
                            "kind": "resource",
                        },
                    ],
                }
            ],
            "relatedLocations": [
                {
                    "id": 1,
                    "physicalLocation": {
                        **physical,
                        "region": {
                            "startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 12,
                        },
                    },
                    "message": {"text": "declared [here]"},
                }
            ],
            "partialFingerprints": {
                "commplan/v1": "sha256:0a1b:1",
                "primaryLocationLineHash": run["results"][0]["partialFingerprints"][
                    "primaryLocationLineHash"
                ],
            },
        }
    ]  # fmt: skip


def test_a_rule_brings_its_page(make: Any) -> None:
    run = run_of(make.report(make.finding()), make.rendering())
    assert run["tool"]["driver"] == {
        "name": "commplan",
        "version": "0.1.0",
        "semanticVersion": "0.1.0",
        "rules": [
            {
                "id": "PLN101",
                "name": "broken-reference",
                "shortDescription": {"text": "A reference names something that does not exist"},
                "fullDescription": {"text": "Whoever relies on it reaches nobody."},
                "help": {
                    "text": "A reference names something that does not exist.\n\n"
                    "Whoever relies on it reaches nobody.",
                    "markdown": "# A reference names something that does not exist\n\n"
                    "Whoever relies on it reaches nobody.\n\n"
                    '## Bad\n\n    messages: {update: {via: ["channel:incidnts"]}}\n\n'
                    '## Good\n\n    messages: {update: {via: ["channel:incidents"]}}\n',
                },
                "defaultConfiguration": {"level": "error"},
                "properties": {
                    "precision": "very-high",
                    "problem.severity": "error",
                    "tags": ["PLN", "basic", "A01", "SOC 2 CC5.3"],
                },
            }
        ],
    }


@pytest.mark.parametrize(
    ("code", "precision"), [("CHN311", "high"), ("SLA401", "medium"), ("XAC901", "medium")]
)
def test_precision_follows_the_class_of_evidence(make: Any, code: str, precision: str) -> None:
    rendering = make.rendering(rules={code: make.rule._replace(code=code)})
    run = run_of(make.report(make.finding(code=code)), rendering)
    assert run["tool"]["driver"]["rules"][0]["properties"]["precision"] == precision


def test_rules_are_those_referred_to_sorted_by_code(make: Any) -> None:
    codes = ("CHN101", "ESC202", "PLN101", "SLA201")
    rendering = make.rendering(rules={code: make.rule._replace(code=code) for code in codes})
    report = make.report(
        make.finding(code="PLN101"),
        make.finding(code="CHN101"),
        incomplete=(Incomplete("rule", "ESC202", "KeyError: 'x'"),),
    )
    run = run_of(report, rendering)
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["CHN101", "ESC202", "PLN101"]
    assert [result["ruleIndex"] for result in run["results"]] == [2, 0]


def test_a_code_that_is_no_rule_s_is_described_by_its_name(make: Any) -> None:
    run = run_of(make.report(make.finding(code="XYZ001")), make.rendering())
    described = run["tool"]["driver"]["rules"][0]
    assert described["shortDescription"] == {"text": "broken-reference"}


def test_long_texts_are_cut_to_what_github_takes(make: Any) -> None:
    def judge() -> None: ...

    judge.__doc__ = "Title.\n\n" + "word " * 1000
    rule = make.rule._replace(judge=judge, name="n" * 300, source=";".join(map(str, range(40))))
    run = run_of(make.report(make.finding()), make.rendering(rules={"PLN101": rule}))
    described = run["tool"]["driver"]["rules"][0]
    assert len(described["fullDescription"]["text"]) == 1024
    assert described["fullDescription"]["text"].endswith("…")
    assert len(described["help"]["text"]) > 4000
    assert len(described["properties"]["tags"]) == 20


@pytest.mark.parametrize(
    ("severity", "outcome", "kind", "level"),
    [
        (Severity.ERROR, Outcome.FAIL, "fail", "error"),
        (Severity.WARNING, Outcome.FAIL, "fail", "warning"),
        (Severity.INFO, Outcome.FAIL, "fail", "note"),
        (Severity.WARNING, Outcome.INCONCLUSIVE, "open", "none"),
    ],
)
def test_kind_and_level(
    make: Any, severity: Severity, outcome: Outcome, kind: str, level: str
) -> None:
    finding = make.finding(severity=severity, outcome=outcome)
    result = run_of(make.report(finding), make.rendering())["results"][0]
    assert (result["kind"], result["level"]) == (kind, level)


def test_what_is_inconclusive_fails_where_evidence_is_taken_strictly(make: Any) -> None:
    finding = make.finding(outcome=Outcome.INCONCLUSIVE, strict=True)
    result = run_of(make.report(finding), make.rendering())["results"][0]
    assert (result["kind"], result["level"]) == ("fail", "error")


@pytest.mark.parametrize("command", ["check", "audit"])
def test_each_command_has_its_own_category(make: Any, command: str) -> None:
    run = run_of(make.report(command=command), make.rendering())
    assert run["automationDetails"] == {"id": f"commplan/{command}/"}
    assert run["columnKind"] == "unicodeCodePoints"


def test_waived_findings_are_left_out_and_known_ones_are_unchanged(make: Any) -> None:
    report = make.report(
        make.finding(baseline="known"),
        make.finding(fingerprint="sha256:ff"),
        waived=(Waived(make.finding(), make.excuse()),),
        skipped=(Skipped("CHN302", "channel-missing", "needs a workspace"),),
    )
    run = run_of(report, make.rendering())
    assert [result["baselineState"] for result in run["results"]] == ["unchanged", "new"]
    assert run["properties"]["waived"] == run["properties"]["notAssessed"] == 1


def test_without_a_baseline_nothing_is_said_of_one(make: Any) -> None:
    run = run_of(make.report(make.finding()), make.rendering())
    assert "baselineState" not in run["results"][0]


def test_an_incomplete_run_was_not_successful(make: Any) -> None:
    failures = (
        Incomplete("read", "conversations.members", "ratelimited", 5, ("CHN311",)),
        Incomplete("rule", "PLN101", "KeyError: 'x'"),
    )
    run = run_of(make.report(incomplete=failures), make.rendering())
    assert run["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {
                    "level": "error",
                    "message": {
                        "text": "reading conversations.members failed after 5 tries: ratelimited\n"
                        "not judged: CHN311"
                    },
                },
                {
                    "level": "error",
                    "message": {"text": "the rule PLN101 crashed: KeyError: 'x'"},
                    "associatedRule": {"id": "PLN101", "index": 0},
                },
            ],
        }
    ]


def test_no_more_results_than_github_keeps_and_the_gravest_first(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sarif.RESULT_LIMIT == 5000
    monkeypatch.setattr(sarif, "RESULT_LIMIT", 4)
    findings = [make.finding(severity=Severity.INFO) for _ in range(3)]
    findings += [make.finding(baseline="known"), make.finding(severity=Severity.ERROR)]
    run = run_of(make.report(*findings), make.rendering())
    assert [result["level"] for result in run["results"]] == ["note", "note", "note", "error"]
    assert all("baselineState" not in result for result in run["results"])
    assert run["invocations"][0]["executionSuccessful"] is True
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "1 finding left out: a log holds the 4 gravest"


def test_more_related_places_than_are_shown_are_counted(make: Any) -> None:
    places = tuple(RelatedLocation(make.at(n, 1, n, 2), f"place {n}") for n in range(1, 104))
    run = run_of(make.report(make.finding(related=places)), make.rendering())
    assert len(run["results"][0]["relatedLocations"]) == 100
    assert run["results"][0]["message"]["text"].endswith("(100)\nand 3 related places more")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("plans/it ops.yaml", "plans/it%20ops.yaml"),
        ("a:b#c?.yaml", "a%3Ab%23c%3F.yaml"),
        ("pläne/日.yaml", "pl%C3%A4ne/%E6%97%A5.yaml"),
        ("100%.yaml", "100%25.yaml"),
        ("/srv/plans/a.yaml", "file:///srv/plans/a.yaml"),
        ("not-utf-8-\udc80.yaml", "not-utf-8-%5Cudc80.yaml"),
    ],
)
def test_paths_become_uris(path: str, expected: str) -> None:
    assert uri(path) == expected


def test_an_absolute_path_has_no_base(make: Any) -> None:
    finding = make.finding(location=make.at(1, 1, 1, 2, "/srv/a.yaml"))
    run = run_of(make.report(finding), make.rendering())
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "file:///srv/a.yaml"}


def test_text_of_a_plan_cannot_become_a_link(make: Any) -> None:
    finding = make.finding(message="[click](https://example.org)")
    run = run_of(make.report(finding), make.rendering())
    assert run["results"][0]["message"]["text"] == "[click] (https://example.org)"


def test_fingerprints_survive_lines_put_before(make: Any) -> None:
    lines = ("a: 1", "owner: nobody", "b: 2")
    before = run_of(make.report(make.finding(location=make.at(2, 1, 2, 5))), make.rendering(*lines))
    after = run_of(
        make.report(make.finding(location=make.at(4, 1, 4, 5))),
        make.rendering("# new", "new: 1", *lines),
    )
    assert before["results"][0]["partialFingerprints"] == after["results"][0]["partialFingerprints"]


def test_equal_fingerprints_are_numbered(make: Any) -> None:
    run = run_of(make.report(make.finding(), make.finding()), make.rendering())
    own = [result["partialFingerprints"]["commplan/v1"] for result in run["results"]]
    assert own == ["sha256:0a1b:1", "sha256:0a1b:2"]


def test_a_file_that_cannot_be_read_has_no_line_hash(make: Any) -> None:
    run = run_of(make.report(make.finding()), make.rendering(lines=lambda path: ()))
    assert list(run["results"][0]["partialFingerprints"]) == ["commplan/v1"]


@pytest.mark.parametrize("version", ["0.2.0.dev1", "1.0rc1"])
def test_only_a_semantic_version_is_called_one(make: Any, version: str) -> None:
    driver = run_of(make.report(), make.rendering(version=version))["tool"]["driver"]
    assert driver["version"] == version
    assert "semanticVersion" not in driver


@examples(60)
@given(
    text=st.text(st.characters(exclude_categories=()), max_size=40),
    path=st.text(st.characters(exclude_categories=()), min_size=1, max_size=20),
)
def test_any_text_gives_a_valid_log(make: Any, text: str, path: str) -> None:
    finding = make.finding(
        message=text,
        help=text,
        location=make.at(1, 1, 1, 2, path),
        related=(RelatedLocation(make.at(1, 1, 1, 2, path), text),),
        resource=Resource("channel", text, path),
    )
    run_of(make.report(finding, workspace=text), make.rendering(text))


def test_a_fix_replaces_text_of_one_file(make: Any) -> None:
    finding = make.finding(help="write incidents", fix=Fix((), safe=False))
    edits = (
        Replacement("plans/it.yaml", 4, 27, 4, 35, "incidents"),
        Replacement("plans/it.yaml", 9, 1, 10, 1, ""),
    )
    run = run_of(make.report(finding), make.rendering(edits=lambda _: edits))
    (fix,) = run["results"][0]["fixes"]
    assert fix["description"]["text"] == "write incidents (unsafe)"
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "plans/it.yaml"
    assert [one["insertedContent"]["text"] for one in change["replacements"]] == ["incidents", ""]
    assert change["replacements"][0]["deletedRegion"] == {
        "startLine": 4, "startColumn": 27, "endLine": 4, "endColumn": 35,
    }  # fmt: skip
    without = run_of(make.report(finding), make.rendering())["results"][0]
    assert "fixes" not in without
