"""One SARIF result: the finding, where it is, and how it is recognised again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from commplan.api import Finding, Location, Outcome, RelatedLocation, Replacement
from commplan.reporters.json_text import Json, encodable
from commplan.reporters.neutralise import neutralise
from commplan.reporters.sarif_rules import LEVELS
from commplan.reporters.words import count, fix_word, resource_words

SOURCE_ROOT = "%SRCROOT%"
"""The name that GitHub and editors use for the root of the repository."""

_RELATED_LIMIT = 100
"""Locations of a result that GitHub shows."""


def result(
    finding: Finding,
    rule_index: int,
    fingerprints: Mapping[str, str],
    compared: bool,
    edits: Sequence[Replacement] = (),
) -> dict[str, Json]:
    """Return one result. ``compared`` says whether the run was held against a baseline.

    ``edits`` are what its fix replaces.

    An inconclusive finding is ``open``, SARIF's word for too little evidence, unless it
    counts like a certain one; any kind but ``fail`` must have the level ``none`` (SARIF
    2.1.0, 3.27.10).
    """
    conclusive = finding.strict or finding.outcome is Outcome.FAIL
    value: dict[str, Json] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "kind": "fail" if conclusive else "open",
        "level": LEVELS[finding.severity] if conclusive else "none",
        "message": {"text": _message(finding)},
        "locations": [_primary(finding)],
        "partialFingerprints": dict(fingerprints),
    }
    if finding.related:
        places = enumerate(finding.related[:_RELATED_LIMIT], start=1)
        value["relatedLocations"] = [_related(number, place) for number, place in places]
    if edits:
        value["fixes"] = [_fix(finding, edits)]
    if compared:
        value["baselineState"] = "unchanged" if finding.baseline == "known" else "new"
    return value


def uri(path: str) -> str:
    """Return a reported path as a URI reference: relative as it is, absolute as ``file:``."""
    quoted = quote(encodable(path), safe="/")
    return f"file://{quoted}" if path.startswith("/") else quoted


def _message(finding: Finding) -> str:
    """Return the message, what to do, and the related places, which GitHub links by number."""
    lines = [_literal(finding.message)]
    if finding.help is not None:
        lines.append(f"help: {_literal(finding.help)}")
    if finding.resource is not None:
        lines.append(_literal(resource_words(finding.resource)))
    for number, related in enumerate(finding.related[:_RELATED_LIMIT], start=1):
        lines.append(f"related: [{_link_text(related.message)}]({number})")
    if (more := len(finding.related) - _RELATED_LIMIT) > 0:
        lines.append(f"and {count(more, 'related place')} more")
    return "\n".join(lines)


def _literal(text: str) -> str:
    """Keep ``[text](target)`` of a plan or of Slack from becoming a link."""
    return neutralise(text).replace("](", "] (")


def _link_text(text: str) -> str:
    escaped = neutralise(text).replace("\\", r"\\")
    return escaped.replace("[", r"\[").replace("]", r"\]")


def _primary(finding: Finding) -> dict[str, Json]:
    location: dict[str, Json] = {"physicalLocation": _physical(finding.location)}
    names: list[Json] = []
    if finding.location.pointer:
        pointer = encodable(finding.location.pointer)
        names.append({"fullyQualifiedName": pointer, "kind": "value"})
    if finding.resource is not None:
        names.append({"fullyQualifiedName": resource_words(finding.resource), "kind": "resource"})
    return location | {"logicalLocations": names} if names else location


def _related(number: int, related: RelatedLocation) -> dict[str, Json]:
    return {
        "id": number,
        "physicalLocation": _physical(related.location),
        "message": {"text": _literal(related.message)},
    }


def _fix(finding: Finding, edits: Sequence[Replacement]) -> dict[str, Json]:
    """Return one fix; all its replacements lie in one file."""
    replacements: list[Json] = [
        {
            "deletedRegion": {
                "startLine": edit.line,
                "startColumn": edit.column,
                "endLine": edit.end_line,
                "endColumn": edit.end_column,
            },
            "insertedContent": {"text": encodable(edit.text)},
        }
        for edit in edits
    ]
    changes: list[Json] = [
        {"artifactLocation": _artifact(edits[0].path), "replacements": replacements}
    ]
    words = finding.help or finding.message
    return {
        "description": {"text": f"{_literal(words)} ({fix_word(finding)})"},
        "artifactChanges": changes,
    }


def _artifact(path: str) -> dict[str, Json]:
    artifact: dict[str, Json] = {"uri": uri(path)}
    if not path.startswith("/"):
        artifact["uriBaseId"] = SOURCE_ROOT
    return artifact


def _physical(location: Location) -> dict[str, Json]:
    return {
        "artifactLocation": _artifact(location.path),
        "region": {
            "startLine": location.line,
            "startColumn": location.column,
            "endLine": location.end_line,
            "endColumn": location.end_column,
        },
    }
