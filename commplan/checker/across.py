"""What can be said only when every file has been judged: of plans side by side, and of excuses."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from commplan.checker.judge_file import Bench, FileResult
from commplan.document import escape_pointer
from commplan.engine.judge import Inputs, judge
from commplan.engine.locate import Texts, findings
from commplan.engine.uses import CoverUse, Extent
from commplan.finding import Finding, Incomplete, NotAssessed, Skipped
from commplan.named import NamedTuple
from commplan.plan import Organization
from commplan.rule import Rule

ACROSS_NEEDS = frozenset({"organization", "as_of", "catalogue", "selection", "profile", "covers"})
"""Needs that a run meets, beside those of its files."""


class Across(NamedTuple):
    """What rules had to say that look at more than one file."""

    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    incomplete: tuple[Incomplete, ...]


def judge_organization(bench: Bench, organization: Organization, texts: Texts) -> Across:
    """Run the rules that look at all plans side by side; ``texts`` finds where they stand."""
    rules = (r for r in bench.rules if "organization" in r.needs)
    return _judge(bench, rules, organization, {"organization": lambda: organization}, texts)


def judge_covers(
    bench: Bench,
    organization: Organization,
    covers: Callable[[], tuple[CoverUse, ...]],
    texts: Texts,
) -> Across:
    """Run the rules that look at what waivers and ignores were good for."""
    rules = (r for r in bench.rules if "covers" in r.needs)
    return _judge(bench, rules, organization, {"covers": covers}, texts)


def _judge(
    bench: Bench,
    rules: Iterable[Rule],
    organization: Organization,
    more: Mapping[str, Callable[[], object]],
    texts: Texts,
) -> Across:
    makers: dict[str, Callable[[], object]] = {
        "as_of": lambda: bench.as_of,
        "catalogue": lambda: bench.catalogue,
        "selection": lambda: bench.selection,
        "profile": lambda: bench.selection.profile,
        **more,
        **bench.shared,
    }
    judged = judge(rules, Inputs(makers), bench.selection.parameters, None)
    packs = {card.origin: card.packs for card in organization.plans if card.packs}
    problems = []
    for rule, problem in judged.problems:
        origin = problem.at.origin
        if (there := bench.at(origin.path).rule(rule.code)) is not None:
            graded = bench.at(origin.path).graded((there,), packs.get(origin, ()))
            problems.append((graded[0], problem))
    return Across(
        findings(problems, texts, strict_evidence=bench.selection.strict_evidence),
        tuple(
            _skipped(rule, verdict)
            for rule, verdict in judged.not_assessed
            if verdict.at is None or rule.code in bench.at(verdict.at.origin.path).codes
        ),
        judged.crashed,
    )


def _skipped(rule: Rule, verdict: NotAssessed) -> Skipped:
    path, pointer = None, None
    if verdict.at is not None:
        path, pointer = verdict.at.origin.path, escape_pointer(verdict.at.pointer)
    return Skipped(rule.code, rule.name, verdict.reason, path, pointer, verdict.resource)


def extent_of(
    bench: Bench,
    results: Sequence[FileResult],
    skipped: Iterable[Skipped],
    incomplete: Iterable[Incomplete],
    *,
    all_plans: bool,
) -> Extent:
    """How far a run went: which rules did not judge everything, and why.

    ``all_plans`` says that the files are all that there are, as far as anyone can tell.
    """
    partial: dict[str, str] = {}
    gaps = []
    for skip in skipped:
        partial.setdefault(skip.code, skip.reason)
    for record in incomplete:
        for code in record.rules:
            partial.setdefault(code, record.error)
        if not record.rules:
            gaps.append(f"{record.what}: {record.error}")
    for rule in bench.selection.rules if not all_plans else ():
        if "organization" in rule.needs:
            partial.setdefault(rule.code, "it compares plans, of which only some were named")
    plans: set[str] = set()
    for result in results:
        plans.update(result.judged)
        if result.gap is not None:
            gaps.append(f"{result.path}: {result.gap}")
    return Extent(
        catalogue=bench.catalogue,
        selected=lambda path: bench.at(path).codes,
        partial=partial,
        files=frozenset(result.path for result in results),
        plans=frozenset(plans),
        gap=min(gaps, default=None),
    )
