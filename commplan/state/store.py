"""The record of earlier audits in a database: SQLite in a file, or PostgreSQL for a team.

Everything that one audit reads and writes is one transaction under a lock, so that of
two audits at the same time the second sees what the first has written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    bindparam,
    create_engine,
    event,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from commplan.errors import StateError
from commplan.finding import Remembered, Report
from commplan.state.compare import Moment, Record, Scope, compare
from commplan.state.migrations import STEPS
from commplan.state.place import SQLITE, StatePlace
from commplan.state.tables import FILES, FINDINGS, RUNS, STATE

PATIENCE = 60
"""Seconds to wait for another audit to finish its transaction."""

_LOCK = 5_027_862_149
"""What audits lock in PostgreSQL; a number that nobody else is likely to choose."""

Told = TypeVar("Told")


class Team(NamedTuple):
    """A workspace."""

    id: str
    name: str | None

    def __str__(self) -> str:
        return f"{self.name} ({self.id})" if self.name else self.id


class Store:
    """A record of audits of one workspace."""

    def __init__(self, place: StatePlace) -> None:
        """Open the record and bring its tables up to date.

        Raises :class:`StateError` where it cannot be reached, is no record or is newer.
        """
        self._place = place
        with _failures(place):
            self._engine = _engine(place)
        self._run(lambda connection: _migrate(connection, place.shown))

    def check(self, team: Team) -> None:
        """Raise :class:`StateError` if the record is about another workspace."""
        self._run(lambda connection: self._check(connection, team))

    def record(
        self,
        scope: Scope,
        team: Team | None,
        tool: str,
        tell: Callable[[Report], None] = lambda _: None,
    ) -> Report:
        """Compare a run with those on record, and add it to them.

        Without a team the workspace could not be read: nothing is then said of it.
        ``tell`` hears of the outcome before it is kept: where it raises, nothing is
        kept, so that what is news to nobody is news again next time.
        Raises :class:`StateError`, and whatever ``tell`` raises.
        """

        def work(connection: Connection) -> Report:
            report = self._record(connection, scope, team, tool)
            tell(report)
            return report

        return self._run(work)

    def _run(self, work: Callable[[Connection], Told]) -> Told:
        try:
            with _failures(self._place), self._engine.begin() as connection:
                return work(connection)
        finally:
            self._engine.dispose()

    def _check(self, connection: Connection, team: Team) -> None:
        row = connection.execute(select(STATE.c.team_id, STATE.c.team_name)).one()
        if row.team_id is not None and row.team_id != team.id:
            raise StateError(
                f"{self._place.shown}: is the record of the workspace "
                f"{Team(row.team_id, row.team_name)}, and {team} was read; "
                "keep a record of its own for each workspace"
            )

    def _record(self, connection: Connection, scope: Scope, team: Team | None, tool: str) -> Report:
        if team is not None:
            self._check(connection, team)
            connection.execute(STATE.update().values(team_id=team.id, team_name=team.name))
        known = _records(connection)
        files = connection.execute(select(FILES.c.path)).scalars().all()
        made = compare(scope, known, files, _last(connection))
        since = made.report.since
        if since is not None and since.recorded:
            _write(connection, made.records, known.keys())
            _write_files(connection, scope, files)
            _write_run(connection, scope, made.report, tool)
        return made.report


def _engine(place: StatePlace) -> Engine:
    url: str | URL = place.address
    options: dict[str, Any] = {"connect_timeout": 10}
    if place.kind == SQLITE:
        # A path is no part of a URL: it may hold anything.
        url, options = URL.create(SQLITE, database=place.address), {"timeout": PATIENCE}
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=options)
    if place.kind == SQLITE:
        # Python's driver begins transactions late, and without the lock; so commplan begins them.
        event.listen(engine, "connect", _leave_transactions_alone)
        event.listen(engine, "begin", _begin_with_the_lock)
    else:
        event.listen(engine, "begin", _lock)
    return engine


def _leave_transactions_alone(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin_with_the_lock(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _lock(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


@contextmanager
def _failures(place: StatePlace) -> Iterator[None]:
    """Turn what the database says into one line without secrets."""
    try:
        yield
    except SQLAlchemyError as error:
        told = str(getattr(error, "orig", None) or error)
        for secret in place.secrets:
            told = told.replace(secret, "…")
        raise StateError(f"{place.shown}: {' '.join(told.split())}") from None


def _migrate(connection: Connection, shown: str) -> None:
    version = 0
    if inspect(connection).has_table(STATE.name):
        version = connection.execute(select(STATE.c.version)).scalar_one()
    if version > len(STEPS):
        raise StateError(
            f"{shown}: is of version {version}, which a newer commplan wrote; this one knows "
            f"versions up to {len(STEPS)}: upgrade commplan"
        )
    for number, statements in enumerate(STEPS[version:], version + 1):
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(STATE.update().values(version=number))


def _last(connection: Connection) -> Moment | None:
    """The latest that is known of plans and of the workspace; None where nothing is."""
    row = connection.execute(select(func.max(RUNS.c.as_of), func.max(RUNS.c.read_at))).one()
    return None if row[0] is None else Moment(*row)


def _records(connection: Connection) -> dict[str, Record]:
    return {row.fingerprint: _read(row) for row in connection.execute(select(FINDINGS))}


def _read(row: Any) -> Record:
    finding = Remembered(*(getattr(row, field) for field in Remembered._fields))
    return Record(finding, row.home, tuple(json.loads(row.unjudged)), row.resolved_at)


def _write(connection: Connection, records: Iterable[Record], known: Iterable[str]) -> None:
    rows = {record.finding.fingerprint: _row(record) for record in records}
    if outdated := sorted(rows.keys() & set(known)):
        delete = FINDINGS.delete().where(FINDINGS.c.fingerprint == bindparam("outdated"))
        connection.execute(delete, [{"outdated": fingerprint} for fingerprint in outdated])
    if rows:
        connection.execute(insert(FINDINGS), list(rows.values()))


def _row(record: Record) -> Mapping[str, object]:
    values = record.finding._asdict() | {
        "home": record.home,
        "unjudged": json.dumps(record.unjudged),
        "resolved_at": record.resolved_at,
    }
    return {key: _kept(value) if isinstance(value, str) else value for key, value in values.items()}


def _write_files(connection: Connection, scope: Scope, known: Sequence[str]) -> None:
    for path in known:
        if path not in scope.files and scope.covers(path):
            connection.execute(FILES.delete().where(FILES.c.path == path))
    if fresh := sorted({_kept(path) for path in scope.files} - set(known)):
        connection.execute(insert(FILES), [{"path": path} for path in fresh])


def _write_run(connection: Connection, scope: Scope, report: Report, tool: str) -> None:
    latest = connection.execute(select(RUNS.c.number).order_by(RUNS.c.number.desc())).scalar()
    since = report.since
    connection.execute(
        insert(RUNS).values(
            number=(latest or 0) + 1,
            as_of=report.as_of,
            read_at=scope.read_at,
            tool=tool,
            complete=int(report.complete),
            found=len(report.findings),
            resolved=len(since.resolved) if since else 0,
            not_judged=len(since.not_judged) if since else 0,
        )
    )


def _kept(value: str) -> str:
    """Text as every database takes it: without half characters and NUL."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", r"\x00")
