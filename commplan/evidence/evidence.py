"""The records of one plan: its files, read when first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from commplan.cached import cached_property
from commplan.document import is_plan_name
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan import Plan, day_at
from commplan.written import Files, Unreadable

if TYPE_CHECKING:
    from commplan.clock import Intervals
    from commplan.evidence.kinds import Kind
    from commplan.evidence.records import Record
    from commplan.evidence.table import Table
    from commplan.evidence.training import Validity
    from commplan.evidence.uses import EvidenceUse, FoundFile
    from commplan.plan import Course, Metadata

    R = TypeVar("R", bound=Record)


class Gap(NamedTuple):
    """A file that gives no records."""

    at: Place
    reason: str
    """Names the file: ``evidence/training.csv: there is no such file``."""


class EvidenceFile:
    """One file of records; what is dated after as-of does not exist yet."""

    def __init__(
        self, uses: tuple[EvidenceUse, ...], files: Files, as_of: int, metadata: Metadata
    ) -> None:
        self.uses = uses
        """Every place that names it for this type of record."""
        self.path, self.type, self.at = uses[0].path, uses[0].type, uses[0].at
        self._files = files
        self._as_of = as_of
        self._plan, self._zone_name = metadata.id, metadata.timezone

    @cached_property
    def _kind(self) -> Kind:
        from commplan.evidence.kinds import KINDS

        return KINDS[self.type]

    @cached_property
    def table(self) -> Table | Unreadable:
        """The whole content, or why there is none."""
        text = self._files.text(self.at, self.path)
        if isinstance(text, Unreadable):
            return text
        if is_plan_name(self.path) or any(use.is_found for use in self.uses):
            from commplan.evidence.documents import read_records  # few records stand in documents

            return read_records(text, self.type, self._plan, self._zone_name)
        from commplan.evidence.table import read_table  # a plan without files needs no parser

        return read_table(text, self._kind, self._zone_name)

    @property
    def gap(self) -> Gap | None:
        """Why the file gives no records; None where it does."""
        table = self.table
        if isinstance(table, Unreadable):
            return Gap(self.at, f"{self.path}: {table.problem}")
        if table.faults:
            return Gap(self.at, f"{self.path} is malformed in line {table.faults[0].line}")
        return None

    @cached_property
    def rows(self) -> tuple[Record, ...]:
        """The records up to as-of; none where something hinders."""
        if isinstance(self.table, Unreadable):
            return ()
        today, dated = day_at(self._as_of, self._zone_name), self._kind.dated
        return tuple(row for row in self.table.rows if self._is_past(getattr(row, dated), today))

    @cached_property
    def newest(self) -> date | None:
        """The day of the newest record."""
        latest = max((getattr(row, self._kind.dated) for row in self.rows), default=None)
        return day_at(latest, self._zone_name) if isinstance(latest, int) else latest

    def _is_past(self, dated: date | int, today: date) -> bool:
        return dated <= self._as_of if isinstance(dated, int) else dated <= today


class Evidence:
    """What the files beside a plan record.

    A file that cannot be read, or has any fault, gives no records at all: whoever
    misses one has to ask for the ``gaps`` that it could be in.
    """

    def __init__(
        self,
        plan: Plan,
        files: Files,
        as_of: int,
        found: tuple[FoundFile, ...] = (),
        *,
        is_audit: bool = False,
        workspace_read_at: int | None = None,
    ) -> None:
        self.plan = plan
        self.is_audit = is_audit
        """Whether the records are read to measure what happened, too."""
        self.workspace_read_at = workspace_read_at
        """When the workspace of an audit was read; None in a check, or if it cannot be read."""
        self._beside = files
        self._found = found
        self._as_of = as_of
        self._zone_name = plan.metadata.timezone

    @cached_property
    def today(self) -> date:
        """The day of the plan at as-of."""
        return day_at(self._as_of, self._zone_name)

    @cached_property
    def files(self) -> tuple[EvidenceFile, ...]:
        """Every file that the plan names, once for each type of record it is to hold.

        With those among the files of the run whose records are for the plan.
        """
        from commplan.evidence.uses import evidence_of_run, evidence_uses

        found: dict[tuple[str | None, str], list[EvidenceUse]] = {}
        for use in (*evidence_uses(self.plan), *evidence_of_run(self.plan, self._found)):
            found.setdefault((self._beside.resolve(use.at, use.path), use.type), []).append(use)
        return tuple(
            EvidenceFile(tuple(uses), self._beside, self._as_of, self.plan.metadata)
            for uses in found.values()
        )

    def files_of(self, record: type[R]) -> tuple[EvidenceFile, ...]:
        """The files that hold, or should hold, records of a class."""
        from commplan.evidence.kinds import KINDS

        return tuple(file for file in self.files if KINDS[file.type].record is record)

    def of(self, record: type[R]) -> Iterator[R]:
        """The records of a class, in no order."""
        return (row for _, row in self.with_files(record))

    def with_files(self, record: type[R]) -> Iterator[tuple[EvidenceFile, R]]:
        """The same, each with the file in which it stands."""
        for file in self.files_of(record):
            for row in file.rows:
                yield file, row  # type: ignore[misc]  # all of this class

    def gaps(self, record: type[R]) -> tuple[Gap, ...]:
        """The files that should hold records of a class and cannot be relied on."""
        return tuple(file.gap for file in self.files_of(record) if file.gap)

    def file_at(self, at: Place) -> EvidenceFile | None:
        """The file that a place of the plan names."""
        named = (file for file in self.files if any(use.at == at for use in file.uses))
        return next(named, None)

    def valid_days(self, person: str, course: Course) -> tuple[Validity, ...]:
        """The days for which a person's passes of a course count, earliest first."""
        from commplan.evidence.training import validity

        passed = self._passes.get((person, course.id), ())
        return tuple(validity(day, course.valid) for day in sorted(passed))

    def valid_intervals(self, person: str, course: Course) -> Intervals:
        """The same as instants, in one where they overlap or adjoin: to hold shifts against."""
        from commplan.evidence.training import as_intervals

        return as_intervals(self.valid_days(person, course), self._zone_name)

    @cached_property
    def _passes(self) -> dict[tuple[str, str], set[date]]:
        """The days on which somebody passed a course, by person and course."""
        from commplan.evidence.records import TrainingRecord

        found: dict[tuple[str, str], set[date]] = {}
        for record in self.of(TrainingRecord):
            found.setdefault((record.person, record.course), set()).add(record.completed)
        return found
