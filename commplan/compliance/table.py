"""An assessment as rows, one for each control and rule, for a spreadsheet or a GRC tool."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from commplan.clock import format_utc
from commplan.compliance.documents import Assessment

COLUMNS = (
    *("framework", "control", "verified", "asks for", "control state"),
    *("rule", "name", "rule state", "faults", "accepted", "where", "not judged because"),
    *("as of", "workspace", "commplan"),
)


def render(assessment: Assessment) -> str:
    """The assessment as comma-separated values with a head."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_cell, row) for row in _rows(assessment))
    return text.getvalue()


def _rows(assessment: Assessment) -> Iterator[tuple[object, ...]]:
    run = (format_utc(assessment.as_of), assessment.workspace or "", assessment.version)
    for outcome in assessment.packs:
        for one in outcome.controls:
            control = one.control
            head = (outcome.pack.name, control.id, "yes" if control.verified else "no")
            for rule in one.rules:
                places = (f"{f.location.path}:{f.location.line}" for f in rule.findings)
                yield (
                    *(*head, control.title, one.state.value),
                    *(rule.code, rule.name, rule.state.value, len(rule.findings)),
                    *(len(rule.waived), "; ".join(places), "; ".join(rule.reasons)),
                    *run,
                )


def _cell(value: object) -> object:
    """Keep a spreadsheet from taking text for a formula: a plan may come from a stranger."""
    dangerous = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if dangerous else value
