"""A file of records that does not say what it should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import Problem, Related, Severity, Unreadable, rule

if TYPE_CHECKING:
    from commplan.api import Evidence, EvidenceFile, Table


@rule("AUD202", severity=Severity.ERROR, profile="basic", since="0.1", source="A18 A37")
def evidence_malformed(evidence: Evidence) -> Iterator[Problem]:
    """A file of records cannot be read, or holds a line that makes no sense.

    Half a file proves nothing: as long as one line is wrong, no rule takes any
    record from it, and what it should prove is not assessed. Files are CSV in
    UTF-8 with a header, or YAML with a document of kind Evidence; dates and times
    are those of ISO 8601. The columns of each type are those of
    `schemas/v1/evidence.schema.json`. A file that is missing or empty is left to
    AUD201.

    Bad:
        training:
          records: evidence/training.csv

    Good:
        training:
          records: evidence/training.csv

    Files:
        evidence/training.csv: |
          person,course,completed
          alice,ic-101,2026-03-10
          bob,ic-101,2026-13-01

    Good files:
        evidence/training.csv: |
          person,course,completed
          alice,ic-101,2026-03-10
          bob,ic-101,2026-10-01

    Facts:
        file: the path as written
        type: what the file records
        lines: the first faulty lines; empty where the file cannot be read at all
        faulty_lines: how many lines are faulty
    """
    for file in evidence.files:
        table = file.table
        if isinstance(table, Unreadable):
            if not table.is_missing:
                yield _problem(file, f"{file.path}: {table.problem}", [], 0)
        elif table.faults and not _is_left_to_form(file, table):
            lines = [fault.line for fault in table.faults]
            yield _problem(file, _told(file.path, table), lines, table.faulty_lines)


def _is_left_to_form(file: EvidenceFile, table: Table) -> bool:
    """Whether PLN001 says the same of a document among the files of the run."""
    return table.is_refused and all(use.is_found for use in file.uses)


def _told(path: str, table: Table) -> str:
    first, *others = table.faults
    told = "".join(f"; line {fault.line}: {fault.problem}" for fault in others)
    more = table.faulty_lines - len(table.faults)
    return f"{path}:{first.line}: {first.problem}{told}" + (f"; and {more} more" if more else "")


def _problem(file: EvidenceFile, message: str, lines: list[int], faulty: int) -> Problem:
    return Problem(
        at=file.at,
        message=message,
        help=f"correct {file.path}, or name the file that holds the records of {file.type}",
        related=tuple(Related(use.at, "named here, too") for use in file.uses[1:]),
        facts={"file": file.path, "type": file.type, "lines": lines, "faulty_lines": faulty},
    )
