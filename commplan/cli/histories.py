"""Where the messages of an audit go, and what brings them to the rules that measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from commplan.checker.histories import (
    NOT_INSTALLED,
    Histories,
    can_measure,
    reads_messages,
    wanted_histories,
)
from commplan.checker.judge_file import Bench
from commplan.history import MemoryShelf, Shelf
from commplan.named import NamedTuple
from commplan.place import Origin
from commplan.written import Files

if TYPE_CHECKING:
    from commplan.measures.engine import Engine
    from commplan.measures.frames import Frames
    from commplan.plan import Plan
    from commplan.workspace import Source


class Kept(NamedTuple):
    """A shelf for messages, or why there is none."""

    shelf: Shelf | None = None
    wanted: Histories | None = None
    """What to put on it."""
    told: Callable[[Plan, Engine], Frames] | None = None
    """Brings what is on it into an engine."""
    without: str = ""
    """Why there is none, where some rule would have a use for it."""


def open_shelf(bench: Bench, source: Source, beside: Mapping[Origin, Files]) -> Kept:
    """A shelf for the messages that the rules of a run ask for.

    ``beside`` are the files beside each plan, by where the plan stands.
    """
    if not reads_messages(bench.selection):
        return Kept()
    if not can_measure():
        return Kept(without=NOT_INSTALLED)
    if source.name == "snapshot":
        return Kept(without="needs message history, which snapshots do not have")
    from commplan.measures.frames import frames_of  # only where something is measured
    from commplan.measures.looking import looks_by_name

    shelf = MemoryShelf()
    return Kept(
        shelf,
        lambda plan: wanted_histories(
            plan,
            bench.selection,
            bench.as_of,
            looks_by_name(plan, beside[plan.origin], shelf.salt),
        ),
        lambda _, engine: frames_of(shelf, engine),
    )
