"""A whole run: judge files, compare them, hide what is waived, and report."""

from collections.abc import Iterable

from commplan.checker.assemble import assemble
from commplan.checker.judge_file import Bench
from commplan.checker.judge_files import judge_files
from commplan.checker.options import Options
from commplan.checker.target import Target
from commplan.checker.texts import reread
from commplan.finding import Incomplete, Report


def check(
    bench: Bench, target: Target, options: Options, incomplete: Iterable[Incomplete] = ()
) -> Report:
    """Judge files, then the organization they make. Reads plan files and nothing else.

    ``incomplete`` are records of what went wrong before.
    """
    results, stopped = judge_files(bench, target, options)
    texts = reread(target)
    all_plans = not target.named and target.stdin is None
    stops = (*incomplete, *stopped)
    is_whole = all_plans and not target.around
    return assemble(bench, results, options, texts, stops, all_plans=all_plans, is_whole=is_whole)
