"""The order in which a report tells what was found, and what could not be judged."""

from collections.abc import Iterable

from commplan.engine.locate import identity
from commplan.finding import Finding, Skipped


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in order, those of a baseline once and not for each plan that extends it."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(found, key=finding_order):
        seen.setdefault(identity(finding), finding)
    return tuple(seen.values())


def finding_order(finding: Finding) -> tuple[object, ...]:
    """What findings are sorted by: first where they stand."""
    place = finding.location
    return (
        place.path,
        place.line,
        place.column,
        finding.code,
        finding.message,
        place.pointer,
        finding.plan,
    )


def skip_order(skipped: Skipped) -> tuple[str, ...]:
    """What is sorted by that could not be judged."""
    return (
        skipped.code,
        skipped.path or "",
        skipped.pointer or "",
        skipped.reason,
        (skipped.resource.id if skipped.resource else None) or "",
    )
