"""What fixes would replace in the files of a report, for formats that tell programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commplan.checker.target import Target
from commplan.cli.excerpts import source_of
from commplan.errors import CommplanError
from commplan.finding import Finding, Fix, Report
from commplan.fixing import Stretch, Tree, replacements
from commplan.plan import cover_credentials
from commplan.reporter import Replacement


class Edits:
    """The replacements of all findings of a report, worked out file by file."""

    def __init__(self, target: Target, report: Report) -> None:
        self._target = target
        self._by_path: dict[str, list[Fix]] = {}
        findings = (*report.findings, *(waived.finding for waived in report.waived))
        for finding in findings:
            if finding.fix is not None and (path := _file(finding.fix)) is not None:
                self._by_path.setdefault(path, []).append(finding.fix)
        self._known: dict[str, Mapping[int, Sequence[Replacement]]] = {}

    def __call__(self, finding: Finding) -> Sequence[Replacement]:
        """What the fix of a finding replaces; nothing where that is refused or a secret."""
        path = None if finding.fix is None else _file(finding.fix)
        if path is None:
            return ()
        if path not in self._known:
            self._known[path] = self._of(path)
        return self._known[path].get(id(finding.fix), ())

    def _of(self, path: str) -> Mapping[int, Sequence[Replacement]]:
        fixes = self._by_path[path]
        try:
            source = source_of(self._target, path)
        except CommplanError:
            return {}
        tree = Tree(source.text)
        return {
            id(fix): tuple(_replacement(path, tree, stretch) for stretch in found)
            for fix, found in zip(fixes, replacements(source, fixes), strict=True)
            if not any(cover_credentials(stretch.text) != stretch.text for stretch in found)
        }


def _file(fix: Fix) -> str | None:
    """The one file that a fix changes; None where there are several."""
    files = {edit.at.origin.path for edit in fix.edits}
    return files.pop() if len(files) == 1 else None


def _replacement(path: str, tree: Tree, stretch: Stretch) -> Replacement:
    return Replacement(path, *tree.place(stretch.start), *tree.place(stretch.end), stretch.text)
