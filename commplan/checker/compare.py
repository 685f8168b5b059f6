"""Hold what was found against what a baseline knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from commplan.checker.judge_file import Bench, FileResult
from commplan.checker.known import Known
from commplan.checker.load import file_state
from commplan.clock import format_utc
from commplan.engine.baseline import Entry, Terms, compare
from commplan.finding import Compared, Finding, Incomplete, Skipped
from commplan.named import NamedTuple


class Reach(NamedTuple):
    """How far a run went."""

    bench: Bench
    results: Sequence[FileResult]
    skipped: Sequence[Skipped]
    incomplete: Sequence[Incomplete]
    all_plans: bool
    """The files are all that there are, as far as anyone can tell."""


def compare_with(
    known: Known, findings: Sequence[Finding], reach: Reach
) -> tuple[tuple[Finding, ...], Compared]:
    """Mark known findings, and tell of entries that do not match what was found.

    That a report, which nobody keeps up to date, knows more than is there is no news.
    """
    today = format_utc(reach.bench.as_of)[:10]
    terms = Terms(today, reach.bench.selection.mandatory, _judged(reach))
    marked, mismatches = compare(findings, known.entries, terms)
    if known.is_report:
        mismatches = tuple(m for m in mismatches if m.kind != "stale")
    return marked, Compared(known.path, mismatches)


def _judged(reach: Reach) -> Callable[[Entry], bool]:
    """Whether a run would have found what an entry speaks of; where in doubt, it would not.

    What stands in a file without plans is found through the plans that extend it.
    """
    compares = {rule.code for rule in reach.bench.selection.rules if "organization" in rule.needs}
    plans = {result.path for result in reach.results if result.plans}
    others = {result.path for result in reach.results} - plans
    broken = {result.path for result in reach.results if result.gap is not None}
    partial = {(skip.path, skip.code) for skip in reach.skipped}
    partial |= {(record.path, code) for record in reach.incomplete for code in record.rules}
    unsure = {code for _, code in partial}
    has_gap = any(record.path is None and not record.rules for record in reach.incomplete)

    def judged(entry: Entry) -> bool:
        path, code = entry.path, entry.code
        if file_state(path) is None and path not in plans:
            return True
        if code not in reach.bench.at(path).codes or has_gap or (None, code) in partial:
            return False
        if code in compares or path in others:
            return reach.all_plans and not broken and code not in unsure
        return path in plans - broken and (path, code) not in partial

    return judged
