"""What changed since the last audit, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.finding import Finding, Remembered, Report
from commplan.reporters.neutralise import neutralise
from commplan.reporters.words import count, failure_words

MOST = 10
"""Lines of one kind; the others are counted."""
_LONGEST = 300
"""Characters of a line; Slack takes 3,000 in a block."""


class Digest(NamedTuple):
    """What to tell. Lines are text and nothing else: no markup, nobody is called."""

    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    """Headings and the lines below them."""
    footer: str

    @property
    def text(self) -> str:
        """All of it as one text."""
        parts = [self.title]
        for heading, lines in self.sections:
            parts.append("\n".join((heading, *(f"- {line}" for line in lines))))
        return "\n\n".join((*parts, self.footer))


def digest(report: Report) -> Digest | None:
    """What changed, or None where nothing did. A run that is incomplete is told each time."""
    new = [f for f in report.findings if f.state is not None and f.state.status == "new"]
    resolved = report.since.resolved if report.since is not None else ()
    if not (new or resolved or report.incomplete):
        return None
    known = len(report.findings) - len(new)
    stopped = [failure_words(failure) for failure in report.incomplete]
    sections = (
        ("Could not be judged", _few(stopped)),
        ("New", _few([_line(f) for f in sorted(new, key=lambda f: f.severity.rank)])),
        ("Resolved", _few([_line(f) for f in resolved])),
    )
    return Digest(
        title=_line_of(", ".join(_counts(len(new), len(resolved), bool(report.incomplete)))),
        sections=tuple((heading, lines) for heading, lines in sections if lines),
        footer=_line_of(
            f"{report.workspace or 'no workspace'}; {count(known, 'finding')} known before"
        ),
    )


def _counts(new: int, resolved: int, incomplete: bool) -> Iterator[str]:
    if incomplete:
        yield "commplan: the audit is incomplete"
    yield f"{'' if incomplete else 'commplan: '}{new} new"
    yield f"{resolved} resolved"


def _line(finding: Finding | Remembered) -> str:
    if isinstance(finding, Remembered):
        return f"{finding.code} {finding.path}: {finding.message}"
    at = finding.location
    return f"{finding.severity} {finding.code} {at.path}:{at.line}: {finding.message}"


def _few(lines: list[str]) -> tuple[str, ...]:
    shown = [_line_of(line) for line in lines[:MOST]]
    if len(lines) > MOST:
        shown.append(f"… and {len(lines) - MOST} more")
    return tuple(shown)


def _line_of(text: str) -> str:
    line = neutralise(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
