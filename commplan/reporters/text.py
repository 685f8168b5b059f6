"""The format for people: what is wrong, where, and what to write instead.

The first line of a finding says everything on its own, so that ``grep`` and an
editor's error list can use it. Everything that came from a file or from Slack
is neutralised: it cannot start a line, move the cursor or pose as a finding.
"""

from __future__ import annotations

from commplan.api import Finding, Outcome, RelatedLocation, Rendering, Report
from commplan.reporters.neutralise import line_start, neutralise
from commplan.reporters.paint import paint
from commplan.reporters.snippet import snippet
from commplan.reporters.summary import (
    baseline_block,
    closing,
    fixed_block,
    incomplete_block,
    resolved_block,
    skipped_block,
    unfixed_block,
    waived_block,
)
from commplan.reporters.words import fix_word, new_findings, resource_words, state_words

_MOST_RELATED = 4
"""Related places that are shown unless asked for all: a person may be named in dozens."""


def render(report: Report, rendering: Rendering) -> str:
    """Return the report as text. Findings that the baseline knows are shown when verbose only."""
    verbosity, colour = rendering.verbosity, rendering.colour
    findings = report.findings if verbosity > 0 else new_findings(report)
    if verbosity < 0:
        quiet = [headline(finding, colour) for finding in findings]
        quiet += fixed_block(report)
        quiet += [*baseline_block(report, verbosity), *incomplete_block(report, colour)]
        return "".join(f"{line}\n" for line in quiet)
    blocks = [_finding(finding, rendering) for finding in findings]
    blocks.append(fixed_block(report))
    blocks.append(unfixed_block(report))
    blocks.append(baseline_block(report, verbosity))
    blocks.append(resolved_block(report, verbosity))
    blocks.append(waived_block(report, verbosity))
    blocks.append(skipped_block(report, verbosity))
    blocks.append(incomplete_block(report, colour))
    blocks.append(closing(report, verbosity, colour))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def headline(finding: Finding, colour: bool) -> str:
    """Return the line of a finding that is complete on its own."""
    at = finding.location
    place = paint(f"{line_start(at.path)}:{at.line}:{at.column}", "strong", colour)
    severity = paint(finding.severity.value, finding.severity.value, colour)
    marks = " (inconclusive)" if finding.outcome is Outcome.INCONCLUSIVE else ""
    marks += " (known)" if finding.baseline == "known" else ""
    marks += f" ({told})" if (told := state_words(finding)) else ""
    identity = f"{neutralise(finding.code)} {neutralise(finding.name)}{marks}"
    return f"{place}: {severity} {identity}: {neutralise(finding.message)}"


def _finding(finding: Finding, rendering: Rendering) -> list[str]:
    colour = rendering.colour
    gutter = _gutter(finding)
    lines = [headline(finding, colour)]
    source = rendering.lines(finding.location.path)
    lines += snippet(finding.location, source, gutter, finding.severity.value, colour)
    shown = finding.related if rendering.verbosity > 0 else finding.related[:_MOST_RELATED]
    for related in shown:
        lines += _related(related, finding, rendering)
    if more := len(finding.related) - len(shown):
        lines.append(
            f"  {paint('related', 'info', colour)} … and {more} more places (-v shows them)"
        )
    if (fix := _fix_words(finding)) or finding.help is not None:
        advice = " ".join(filter(None, (neutralise(finding.help or ""), fix)))
        lines.append(f"  {paint('help', 'ok', colour)}: {advice}")
    if finding.resource is not None:
        lines.append(f"  {resource_words(finding.resource)}")
    return lines


def _related(related: RelatedLocation, finding: Finding, rendering: Rendering) -> list[str]:
    at, colour = related.location, rendering.colour
    place = f"{neutralise(at.path)}:{at.line}:{at.column}"
    line = f"  {paint('related', 'info', colour)} {place}: {neutralise(related.message)}"
    if (at.path, at.line) == (finding.location.path, finding.location.line):
        return [line]  # that source line has just been shown
    source = rendering.lines(at.path)
    return [line, *snippet(at, source, _gutter(finding), "info", colour)]


def _fix_words(finding: Finding) -> str:
    """Say whether ``--fix`` can mend the finding; nothing where it cannot."""
    safety = fix_word(finding)
    return f"[fix: {safety}]" if safety else ""


def _gutter(finding: Finding) -> int:
    """Return the width of the line numbers, the same for all excerpts of a finding."""
    places = [finding.location, *(related.location for related in finding.related)]
    return max(5, *(len(str(place.line)) for place in places), 0)
