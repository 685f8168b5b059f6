"""A history on disk: Parquet files, each written once, that whole runs add to.

Messages, marks and signs only ever grow: rows that are there already are not written
again, so that whoever reads the files need not look for duplicates. What Slack says of
threads is told anew each time and replaced as a whole. Small files are put together
once there are many. Texts are in none of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from commplan.errors import StateError
from commplan.history.failures import engine_failure
from commplan.history.ledger import ENDING, VERSION, Known, Ledger, Part, read_ledger, sync
from commplan.history.lock import Lock
from commplan.history.rows import Author, MessageRow, ThreadRow
from commplan.history.shelf import Batch, MemoryShelf, Stretch, by_thread
from commplan.history.tables import ROWS, arrow_table, columns_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

MOST_IN_MEMORY = 200_000
"""Rows that wait to be written, all tables together."""
MOST_SMALL = 12
"""So many small files of one table stay; then they are put together."""
SMALL = 2_000_000
"""Rows that a file may have and still be small."""
SLACK = 7 * 86_400 * 1_000_000
"""Microseconds for which messages may stay longer than they have to."""
LEFT_ALONE = 24 * 3600
"""Seconds for which files stay that are no longer part of the history."""

_MESSAGE = 'channel, "at"'
_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "messages": _MESSAGE,
        "threads": _MESSAGE,
        "marks": f"{_MESSAGE}, kind, value",
        "signs": f'{_MESSAGE}, kind, value, "by"',
    }
)
"""What tells a row of a table from all others."""
_ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "messages": f"thread IS NOT NULL, kind, {_MESSAGE}",
        "threads": f"whole, {_MESSAGE}",
        "marks": f"kind, {_MESSAGE}",
        "signs": f"kind, {_MESSAGE}",
    }
)
"""How rows lie in a file: what measures look for by itself is together, and the rest is skipped."""


class Store:
    """A shelf that outlives the process. One process at a time has it open."""

    def __init__(self, folder: str) -> None:
        """Open the history in a folder, or begin one.

        Raises StateError where the folder cannot be used, is in use, or holds something else.
        """
        import duckdb

        self._folder = folder
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            self._lock = Lock(folder)
            self._ledger = read_ledger(folder)
            self._remove_unnamed()
        except OSError as error:
            raise _unusable(folder, error) from None
        self._base = duckdb.connect(":memory:", config={"temp_directory": self._path(".spill")})
        self._column, self._constant = duckdb.ColumnExpression, duckdb.ConstantExpression
        self._fresh = MemoryShelf()
        self._read: dict[str, Known] = {}
        """Channels that are being read, or were, and of which nothing is committed yet."""
        self._again: set[str] = set()
        """Those of them of which all other rows go, for they were looked at in other ways."""
        self._before = 0
        if self._ledger.version < VERSION:
            self._migrate()

    @property
    def salt(self) -> bytes:
        """Random bytes for digests, the same as long as the folder lasts."""
        return self._ledger.salt

    def of(self, team: str | None) -> None:
        """Say of which workspace the rows are. Raises StateError if others are of another."""
        own = self._ledger.team
        if own is not None and team != own:
            raise StateError(
                f"{self._folder}: is the history of the workspace {own}, and {team or 'another'}"
                " was read; keep a folder for each workspace"
            )
        self._ledger.team = team

    def span(self, channel: str, lens: str) -> Stretch | None:
        """The time of which the channel is known, looked at through that lens.

        Through another lens nothing is, and rows that are put from now on replace the others.
        """
        known = self._known(channel)
        if known is not None and known.lens == lens:
            return known.span
        if known is not None:
            self._again.add(channel)
            self._fresh.forget(channel)
        self._read[channel] = Known(lens)
        return None

    def recorded(self, channel: str, lens: str) -> Stretch | None:
        """Likewise, for whoever puts nothing."""
        known = self._known(channel)
        return known.span if known is not None and known.lens == lens else None

    def threads(self, channel: str) -> dict[int, ThreadRow]:
        """What is known of the threads of a channel, by their first message.

        Raises EngineError where a file of the history cannot be read.
        """
        found: dict[int, ThreadRow] = {}
        if (paths := self.paths("threads")) and channel not in self._again:
            of_channel = self._column("channel") == self._constant(channel)
            with _engine_failures():
                rows = self._base.read_parquet(paths).filter(of_channel).fetchall()
            found = {row[1]: ThreadRow(*row) for row in rows}
        return found | self._fresh.threads(channel)

    def people_in(self, channel: str, until: Mapping[int, int]) -> dict[int, frozenset[str]]:
        """The people who wrote in threads, each up to an instant, by the first message.

        Raises EngineError where a file of the history cannot be read.
        """
        found = self._fresh.people_in(channel, until)
        if (paths := self.paths("messages")) and until and channel not in self._again:
            ends = arrow_table({"thread": "whole", "until": "whole"}, list(until.items()))
            by_people = (self._column("channel") == self._constant(channel)) & (
                self._column("kind") == self._constant(Author.HUMAN.value)
            )
            with _engine_failures():
                replies = (
                    self._base.read_parquet(paths)
                    .filter(by_people)
                    .join(self._base.from_arrow(ends), "thread")
                    .filter(self._column("at") <= self._column("until"))
                    .select(*MessageRow._fields)
                    .fetchall()
                )
            written = by_thread(MessageRow(*row) for row in replies)
            for thread, people in written.items():
                found[thread] = found.get(thread, frozenset()) | people
        return found

    def put(self, channel: str, batch: Batch) -> None:
        """Keep rows, in any order. Raises StateError where they cannot be written."""
        self._fresh.put(channel, batch)
        if self._fresh.size > MOST_IN_MEMORY:
            self.commit()

    def settle(self, channel: str, lens: str, span: Stretch) -> None:
        """Note that all messages of a time have been put; older notes of the channel go."""
        self._read[channel] = Known(lens, span)

    def forget(self, before: int) -> None:
        """Let go of all messages from before an instant, with the next commit.

        Files are written anew for that, so some stay for a few days longer.
        """
        self._before = before

    def paths(self, table: str) -> list[str]:
        """The files of a table, as far as they are committed."""
        return [self._path(part.file) for part in self._ledger.parts[table]]

    def commit(self) -> None:
        """Write what waits. Raises StateError where that fails: then nothing has changed.

        Raises EngineError where a file that is there already cannot be read.
        """
        import duckdb

        rows = {table: self._fresh.rows(table) for table in ROWS}
        put = {row[0] for of_table in rows.values() for row in of_table}
        put |= {channel for channel, known in self._read.items() if known.span is not None}
        changed = copy(self._ledger)
        changed.parts, changed.channels = dict(changed.parts), dict(changed.channels)
        changed.channels |= {one: known for one, known in self._read.items() if one in put}
        changed.forget(self._before)
        try:
            self._drop(changed, self._again & put)
            for table in ROWS:
                self._add(changed, table, rows[table])
                self._put_together(changed, table)
            changed.write(self._folder)
            for name in self._ledger.files - changed.files:
                os.utime(self._path(name))
        except duckdb.InvalidInputException as error:  # of what had been written before
            raise engine_failure(error) or error from None
        except (OSError, duckdb.Error) as error:
            raise _unusable(self._folder, error) from None
        self._ledger, self._fresh = changed, MemoryShelf()
        self._again -= put
        self._read = {one: known for one, known in self._read.items() if one not in put}

    def close(self) -> None:
        """Let others add to the history. What is committed can still be read for a day."""
        self._base.close()
        self._lock.release()

    def _migrate(self) -> None:
        """Give the rows of an older version what it did not know, and name the new files.

        Raises StateError where they cannot be written: then nothing has changed.
        """
        import duckdb

        changed = copy(self._ledger)
        changed.parts, changed.version = dict(changed.parts), VERSION
        try:
            if parts := changed.parts["threads"]:
                known = self._rows(*parts).fetchall()
                rows = arrow_table(columns_of(ThreadRow), [ThreadRow(*row) for row in known])
                channels = {channel for part in parts for channel in part.channels}
                fresh = self._base.from_arrow(rows)
                changed.parts["threads"] = self._written(changed, "threads", fresh, channels)
            changed.write(self._folder)
        except (OSError, duckdb.Error) as error:
            raise _unusable(self._folder, error) from None
        self._ledger = changed

    def _known(self, channel: str) -> Known | None:
        return self._read.get(channel) or self._ledger.channels.get(channel)

    def _drop(self, ledger: Ledger, channels: set[str]) -> None:
        """Leave out channels that were looked at in other ways, and what is to be forgotten."""
        after = self._column("at") >= self._constant(self._before)
        gone = [self._constant(channel) for channel in sorted(channels)]
        kept = after & self._column("channel").isnotin(*gone) if gone else after
        for table, parts in ledger.parts.items():
            left: tuple[Part, ...] = ()
            for part in parts:
                if channels.isdisjoint(part.channels) and part.oldest >= self._before - SLACK:
                    left += (part,)
                else:
                    others = {*part.channels} - channels
                    left += self._written(ledger, table, self._rows(part).filter(kept), others)
            ledger.parts[table] = left

    def _add(self, ledger: Ledger, table: str, rows: list[tuple[Any, ...]]) -> None:
        """Add the rows that are not there yet; of threads, what is newer in place of the older."""
        keys, parts = _KEYS[table], ledger.parts[table]
        if not rows:
            return
        fresh = self._base.from_arrow(arrow_table(columns_of(ROWS[table]), rows))
        channels = {row[0] for row in rows}
        if not parts:
            ledger.parts[table] = self._written(ledger, table, fresh, channels)
        elif table == "threads":
            channels = channels.union(*(part.channels for part in parts))
            every = fresh.union(self._rows(*parts).join(fresh, keys, how="anti"))
            ledger.parts[table] = self._written(ledger, table, every, channels)
        else:
            at = [row[1] for row in rows]
            same_time = self._column("at").between(self._constant(min(at)), self._constant(max(at)))
            new = fresh.join(self._rows(*parts).filter(same_time), keys, how="anti")
            ledger.parts[table] = parts + self._written(ledger, table, new, channels)

    def _put_together(self, ledger: Ledger, table: str) -> None:
        """One file in the place of many small ones."""
        small = [part for part in ledger.parts[table] if part.rows <= SMALL]
        if len(small) > MOST_SMALL:
            large = tuple(part for part in ledger.parts[table] if part.rows > SMALL)
            channels = {one for part in small for one in part.channels}
            put_together = self._written(ledger, table, self._rows(*small), channels)
            ledger.parts[table] = large + put_together

    def _written(
        self, ledger: Ledger, table: str, rows: DuckDBPyRelation, channels: Iterable[str]
    ) -> tuple[Part, ...]:
        """Rows as a new file; none where there are no rows."""
        from pyarrow.parquet import read_metadata

        file = ledger.file(table)
        path = self._path(file)
        rows.order(_ORDERS[table]).write_parquet(path, compression="zstd")
        sync(path)
        about = read_metadata(path)
        at = about.schema.names.index("at")
        groups = [about.row_group(number).column(at) for number in range(about.num_row_groups)]
        oldest = min((group.statistics.min for group in groups), default=0)
        part = Part(file, about.num_rows, oldest, tuple(sorted(channels)))
        return (part,) if part.rows else ()

    def _rows(self, *parts: Part) -> DuckDBPyRelation:
        return self._base.read_parquet([self._path(part.file) for part in parts])

    def _remove_unnamed(self) -> None:
        """Remove files that the ledger has not named for a while.

        Nobody came to enter them, or others have taken their place: then a run that has
        begun before may still be reading them.
        """
        for name in os.listdir(self._folder):
            path = self._path(name)
            if name.endswith(ENDING) and name not in self._ledger.files and _is_old(path):
                os.unlink(path)

    def _path(self, name: str) -> str:
        return os.path.join(self._folder, name)


def _is_old(path: str) -> bool:
    return time.time() - os.stat(path).st_mtime > LEFT_ALONE


@contextmanager
def _engine_failures() -> Iterator[None]:
    """Tell of what kept DuckDB from reading a file, and what to do."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise engine_failure(error) or error from None


def _unusable(folder: str, error: Exception) -> StateError:
    why = getattr(error, "strerror", None) or str(error).partition("\n")[0]
    return StateError(f"{folder}: the history cannot be kept there: {why}")
