"""Plans, and histories under them, from texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from commplan.checker.load import FilesBeside, Loader
from commplan.clock import parse_instant
from commplan.document import read_documents
from commplan.drift import Drift
from commplan.history import Batch, MarkRow, MemoryShelf, MessageRow, ThreadRow
from commplan.measures import History
from commplan.measures.engine import Engine
from commplan.measures.frames import frames_of
from commplan.plan import Plan
from commplan.testing.files import Shelf
from commplan.testing.rules import complete
from commplan.testing.workspaces import read_workspace
from commplan.written import Files
from tests.engines import engine_for

AS_OF = parse_instant("2026-11-21T09:00:00Z")


def plan_of(text: str) -> Plan:
    """A plan from a fragment."""
    return plan_with_files(text, {})[0]


def plan_with_files(text: str, files: Mapping[str, str]) -> tuple[Plan, Files]:
    """A plan from a fragment, and some files beside it."""
    loader = Loader(disk=Shelf(files))
    (loaded,) = loader.loaded(read_documents(complete(text).encode(), "plan.yaml"), named=True)
    assert loaded.plan is not None, loaded.text.faults
    return loaded.plan, FilesBeside(loader, loaded.chain)


def history_of(
    plan: Plan,
    workspace: str,
    messages: Iterable[MessageRow],
    marks: Iterable[MarkRow] = (),
    threads: Iterable[ThreadRow] = (),
    engine: Callable[[], Engine] | None = None,
) -> History:
    """What is in some rows, under a plan; the workspace is a text of rule pages.

    It is measured on DuckDB or on Polars if no engine is asked for.
    """
    shelf = MemoryShelf()
    tables = tuple(messages), tuple(threads), tuple(marks)
    for channel in {row.channel for table in tables for row in table}:
        here = (tuple(row for row in table if row.channel == channel) for table in tables)
        shelf.put(channel, Batch(*here))
    drift = Drift(plan, read_workspace(workspace), ())
    made = engine or partial(engine_for, len(tables[0]))
    return History(plan, drift, partial(frames_of, shelf), AS_OF, made)
