"""Markdown for the summary of a job or a comment on a change.

GitHub refuses a comment of more than 65,536 characters and a summary of more than
a mebibyte, so the gravest findings come first and the others are only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commplan.api import Finding, Outcome, Remembered, Rendering, Report, format_utc
from commplan.reporters.markdown_text import code, prose
from commplan.reporters.summary import by_reason, closing, excuse_words, skipped_words
from commplan.reporters.words import (
    NO_VERDICT,
    count,
    failure_details,
    failure_words,
    finding_lines,
    mismatch_words,
    new_findings,
    remembered_words,
    state_words,
)

LIMIT = 60_000
"""Characters of the whole, which leaves room for the words of whoever posts it."""

_FINDINGS = 45_000
"""Characters of the findings; each of the other lists has to do with less."""
_LIST = 4_000
_ENTRY = 400
"""Characters of a text before escaping: a plan may hold one of any length."""


def render(report: Report, rendering: Rendering) -> str:
    """Return a heading with the verdict, the findings, and what was left out."""
    blocks = [
        [f"### {prose(f'commplan {report.command}')}: {_verdict(report, rendering)}"],
        _incomplete(report),
        [f"**{prose(_cut(line))}**" for line in closing(report, 0, colour=False)],
        _findings(report),
        _folded("Baseline", len(report.mismatches), _mismatches(report)),
        _folded("Resolved", len(_resolved(report)), map(_remembered, _resolved(report))),
        _folded("Waived", len(report.waived), _waived(report)),
        _folded("Not assessed", len(report.skipped), _skipped(report)),
        [f"<sub>{_terms(report, rendering)}</sub>"],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _verdict(report: Report, rendering: Rendering) -> str:
    if not report.complete:
        return "incomplete"
    if report.files == 0:
        return "no plan file was found"
    failing = report.failing(rendering.fail_on)
    return f"failed, {count(failing, 'finding')}" if failing else "passed"


def _incomplete(report: Report) -> list[str]:
    if report.complete:
        return []
    entries = (
        "; ".join([failure_words(failure), *failure_details(failure)])
        for failure in report.incomplete
    )
    listed = _within(_LIST, (f"> - {prose(_cut(entry))}" for entry in entries))
    return [f"> **{NO_VERDICT}**", ">", *listed]


def _findings(report: Report) -> list[str]:
    ranked = sorted(new_findings(report), key=lambda finding: finding.severity.rank)
    return _within(_FINDINGS, map(_finding, ranked))


def _finding(finding: Finding) -> str:
    """One line of Markdown: what a text begins with means something at the start of a line."""
    at = finding.location
    doubt = ", inconclusive" if finding.outcome is Outcome.INCONCLUSIVE else ""
    doubt += f", {told}" if (told := state_words(finding)) else ""
    lines = map(_cut, finding_lines(finding))
    name = prose(_cut(f"{finding.code} {finding.name}"))
    place = code(_cut(f"{at.path}:{at.line}:{at.column}"))
    head = f"- **{finding.severity}{doubt}** {name} in {place}"
    return "<br>".join([head, *map(prose, lines)])


def _mismatches(report: Report) -> Iterator[str]:
    for mismatch in report.mismatches:
        yield f"- {prose(_cut(f'entry {mismatch_words(mismatch)}'))}"


def _resolved(report: Report) -> tuple[Remembered, ...]:
    return () if report.since is None else report.since.resolved


def _remembered(found: Remembered) -> str:
    return f"- {prose(_cut(remembered_words(found)))}"


def _waived(report: Report) -> Iterator[str]:
    for finding, excuse in report.waived:
        place = f"{finding.location.path}:{finding.location.line}"
        yield f"- {prose(finding.code)} in {code(_cut(place))}, {prose(_cut(excuse_words(excuse)))}"


def _skipped(report: Report) -> Iterator[str]:
    for reason, skipped in by_reason(report.skipped).items():
        yield f"- {prose(_cut(f'{skipped_words(skipped)}: {reason}'))}"


def _folded(title: str, number: int, entries: Iterator[str]) -> list[str]:
    if not number:
        return []
    listed = _within(_LIST, entries)
    return [f"<details><summary>{title}: {number}</summary>", "", *listed, "", "</details>"]


def _within(limit: int, entries: Iterable[str]) -> list[str]:
    """Keep the first entries that fit, and say how many are missing."""
    kept: list[str] = []
    left, missing = limit, 0
    for entry in entries:
        left -= len(entry) + 1
        if left >= 0:
            kept.append(entry)
        else:
            missing += 1
    if missing:
        mark = "> - " if kept and kept[0].startswith(">") else "- "
        kept.append(f"{mark}… and {missing:,} more; `--format text` lists them all")
    return kept


def _cut(text: str) -> str:
    return text if len(text) <= _ENTRY else f"{text[: _ENTRY - 1]}…"


def _terms(report: Report, rendering: Rendering) -> str:
    against = f", {report.workspace}" if report.workspace else ""
    terms = f"profile {report.profile}, as of {format_utc(report.as_of)}{against}"
    return prose(_cut(f"commplan {rendering.version}, {terms}"))
