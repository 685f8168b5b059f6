"""JUnit's XML: every rule of the run is a test.

What makes the run fail is a failure, and what could not be done is an error, so
that the report is red where the exit code is. JUnit has no word for a warning, or
for a fault that somebody accepted: such a finding is a skipped test that says why.

It satisfies both schemas that are about: Jenkins' and the stricter one of Ant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from commplan.api import (
    Finding,
    Incomplete,
    Mismatch,
    Outcome,
    Rendering,
    Report,
    Severity,
    Skipped,
    format_utc,
)
from commplan.reporters.summary import closing, excuse_words
from commplan.reporters.words import (
    NO_VERDICT,
    failure_details,
    failure_words,
    finding_lines,
    mismatch_words,
)
from commplan.reporters.xml_text import Element, document

_NO_FILE = "no plan file was found"


def render(report: Report, rendering: Rendering) -> str:
    """Return one suite with a test for each finding, and for each rule that found nothing."""
    return document(Element("testsuites", {}, [_suite(report, rendering)]))


def _suite(report: Report, rendering: Rendering) -> Element:
    tests = list(_tests(report, rendering))
    outcomes = Counter(child.name for test in tests for child in test.children)
    return Element(
        "testsuite",
        {
            "name": f"commplan {report.command}",
            "package": "commplan",
            "id": 0,
            "timestamp": format_utc(report.as_of).removesuffix("Z").partition(".")[0],
            "hostname": "localhost",
            "tests": len(tests),
            "failures": outcomes["failure"],
            "errors": outcomes["error"],
            "skipped": outcomes["skipped"],
            "time": 0,
        },
        [
            Element("properties", {}, _properties(report, rendering)),
            *tests,
            Element("system-out", text="\n".join(closing(report, 0, colour=False))),
            Element("system-err"),
        ],
    )


def _properties(report: Report, rendering: Rendering) -> list[Element]:
    terms = {
        "commplan": rendering.version,
        "profile": report.profile,
        "fail-on": rendering.fail_on.value,
        "workspace": report.workspace or "",
        "files": str(report.files),
    }
    return [Element("property", {"name": k, "value": v}) for k, v in terms.items()]


def _tests(report: Report, rendering: Rendering) -> Iterator[Element]:
    for failure in report.incomplete:
        yield _incomplete(failure)
    if report.files == 0:
        error = Element("error", {"type": "no-file", "message": _NO_FILE}, text=NO_VERDICT)
        yield _test("commplan", _NO_FILE, error)
    for finding in report.findings:
        yield _finding(finding, rendering)
    for mismatch in report.mismatches:
        yield _mismatch(mismatch, rendering)
    for waived in report.waived:
        why = f"waived by {excuse_words(waived.excuse)}"
        yield _skipped_finding(waived.finding, why)
    for skipped in report.skipped:
        yield _skipped(skipped)
    said = {
        *(finding.code for finding in report.findings),
        *(waived.finding.code for waived in report.waived),
        *(skipped.code for skipped in report.skipped),
        *(code for failure in report.incomplete for code in failure.rules),
    }
    for code in report.ran:
        if code not in said and code in rendering.rules:
            yield _test(code, rendering.rules[code].name)


def _test(code: str, name: str, *outcome: Element) -> Element:
    """A test is called the same from run to run, so that its history can be told."""
    area = code.rstrip("0123456789")
    suite = "commplan" if area == code else f"commplan.{area}"
    title = name if area == code else f"{code} {name}"
    return Element("testcase", {"classname": suite, "name": title, "time": 0}, outcome)


def _of_finding(finding: Finding, outcome: Element) -> Element:
    at = finding.location
    return _test(finding.code, f"{finding.name} {at.path} {at.pointer}".rstrip(), outcome)


def _finding(finding: Finding, rendering: Rendering) -> Element:
    if finding.baseline == "known":
        return _skipped_finding(finding, "known to the baseline")
    if finding.outcome is Outcome.INCONCLUSIVE and not finding.strict:
        return _skipped_finding(finding, "inconclusive")
    if not finding.fails(rendering.fail_on):
        return _skipped_finding(finding, f"{finding.severity}, which does not fail the run")
    kind = {"type": finding.severity.value, "message": finding.message}
    return _of_finding(finding, Element("failure", kind, text=_text(finding)))


def _mismatch(mismatch: Mismatch, rendering: Rendering) -> Element:
    words = mismatch_words(mismatch)
    name = " ".join(("baseline", mismatch.path, mismatch.code, mismatch.at)).rstrip()
    if rendering.fail_on.rank < Severity.WARNING.rank:
        message = f"warning, which does not fail the run: {words}"
        return _test("commplan", name, Element("skipped", {"message": message}))
    kind = {"type": mismatch.kind, "message": words}
    return _test("commplan", name, Element("failure", kind, text=words))


def _skipped_finding(finding: Finding, why: str) -> Element:
    message = f"{why}: {finding.message} ({_place(finding)})"
    return _of_finding(finding, Element("skipped", {"message": message}))


def _skipped(skipped: Skipped) -> Element:
    where = " ".join(part for part in (skipped.path, skipped.pointer) if part)
    outcome = Element("skipped", {"message": f"not assessed: {skipped.reason}"})
    return _test(skipped.code, f"{skipped.name} {where}".rstrip(), outcome)


def _incomplete(failure: Incomplete) -> Element:
    text = "\n".join([*failure_details(failure), NO_VERDICT])
    error = Element("error", {"type": failure.kind, "message": failure_words(failure)}, text=text)
    return _test("commplan", f"{failure.kind} {failure.what}", error)


def _text(finding: Finding) -> str:
    return "\n".join([_place(finding), *finding_lines(finding)])


def _place(finding: Finding) -> str:
    at = finding.location
    return f"{at.path}:{at.line}:{at.column}"
