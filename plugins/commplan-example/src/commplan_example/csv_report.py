"""Findings as comma-separated values, one row each."""

from __future__ import annotations

import csv
import io

from commplan.api import Finding, Rendering, Report

COLUMNS = ("path", "line", "column", "severity", "code", "name", "message", "help", "rule")


def render(report: Report, rendering: Rendering) -> str:
    """Write the findings below a head.

    A finding that the baseline knows is not repeated. What could not be judged
    is a row of its own, since an empty table must mean that all is well.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for finding in report.findings:
        if finding.baseline == "new":
            writer.writerow([_cell(value) for value in _row(finding, rendering)])
    for missing in report.incomplete:
        row = (missing.path or "", "", "", "incomplete", missing.what, "", missing.error, "", "")
        writer.writerow([_cell(value) for value in row])
    return text.getvalue()


def _row(finding: Finding, rendering: Rendering) -> tuple[object, ...]:
    return (
        finding.location.path,
        finding.location.line,
        finding.location.column,
        finding.severity.value,
        finding.code,
        finding.name,
        finding.message,
        finding.help or "",
        rendering.rules[finding.code].title,
    )


def _cell(value: object) -> object:
    """Keep a spreadsheet from taking text for a formula: a plan may come from a stranger."""
    dangerous = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if dangerous else value
