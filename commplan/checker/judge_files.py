"""Judge the files of a run: known results from the cache, the others on all processors."""

from collections.abc import Sequence
from functools import partial

from commplan.checker.jobs import Lost, run
from commplan.checker.judge_file import Bench, FileResult, judge_documents
from commplan.checker.load import file_state
from commplan.checker.options import Options
from commplan.checker.records import records_of, rests_on
from commplan.checker.target import Target, load_file
from commplan.finding import Incomplete
from commplan.plan import RecordsCard

CACHE_FROM = 20
"""Runs over fewer files neither read nor write the cache."""


def judge_files(
    bench: Bench, target: Target, options: Options
) -> tuple[list[FileResult], list[Incomplete]]:
    """Judge files; what a process took along when it died is told as incomplete."""
    cache = options.cache() if options.cache and len(target.files) >= CACHE_FROM else None
    named = target.named
    results = {path: cache.get(path, path in named) if cache else None for path in target.files}
    stopped: list[Incomplete] = []
    # Hardly any file holds records: of many it is told when they are judged, and then those
    # whose plans turn out to have some are judged again.
    is_quick = len(target.files) < CACHE_FROM or target.kept is not None
    looked_into = target if is_quick else target._replace(files=())
    bench = bench._replace(records=records_of(looked_into, results))
    judged_with: dict[str, tuple[RecordsCard, ...]] = {}
    # Rules that ask for no records leave no trace of them: nothing is judged twice with the same.
    while stale := [
        path
        for path, result in results.items()
        if not rests_on(result, bench.records) and judged_with.get(path) != bench.records
    ]:
        judged_with |= dict.fromkeys(stale, bench.records)
        states = {path: file_state(path) for path in stale} if cache else {}
        judged, lost = run(partial(_judge_some, bench, target), stale, options.jobs)
        stopped += (_not_judged(share, stale) for share in lost)
        for path, result in zip(stale, judged, strict=True):
            if result is None:
                del results[path]
                continue
            results[path] = result
            if cache is not None:
                cache.put(path, path in named, states[path], result)
        records = records_of(looked_into, results)
        if records == bench.records:
            break
        bench = bench._replace(records=records)
    if cache is not None:
        cache.save()
    found = [result for result in results.values() if result is not None]
    if target.stdin is not None:
        found.append(_judge_file(bench, target.stdin[0], target))
    return found, stopped


def _judge_some(bench: Bench, target: Target, paths: Sequence[str]) -> list[FileResult]:
    return [_judge_file(bench, path, target) for path in paths]


def _judge_file(bench: Bench, path: str, target: Target) -> FileResult:
    file = load_file(path, target)
    return judge_documents(bench, path, file.documents, file.loader)


def _not_judged(lost: Lost, paths: Sequence[str]) -> Incomplete:
    first, others = paths[lost.numbers[0]], len(lost.numbers) - 1
    error = f"{lost.reason}; not judged: {first} and {others} more files"
    return Incomplete(kind="read", what="worker process", error=error)
