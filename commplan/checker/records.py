"""Documents of kind Evidence among the files of a run, and the plans that they serve."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from commplan.checker.load import Disk
from commplan.checker.target import Target, load_file
from commplan.document import DEFAULT_LIMITS
from commplan.errors import PlanSyntaxError
from commplan.plan import RecordsCard

if TYPE_CHECKING:
    from commplan.checker.judge_file import FileResult
    from commplan.checker.load import Loaded, Loader
    from commplan.evidence import FoundFile
    from commplan.plan import Plan

KIND = b"Evidence"
"""What the text of such a file holds at least."""


def records_in(documents: Iterable[Loaded]) -> tuple[RecordsCard, ...]:
    """The documents with records among those of a file; also those that a schema refuses."""
    return tuple(
        _card(item)
        for item in documents
        if item.text.kind == "Evidence" and item.text.document is not None
    )


def _card(item: Loaded) -> RecordsCard:
    from commplan.evidence.documents import served_plan, types_in  # few files hold any

    value = item.text.value
    return RecordsCard(item.text.origin, served_plan(value), types_in(value))


def may_hold_records(disk: Disk, path: str) -> bool:
    """Whether a file may hold such a document: a look at its bytes, which most files fail."""
    try:
        return KIND in disk.read(path, DEFAULT_LIMITS)
    except PlanSyntaxError:  # told when it is judged
        return False


def records_of(
    target: Target, known: Mapping[str, FileResult | None] = MappingProxyType({})
) -> tuple[RecordsCard, ...]:
    """The documents with records in all files of a run, of which some are known already."""
    found = [one for result in known.values() if result is not None for one in result.records]
    unknown = (path for path in (*target.paths, *target.around) if known.get(path) is None)
    found += (one for path in unknown for one in records_at(path, target))
    return tuple(sorted(found, key=repr))


def records_at(path: str, target: Target) -> tuple[RecordsCard, ...]:
    """The documents with records in a file, which is loaded only if it may hold any."""
    if target.kept is None and not may_hold_records(target.disk or Disk(), path):
        return ()
    return records_in(load_file(path, target).documents)


def rests_on(result: FileResult | None, records: Sequence[RecordsCard]) -> bool:
    """Whether a result that is remembered knows of all records that serve its plans."""
    if result is None or not records:
        return result is not None
    serving = (card for card in records if any(map(card.serves, result.judged)))
    return {card.origin.path for card in serving} <= result.watched.keys()


def beside(records: Sequence[RecordsCard], plan: Plan, loader: Loader) -> tuple[FoundFile, ...]:
    """Those that serve a plan, as files beside it; what they are is watched."""
    if not records:
        return ()
    from commplan.evidence import FoundFile

    folder = os.path.dirname(plan.origin.path) or os.curdir
    found = []
    for card in records:
        if card.serves(plan.metadata.id):
            loader.watch(card.origin.path)
            path = os.path.relpath(card.origin.path, folder).replace(os.sep, "/")
            found += [FoundFile(path, type_) for type_ in card.types]
    return tuple(dict.fromkeys(found))
