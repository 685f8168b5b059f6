"""Report only what concerns the files that were asked for, and the plans that rest on them."""

from collections.abc import Iterable

from commplan.checker.judge_file import FileResult
from commplan.finding import Compared, Finding, Skipped, Waived

Only = frozenset[str] | None
"""The files that were asked for; None for all."""


def with_dependents(only: Only, results: Iterable[FileResult]) -> Only:
    """A file that plans rest on concerns them: a baseline, a template, evidence."""
    if only is None:
        return None
    return only.union(r.path for r in results if not only.isdisjoint(r.watched))


def findings_of(only: Only, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with a primary or a related place in the files."""
    return tuple(
        finding
        for finding in found
        if any(
            _in(place.path, only)
            for place in (finding.location, *(related.location for related in finding.related))
        )
    )


def waived_of(only: Only, waived: Iterable[Waived]) -> tuple[Waived, ...]:
    """What is waived in the files."""
    return tuple(entry for entry in waived if _in(entry.finding.location.path, only))


def skipped_of(only: Only, skipped: Iterable[Skipped]) -> tuple[Skipped, ...]:
    """What could not be judged in the files, or anywhere."""
    return tuple(skip for skip in skipped if skip.path is None or _in(skip.path, only))


def compared_of(only: Only, compared: Compared) -> Compared:
    """What a baseline says of the files."""
    return compared._replace(mismatches=tuple(m for m in compared.mismatches if _in(m.path, only)))


def _in(path: str, only: Only) -> bool:
    return only is None or path in only
