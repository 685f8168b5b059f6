"""The format for programs: everything the run found as one JSON object, version 1.

The keys are a contract with its own schema, ``schemas/v1/findings.schema.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from commplan.api import (
    Compared,
    Coverage,
    Excuse,
    Finding,
    Incomplete,
    Location,
    RelatedLocation,
    Remembered,
    Rendering,
    Replacement,
    Report,
    Resource,
    Seen,
    Severity,
    Skipped,
    Unfixed,
    Waived,
    format_utc,
)
from commplan.reporters.json_text import Json, dumps, encodable, plain
from commplan.reporters.words import fix_word

VERSION = 1
"""Raised when a key changes its meaning or goes away."""


def render(report: Report, rendering: Rendering) -> str:
    """Return the report as JSON."""
    edits = rendering.edits
    return dumps(
        {
            "version": VERSION,
            "tool": {"name": "commplan", "version": rendering.version},
            "command": report.command,
            "as_of": format_utc(report.as_of),
            "complete": report.complete,
            "findings": [_finding(finding, edits) for finding in report.findings],
            "fixed": [_fixed(finding) for finding in report.fixed or ()],
            "unfixed": [_unfixed(unfixed) for unfixed in report.unfixed],
            "waived": [_waived(waived, edits) for waived in report.waived],
            "skipped": [_skipped(skipped) for skipped in report.skipped],
            "incomplete": [_incomplete(failure) for failure in report.incomplete],
            "baseline": None if report.compared is None else _compared(report.compared),
            "summary": _summary(report),
            **_since(report),
        }
    )


_Edits = Callable[[Finding], Sequence[Replacement]]


def _finding(finding: Finding, edits: _Edits) -> dict[str, Json]:
    replacements = edits(finding)
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "outcome": finding.outcome.value,
        "message": encodable(finding.message),
        "help": _text(finding.help),
        **_location(finding.location),
        "related": [_related(related) for related in finding.related],
        "resource": _resource(finding.resource),
        "facts": plain(finding.facts),
        "fingerprint": finding.fingerprint,
        "fix": fix_word(finding) if replacements else None,
        "edits": [_replacement(replacement) for replacement in replacements],
        "baseline": finding.baseline,
        **_state(finding.state),
    }


def _replacement(replacement: Replacement) -> dict[str, Json]:
    return {
        "path": encodable(replacement.path),
        "line": replacement.line,
        "column": replacement.column,
        "end_line": replacement.end_line,
        "end_column": replacement.end_column,
        "text": encodable(replacement.text),
    }


def _fixed(finding: Finding) -> dict[str, Json]:
    """What was mended stands no longer in the file, so that no edits are told."""
    return {**_finding(finding, lambda _: ()), "fix": fix_word(finding)}


def _unfixed(unfixed: Unfixed) -> dict[str, Json]:
    finding = unfixed.finding
    return {
        "code": finding.code,
        "name": finding.name,
        "path": encodable(finding.location.path),
        "pointer": encodable(finding.location.pointer),
        "fingerprint": finding.fingerprint,
        "reason": encodable(unfixed.reason),
    }


def _state(seen: Seen | None) -> dict[str, Json]:
    if seen is None:
        return {}
    return {"state": {"status": seen.status, "first_seen": format_utc(seen.first_seen)}}


def _location(location: Location) -> dict[str, Json]:
    return {
        "path": encodable(location.path),
        "pointer": encodable(location.pointer),
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }


def _related(related: RelatedLocation) -> dict[str, Json]:
    return {**_location(related.location), "message": encodable(related.message)}


def _resource(resource: Resource | None) -> Json:
    if resource is None:
        return None
    return {"kind": resource.kind, "id": _text(resource.id), "name": _text(resource.name)}


def _waived(waived: Waived, edits: _Edits) -> dict[str, Json]:
    return {**_finding(waived.finding, edits), "waiver": _excuse(waived.excuse)}


def _excuse(excuse: Excuse) -> dict[str, Json]:
    return {
        "kind": excuse.kind,
        "id": _text(excuse.id),
        "reason": encodable(excuse.reason),
        "owner": _text(excuse.owner),
        "approved_by": _text(excuse.approved_by),
        "expires": _text(excuse.expires),
        "path": encodable(excuse.location.path),
        "line": excuse.location.line,
    }


def _skipped(skipped: Skipped) -> dict[str, Json]:
    entry: dict[str, Json] = {
        "code": skipped.code,
        "name": skipped.name,
        "outcome": "not-assessed",
        "reason": encodable(skipped.reason),
    }
    subject = {
        "path": _text(skipped.path),
        "pointer": _text(skipped.pointer),
        "resource": _resource(skipped.resource),
    }
    return entry | {key: value for key, value in subject.items() if value is not None}


def _incomplete(failure: Incomplete) -> dict[str, Json]:
    return {
        "kind": failure.kind,
        "what": encodable(failure.what),
        "error": encodable(failure.error),
        "tries": failure.tries,
        "rules": list(failure.rules),
        "path": _text(failure.path),
        "pointer": _text(failure.pointer),
        "resource": _resource(failure.resource),
    }


def _compared(compared: Compared) -> Json:
    return {
        "path": encodable(compared.path),
        "mismatches": [
            {
                "kind": mismatch.kind,
                "message": mismatch.message,
                "path": encodable(mismatch.path),
                "code": mismatch.code,
                "at": encodable(mismatch.at),
                "resource": _text(mismatch.resource),
                "count": mismatch.number,
                "found": mismatch.found,
            }
            for mismatch in compared.mismatches
        ],
    }


def _summary(report: Report) -> dict[str, Json]:
    return {
        "files": report.files,
        "plans": report.plans,
        "rules_run": report.rules_run,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "waived": len(report.waived),
        "fixed": len(report.fixed or ()),
        "baselined": sum(1 for finding in report.findings if finding.baseline == "known"),
        **(
            {"coverage": {c.kind: _coverage(c) for c in report.coverage}} if report.coverage else {}
        ),
    }


def _coverage(coverage: Coverage) -> Json:
    return {
        "counted": coverage.counted,
        "managed": coverage.managed,
        "undeclared": coverage.undeclared,
        "missing": coverage.missing,
        "percent": coverage.percent,
        "not_read": coverage.not_read,
        "reason": _text(coverage.reason),
    }


def _since(report: Report) -> dict[str, Json]:
    since = report.since
    if since is None:
        return {}
    statuses = [finding.state.status for finding in report.findings if finding.state]
    return {
        "state": {
            "last_audit": None if since.last_audit is None else format_utc(since.last_audit),
            "recorded": since.recorded,
            "new": statuses.count("new"),
            "known": statuses.count("known"),
            "resolved": len(since.resolved),
            "not_judged": len(since.not_judged),
        },
        "resolved": [_remembered(found) for found in since.resolved],
        "not_judged": [_remembered(found) for found in since.not_judged],
    }


def _remembered(found: Remembered) -> dict[str, Json]:
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity,
        "message": encodable(found.message),
        "plan": encodable(found.plan),
        "path": encodable(found.path),
        "pointer": encodable(found.pointer),
        "fingerprint": found.fingerprint,
        "first_seen": format_utc(found.first_seen),
        "last_seen": format_utc(found.last_seen),
    }


def _text(text: str | None) -> Json:
    return None if text is None else encodable(text)
