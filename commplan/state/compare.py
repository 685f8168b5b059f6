"""Which findings are new, known, gone, or were not judged this time.

A finding is gone when its rule judged its plan again, as completely as when the
finding was last seen, and did not find it. Everything else is no news of it: a
plan that was left out, a rule that was not selected, a read that failed, a
subject that could not be judged.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from commplan.finding import Finding, Incomplete, Remembered, Report, Seen, Since, Skipped


class Record(NamedTuple):
    """A finding as it is kept."""

    finding: Remembered
    home: str
    """The file of the plan that has it, which may extend the one in which it stands."""
    unjudged: tuple[str, ...]
    """What its rule could not judge in that file when it was last seen, sorted."""
    resolved_at: int | None = None


class Moment(NamedTuple):
    """As of when an audit was, and when the workspace was read that it rests on."""

    as_of: int
    read_at: int | None = None

    def before(self, other: Moment) -> bool:
        """Whether it knows less: of the plans, or of the workspace."""
        if self.as_of < other.as_of:
            return True
        if self.read_at is None or other.read_at is None:
            return False
        return self.read_at < other.read_at


class _Scope(NamedTuple):
    report: Report
    codes: frozenset[str]
    """Codes of the rules of this run."""
    comparing: frozenset[str]
    """Those that compare plans with each other."""
    files: frozenset[str]
    """Plan files that were judged."""
    folders: tuple[str, ...] = ()
    """Folders that were searched: a plan that is in none of them any more is gone."""
    homes: Mapping[str, str] = {}
    """The file of each plan, by the plan's id."""
    only: frozenset[str] | None = None
    """The files about which the report is; None for all."""
    read_at: int | None = None
    """When the workspace was read; None where it was not."""


class Scope(_Scope):
    """What a run judged, and what it made of it."""

    def home(self, finding: Finding) -> str:
        """The file of the plan that has a finding."""
        return self.homes.get(finding.plan, finding.location.path)

    def unjudged(self, code: str, home: str) -> tuple[str, ...]:
        """What a rule could not judge in a file, or anywhere."""
        return tuple(
            sorted(self._skips.get((code, None), set()) | self._skips.get((code, home), set()))
        )

    def covers(self, path: str) -> bool:
        """Whether a file was judged, or is certainly no more."""
        if path in self.files:
            return True
        inside = any(f == "." or path.startswith(f"{f}/") for f in self.folders)
        return inside and not os.path.exists(path)

    def judged(self, record: Record, known_files: Iterable[str]) -> bool:
        """Whether it would have been found again, if it were still there."""
        found = record.finding
        if found.code not in self.codes or not self.covers(record.home):
            return False
        if self.only is not None and not self.only.issuperset((found.path, record.home)):
            return False
        if found.code in self.comparing and not all(map(self.covers, known_files)):
            return False
        if any(_stops(failure, found.code, record.home) for failure in self.report.incomplete):
            return False
        return set(self.unjudged(found.code, record.home)) <= set(record.unjudged)

    @cached_property
    def _skips(self) -> Mapping[tuple[str, str | None], set[str]]:
        found: dict[tuple[str, str | None], set[str]] = {}
        for skipped in self.report.skipped:
            found.setdefault((skipped.code, skipped.path), set()).add(_subject(skipped))
        return found


class Comparison(NamedTuple):
    """What to say and what to write."""

    report: Report
    """With the state of each finding, and with what became of earlier ones."""
    records: tuple[Record, ...]
    """Findings of this run, and those that are resolved by it."""


def compare(
    scope: Scope, known: Mapping[str, Record], known_files: Iterable[str], last: Moment | None
) -> Comparison:
    """Hold the findings of a run against those on record, by fingerprint.

    A run as of an instant before the last one, or on an older snapshot, tells which
    findings are known and leaves the record alone: it does not know what happened since.
    """
    report, now = scope.report, scope.report.as_of
    outdated = last is not None and Moment(now, scope.read_at).before(last)
    present = {f.fingerprint: f for f in (*report.findings, *(w.finding for w in report.waived))}
    missing = [
        record
        for fingerprint, record in sorted(known.items())
        if record.resolved_at is None and fingerprint not in present
    ]
    gone = [] if outdated else [one for one in missing if scope.judged(one, known_files)]
    unsure = [] if outdated else [one for one in missing if one not in gone]
    since = Since(
        last_audit=None if last is None else last.as_of,
        recorded=not outdated,
        resolved=_sorted(gone),
        not_judged=_sorted(unsure),
    )
    findings = tuple(
        f._replace(state=_seen(known.get(f.fingerprint), now)) for f in report.findings
    )
    written = [_record(scope, finding, known) for finding in present.values()]
    written += [record._replace(resolved_at=now) for record in gone]
    return Comparison(
        report._replace(findings=findings, since=since), () if outdated else tuple(written)
    )


def _seen(record: Record | None, now: int) -> Seen:
    """One that was gone and is back is new again, and was first seen when it was."""
    if record is None:
        return Seen("new", now)
    status = "new" if record.resolved_at is not None else "known"
    return Seen(status, min(now, record.finding.first_seen))


def _record(scope: Scope, finding: Finding, known: Mapping[str, Record]) -> Record:
    now, home = scope.report.as_of, scope.home(finding)
    return Record(
        Remembered(
            fingerprint=finding.fingerprint,
            code=finding.code,
            name=finding.name,
            severity=finding.severity.value,
            message=finding.message,
            plan=finding.plan,
            path=finding.location.path,
            pointer=finding.location.pointer,
            first_seen=_seen(known.get(finding.fingerprint), now).first_seen,
            last_seen=now,
        ),
        home,
        scope.unjudged(finding.code, home),
    )


def _sorted(records: Iterable[Record]) -> tuple[Remembered, ...]:
    return tuple(
        sorted(
            (record.finding for record in records),
            key=lambda one: (one.path, one.pointer, one.code, one.message, one.fingerprint),
        )
    )


def _subject(skipped: Skipped) -> str:
    """What was not judged; the reason may change and it is still the same."""
    live = skipped.resource.id if skipped.resource is not None else None
    return f"{skipped.pointer or ''} {live or ''}"


def _stops(failure: Incomplete, code: str, home: str) -> bool:
    """Whether something that failed may have kept a rule from judging a file."""
    if failure.path is not None and failure.path != home:
        return False
    return not failure.rules or code in failure.rules
