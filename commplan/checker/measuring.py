"""What an audit has read, given to whoever wants figures of each plan and not findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.checker.judge_file import Bench, inputs_of
from commplan.checker.load import PLAN, Loaded
from commplan.checker.records import records_of
from commplan.checker.target import Target, load_file
from commplan.checker.texts import texts_of
from commplan.document import escape_pointer
from commplan.engine.judge import Inputs
from commplan.engine.locate import START, Texts
from commplan.finding import Location


class Invalid(NamedTuple):
    """A document that is no valid plan, although it should be one."""

    at: Location
    reason: str


def inputs_of_plans(bench: Bench, target: Target) -> Iterator[tuple[Inputs, Texts] | Invalid]:
    """What rules may ask for of every plan, and where it stands; or why it is no valid one."""
    bench = bench._replace(records=records_of(target))
    for path in target.paths:
        file = load_file(path, target)
        for item in file.documents:
            if item.plan is not None and item.text.kind == PLAN:
                own = bench._replace(selection=bench.at(path), places=None)
                yield inputs_of(own, item, file.loader), texts_of([item])
            elif item.text.kind in (PLAN, None):
                yield _invalid(path, item)


def _invalid(path: str, item: Loaded) -> Invalid:
    """With the first reason; a check tells them all."""
    syntax, document = item.text.syntax, item.text.document
    if syntax is not None:
        start = START._replace(line=syntax.line or 1, column=syntax.column or 1)
        return Invalid(Location(path, "", *start), f"is no plan that can be read: {syntax.problem}")
    if document is None or not item.text.faults:
        return Invalid(Location(path, "", *START), "is no valid plan: see 'commplan check'")
    fault = item.text.faults[0]
    span = document.span(fault.pointer, key=fault.on_key)
    at = Location(path, escape_pointer(fault.pointer), *span)
    return Invalid(at, f"is no valid plan: {fault.message}")
