"""Output formats. Each is a module; it is imported when its output is wanted and not before."""

from __future__ import annotations

from commplan.api import Rendering, Report, Reporter


def _text(report: Report, rendering: Rendering) -> str:
    from commplan.reporters.text import render

    return render(report, rendering)


def _json(report: Report, rendering: Rendering) -> str:
    from commplan.reporters.json_report import render

    return render(report, rendering)


def _sarif(report: Report, rendering: Rendering) -> str:
    from commplan.reporters.sarif import render

    return render(report, rendering)


def _github(report: Report, _: Rendering) -> str:
    from commplan.reporters.github import render

    return render(report)


REPORTERS = (
    Reporter("text", "For people: each finding with its source line and how to mend it.", _text),
    Reporter("json", "For programs: one versioned object with everything the run found.", _json),
    Reporter("sarif", "SARIF 2.1.0, for code scanning services and editors.", _sarif),
    Reporter("github", "Annotations for the log of a GitHub Actions job.", _github),
)
"""The formats that commplan brings along, the default first."""


def commplan_reporters() -> tuple[Reporter, ...]:
    """Bring the built-in ones."""
    return REPORTERS
