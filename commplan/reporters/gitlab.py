"""Code Quality for GitLab: a list of issues, in the subset of Code Climate that GitLab reads.

GitLab compares issues of two branches by their fingerprints, shows one of those
that share one, and stops at the first that lacks a key. It shows no check name,
so the code is part of the description.
Source: GitLab's ``app/validators/json_schemas/codeclimate.json`` and its documentation.
"""

from __future__ import annotations

from collections import Counter

from commplan.api import Finding, Report, Severity
from commplan.reporters.issues import INCOMPLETE, Issue, issues
from commplan.reporters.json_text import Json, dumps
from commplan.reporters.neutralise import neutralise
from commplan.reporters.words import last_line, new_findings

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """Return the issues as JSON. Findings that the baseline knows are left out."""
    seen: Counter[str] = Counter()
    listed: list[Json] = []
    for finding in new_findings(report):
        seen[finding.fingerprint] += 1
        listed.append(_finding(finding, seen[finding.fingerprint]))
    return dumps([*listed, *map(_issue, issues(report))])


def _finding(finding: Finding, nth: int) -> Json:
    """``nth`` tells how many findings share the fingerprint so far, this one included."""
    advice = f" (help: {finding.help})" if finding.help is not None else ""
    at = finding.location
    return {
        "check_name": finding.name,
        "description": neutralise(f"{finding.code}: {finding.message}{advice}"),
        "fingerprint": finding.fingerprint.removeprefix("sha256:")
        if nth == 1
        else _hash(f"{finding.fingerprint}:{nth}"),
        "severity": _LEVELS[finding.severity],
        "location": {"path": _path(at.path), "lines": {"begin": at.line, "end": last_line(at)}},
    }


def _issue(issue: Issue) -> Json:
    return {
        "check_name": issue.kind,
        "description": f"commplan: {issue.message}",
        "fingerprint": _hash(f"{issue.kind}\0{issue.path}\0{issue.key}"),
        "severity": "blocker" if issue.kind == INCOMPLETE else "info",
        "location": {"path": _path(issue.path), "lines": {"begin": 1, "end": 1}},
    }


def _path(path: str) -> str:
    """GitLab looks files up by their path in the repository, which starts with no ``./``."""
    return neutralise(path.removeprefix("./"))


def _hash(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
