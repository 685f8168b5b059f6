"""JUnit's XML: what both published schemas allow, and red where the exit code is."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml
from junitparser import Skipped as SkippedTest

from commplan.api import Incomplete, Outcome, RelatedLocation, Report, Severity, Skipped, Waived
from commplan.reporters.junit import render
from tests.depth import examples

REQUIRED = {
    "testsuites": set(),
    "testsuite": {
        *("name", "package", "id", "timestamp", "hostname"),
        *("tests", "failures", "errors", "time"),
    },
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "classname", "time"},
    "failure": {"type"},
    "error": {"type"},
    "skipped": set(),
    "system-out": set(),
    "system-err": set(),
}
"""Attributes that one of the schemas asks for."""
OPTIONAL = {
    "testsuite": {"skipped"},
    "failure": {"message"},
    "error": {"message"},
    "skipped": {"message"},
}
"""Further attributes that both allow."""


def outcomes_of(report: Report, make: Any, **changes: Any) -> dict[str, Element | None]:
    """Each test's name and its outcome, None for a pass."""
    text = render(report, make.rendering(**changes))
    root = fromstring(text.encode())
    for element in root.iter():
        names = set(element.attrib)
        required = REQUIRED[element.tag]
        assert required <= names <= required | OPTIONAL.get(element.tag, set())
    (suite,) = root
    tests = suite.findall("testcase")
    assert [child.tag for child in suite] == [
        "properties",
        *["testcase"] * len(tests),
        "system-out",
        "system-err",
    ]
    outcomes = [next(iter(test), None) for test in tests]
    assert all(len(test) <= 1 for test in tests)
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        number = sum(1 for one in outcomes if one is not None and one.tag == tag)
        assert suite.attrib[key] == str(number)
    assert suite.attrib["tests"] == str(len(tests))
    return dict(zip((test.attrib["name"] for test in tests), outcomes, strict=True))


def test_a_finding_that_fails_the_run_is_a_failure(make: Any) -> None:
    finding = make.finding(
        help="write channel:incidents",
        related=(RelatedLocation(make.at(2, 3, 2, 12), "declared here"),),
    )
    ((name, outcome),) = outcomes_of(make.report(finding), make).items()
    assert name == "PLN101 broken-reference plans/it.yaml /messages/update/via/0"
    assert outcome is not None
    assert (outcome.tag, outcome.attrib["type"]) == ("failure", "error")
    assert outcome.attrib["message"] == "no channel is called 'incidnts'"
    assert outcome.text == (
        "plans/it.yaml:4:18\nno channel is called 'incidnts'\n"
        "help: write channel:incidents\nrelated plans/it.yaml:2:3: declared here"
    )


def test_what_is_inconclusive_fails_where_evidence_is_taken_strictly(make: Any) -> None:
    finding = make.finding(outcome=Outcome.INCONCLUSIVE, strict=True)
    (outcome,) = outcomes_of(make.report(finding), make).values()
    assert outcome is not None
    assert outcome.tag == "failure"


def test_a_rule_that_found_nothing_is_a_pass(make: Any) -> None:
    assert outcomes_of(make.report(ran=("PLN101",)), make) == {"PLN101 broken-reference": None}


def test_a_rule_that_found_something_is_no_pass_beside_it(make: Any) -> None:
    assert None not in outcomes_of(make.report(make.finding(), ran=("PLN101",)), make).values()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"severity": Severity.WARNING}, "warning, which does not fail the run"),
        ({"outcome": Outcome.INCONCLUSIVE}, "inconclusive"),
        ({"baseline": "known"}, "known to the baseline"),
        (
            {"outcome": Outcome.INCONCLUSIVE, "severity": Severity.WARNING, "strict": True},
            "warning, which does not fail the run",
        ),
    ],
)
def test_what_does_not_fail_the_run_is_skipped_and_says_why(
    make: Any, changes: dict[str, Any], why: str
) -> None:
    (outcome,) = outcomes_of(make.report(make.finding(**changes)), make).values()
    assert outcome is not None
    assert outcome.tag == "skipped"
    assert (
        outcome.attrib["message"] == f"{why}: no channel is called 'incidnts' (plans/it.yaml:4:18)"
    )


def test_the_limit_is_that_of_the_run(make: Any) -> None:
    report = make.report(make.finding(severity=Severity.WARNING))
    (outcome,) = outcomes_of(report, make, fail_on=Severity.INFO).values()
    assert outcome is not None
    assert (outcome.tag, outcome.attrib["type"]) == ("failure", "warning")


def test_what_is_waived_or_not_assessed_is_skipped(make: Any) -> None:
    report = make.report(
        waived=(Waived(make.finding(), make.excuse()),),
        skipped=(Skipped("CHN311", "members-differ", "needs a workspace"),),
        ran=("PLN101",),
    )
    waived, skipped = outcomes_of(report, make).values()
    assert waived is not None
    assert skipped is not None
    assert waived.attrib["message"].startswith("waived by waiver w1 (until 2027-01-31")
    assert skipped.attrib["message"] == "not assessed: needs a workspace"


def test_what_could_not_be_done_is_an_error(make: Any) -> None:
    failures = (
        Incomplete("read", "conversations.members", "ratelimited", 5, ("CHN311",)),
        Incomplete("rule", "PLN101", "boom", rules=("PLN101",)),
    )
    outcomes = outcomes_of(make.report(incomplete=failures, ran=("PLN101",)), make)
    assert list(outcomes) == ["read conversations.members", "rule PLN101"]
    assert {outcome.tag for outcome in outcomes.values() if outcome is not None} == {"error"}


def test_a_run_without_files_is_an_error(make: Any) -> None:
    (outcome,) = outcomes_of(make.report(files=0), make).values()
    assert outcome is not None
    assert outcome.attrib["message"] == "no plan file was found"


def test_a_reader_of_junit_counts_the_same(make: Any) -> None:
    report = make.report(
        make.finding(),
        make.finding(severity=Severity.INFO),
        incomplete=(Incomplete("plugin", "acme", "no module"),),
    )
    read = JUnitXml.fromstring(render(report, make.rendering()).encode())
    (suite,) = read
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (3, 1, 1, 1)
    kinds = [type(test.result[0]) for test in suite]
    assert kinds == [Error, Failure, SkippedTest]


@examples(60)
@given(text=st.text(st.characters(exclude_categories=()), max_size=20))
def test_any_text_comes_out_as_xml(make: Any, text: str) -> None:
    finding = make.finding(message=text, help=text, location=make.at(1, 1, 1, 2, text))
    excuse = make.excuse(reason=text)
    report = make.report(finding, waived=(Waived(finding, excuse),), workspace=text)
    outcomes_of(report, make)


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_has_no_place_for_is_shown_as_an_escape(make: Any, char: str) -> None:
    (outcome,) = outcomes_of(make.report(make.finding(message=f"a{char}b")), make).values()
    assert outcome is not None
    assert outcome.attrib["message"] in (rf"a\x{ord(char):02x}b", rf"a\u{ord(char):04x}b")
