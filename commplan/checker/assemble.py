"""Make the report of a run from the results of its files."""

from collections.abc import Iterable, Iterator, Sequence

from commplan.checker import narrow
from commplan.checker.across import extent_of, judge_covers, judge_organization
from commplan.checker.judge_file import Bench, FileResult
from commplan.checker.options import Options
from commplan.checker.order import in_order, skip_order
from commplan.checker.unmet import unmet
from commplan.engine.locate import Texts
from commplan.engine.suppress import suppress
from commplan.engine.uses import CoverUse, uses
from commplan.finding import Incomplete, Report, Waived
from commplan.plan import Organization


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
    only = narrow.with_dependents(options.report_only, results)
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
    all_shown = in_order((*shown, *closing.findings))
    compared = None
    if options.known is not None:
        from commplan.checker.compare import Reach, compare_with  # only where there is a baseline

        reach = Reach(bench, results, skipped, stopped, all_plans)
        all_shown, compared = compare_with(options.known, all_shown, reach)
        compared = narrow.compared_of(only, compared)
    return Report(
        command=options.command,
        as_of=bench.as_of,
        profile=options.profile,
        files=sum(1 for result in results if result.documents),
        plans=sum(result.plans for result in results),
        rules_run=len(ran),
        findings=narrow.findings_of(only, all_shown),
        waived=narrow.waived_of(only, _each_once(waived)),
        skipped=narrow.skipped_of(only, sorted((*skipped, *closing.skipped), key=skip_order)),
        incomplete=tuple(sorted((*stopped, *closing.incomplete), key=repr)),
        paths=tuple(sorted(result.path for result in results if result.documents)),
        beside=tuple(sorted({path for result in results for path in _found_beside(result)})),
        ran=ran,
        compared=compared,
    )


def _found_beside(result: FileResult) -> Iterator[str]:
    """Files that are there and that a result rests on: baselines, templates, evidence."""
    return (path for path, state in result.watched.items() if state is not None)


def _each_once(waived: Iterable[Waived]) -> tuple[Waived, ...]:
    """What is waived, in order, that of a baseline once."""
    excuses = {id(entry.finding): entry for entry in waived}
    return tuple(excuses[id(one)] for one in in_order(e.finding for e in excuses.values()))
