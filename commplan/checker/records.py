"""Documents of kind Evidence among the files of a run, and the plans that they serve."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from commplan.document import DEFAULT_LIMITS
from commplan.errors import PlanSyntaxError
from commplan.named import NamedTuple

if TYPE_CHECKING:
    from commplan.checker.judge_file import FileResult
    from commplan.checker.load import Disk, Loaded, Loader
    from commplan.evidence import FoundFile
    from commplan.plan import Plan

KIND = b"Evidence"
"""What the text of such a file holds at least."""


class Records(NamedTuple):
    """A document with records, as far as a plan needs to know to ask for them."""

    path: str
    plan: str | None
    """The id of the plan that it serves; None for all of them."""
    types: tuple[str, ...]


def records_in(documents: Iterable[Loaded]) -> tuple[Records, ...]:
    """The documents with records among those of a file; also those that a schema refuses."""
    return tuple(
        _records(item)
        for item in documents
        if item.text.kind == "Evidence" and item.text.document is not None
    )


def _records(item: Loaded) -> Records:
    from commplan.evidence.documents import served_plan, types_in  # few files hold any

    value = item.text.value
    return Records(item.text.origin.path, served_plan(value), types_in(value))


def may_hold_records(disk: Disk, path: str) -> bool:
    """Whether a file may hold such a document: a look at its bytes, which most files fail."""
    try:
        return KIND in disk.read(path, DEFAULT_LIMITS)
    except PlanSyntaxError:  # told when it is judged
        return False


def rests_on(result: FileResult | None, records: Sequence[Records]) -> bool:
    """Whether a result that is remembered knows of all records that serve its plans."""
    if result is None or not records:
        return result is not None
    wanted = {one.path for plan in result.judged for one in serving(records, plan)}
    return wanted <= result.watched.keys()


def serving(records: Iterable[Records], plan: str) -> tuple[Records, ...]:
    """Those that serve a plan."""
    return tuple(one for one in records if one.plan in (None, plan))


def beside(records: Sequence[Records], plan: Plan, loader: Loader) -> tuple[FoundFile, ...]:
    """Those that serve a plan, as files beside it; what they are is watched."""
    if not records:
        return ()
    from commplan.evidence import FoundFile

    folder = os.path.dirname(plan.origin.path) or os.curdir
    found = []
    for one in serving(records, plan.metadata.id):
        loader.watch(one.path)
        path = os.path.relpath(one.path, folder).replace(os.sep, "/")
        found += [FoundFile(path, type_) for type_ in one.types]
    return tuple(dict.fromkeys(found))
