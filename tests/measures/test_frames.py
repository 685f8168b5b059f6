"""What of a history is looked at."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from commplan.clock import DAY
from commplan.drift import Drift
from commplan.history import MessageRow
from commplan.history.tables import arrow_table, columns_of
from commplan.measures import History
from commplan.measures.engine import DuckEngine
from commplan.measures.frames import Frames, frames_on_disk
from commplan.testing.workspaces import read_workspace
from tests.measures.oracle import AS_OF, PLAN, WORKSPACE, read_plan


class _Store:
    """A folder with messages of three days, as a store tells of its files."""

    def __init__(self, folder: Path) -> None:
        self._path = str(folder / "messages.parquet")
        days = [AS_OF - number * DAY for number in range(3)]
        rows = [
            MessageRow("C01HELP", at, None, "U03CAT", "human", False, None, None) for at in days
        ]
        table: pa.Table = arrow_table(columns_of(MessageRow), rows)
        pq.write_table(table, self._path)

    def paths(self, table: str) -> list[str]:
        return [self._path] if table == "messages" else []


def seen(frames: Frames) -> list[int]:
    return sorted(at for (at,) in frames.messages.select("at").collect().rows())


def test_of_a_long_history_only_what_matters_is_looked_at(tmp_path: Path) -> None:
    frames = frames_on_disk(_Store(tmp_path), DuckEngine())
    assert len(seen(frames)) == 3
    assert seen(frames.since(AS_OF - DAY)) == [AS_OF - DAY, AS_OF]
    assert frames.since(AS_OF).marks.collect().rows() == []


def test_what_does_not_matter_counts_as_not_known(tmp_path: Path) -> None:
    plan, store = read_plan(PLAN), _Store(tmp_path)
    drift = Drift(plan, read_workspace(WORKSPACE), ())

    def measured(since: int | None) -> History:
        return History(plan, drift, lambda made: frames_on_disk(store, made), AS_OF, since=since)

    assert measured(AS_OF - DAY).channels["it-help"].since == AS_OF - DAY
    assert len(seen(measured(AS_OF - DAY).frames)) == 2
    everything = measured(None).channels["it-help"].since
    assert everything < AS_OF - 100 * DAY
    assert measured(0).channels["it-help"].since == everything
    assert len(seen(measured(0).frames)) == 3
