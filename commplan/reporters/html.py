"""One HTML file to hand on, to print and to keep: no scripts, nothing from elsewhere.

Checkboxes show and hide findings by severity; the style sheet does it. They stand
before the list, as siblings of it, because that is what a style sheet can follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from commplan.api import Excuse, Finding, Location, Outcome, Rendering, Report, Severity, format_utc
from commplan.reporters.html_page import page
from commplan.reporters.neutralise import neutralise, visible
from commplan.reporters.summary import by_reason, excuse_words, remarks, severity_counts
from commplan.reporters.words import (
    NO_VERDICT,
    count,
    coverage_words,
    failure_details,
    failure_words,
    resource_words,
    state_words,
)

_LINE = 400
"""Characters of a source line that are shown."""
_LEAD = 100
"""Characters that are kept before the spot in a line that is cut."""


def render(report: Report, rendering: Rendering) -> str:
    """Return the report as a page."""
    parts = [
        f"<h1>commplan {_text(report.command)}</h1>",
        _verdict(report, rendering),
        _terms(report, rendering),
        _incomplete(report),
        _filter(report),
        "<main>",
        _findings(report, rendering),
        _mismatches(report),
        _resolved(report),
        _waived(report),
        _skipped(report),
        "</main>",
    ]
    return page(f"commplan {_text(report.command)}", "\n".join(part for part in parts if part))


def _text(text: object) -> str:
    return escape(neutralise(str(text)), quote=False)


def _apart(text: object) -> str:
    """Text whose direction of writing does not spread to what stands around it."""
    return f"<bdi>{_text(text)}</bdi>"


def _verdict(report: Report, rendering: Rendering) -> str:
    failing = report.failing(rendering.fail_on)
    mood, words = "bad", f"Failed: {count(failing, 'finding')}."
    if not report.complete:
        words = f"Incomplete. {NO_VERDICT}"
    elif report.files == 0:
        words = "No plan file was found."
    elif not failing:
        mood, words = "good", "Passed."
    told = "; ".join([severity_counts(report), *remarks(report)])
    return f'<p class="verdict {mood}">{words} {_text(told)}.</p>'


def _terms(report: Report, rendering: Rendering) -> str:
    terms = {
        "Judged as of": format_utc(report.as_of),
        "Profile": report.profile,
        "Fails from": rendering.fail_on.value,
        "Workspace": report.workspace or "none was read",
        **({"Coverage": covered} if (covered := coverage_words(report)) else {}),
        "Files": report.files,
        "Plans": report.plans,
        "Rules run": report.rules_run,
        "Version": rendering.version,
    }
    return f"<dl>{''.join(f'<dt>{k}</dt><dd>{_apart(v)}</dd>' for k, v in terms.items())}</dl>"


def _incomplete(report: Report) -> str:
    entries = [
        "; ".join([failure_words(failure), *failure_details(failure)])
        for failure in report.incomplete
    ]
    return f"<h2>Incomplete</h2>\n{_list(entries)}" if entries else ""


def _list(entries: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_apart(entry)}</li>' for entry in entries)}</ul>"


def _filter(report: Report) -> str:
    """A checkbox for each severity that is there, and one for what the baseline knows."""
    counts = {severity.value: report.count(severity) for severity in Severity}
    counts["known"] = sum(1 for finding in report.findings if finding.baseline == "known")
    shown = {word: number for word, number in counts.items() if number}
    if len(shown) < 2:
        return ""
    return "\n".join(
        f'<input class="filter" type="checkbox" id="show-{word}" checked>'
        f'<label class="filter" for="show-{word}">{word} ({number})</label>'
        for word, number in shown.items()
    )


def _findings(report: Report, rendering: Rendering) -> str:
    if not report.findings:
        return ""
    files: dict[str, list[Finding]] = {}
    for finding in report.findings:
        files.setdefault(finding.location.path, []).append(finding)
    sections = [
        f"<h2><code>{_text(path)}</code></h2>\n"
        + "\n".join(_finding(finding, rendering) for finding in found)
        for path, found in files.items()
    ]
    return "\n".join(sections)


def _finding(finding: Finding, rendering: Rendering) -> str:
    kind = "known" if finding.baseline == "known" else finding.severity.value
    doubts = [kind] if kind == "known" else []
    if finding.outcome is Outcome.INCONCLUSIVE:
        doubts.append("inconclusive")
    doubts += [told] if (told := state_words(finding)) else []
    marks = f" ({', '.join(doubts)})" if doubts else ""
    at = finding.location
    name = _text(f"{finding.code} {finding.name}")
    lines = [
        f'<article class="{kind}">',
        f"<h3><b>{finding.severity}</b>{marks} {name}, line {at.line}</h3>",
        f"<p>{_apart(finding.message)}</p>",
        _source(at, rendering.lines(at.path)),
    ]
    if finding.help is not None:
        lines.append(f"<p>Help: {_apart(finding.help)}</p>")
    if finding.related:
        lines.append(
            _list(
                f"{place.location.path}:{place.location.line}: {place.message}"
                for place in finding.related
            )
        )
    if finding.resource is not None:
        lines.append(f"<p>{_apart(resource_words(finding.resource))}</p>")
    return "\n".join(filter(None, [*lines, "</article>"]))


def _source(at: Location, lines: Sequence[str]) -> str:
    """The line of a place with the spot marked, cut around it where it is long."""
    if not 1 <= at.line <= len(lines):
        return ""
    line = lines[at.line - 1]
    start = min(at.column - 1, len(line))
    stop = at.end_column - 1 if at.end_line == at.line else len(line)
    first = max(0, start - _LEAD) if len(line) > _LINE else 0
    last = min(len(line), first + _LINE)
    before, spot, after = (
        escape("".join(visible(part)), quote=False)
        for part in (
            line[first:start],
            line[start : min(stop, last)],
            line[max(start, stop) : last],
        )
    )
    cut = "…" if first else "", "…" if last < len(line) else ""
    return f"<pre>{cut[0]}{before}<mark>{spot}</mark>{after}{cut[1]}</pre>"


def _mismatches(report: Report) -> str:
    rows = [
        (one.code, " ".join(filter(None, (one.path, one.at, one.resource))), one.message)
        for one in report.mismatches
    ]
    return _table("Baseline", ("Rule", "Where", "What does not match"), rows)


def _resolved(report: Report) -> str:
    rows = [
        (f"{one.code} {one.name}", f"{one.path} {one.pointer}", one.message, _day(one.first_seen))
        for one in (report.since.resolved if report.since else ())
    ]
    return _table("Resolved", ("Rule", "Where", "What", "First seen"), rows)


def _day(instant: int) -> str:
    return format_utc(instant)[:10]


def _waived(report: Report) -> str:
    rows = [_waived_row(finding, excuse) for finding, excuse in report.waived]
    return _table("Waived", ("Rule", "Where", "What", "Why"), rows)


def _waived_row(finding: Finding, excuse: Excuse) -> tuple[str, ...]:
    place = f"{finding.location.path}:{finding.location.line}"
    return (f"{finding.code} {finding.name}", place, finding.message, excuse_words(excuse))


def _skipped(report: Report) -> str:
    rows = [
        (f"{one.code} {one.name}", " ".join(filter(None, (one.path, one.pointer))), reason)
        for reason, skipped in by_reason(report.skipped).items()
        for one in skipped
    ]
    return _table("Not assessed", ("Rule", "Where", "Why"), rows)


def _table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{word}</th>' for word in heads)
    body = "\n".join(
        f"<tr>{''.join(f'<td>{_apart(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f"<details open><summary><h2>{title}: {len(rows)}</h2></summary>\n"
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></details>"
    )
