"""A whole run: find files, judge each, compare them, hide what is waived, and report."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from commplan.checker.jobs import Lost, run
from commplan.checker.judge_file import PLAN_NEEDS, Bench, FileResult, judge_documents, written_of
from commplan.checker.load import Loaded, Loader, file_state
from commplan.engine.judge import Inputs, judge
from commplan.engine.locate import Texts, Written, findings, identity
from commplan.engine.suppress import suppress
from commplan.finding import Finding, Incomplete, Report, Skipped, Waived
from commplan.place import Origin
from commplan.plan import Organization
from commplan.rule import Rule

if TYPE_CHECKING:
    from commplan.checker.cache import Cache

CACHE_FROM = 20
"""Runs over fewer files neither read nor write the cache."""
ORGANIZATION_NEEDS = frozenset({"organization", "as_of", "catalogue", "selection", "profile"})
"""Needs that all plans together meet."""

UNMET = {
    "workspace": "needs a workspace",
    "drift": "needs a workspace",
    "history": "needs message history",
}
"""Why a rule is skipped when a need is not given."""


class Target(NamedTuple):
    """What to look at."""

    files: tuple[str, ...]
    """Paths of plan files, sorted."""
    named: frozenset[str] = frozenset()
    """Those that the user named one by one."""
    stdin: tuple[str, bytes] | None = None
    """Name and content of a plan that came by standard input."""


class Options(NamedTuple):
    """How to look at it."""

    command: str = "check"
    profile: str = "standard"
    jobs: int = 1
    cache: Callable[[], "Cache"] | None = None
    """Opens the cache; None for a run without one."""
    known: frozenset[str] = frozenset()
    """Fingerprints that the baseline lists."""
    report_only: frozenset[str] | None = None
    """Print findings of these files only; None for all."""
    honour_covers: bool = True
    """False shows what waivers and ignores hide."""


def check(
    bench: Bench, target: Target, options: Options, incomplete: Iterable[Incomplete] = ()
) -> Report:
    """Judge files, then the organization they make. Reads plan files and nothing else.

    ``incomplete`` are records of what went wrong before.
    """
    results, stopped = _judge_files(bench, target, options)
    if target.stdin is not None:
        name, data = target.stdin
        loader = Loader()
        loaded = loader.read_text(data, name)
        results.append(judge_documents(bench, name, loaded, loader))
    return assemble(bench, results, options, (*incomplete, *stopped), target.stdin)


def assemble(
    bench: Bench,
    results: Sequence[FileResult],
    options: Options,
    incomplete: Iterable[Incomplete] = (),
    stdin: tuple[str, bytes] | None = None,
) -> Report:
    """Compare plans with each other and make the report."""
    cards = (card for result in results for card in result.cards)
    organization = Organization(tuple(sorted(cards, key=lambda card: card.origin)))
    across = judge_organization(bench, organization, _rereading(stdin))
    found = (*(f for result in results for f in result.findings), *across.findings)
    covers = [c for result in results for c in result.covers] if options.honour_covers else []
    shown, waived = suppress(found, sorted(covers, key=repr))
    lacking = unmet(bench)
    skipped = (*(s for result in results for s in result.skipped), *lacking, *across.skipped)
    stopped = (*(r for result in results for r in result.incomplete), *across.incomplete)
    return Report(
        command=options.command,
        as_of=bench.as_of,
        profile=options.profile,
        files=sum(1 for result in results if result.documents),
        plans=sum(result.plans for result in results),
        rules_run=len(bench.selection.rules) - len(lacking),
        findings=_reported(shown, options),
        waived=_hidden(waived, options),
        skipped=_left_out(skipped, options),
        incomplete=tuple(sorted((*stopped, *incomplete), key=repr)),
    )


class Across(NamedTuple):
    """What rules that compare plans had to say."""

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    incomplete: tuple[Incomplete, ...]


def judge_organization(bench: Bench, organization: Organization, texts: Texts) -> Across:
    """Run the rules that look at all plans side by side; ``texts`` finds where they stand."""
    rules = [r for r in bench.selection.rules if "organization" in r.needs]
    makers: dict[str, Callable[[], object]] = {
        "organization": lambda: organization,
        "as_of": lambda: bench.as_of,
        "catalogue": lambda: bench.catalogue,
        "selection": lambda: bench.selection,
        "profile": lambda: bench.selection.profile,
        **bench.shared,
    }
    judged = judge(rules, Inputs(makers), bench.selection.parameters, None)
    packs = {card.origin: card.packs for card in organization.plans if card.packs}
    problems = (
        (bench.selection.graded((rule,), packs.get(problem.at.origin, ()))[0], problem)
        for rule, problem in judged.problems
    )
    return Across(
        findings(problems, texts),
        tuple(
            Skipped(rule.code, rule.name, verdict.reason, resource=verdict.resource)
            for rule, verdict in judged.not_assessed
        ),
        judged.crashed,
    )


def _rereading(stdin: tuple[str, bytes] | None) -> Texts:
    """Look texts up by reading the file again; only findings across plans pay for that."""
    known: dict[Origin, Written] = {}

    def texts(origin: Origin) -> Written:
        if origin not in known:
            known.update(written_of(_read_again(origin.path, stdin)))
            known.setdefault(origin, Written(origin.path, ()))
        return known[origin]

    return texts


def _read_again(path: str, stdin: tuple[str, bytes] | None) -> tuple[Loaded, ...]:
    if stdin is not None and stdin[0] == path:
        return Loader().read_text(stdin[1], path)
    return Loader().read(path, named=True)


def unmet(bench: Bench) -> tuple[Skipped, ...]:
    """Rules of this run that ask for something this run does not have."""
    given = PLAN_NEEDS | ORGANIZATION_NEEDS | set(bench.live) | set(bench.shared)
    return tuple(
        Skipped(rule.code, rule.name, _reason(rule, given))
        for rule in bench.selection.rules
        if not given.issuperset(rule.needs)
    )


def _reason(rule: Rule, given: frozenset[str]) -> str:
    missing = next(need for need in rule.needs if need not in given)
    return UNMET.get(missing, f"needs {missing}")


def _judge_files(
    bench: Bench, target: Target, options: Options
) -> tuple[list[FileResult], list[Incomplete]]:
    """Judge files; what a process took along when it died is told as incomplete."""
    cache = options.cache() if options.cache and len(target.files) >= CACHE_FROM else None
    named = target.named
    known = {path: cache.get(path, path in named) for path in target.files} if cache else {}
    stale = [path for path in target.files if known.get(path) is None]
    states = {path: file_state(path) for path in stale} if cache else {}

    def work(paths: Sequence[str]) -> list[FileResult]:
        return [_judge_file(bench, path, path in named) for path in paths]

    results, lost = run(work, stale, options.jobs)
    answered = zip(stale, results, strict=True)
    fresh = {path: result for path, result in answered if result is not None}
    if cache is not None:
        for path, result in fresh.items():
            cache.put(path, path in named, states[path], result)
        cache.save()
    judged = (fresh.get(path) or known.get(path) for path in target.files)
    stopped = [_not_judged(share, stale) for share in lost]
    return [result for result in judged if result is not None], stopped


def _not_judged(lost: Lost, paths: Sequence[str]) -> Incomplete:
    first, others = paths[lost.numbers[0]], len(lost.numbers) - 1
    error = f"{lost.reason}; not judged: {first} and {others} more files"
    return Incomplete(kind="read", what="worker process", error=error)


def _judge_file(bench: Bench, path: str, named: bool) -> FileResult:
    loader = Loader()
    return judge_documents(bench, path, loader.read(path, named), loader)


def _reported(found: Iterable[Finding], options: Options) -> tuple[Finding, ...]:
    """Findings that concern the files asked for, as primary or related place."""
    compared = (_against(finding, options.known) for finding in found)
    return tuple(
        finding
        for finding in _unique(compared)
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
    return tuple(sorted(wanted, key=_skip_order))


def _against(finding: Finding, known: frozenset[str]) -> Finding:
    return finding._replace(baseline="known") if finding.fingerprint in known else finding


def _unique(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in order, those of a baseline once and not for each plan that extends it.

    One that is known as a fault of any plan is known.
    """
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in sorted(found, key=lambda finding: (finding.baseline == "new", _order(finding))):
        seen.setdefault(identity(finding), finding)
    return tuple(sorted(seen.values(), key=_order))


def _in(path: str, only: frozenset[str] | None) -> bool:
    return only is None or path in only


def _order(finding: Finding) -> tuple[object, ...]:
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


def _skip_order(skipped: Skipped) -> tuple[str, ...]:
    return (
        skipped.code,
        skipped.path or "",
        skipped.pointer or "",
        skipped.reason,
        (skipped.resource.id if skipped.resource else None) or "",
    )
