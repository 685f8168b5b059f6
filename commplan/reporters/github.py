"""Annotations for GitHub Actions: workflow commands that the runner reads from the log.

GitHub shows ten annotations of each level per step and drops the rest without
a word, so the gravest come first and a last notice says how many are missing.
The last line is none of them: it stays in the log and says what was judged.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from commplan.api import Finding, Location, Outcome, Report, Severity
from commplan.reporters.neutralise import neutralise
from commplan.reporters.summary import baseline_block, closing
from commplan.reporters.words import (
    NO_VERDICT,
    count,
    failure_details,
    failure_words,
    finding_lines,
    last_line,
    new_findings,
)

PER_LEVEL = 10
"""With three levels that also stays below the 50 annotations that a job may have."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class _Annotation(NamedTuple):
    level: str
    title: str
    message: str
    """Neutralised; may hold line breaks of our own."""
    at: Location | None = None


def render(report: Report) -> str:
    """Return one workflow command per line, and the closing line of the text format.

    Findings that the baseline knows are left out.
    """
    ranked = sorted(new_findings(report), key=lambda finding: finding.severity.rank)
    annotations = [*_incomplete(report), *_baseline(report), *map(_finding, ranked)]
    commands = [_command(annotation) for annotation in _within_limits(annotations)]
    return "".join(f"{line}\n" for line in [*commands, *closing(report, 0, colour=False)])


def _within_limits(annotations: Sequence[_Annotation]) -> list[_Annotation]:
    """Keep what GitHub shows; where that is not all, the last notice says so."""
    kept = _first(annotations, Counter())
    if len(kept) == len(annotations):
        return kept
    kept = _first(annotations, Counter(notice=1))
    more = len(annotations) - len(kept)
    message = f"{count(more, 'more finding')}; commplan --format text lists them all"
    return [*kept, _Annotation("notice", "commplan", message)]


def _first(annotations: Sequence[_Annotation], taken: Counter[str]) -> list[_Annotation]:
    """Keep the first annotations of each level, given how many are ``taken`` already."""
    kept = []
    for annotation in annotations:
        if taken[annotation.level] < PER_LEVEL:
            taken[annotation.level] += 1
            kept.append(annotation)
    return kept


def _incomplete(report: Report) -> list[_Annotation]:
    """One annotation for all failures, so that they cannot crowd out the findings."""
    if report.complete:
        return []
    lines = [NO_VERDICT]
    for failure in report.incomplete:
        lines += [failure_words(failure), *failure_details(failure)]
    return [_Annotation("error", "commplan: incomplete", "\n".join(lines))]


def _baseline(report: Report) -> list[_Annotation]:
    """One annotation likewise for entries that do not match."""
    lines = baseline_block(report, 0)
    return [_Annotation("warning", "commplan: baseline", "\n".join(lines))] if lines else []


def _finding(finding: Finding) -> _Annotation:
    marks = " (inconclusive)" if finding.outcome is Outcome.INCONCLUSIVE else ""
    title = neutralise(f"{finding.code} {finding.name}{marks}")
    return _Annotation(
        _LEVELS[finding.severity], title, "\n".join(finding_lines(finding)), finding.location
    )


def _command(annotation: _Annotation) -> str:
    properties = {**_place(annotation.at), "title": annotation.title}
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{annotation.level} {listed}::{_data(annotation.message)}"


def _place(at: Location | None) -> dict[str, str | int]:
    """Columns are given for a single line only: GitHub drops annotations that have both."""
    if at is None:
        return {}
    place: dict[str, str | int] = {"file": neutralise(at.path), "line": at.line}
    if at.line == at.end_line:
        return {**place, "col": at.column, "endLine": at.line, "endColumn": at.end_column}
    return {**place, "endLine": last_line(at)}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
