"""Wording that several formats share."""

from __future__ import annotations

from commplan.api import (
    Coverage,
    Finding,
    Incomplete,
    Location,
    Mismatch,
    Remembered,
    Report,
    Resource,
    format_utc,
)
from commplan.reporters.neutralise import neutralise

NO_VERDICT = "Findings may be missing; do not take this run as a pass."
"""What every format says of a run that is incomplete."""

_MOST_RELATED = 10
"""Related places that a message tells in a format that has no end of its own for them."""

_SIGILS = {"channel": "#", "person": "@", "user": "@", "usergroup": "@"}
_FAILURES = {
    "read": ("reading", "failed"),
    "rule": ("the rule", "crashed"),
    "engine": ("measuring with", "failed"),
    "plugin": ("the plugin", "failed"),
    "state": ("keeping", "failed"),
}


def count(number: int, noun: str) -> str:
    """Say ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def new_findings(report: Report) -> list[Finding]:
    """Return the findings that the baseline does not know, in the order of the report."""
    return [finding for finding in report.findings if finding.baseline == "new"]


def fix_word(finding: Finding) -> str | None:
    """Say ``safe`` or ``unsafe`` where the finding has a fix."""
    if finding.fix is None:
        return None
    return "safe" if finding.fix.safe else "unsafe"


def coverage_words(report: Report) -> str:
    """Return how much of the workspace the plans declare; empty where none was read."""
    return "; ".join(map(_covered, report.coverage))


def _covered(coverage: Coverage) -> str:
    noun = "user groups" if coverage.kind == "usergroups" else coverage.kind
    if not coverage.counted:
        return neutralise(f"{noun} not counted ({coverage.reason})")
    share = f"{coverage.managed} of {coverage.total} {noun}"
    if coverage.percent is not None:
        share = f"{coverage.percent}% of {noun}"
    told = [f"{coverage.managed} managed", f"{coverage.undeclared} undeclared"]
    told.append(f"{coverage.missing} missing")
    if coverage.not_read:
        told.append(f"{coverage.not_read} not read")
    if coverage.reason:
        told.append(f"without {coverage.reason}")
    return neutralise(f"{share} ({', '.join(told)})")


def state_words(finding: Finding) -> str:
    """Return what earlier audits knew of a finding; empty in a run without a record of them."""
    if finding.state is None:
        return ""
    if finding.state.status == "new":
        return "new"
    return f"since {format_utc(finding.state.first_seen)[:10]}"


def since_words(report: Report) -> str:
    """Return what changed since the audit before; empty in a run without a record."""
    since = report.since
    if since is None:
        return ""
    if since.last_audit is None:
        return "first audit on record"
    statuses = [finding.state.status for finding in report.findings if finding.state]
    told = f"{statuses.count('new')} new, {statuses.count('known')} known"
    if not since.recorded:
        return f"{told}; older than the last audit on record, so not recorded"
    told += f" and {len(since.resolved)} resolved"
    if since.not_judged:
        told += f", {len(since.not_judged)} earlier not judged"
    return f"{told} since the audit of {format_utc(since.last_audit)}"


def remembered_words(found: Remembered) -> str:
    """Return an earlier finding in one line."""
    place = f"{found.path} {found.pointer}".rstrip()
    seen = format_utc(found.first_seen)[:10]
    return neutralise(f"{found.code} {found.name} at {place}, since {seen}: {found.message}")


def resource_words(resource: Resource) -> str:
    """Say ``slack: channel C012 #it-help``, as far as id and name are known."""
    parts = [resource.kind]
    if resource.id is not None:
        parts.append(resource.id)
    if resource.name is not None:
        parts.append(_SIGILS.get(resource.kind, "") + resource.name)
    return "slack: " + neutralise(" ".join(parts))


def failure_words(failure: Incomplete) -> str:
    """Return what could not be done and why, in one line without a full stop."""
    before, after = _FAILURES.get(failure.kind, (failure.kind, "failed"))
    tries = f" after {failure.tries} tries" if failure.tries > 1 else ""
    return neutralise(f"{before} {failure.what} {after}{tries}: {failure.error}")


def failure_details(failure: Incomplete) -> list[str]:
    """Return what else is known of a failure: where, about which object, which rules it costs."""
    details = []
    if failure.path is not None:
        details.append(neutralise(f"at {failure.path} {failure.pointer or ''}".rstrip()))
    if failure.resource is not None:
        details.append(resource_words(failure.resource))
    if failure.rules and failure.rules != (failure.what,):
        details.append(f"not judged: {neutralise(', '.join(failure.rules))}")
    return details


def mismatch_words(mismatch: Mismatch) -> str:
    """Return which entry of the baseline does not match, and how."""
    parts = (mismatch.path, mismatch.code, mismatch.at, mismatch.resource)
    return neutralise(f"{' '.join(filter(None, parts))}: {mismatch.message}")


def finding_lines(finding: Finding) -> list[str]:
    """Return what a finding says, line by line: message, help, related places, live object."""
    lines = [neutralise(finding.message)]
    if finding.help is not None:
        lines.append(f"help: {neutralise(finding.help)}")
    for related in finding.related[:_MOST_RELATED]:
        at = related.location
        place = neutralise(f"{at.path}:{at.line}:{at.column}")
        lines.append(f"related {place}: {neutralise(related.message)}")
    if (more := len(finding.related) - _MOST_RELATED) > 0:
        lines.append(f"related … and {count(more, 'more place')}")
    if finding.resource is not None:
        lines.append(resource_words(finding.resource))
    return lines


def last_line(at: Location) -> int:
    """Return the last line with something of the place in it; its end is exclusive."""
    return max(at.line, at.end_line - 1) if at.end_column == 1 else at.end_line
