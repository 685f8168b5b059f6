"""Several reports as one, where one run audits several workspaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from commplan.checker.order import finding_order, skip_order
from commplan.finding import Compared, Coverage, Report, Since

_One = TypeVar("_One")


def merged(reports: Sequence[Report]) -> Report:
    """One report of all; no file is in two of them."""
    first = reports[0]
    together = {skip: None for report in reports for skip in report.skipped}
    ran = {code for report in reports for code in report.ran}
    return first._replace(
        files=sum(report.files for report in reports),
        plans=sum(report.plans for report in reports),
        rules_run=max(report.rules_run for report in reports),
        findings=tuple(sorted(_all(reports, lambda r: r.findings), key=finding_order)),
        waived=tuple(_all(reports, lambda r: r.waived)),
        skipped=tuple(sorted(together, key=skip_order)),
        incomplete=tuple(sorted(_all(reports, lambda r: r.incomplete), key=repr)),
        workspace="; ".join(report.workspace for report in reports if report.workspace) or None,
        paths=tuple(sorted(_all(reports, lambda r: r.paths))),
        beside=tuple(sorted({*_all(reports, lambda r: r.beside)})),
        ran=tuple(sorted(ran)),
        since=_since(reports),
        coverage=_coverage(reports),
        compared=_compared(reports),
    )


def _all(reports: Iterable[Report], of: Callable[[Report], Iterable[_One]]) -> list[_One]:
    return [one for report in reports for one in of(report)]


def _since(reports: Iterable[Report]) -> Since | None:
    """What became of earlier findings; the last audit of all is the earliest of the last ones."""
    known = [report.since for report in reports if report.since is not None]
    if not known:
        return None
    last = [since.last_audit for since in known]
    audits = [instant for instant in last if instant is not None]
    return Since(
        last_audit=min(audits) if len(audits) == len(last) else None,
        recorded=all(since.recorded for since in known),
        resolved=tuple(gone for since in known for gone in since.resolved),
        not_judged=tuple(one for since in known for one in since.not_judged),
    )


def _coverage(reports: Iterable[Report]) -> tuple[Coverage, ...]:
    """The sums, where every workspace could be counted; a reason stands for all."""
    kinds: dict[str, list[Coverage]] = {}
    for one in _all(reports, lambda report: report.coverage):
        kinds.setdefault(one.kind, []).append(one)
    return tuple(
        Coverage(
            kind=kind,
            counted=all(one.counted for one in of_kind),
            managed=sum(one.managed for one in of_kind),
            undeclared=sum(one.undeclared for one in of_kind),
            missing=sum(one.missing for one in of_kind),
            not_read=sum(one.not_read for one in of_kind),
            reason=next((one.reason for one in of_kind if one.reason), None),
        )
        for kind, of_kind in kinds.items()
    )


def _compared(reports: Iterable[Report]) -> Compared | None:
    known = [report.compared for report in reports if report.compared is not None]
    if not known:
        return None
    return Compared(known[0].path, tuple(m for one in known for m in one.mismatches))
