"""A whole run: find files, judge each, compare them, hide what is waived, and report."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from commplan.checker.across import ACROSS_NEEDS, extent_of, judge_covers, judge_organization
from commplan.checker.jobs import Lost, run
from commplan.checker.judge_file import PLAN_NEEDS, Bench, FileResult, judge_documents, written_of
from commplan.checker.load import Disk, Loaded, Loader, file_state
from commplan.checker.records import may_hold_records, records_in, rests_on
from commplan.engine.locate import Texts, Written, identity
from commplan.engine.suppress import suppress
from commplan.engine.uses import CoverUse, uses
from commplan.finding import Finding, Incomplete, Report, Skipped, Waived
from commplan.named import NamedTuple
from commplan.place import Origin
from commplan.plan import Organization, RecordsCard
from commplan.rule import Rule

if TYPE_CHECKING:
    from commplan.checker.cache import Cache
    from commplan.checker.known import Known

CACHE_FROM = 20
"""Runs over fewer files neither read nor write the cache."""
UNMET = {
    "workspace": "needs a workspace",
    "drift": "needs a workspace",
    "history": "needs message history",
}
"""Why a rule is skipped when a need is not given."""
UNMEASURED = "needs an audit: commplan audit"
"""Why a check skips a rule that measures."""


class Target(NamedTuple):
    """What to look at."""

    files: tuple[str, ...]
    """Paths of plan files, sorted."""
    named: frozenset[str] = frozenset()
    """Those that the user named one by one."""
    stdin: tuple[str, bytes] | None = None
    """Name and content of a plan that came by standard input."""
    disk: Disk | None = None
    """What stands for the files of this machine; None for themselves."""
    folders: tuple[str, ...] = ()
    """Folders that were searched for plans."""
    around: tuple[str, ...] = ()
    """Files that another run looks at, and whose records may be for plans of this one."""
    kept: dict[str, "LoadedFile"] | None = None
    """Files that were loaded, where they are looked at more than once."""


class LoadedFile(NamedTuple):
    """The documents of one file, and what has read them."""

    loader: Loader
    documents: tuple[Loaded, ...]


class Options(NamedTuple):
    """How to look at it."""

    command: str = "check"
    profile: str = "standard"
    jobs: int = 1
    cache: Callable[[], "Cache"] | None = None
    """Opens the cache; None for a run without one."""
    known: "Known | None" = None
    """What the baseline knows; None for a run without one."""
    report_only: frozenset[str] | None = None
    """Print only what concerns these files and the plans that rest on them; None for all."""
    honour_covers: bool = True
    """False shows what waivers and ignores hide."""


def check(
    bench: Bench, target: Target, options: Options, incomplete: Iterable[Incomplete] = ()
) -> Report:
    """Judge files, then the organization they make. Reads plan files and nothing else.

    ``incomplete`` are records of what went wrong before.
    """
    results, stopped = _judge_files(bench, target, options)
    texts = _rereading(target)
    all_plans = not target.named and target.stdin is None
    stops = (*incomplete, *stopped)
    is_whole = all_plans and not target.around
    return assemble(bench, results, options, texts, stops, all_plans=all_plans, is_whole=is_whole)


def assemble(
    bench: Bench,
    results: Sequence[FileResult],
    options: Options,
    texts: Texts,
    incomplete: Iterable[Incomplete] = (),
    *,
    all_plans: bool = True,
    is_whole: bool = True,
) -> Report:
    """Compare plans with each other, hide what is excused, and make the report.

    ``texts`` finds where plans stand, for what is found only now; ``all_plans`` says
    that nobody has named some of several files, and ``is_whole`` that no other run has
    any of them.
    """
    options = _with_dependents(options, results)
    cards = (card for result in results for card in result.cards)
    organization = Organization(
        tuple(sorted(cards, key=lambda card: card.origin)),
        tuple(card for result in results for card in result.records),
        is_whole and all(result.gap is None for result in results),
    )
    across = judge_organization(bench, organization, texts)
    found = (*(f for result in results for f in result.findings), *across.findings)
    # Plans that extend one baseline all bring the comments of its file.
    covers = sorted({c for result in results for c in result.covers}, key=repr)
    apart = suppress(found, covers)
    lacking = unmet(bench)
    idle = {skip.code for skip in lacking}
    ran = tuple(sorted(bench.selection.codes - idle))
    skipped = (*(s for result in results for s in result.skipped), *lacking, *across.skipped)
    stopped = (
        *(r for result in results for r in result.incomplete),
        *across.incomplete,
        *incomplete,
    )

    def used() -> tuple[CoverUse, ...]:
        skips = sorted(skipped, key=skip_order)
        extent = extent_of(bench, results, skips, stopped, all_plans=all_plans)
        return uses(covers, apart.matches, extent)

    closing = judge_covers(bench, organization, used, texts)
    shown, waived = (apart.shown, apart.waived) if options.honour_covers else (found, ())
    all_shown = _unique((*shown, *closing.findings))
    compared = None
    if options.known is not None:
        from commplan.checker.compare import Reach, compare_with  # only where there is a baseline

        reach = Reach(bench, results, skipped, stopped, all_plans)
        all_shown, compared = compare_with(options.known, all_shown, reach)
        told = (m for m in compared.mismatches if _in(m.path, options.report_only))
        compared = compared._replace(mismatches=tuple(told))
    return Report(
        command=options.command,
        as_of=bench.as_of,
        profile=options.profile,
        files=sum(1 for result in results if result.documents),
        plans=sum(result.plans for result in results),
        rules_run=len(ran),
        findings=_reported(all_shown, options),
        waived=_hidden(waived, options),
        skipped=_left_out((*skipped, *closing.skipped), options),
        incomplete=tuple(sorted((*stopped, *closing.incomplete), key=repr)),
        paths=tuple(sorted(result.path for result in results if result.documents)),
        beside=tuple(sorted({path for result in results for path in _found_beside(result)})),
        ran=ran,
        compared=compared,
    )


def _found_beside(result: FileResult) -> Iterator[str]:
    """Files that are there and that a result rests on: baselines, templates, evidence."""
    return (path for path, state in result.watched.items() if state is not None)


def _with_dependents(options: Options, results: Iterable[FileResult]) -> Options:
    """A file that plans rest on concerns them: a baseline, a template, evidence."""
    wanted = options.report_only
    if wanted is None:
        return options
    resting = (result.path for result in results if not wanted.isdisjoint(result.watched))
    return options._replace(report_only=wanted.union(resting))


def _rereading(target: Target) -> Texts:
    """Look texts up by reading the file again; only findings across plans pay for that."""
    known: dict[Origin, Written] = {}

    def texts(origin: Origin) -> Written:
        if origin not in known:
            known.update(written_of(load_file(origin.path, target, named=True).documents))
            known.setdefault(origin, Written(origin.path, ()))
        return known[origin]

    return texts


def load_file(path: str, target: Target, *, named: bool = False) -> LoadedFile:
    """Load a file of the target, or standard input, under its name."""
    if target.kept is not None and path in target.kept:
        return target.kept[path]
    loader = Loader(disk=target.disk)
    if target.stdin is not None and target.stdin[0] == path:
        found = LoadedFile(loader, loader.read_text(target.stdin[1], path))
    else:
        found = LoadedFile(loader, loader.read(path, named or path in target.named))
    if target.kept is not None:
        target.kept[path] = found
    return found


def unmet(bench: Bench) -> tuple[Skipped, ...]:
    """Rules of this run that ask for something this run does not have."""
    return tuple(
        Skipped(rule.code, rule.name, reason)
        for rule in bench.selection.rules
        if (reason := _lacks(bench, rule)) is not None
    )


def _lacks(bench: Bench, rule: Rule) -> str | None:
    if rule.is_measured and not bench.measures:
        return UNMEASURED
    given = (PLAN_NEEDS, ACROSS_NEEDS, bench.live, bench.shared)
    missing = (need for need in rule.needs if not any(need in needs for needs in given))
    reasons = {**UNMET, **bench.lacking}
    return next((reasons.get(need, f"needs {need}") for need in missing), None)


def _judge_files(
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


def records_of(
    target: Target, known: Mapping[str, FileResult | None] = MappingProxyType({})
) -> tuple[RecordsCard, ...]:
    """The documents with records in all files of a run, of which some are known already."""
    found = [one for result in known.values() if result is not None for one in result.records]
    paths = [path for path in target.files if known.get(path) is None]
    paths += target.around
    if target.stdin is not None:
        paths.append(target.stdin[0])
    found += (one for path in paths for one in records_at(path, target))
    return tuple(sorted(found, key=repr))


def records_at(path: str, target: Target) -> tuple[RecordsCard, ...]:
    """The documents with records in a file, which is loaded only if it may hold any."""
    if target.kept is None and not may_hold_records(target.disk or Disk(), path):
        return ()
    return records_in(load_file(path, target).documents)


def _not_judged(lost: Lost, paths: Sequence[str]) -> Incomplete:
    first, others = paths[lost.numbers[0]], len(lost.numbers) - 1
    error = f"{lost.reason}; not judged: {first} and {others} more files"
    return Incomplete(kind="read", what="worker process", error=error)


def _judge_file(bench: Bench, path: str, target: Target) -> FileResult:
    file = load_file(path, target)
    return judge_documents(bench, path, file.documents, file.loader)


def _reported(found: Iterable[Finding], options: Options) -> tuple[Finding, ...]:
    """Findings that concern the files asked for, as primary or related place."""
    return tuple(
        finding
        for finding in found
        if any(
            _in(place.path, options.report_only)
            for place in (finding.location, *(related.location for related in finding.related))
        )
    )


def _hidden(waived: Iterable[Waived], options: Options) -> tuple[Waived, ...]:
    excuses = {id(entry.finding): entry for entry in waived}
    return tuple(
        excuses[id(finding)]
        for finding in _unique(entry.finding for entry in excuses.values())
        if _in(finding.location.path, options.report_only)
    )


def _left_out(skipped: Iterable[Skipped], options: Options) -> tuple[Skipped, ...]:
    wanted = (s for s in skipped if s.path is None or _in(s.path, options.report_only))
    return tuple(sorted(wanted, key=skip_order))


def _unique(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in order, those of a baseline once and not for each plan that extends it."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(found, key=finding_order):
        seen.setdefault(identity(finding), finding)
    return tuple(seen.values())


def _in(path: str, only: frozenset[str] | None) -> bool:
    return only is None or path in only


def finding_order(finding: Finding) -> tuple[object, ...]:
    """What findings are sorted by: first where they stand."""
    place = finding.location
    return (
        place.path,
        place.line,
        place.column,
        finding.code,
        finding.message,
        place.pointer,
        finding.plan,
    )


def skip_order(skipped: Skipped) -> tuple[str, ...]:
    """What is sorted by that could not be judged."""
    return (
        skipped.code,
        skipped.path or "",
        skipped.pointer or "",
        skipped.reason,
        (skipped.resource.id if skipped.resource else None) or "",
    )
