"""A file of records that is not there, or that nobody writes to any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    DAY,
    NotAssessed,
    Problem,
    Severity,
    Unreadable,
    day_after,
    format_utc,
    parse_duration,
    rule,
)

if TYPE_CHECKING:
    from datetime import date

    from commplan.api import Evidence, EvidenceFile, EvidenceUse, Place, Verdicts

_RARE = ("incidents", "updates", "pages", "notifications", "actions")
"""Nothing of the kind may ever happen, and that is well."""


@rule("AUD201", severity=Severity.WARNING, profile="standard", since="0.1", source="A18 A37")
def evidence_stale(
    evidence: Evidence,
    as_of: int,
    *,
    training: str = "12mo",
    window: str = "28d",
    snapshot_max_age: str = "7d",
) -> Verdicts:
    """A file of records is missing or empty, or its newest record is too old to rely on.

    What reads it then judges the past, or nothing at all. Write the missing
    records, or name the file that holds them. Records of training are to be no
    older than a year (`training`); tickets and analytics no older than what is
    measured (`window`), and the values of an indicator no older than its window.
    An audit looks at every file, and at the age of the snapshot; a check at those
    that it reads itself. A review, survey or rehearsal that is overdue by all
    that is known is left to REV201 and ESC401.

    Bad:
        training:
          records: evidence/training.csv

    Good:
        training:
          records: evidence/training.csv

    Files:
        evidence/training.csv: |
          person,course,completed
          alice,ic-101,2025-03-13

    Good files:
        evidence/training.csv: |
          person,course,completed
          alice,ic-101,2025-03-13
          alice,ic-101,2026-03-12

    As of: 2026-11-21T09:00:00Z

    Facts:
        file: the path as written; null in a finding about the snapshot
        newest: the day of the newest record, or the instant of the snapshot, or null
        days: how many days ago that was, or null
    """
    if evidence.workspace_read_at is not None:
        yield from _snapshot(evidence, evidence.workspace_read_at, as_of, snapshot_max_age)
    terms = {
        "training": (training, f"training records are to be no older than {training}"),
        "tickets": (window, f"tickets are measured over the last {window}"),
        "analytics": (window, f"analytics are measured over the last {window}"),
    }
    for file in evidence.files:
        uses = [use for use in file.uses if evidence.is_audit or not use.is_measured]
        if not uses:
            continue
        table = file.table
        if isinstance(table, Unreadable) and table.is_missing:
            yield _absent(file, uses[0], "there is no such file")
        elif file.gap:
            yield NotAssessed(file.gap.reason, at=file.at)  # AUD202 speaks of it
        elif file.newest is not None:
            limits = list(_limits(file.newest, uses, evidence.today))
            if file.type in terms:
                age, words = terms[file.type]
                until = day_after(file.newest, parse_duration(age))
                limits.append(_Limit(until, words, uses[0].at))
            yield from _stale(file, file.newest, limits, evidence.today)
        elif file.type not in _RARE and not _is_left_to_drills(file):
            yield _absent(file, uses[0], f"it holds no record up to {evidence.today}")


def _is_left_to_drills(file: EvidenceFile) -> bool:
    """Whether ESC401 tells that there was no drill at all, which an empty file says."""
    return file.type == "drills" and any(use.every for use in file.uses)


class _Limit(NamedTuple):
    """How long the newest record of a file suffices."""

    until: date
    words: str
    at: Place
    """What sets the limit."""


def _limits(newest: date, uses: Iterable[EvidenceUse], today: date) -> Iterator[_Limit]:
    for use in uses:
        if use.window:
            words = f"{use.purpose} looks at the last {use.window}"
            yield _Limit(day_after(newest, use.window), words, use.at)
        # Where the plan knows no later day either, it is overdue and not its record missing.
        if use.every and use.last and newest < use.last <= today <= day_after(use.last, use.every):
            words = f"but {use.purpose} is said to have been done on {use.last}"
            yield _Limit(day_after(newest, use.every), words, use.at)


def _stale(
    file: EvidenceFile, newest: date, limits: Iterable[_Limit], today: date
) -> Iterator[Problem]:
    limit = min(limits, default=None)
    if limit is None or limit.until >= today:
        return
    days = (today - newest).days
    yield Problem(
        at=limit.at,
        message=f"{file.path}: newest record {newest} ({days} days), {limit.words}",
        help=f"bring {file.path} up to date, or name the file that is",
        facts={"file": file.path, "newest": str(newest), "days": days},
    )


def _absent(file: EvidenceFile, use: EvidenceUse, what: str) -> Problem:
    return Problem(
        at=use.at,
        message=f"{file.path}: {what}, and {use.purpose} rests on it",
        help="write it, or name the file that holds the records",
        facts={"file": file.path, "newest": None, "days": None},
    )


def _snapshot(evidence: Evidence, read_at: int, as_of: int, max_age: str) -> Iterator[Problem]:
    if as_of - read_at <= parse_duration(max_age).microseconds:
        return
    days = (as_of - read_at) // DAY
    yield Problem(
        at=evidence.plan.metadata.at.key,
        message=f"the workspace was read on {format_utc(read_at)}, {days} days ago; "
        f"it is to be no older than {max_age}",
        help="take a new snapshot",
        facts={"file": None, "newest": format_utc(read_at), "days": days},
    )
