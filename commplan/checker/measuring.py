"""What an audit has read, given to whoever wants figures of each plan and not findings."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.checker.judge_file import Bench, inputs_of
from commplan.checker.load import PLAN
from commplan.checker.run import Target, load_file, records_of
from commplan.engine.judge import Inputs


def inputs_of_plans(bench: Bench, target: Target) -> Iterator[Inputs]:
    """What rules may ask for of every valid plan; the others are the check's business."""
    bench = bench._replace(records=records_of(target))
    for path in target.files if target.stdin is None else (*target.files, target.stdin[0]):
        file = load_file(path, target)
        for item in file.documents:
            if item.plan is not None and item.text.kind == PLAN:
                own = bench._replace(selection=bench.at(path), places=None)
                yield inputs_of(own, item, file.loader)
