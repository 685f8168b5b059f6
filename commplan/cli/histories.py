"""Where the messages of an audit go, and what brings them to the rules that measure."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from commplan.checker.histories import (
    MESSAGES,
    NOT_INSTALLED,
    REPLIES,
    Histories,
    can_measure,
    reads_messages,
    wanted_histories,
)
from commplan.checker.judge_file import Bench
from commplan.clock import Duration, add_months, parse_duration
from commplan.errors import ConfigError
from commplan.history.looks import lens_of
from commplan.history.shelf import MemoryShelf
from commplan.history.wanted import WantedHistory, all_wanted
from commplan.named import NamedTuple
from commplan.place import Origin
from commplan.workspace import LiveChannel, Messages, Reading, Request, Status, Workspace
from commplan.written import Files

if TYPE_CHECKING:
    from commplan.clock import Duration
    from commplan.history.store import Store
    from commplan.measures.engine import Engine
    from commplan.measures.frames import Frames
    from commplan.plan import Plan
    from commplan.workspace import Source

SNAPSHOT = "snapshot"
VARIABLE = "COMMPLAN_HISTORY"
NOT_IN_SNAPSHOTS = (
    "needs message history, which snapshots do not have; --history DIR names one that audits of"
    " Slack have kept"
)
OF_OTHER_PLANS = "the history was read for other plans, or for these before they were changed"


class Kept(NamedTuple):
    """A history that messages are put into, or why there is none."""

    store: Store | None = None
    wanted: Histories | None = None
    """What to put into it."""
    told: Callable[[Plan, Engine], Frames] | None = None
    """Brings what is in it into an engine."""
    without: str = ""
    """Why there is none, where some rule would have a use for it."""

    def since(self, plan: Plan) -> int | None:
        """From when on messages matter to a plan: a history may have years of others."""
        wanted = self.wanted(plan).values() if self.wanted else ()
        return min((one.since for one in wanted), default=None)

    def finish(self, source: Source, request: Request, keep: Duration | None) -> None:
        """Write down what came, forget what is older than ``keep``, and let other runs use it.

        What the rules of this run look at is kept in any case. Raises StateError.
        """
        if self.store is not None:
            try:
                if keep is not None and request.as_of is not None:
                    wanted = (one.history.since for one in request.channels if one.history)
                    before = add_months(request.as_of, -keep.months, "UTC") - keep.microseconds
                    self.store.forget(min((before, *wanted)))
                if source.name != SNAPSHOT:
                    self.store.commit()
            finally:
                self.store.close()


def history_folder(word: str | None, variables: Mapping[str, str]) -> str | None:
    """The folder that the command line or the environment names; None where neither does."""
    return word or variables.get(VARIABLE) or None


def kept_for(word: str | None) -> Duration | None:
    """How long messages are kept; None for ever. Raises ConfigError."""
    if word is None:
        return None
    try:
        found = parse_duration(word)
    except ValueError as error:
        raise ConfigError(f"--history-keep: {error}") from None
    if found.business_days:
        raise ConfigError("--history-keep: no calendar tells how long business days are")
    return found


def engine_named(name: str) -> Callable[[], Engine] | None:
    """What makes the engine of that name; None for the usual one.

    Raises MissingExtraError or EngineError where it cannot be started.
    """
    if name != "spark":
        return None
    from commplan.measures.spark import SparkEngine  # only where it is asked for

    engine = SparkEngine()  # before anything is read, which may take long
    return lambda: engine


def open_history(
    bench: Bench,
    source: Source,
    plans: Sequence[Plan],
    beside: Mapping[Origin, Files],
    folder: str | None,
    window: Duration | None = None,
) -> Kept:
    """The history for the messages that the rules of a run ask for.

    ``beside`` are the files beside each plan, by where the plan stands. Without a
    ``folder`` it is one that goes with the run. ``window`` is one that is looked back over
    beside those of rules and plans. Raises StateError.
    """
    if not reads_messages(bench.selection):
        return Kept()
    if not can_measure():
        return Kept(without=NOT_INSTALLED)
    from commplan.history.ledger import has_ledger  # only where something is measured
    from commplan.measures.frames import frames_of, frames_on_disk

    if not any(wanted_histories(plan, bench.selection, bench.as_of, {}) for plan in plans):
        return Kept(told=lambda _, engine: frames_of(MemoryShelf(), engine))
    if source.name == SNAPSHOT and (folder is None or not has_ledger(folder)):
        return Kept(without=NOT_IN_SNAPSHOTS)
    from commplan.history.store import Store
    from commplan.measures.looking import looks_by_name

    passing = None if folder else tempfile.mkdtemp(prefix="commplan-")
    store = Store(folder or passing or "")
    if passing is not None:
        weakref.finalize(store, shutil.rmtree, passing, ignore_errors=True)

    def wanted(plan: Plan) -> Mapping[str, WantedHistory]:
        looks = looks_by_name(plan, beside[plan.origin], store.salt)
        return wanted_histories(plan, bench.selection, bench.as_of, looks, window)

    return Kept(store, wanted, lambda _, engine: frames_on_disk(store, engine))


def with_history(workspace: Workspace, request: Request, store: Store) -> Workspace:
    """A recorded workspace with what a history knows of its channels, and with nothing else.

    Raises StateError where the history is of another workspace.
    """
    store.of(workspace.team_id)
    wanted: dict[str, list[WantedHistory]] = {}
    for one in request.channels:
        if one.history is not None:
            named = () if one.id else workspace.channels_named(one.name or "")
            for channel in (one.id,) if one.id else (live.id for live in named):
                wanted.setdefault(channel, []).append(one.history)
    channels = tuple(
        _with_span(channel, all_wanted(wanted.get(channel.id, ())), store)
        for channel in workspace.channels
    )
    others = (one for one in workspace.readings if one.fact not in (MESSAGES, REPLIES))
    known = any(channel.messages is not None for channel in channels)
    status, note = (Status.PARTIAL, None) if known else (Status.NOT_REQUESTED, OF_OTHER_PLANS)
    told = (Reading(fact, status, note=note) for fact in (MESSAGES, REPLIES))
    readings = tuple(sorted((*others, *told)))
    return workspace._replace(channels=channels, readings=readings)


def _with_span(channel: LiveChannel, wanted: WantedHistory | None, store: Store) -> LiveChannel:
    span = None if wanted is None else store.recorded(channel.id, lens_of(wanted.looks))
    found = None if span is None else Messages(*span)
    replies = found if wanted is not None and wanted.threads else None
    return channel._replace(messages=found, replies=replies)
