"""Checkstyle's XML: files, each with errors. Jenkins, reviewdog and many others read it.

They take the part of ``source`` after its last dot for the kind of the error.
"""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Finding, Rendering, Report, Severity
from commplan.reporters.issues import INCOMPLETE, Issue, issues
from commplan.reporters.words import new_findings
from commplan.reporters.xml_text import Element, document


def render(report: Report, rendering: Rendering) -> str:
    """Return one element for each file that was looked at.

    Findings that the baseline knows are left out.
    """
    files: dict[str, list[Element]] = {path: [] for path in report.paths}
    for path, error in _errors(report):
        files.setdefault(path, []).append(error)
    elements = [Element("file", {"name": path}, files[path]) for path in sorted(files)]
    return document(Element("checkstyle", {"version": rendering.version}, elements))


def _errors(report: Report) -> Iterator[tuple[str, Element]]:
    for finding in new_findings(report):
        yield finding.location.path, _finding(finding)
    for issue in issues(report):
        yield issue.path, _issue(issue)


def _finding(finding: Finding) -> Element:
    advice = f" (help: {finding.help})" if finding.help is not None else ""
    return Element(
        "error",
        {
            "line": finding.location.line,
            "column": finding.location.column,
            "severity": finding.severity.value,
            "message": f"{finding.message}{advice}",
            "source": f"commplan.{finding.code}",
        },
    )


def _issue(issue: Issue) -> Element:
    severity = Severity.ERROR if issue.kind == INCOMPLETE else Severity.INFO
    return Element(
        "error",
        {
            "line": 1,
            "severity": severity.value,
            "message": issue.message,
            "source": f"commplan.{issue.kind}",
        },
    )
