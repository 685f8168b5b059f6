"""What follows the findings in text: waived, not assessed, incomplete, and the last line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from commplan.api import Excuse, Finding, Remembered, Report, Severity, Skipped, format_utc
from commplan.reporters.neutralise import neutralise
from commplan.reporters.paint import paint
from commplan.reporters.words import (
    NO_VERDICT,
    count,
    coverage_words,
    failure_details,
    failure_words,
    fix_word,
    mismatch_words,
    new_findings,
    remembered_words,
    resource_words,
    since_words,
)

_MOST = 10
"""Groups that are listed before the rest is only counted."""

_ALARM = "!!!"

Value = TypeVar("Value")
Key = TypeVar("Key")


def waived_block(report: Report, verbosity: int) -> list[str]:
    """Return who hid how many findings and why; with details, which."""
    groups = _grouped((waived.excuse, waived) for waived in report.waived)
    entries = []
    for excuse, hidden in groups.items():
        entry = [f"  {count(len(hidden), 'finding')} by {excuse_words(excuse)}"]
        if verbosity > 0:
            entry += [f"    {_finding_words(waived.finding)}" for waived in hidden]
        entries.append(entry)
    return _listing("waived:", entries, verbosity)


def fixed_block(report: Report) -> list[str]:
    """Return what this run has mended; places are those in which it was found."""
    if not report.fixed:
        return []
    return ["fixed:", *(f"  {_finding_words(finding)}" for finding in report.fixed)]


def unfixed_block(report: Report) -> list[str]:
    """Return which fixes were refused, and why."""
    if not report.unfixed:
        return []
    lines = ["not fixed:"]
    for finding, reason in report.unfixed:
        lines += [f"  {_finding_words(finding)}", f"    {neutralise(reason)}"]
    return lines


def skipped_block(report: Report, verbosity: int) -> list[str]:
    """Return what was not judged, by reason. One reason for all is left to the last line."""
    groups = by_reason(report.skipped)
    if verbosity <= 0 and len(groups) == 1 and not any(map(_is_subject, report.skipped)):
        return []
    entries = []
    for reason, skipped in groups.items():
        entry = [f"  {skipped_words(skipped)}: {neutralise(reason)}"]
        if verbosity > 0:
            entry += [f"    {_skipped_detail(one)}" for one in skipped]
        entries.append(entry)
    return _listing("not assessed:", entries, verbosity)


def baseline_block(report: Report, verbosity: int) -> list[str]:
    """Return which entries of the baseline do not match what was found."""
    if report.compared is None:
        return []
    title = f"{neutralise(report.compared.path)}:"
    entries = [[f"  {mismatch_words(mismatch)}"] for mismatch in report.mismatches]
    lines = _listing(title, entries, verbosity)
    if any(mismatch.kind != "exceeded" for mismatch in report.mismatches):
        lines.append("  help: 'commplan baseline --prune' takes out what is gone or over")
    return lines


def resolved_block(report: Report, verbosity: int) -> list[str]:
    """Return what earlier audits found and this one does not; with details, also what it left."""
    if report.since is None:
        return []
    lines = _listing("resolved:", _remembered(report.since.resolved), verbosity)
    if verbosity > 0:
        lines += _listing("found earlier, not judged:", _remembered(report.since.not_judged), 1)
    return lines


def _remembered(found: Iterable[Remembered]) -> list[list[str]]:
    return [[f"  {remembered_words(one)}"] for one in found]


def incomplete_block(report: Report, colour: bool) -> list[str]:
    """Return what could not be done, made hard to overlook; empty for a complete run."""
    if report.complete:
        return []
    failures = count(len(report.incomplete), "failure")
    lines = [f"INCOMPLETE: {failures}. {NO_VERDICT}"]
    for failure in report.incomplete:
        lines.append(f"  {failure_words(failure)}")
        lines += [f"    {detail}" for detail in failure_details(failure)]
    return [f"{paint(_ALARM, 'alarm', colour)} {line}" for line in lines]


def closing(report: Report, verbosity: int, colour: bool) -> list[str]:
    """Return the last line: what was judged and what came out; with details, on which terms."""
    lines = []
    if verbosity > 0:
        terms = f"profile {neutralise(report.profile)}, as of {format_utc(report.as_of)}"
        lines.append(paint(terms, "faint", colour))
    if covered := coverage_words(report):
        lines.append(f"coverage: {covered}")
    scope = ", ".join(
        (count(report.files, "file"), count(report.plans, "plan"), count(report.rules_run, "rule"))
    )
    against = f" against {neutralise(report.workspace)}" if report.workspace is not None else ""
    parts = [f"{scope}{against}: {severity_counts(report)}", *remarks(report)]
    if report.complete:
        return [*lines, paint("; ".join(parts), _mood(report), colour)]
    failures = count(len(report.incomplete), "failure")
    return [*lines, paint(f"INCOMPLETE: {'; '.join(parts)}; {failures}", "error", colour)]


def severity_counts(report: Report) -> str:
    """Return how many new findings there are of each severity."""
    return ", ".join(count(report.count(severity), severity.value) for severity in Severity)


def remarks(report: Report) -> list[str]:
    """Return what a number of findings does not tell: changes, fixes, and what was left out."""
    told = [changed] if (changed := since_words(report)) else []
    if report.fixed is None:
        return [*told, *_fixable(report), *left_out(report)]
    left = len(new_findings(report))
    verb = "remains" if left == 1 else "remain"
    return [*told, f"{len(report.fixed)} fixed, {left} {verb}", *left_out(report)]


def left_out(report: Report) -> list[str]:
    """Return what was known, waived and not assessed."""
    told = []
    if known := sum(1 for finding in report.findings if finding.baseline == "known"):
        told.append(f"{known} known to the baseline")
    if odd := len(report.mismatches):
        told.append(f"{odd} of its entries {'does' if odd == 1 else 'do'} not match")
    if report.waived:
        told.append(f"{len(report.waived)} waived")
    if report.skipped:
        reasons = {skipped.reason for skipped in report.skipped}
        why = f" ({neutralise(min(reasons))})" if len(reasons) == 1 else ""
        told.append(f"{skipped_words(report.skipped)} not assessed{why}")
    return told


def _fixable(report: Report) -> list[str]:
    """Say how many findings have a fix, and which option makes it."""
    words = Counter(map(fix_word, new_findings(report)))
    options = (("safe", "--fix"), ("unsafe", "--fix=unsafe"))
    return [f"{words[word]} fixable with {option}" for word, option in options if words[word]]


def _mood(report: Report) -> str:
    gravest = [severity.value for severity in Severity if report.count(severity)]
    return gravest[0] if gravest else "ok"


def excuse_words(excuse: Excuse) -> str:
    """Return who hides a finding, until when and why."""
    if excuse.kind == "ignore":
        what = f"the comment at {excuse.location.path}:{excuse.location.line}"
    else:
        what = f"{excuse.kind} {excuse.id or ''}".rstrip()
    terms = [
        f"{label} {value}"
        for label, value in (
            ("until", excuse.expires),
            ("owner", excuse.owner),
            ("approved by", excuse.approved_by),
        )
        if value is not None
    ]
    return neutralise(f"{what}{' (' + ', '.join(terms) + ')' if terms else ''}: {excuse.reason}")


def _finding_words(finding: Finding) -> str:
    at = finding.location
    place = f"{at.path}:{at.line}:{at.column}"
    return neutralise(f"{finding.code} {finding.name} at {place}: {finding.message}")


def _is_subject(skipped: Skipped) -> bool:
    """Whether one subject of the rule was left out rather than the rule as a whole."""
    return (skipped.path, skipped.pointer, skipped.resource) != (None, None, None)


def skipped_words(skipped: Sequence[Skipped]) -> str:
    """``14 rules``, ``3 subjects of CHN311``, or both."""
    rules = {one.code for one in skipped if not _is_subject(one)}
    subjects = [one for one in skipped if _is_subject(one)]
    words = [count(len(rules), "rule")] if rules else []
    if subjects:
        codes = sorted({one.code for one in subjects})
        whose = neutralise(codes[0]) if len(codes) == 1 else count(len(codes), "rule")
        words.append(f"{count(len(subjects), 'subject')} of {whose}")
    return " and ".join(words)


def _skipped_detail(skipped: Skipped) -> str:
    place = " ".join(part for part in (skipped.path, skipped.pointer) if part)
    resource = resource_words(skipped.resource) if skipped.resource is not None else ""
    where = ", ".join(part for part in (neutralise(place), resource) if part)
    identity = neutralise(f"{skipped.code} {skipped.name}")
    return f"{identity}: {where}" if where else identity


def by_reason(skipped: Iterable[Skipped]) -> dict[str, list[Skipped]]:
    """Group by reason, the most frequent first."""
    groups = _grouped((one.reason, one) for one in skipped)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> Mapping[Key, list[Value]]:
    groups: dict[Key, list[Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _listing(title: str, entries: Sequence[Sequence[str]], verbosity: int) -> list[str]:
    """Return a titled list, cut to the first few entries unless details are wanted."""
    if not entries:
        return []
    shown = entries if verbosity > 0 else entries[:_MOST]
    lines = [title, *(line for entry in shown for line in entry)]
    if hidden := len(entries) - len(shown):
        lines.append(f"  … and {hidden} more (-v lists all)")
    return lines
