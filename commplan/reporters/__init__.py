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


def _gitlab(report: Report, _: Rendering) -> str:
    from commplan.reporters.gitlab import render

    return render(report)


def _junit(report: Report, rendering: Rendering) -> str:
    from commplan.reporters.junit import render

    return render(report, rendering)


def _checkstyle(report: Report, rendering: Rendering) -> str:
    from commplan.reporters.checkstyle import render

    return render(report, rendering)


def _markdown(report: Report, rendering: Rendering) -> str:
    from commplan.reporters.markdown import render

    return render(report, rendering)


def _html(report: Report, rendering: Rendering) -> str:
    from commplan.reporters.html import render

    return render(report, rendering)


REPORTERS = (
    Reporter("text", "For people: each finding with its source line and how to mend it.", _text),
    Reporter("json", "For programs: one versioned object with everything the run found.", _json),
    Reporter("sarif", "SARIF 2.1.0, for code scanning services and editors.", _sarif),
    Reporter("github", "Annotations for the log of a GitHub Actions job.", _github),
    Reporter("gitlab", "Code Quality for GitLab's merge requests.", _gitlab),
    Reporter("junit", "JUnit's XML: every rule is a test.", _junit),
    Reporter("checkstyle", "Checkstyle's XML, which many tools read.", _checkstyle),
    Reporter("markdown", "For the summary of a job, or a comment on a change.", _markdown),
    Reporter("html", "One page to hand on, to print and to keep.", _html),
)
"""The formats that commplan brings along, the default first."""


def commplan_reporters() -> tuple[Reporter, ...]:
    """Bring the built-in ones."""
    return REPORTERS
