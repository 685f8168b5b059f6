"""SARIF 2.1.0, written for what GitHub's code scanning reads and within its limits.

GitHub uses the first location and ``primaryLocationLineHash`` of a result and
ignores suppressions, so waived findings are left out. A run that is incomplete
says so in its invocation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from commplan.api import Finding, Incomplete, Rendering, Report, format_utc
from commplan.reporters.json_text import Json, dumps, encodable
from commplan.reporters.sarif_results import SOURCE_ROOT, result
from commplan.reporters.sarif_rules import descriptor
from commplan.reporters.words import count, failure_details, failure_words, mismatch_words

RESULT_LIMIT = 5000
"""GitHub keeps no more results of a run; commplan leaves out the least grave itself."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(report: Report, rendering: Rendering) -> str:
    """Return a SARIF log with one run."""
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report, rendering)]})


def _run(report: Report, rendering: Rendering) -> dict[str, Json]:
    kept = _gravest(report.findings)
    names = _names(kept, report.incomplete, rendering)
    indices = {code: index for index, code in enumerate(names)}
    rules: list[Json] = [
        descriptor(code, name, rendering.rules.get(code)) for code, name in names.items()
    ]
    return {
        "tool": {"driver": _driver(rendering.version, rules)},
        "automationDetails": {"id": f"commplan/{report.command}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            SOURCE_ROOT: {"description": {"text": "The folder that commplan ran in."}}
        },
        "invocations": [_invocation(report, indices, len(report.findings) - len(kept))],
        "results": _results(kept, indices, rendering),
        "properties": _terms(report),
    }


def _driver(version: str, rules: list[Json]) -> dict[str, Json]:
    driver: dict[str, Json] = {"name": "commplan", "version": version, "rules": rules}
    numbers = version.split(".")
    if len(numbers) == 3 and all(number.isdecimal() for number in numbers):
        driver["semanticVersion"] = version
    return driver


def _gravest(findings: Sequence[Finding]) -> list[Finding]:
    """Keep what GitHub would keep: new before known, gravest first, in the order of the report."""
    if len(findings) <= RESULT_LIMIT:
        return list(findings)
    ranked = sorted(
        range(len(findings)),
        key=lambda i: (findings[i].baseline == "known", findings[i].severity.rank, i),
    )
    return [findings[i] for i in sorted(ranked[:RESULT_LIMIT])]


def _names(
    findings: Sequence[Finding], failures: Sequence[Incomplete], rendering: Rendering
) -> dict[str, str]:
    """Return code and name of every rule the log refers to, sorted by code."""
    names = {finding.code: finding.name for finding in findings}
    for failure in failures:
        if (rule := rendering.rules.get(failure.what)) is not None:
            names[rule.code] = rule.name
    return dict(sorted(names.items()))


def _results(
    findings: Sequence[Finding], indices: Mapping[str, int], rendering: Rendering
) -> list[Json]:
    compared = any(finding.baseline == "known" for finding in findings)
    hashes = _Hashes(rendering)
    seen: Counter[str] = Counter()
    results: list[Json] = []
    for finding in findings:
        seen[finding.fingerprint] += 1
        fingerprints = {"commplan/v1": f"{finding.fingerprint}:{seen[finding.fingerprint]}"}
        if (line_hash := hashes.at(finding.location.path, finding.location.line)) is not None:
            fingerprints["primaryLocationLineHash"] = line_hash
        index, edits = indices[finding.code], rendering.edits(finding)
        results.append(result(finding, index, fingerprints, compared, edits))
    return results


class _Hashes:
    """Line hashes of the files with findings, each file hashed once."""

    def __init__(self, rendering: Rendering) -> None:
        self._lines = rendering.lines
        self._files: dict[str, list[str]] = {}

    def at(self, path: str, line: int) -> str | None:
        """Return the hash of a 1-based line, or None where the file does not have it."""
        from commplan.reporters.line_hash import line_hashes

        if path not in self._files:
            lines = self._lines(path)
            self._files[path] = line_hashes(lines) if lines else []
        hashes = self._files[path]
        return hashes[line - 1] if 1 <= line <= len(hashes) else None


def _invocation(report: Report, indices: Mapping[str, int], cut: int) -> dict[str, Json]:
    notifications = [_notification(failure, indices) for failure in report.incomplete]
    for mismatch in report.mismatches:
        text = f"baseline: {mismatch_words(mismatch)}"
        notifications.append({"level": "warning", "message": {"text": text}})
    if cut:
        text = f"{count(cut, 'finding')} left out: a log holds the {RESULT_LIMIT} gravest"
        notifications.append({"level": "warning", "message": {"text": text}})
    return {
        "executionSuccessful": report.complete,
        "toolExecutionNotifications": notifications,
    }


def _notification(failure: Incomplete, indices: Mapping[str, int]) -> Json:
    text = "\n".join([failure_words(failure), *failure_details(failure)])
    notification: dict[str, Json] = {"level": "error", "message": {"text": text}}
    if failure.what in indices:
        notification["associatedRule"] = {"id": failure.what, "index": indices[failure.what]}
    return notification


def _terms(report: Report) -> dict[str, Json]:
    """Return what was looked at and what was not judged: no results mean little without it."""
    return {
        "asOf": format_utc(report.as_of),
        "profile": report.profile,
        "workspace": None if report.workspace is None else encodable(report.workspace),
        "files": report.files,
        "plans": report.plans,
        "rulesRun": report.rules_run,
        "notAssessed": len(report.skipped),
        "waived": len(report.waived),
    }
