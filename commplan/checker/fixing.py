"""A run that mends: judge, edit what has a fix, judge again, until nothing changes any more.

Everything happens in memory, on the bytes with which the run began. Files are
written at the end, each as a whole.

A safe fix keeps what a plan means: no rule finds anything that it did not find
before. That is tried rather than believed, file by file; what a fix would bring up
stops it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from commplan.checker.drafts import Drafts
from commplan.checker.load import Loaded, Loader
from commplan.checker.target import Target
from commplan.document import read_documents
from commplan.finding import Finding, Fix, Remove, Report, Unfixed
from commplan.fixing import mend

PASSES = 50
"""Mending may bring up what can be mended as well; this often at most."""

Check = Callable[[Target], Report]


class Outcome(NamedTuple):
    """What came of a run that mends."""

    report: Report
    """What remains, what was fixed, and what was refused."""
    first: Report
    """What there was before anything was fixed."""
    drafts: Drafts
    """The files as they are now to be."""


def fix(check: Check, target: Target, *, unsafe: bool, only: frozenset[str] | None) -> Outcome:
    """Mend what can be mended, in memory. ``only`` are the files that may change; None for all."""
    return _Mending(check, target, unsafe=unsafe, only=only).outcome()


class _Mending:
    """One run: its report at the moment, and what has come of it so far."""

    def __init__(
        self, check: Check, target: Target, *, unsafe: bool, only: frozenset[str] | None
    ) -> None:
        self._drafts = Drafts(target.files)
        self._target = target._replace(disk=self._drafts, kept=None)  # drafts change
        self._check = check
        self._unsafe = unsafe
        self._only = only
        self._report = check(self._target)
        self._fixed: dict[_Identity, Finding] = {}
        self._refused: dict[_Identity, Unfixed] = {}
        self._meaning: dict[_Identity, str] = {}
        """Fixes that would change more than they may, and what."""
        self._one_by_one: set[str] = set()
        """Files in which some safe fix, nobody knows which, would do so."""
        self._took_back = False
        """Whether the last pass has taken fixes back, so that the next one has to go on."""

    def outcome(self) -> Outcome:
        """Mend until nothing changes."""
        first = self._report
        seen = {self._drafts.state_of_all()}
        for _ in range(PASSES):
            self._refused = {}
            if not (self._safe_pass() or (self._unsafe and self._unsafe_passes())):
                break
            # Where two rules ask for the opposite of each other, nobody has the last word.
            if not self._took_back and self._drafts.state_of_all() in seen:
                break
            seen.add(self._drafts.state_of_all())
        left = {_identity(finding) for finding in self._report.findings}
        report = self._report._replace(
            fixed=tuple(f for key, f in self._fixed.items() if key not in left),
            unfixed=tuple(self._refused.values()),
        )
        return Outcome(report, first, self._drafts)

    def _safe_pass(self) -> bool:
        """Make safe fixes, and take back those of a file in which something new is found."""
        self._took_back = False
        wanted = self._wanted(safe=True)
        for path in self._one_by_one & wanted.keys():
            wanted[path] = wanted[path][:1]
        before = {path: self._drafts.bytes_of(path) for path in wanted}
        made = {path: self._mend(path, fixes) for path, fixes in wanted.items()}
        if not any(made.values()):
            return False
        report = self._check(self._target)
        new = _counts(report) - _counts(self._report)
        spoilt = {path for path in made if made[path] and any(p == path for p, _ in new)}
        if new and not spoilt:
            spoilt = {path for path in made if made[path]}
        self._took_back = bool(spoilt)
        for path in spoilt:
            self._drafts.restore(path, before[path])
            if len(made[path]) > 1:
                self._one_by_one.add(path)
            else:
                codes = ", ".join(sorted({code for _, code in new}))
                self._meaning[_identity(made[path][0])] = f"{codes} would find something new"
        self._report = self._check(self._target) if spoilt else report
        self._note(f for path in made if path not in spoilt for f in made[path])
        return True

    def _unsafe_passes(self) -> bool:
        """Whether something was written or, where nothing was to be, taken away.

        What looks unused may be what another fix is about to name.
        """
        wanted = self._wanted(safe=False)
        for removes in (False, True):
            these = {
                path: [(finding, fix) for finding, fix in fixes if _removes(fix) is removes]
                for path, fixes in wanted.items()
            }
            if self._unsafe_pass(these):
                return True
        return False

    def _unsafe_pass(self, wanted: dict[str, list[tuple[Finding, Fix]]]) -> bool:
        """Make unsafe fixes; take them back where a plan that extends a file is no longer valid."""
        before = {path: self._drafts.bytes_of(path) for path in wanted}
        made = [finding for path in wanted for finding in self._mend(path, wanted[path])]
        if not made:
            return False
        report = self._check(self._target)
        if broken := _not_judged(report) - _not_judged(self._report):
            for path, data in before.items():
                self._drafts.restore(path, data)
            reason = f"{min(broken)} would not be valid any more"
            self._meaning.update((_identity(finding), reason) for finding in made)
            self._took_back = True
            return True
        self._report = report
        self._note(made)
        self._meaning.clear()  # which may be others now
        self._one_by_one.clear()
        return True

    def _note(self, fixed: Iterable[Finding]) -> None:
        self._fixed.update((_identity(finding), finding) for finding in fixed)

    def _wanted(self, *, safe: bool) -> dict[str, list[tuple[Finding, Fix]]]:
        """Findings with a fix of this kind, by the file that would change."""
        by_file: dict[str, list[tuple[Finding, Fix]]] = {}
        for finding in self._report.findings:
            wanted = finding.fix
            if wanted is None or wanted.safe is not safe or finding.baseline == "known":
                continue
            files = sorted({edit.at.origin.path for edit in wanted.edits})
            reason = self._out_of_reach(files) or self._meaning.get(_identity(finding))
            if reason is None:
                by_file.setdefault(files[0], []).append((finding, wanted))
            else:
                self._refuse(finding, reason)
        return by_file

    def _out_of_reach(self, files: list[str]) -> str | None:
        """Why files may not be changed, or None."""
        if len(files) != 1:
            return f"several files would have to change at once: {', '.join(files)}"
        (path,) = files
        if path not in self._target.files:
            return f"{path} is not among the files of this run"
        if self._only is not None and path not in self._only:
            return f"{path} is not among the files to report on"
        return self._drafts.hindrance(path)

    def _mend(self, path: str, wanted: list[tuple[Finding, Fix]]) -> list[Finding]:
        """Edit a file once; the findings that were fixed."""
        source = read_documents(self._drafts.bytes_of(path), path)
        named = path in self._target.named
        before = _faults(Loader(disk=self._drafts).loaded(source, named))

        def judge(text: str) -> str | None:
            loaded = Loader(disk=self._drafts).loaded(read_documents(text.encode(), path), named)
            after = _faults(loaded)
            if len(after) <= len(before):
                return None
            new = next(fault for fault in after if fault not in before)
            return f"the plan would not be valid any more: {new}"

        mended = mend(source, [fix for _, fix in wanted], judge)
        for number, reason in mended.refused.items():
            self._refuse(wanted[number][0], reason)
        if mended.text == source.text:
            return []
        self._drafts.put(path, mended.text)
        return [wanted[number][0] for number in mended.made]

    def _refuse(self, finding: Finding, reason: str) -> None:
        self._refused[_identity(finding)] = Unfixed(finding, reason)


_Identity = tuple[str, str]
"""A fingerprint and a message: what a finding is, wherever it stands."""


def _identity(finding: Finding) -> _Identity:
    return finding.fingerprint, finding.message


def _removes(fix: Fix) -> bool:
    return any(isinstance(edit, Remove) for edit in fix.edits)


def _counts(report: Report) -> Counter[tuple[str, str]]:
    """How many findings there are by file and code."""
    found = (*report.findings, *(waived.finding for waived in report.waived))
    return Counter((finding.location.path, finding.code) for finding in found)


def _not_judged(report: Report) -> set[str]:
    """Files that are no valid plans, whether or not a rule of the run says so."""
    found = {finding.location.path for finding in report.findings if finding.code == "PLN001"}
    return found | {record.path for record in report.incomplete if record.path is not None}


def _faults(loaded: Iterable[Loaded]) -> list[str]:
    """What makes documents invalid, in words without places."""
    found: list[str] = []
    for item in loaded:
        found += (fault.message for fault in item.text.faults)
        found += (fault.problem for fault in (item.plan.baseline_faults if item.plan else ()))
    return found
