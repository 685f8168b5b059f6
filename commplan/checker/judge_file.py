"""Judge one file: everything that can be said of it without looking at others."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from commplan.catalogue import Catalogue
from commplan.checker.covers import covers_of, terms
from commplan.checker.load import BASELINE, FilesBeside, Loaded, Loader, State
from commplan.checker.records import beside, records_in
from commplan.checker.texts import texts_of
from commplan.document import escape_pointer
from commplan.engine.judge import Inputs, judge
from commplan.engine.locate import findings
from commplan.engine.select import Selection
from commplan.engine.suppress import Cover
from commplan.finding import Finding, Incomplete, Problem, Skipped
from commplan.named import NamedTuple
from commplan.place import Origin
from commplan.plan import Plan, PlanCard, RecordsCard, card
from commplan.rule import Rule
from commplan.written import WrittenDocument

if TYPE_CHECKING:
    from commplan.evidence import FoundFile

ANYWHERE = frozenset({"document", "catalogue", "selection", "as_of", "profile"})
"""Needs that a document meets even where it is no valid plan."""
PLAN_NEEDS = ANYWHERE | {
    *("plan", "baselines", "packs", "timeline", "files", "evidence", "maybe_drift"),
    "maybe_history",
}
"""Needs that a valid plan meets."""


class FileResult(NamedTuple):
    """What is known about one file; small, because thousands are kept."""

    path: str
    documents: int
    """Documents of any of our kinds, readable or not."""
    plans: int
    judged: tuple[str, ...]
    """Ids of the plans and baselines that could be judged."""
    gap: str | None
    """Why something in it could not be judged, if so."""
    cards: tuple[PlanCard, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    incomplete: tuple[Incomplete, ...]
    covers: tuple[Cover, ...]
    watched: Mapping[str, State | None]
    """Other files that the result rests on, with their state."""
    records: tuple[RecordsCard, ...] = ()
    """Documents of kind Evidence in it."""


class Bench(NamedTuple):
    """What is needed to judge files, the same for all of them."""

    catalogue: Catalogue
    selection: Selection
    as_of: int
    live: Mapping[str, Callable[[Plan], object]] = {}
    """Further needs that an audit meets, made for each plan."""
    shared: Mapping[str, Callable[[], object]] = {}
    """Further needs that an audit meets for all plans together."""
    read_at: int | None = None
    """When the workspace of an audit was read."""
    records: tuple[RecordsCard, ...] = ()
    """Documents of kind Evidence among the files of the run."""
    measures: bool = False
    """Whether what happened is measured: in an audit, also of a workspace that cannot be read."""
    lacking: Mapping[str, str] = {}
    """Why needs are not given, where this run knows better than others."""
    places: Callable[[str], Selection] | None = None
    """The rules that judge a file, where that is not the same for all; else ``selection``."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the run, without those that only an audit judges."""
        if self.measures:
            return self.selection.rules
        return tuple([rule for rule in self.selection.rules if not rule.is_measured])

    def at(self, path: str) -> Selection:
        """The rules that judge a file."""
        return self.selection if self.places is None else self.places(path)


def judge_documents(
    bench: Bench, path: str, loaded: tuple[Loaded, ...], loader: Loader
) -> FileResult:
    """Judge the documents of one file."""
    bench = bench._replace(selection=bench.at(path), places=None)
    all_rules = bench.rules
    texts = texts_of(loaded)
    agreed = terms(bench.catalogue, bench.selection, bench.as_of)
    problems: list[tuple[Rule, Problem]] = []
    skipped: list[Skipped] = []
    incomplete: list[Incomplete] = []
    for item in loaded:
        rules = applicable(all_rules, item, frozenset(bench.live))
        rules = bench.selection.graded(rules, item.plan.metadata.packs if item.plan else ())
        judged = judge(rules, inputs_of(bench, item, loader), bench.selection.parameters, path)
        problems += judged.problems
        incomplete += judged.crashed
        skipped += (
            Skipped(
                code=rule.code,
                name=rule.name,
                reason=verdict.reason,
                path=path,
                pointer=None if verdict.at is None else escape_pointer(verdict.at.pointer),
                resource=verdict.resource,
            )
            for rule, verdict in judged.not_assessed
        )
        skipped += _not_judged(bench, item, path)
        incomplete += _unseen(bench.selection, item, path)
    return FileResult(
        path=path,
        documents=len(loaded),
        plans=sum(1 for item in loaded if item.text.kind == "CommunicationPlan"),
        judged=tuple(item.plan.metadata.id for item in loaded if item.plan is not None),
        gap=next(filter(None, map(_hindrance, loaded)), None),
        cards=tuple(
            card(item.plan, _own_people(item), claimed=bool(bench.live))
            for item in loaded
            if item.plan is not None and item.text.kind != BASELINE
        ),
        findings=findings(problems, texts, strict_evidence=bench.selection.strict_evidence),
        skipped=tuple(skipped),
        incomplete=tuple(incomplete),
        covers=tuple(cover for item in loaded for cover in covers_of(item, agreed, texts)),
        watched=dict(loader.watched),
        records=records_in(loaded),
    )


def applicable(rules: tuple[Rule, ...], item: Loaded, live: frozenset[str]) -> tuple[Rule, ...]:
    """The rules that look at a document of this kind and state."""
    if item.plan is None:
        return tuple(rule for rule in rules if ANYWHERE.issuperset(rule.needs))
    if item.text.kind == BASELINE or item.plan.baseline_faults:
        # Both lack what they are merged with, so most rules would find what is not there.
        own = (r for r in rules if r.baseline or ANYWHERE.issuperset(r.needs))
        return tuple(rule for rule in own if PLAN_NEEDS.issuperset(rule.needs))
    given = PLAN_NEEDS | live
    return tuple([rule for rule in rules if given.issuperset(rule.needs)])


def inputs_of(bench: Bench, item: Loaded, loader: Loader) -> Inputs:
    """What rules may ask for of a document."""
    makers: dict[str, Callable[[], object]] = {
        "document": lambda: item.text,
        "catalogue": lambda: bench.catalogue,
        "selection": lambda: bench.selection,
        "as_of": lambda: bench.as_of,
        "profile": lambda: bench.selection.profile,
    }
    plan = item.plan
    if plan is not None:
        found = beside(bench.records, plan, loader)  # watched, whether or not a rule asks
        makers["plan"] = lambda: plan
        makers["baselines"] = lambda: _baselines(item)
        makers["packs"] = lambda: _packs(plan, bench.selection.packs)
        makers["files"] = lambda: FilesBeside(loader, item.chain)
        makers["timeline"] = lambda: _timeline(plan, bench.as_of)
        makers["evidence"] = lambda: _evidence(bench, plan, FilesBeside(loader, item.chain), found)
        for need, make in bench.live.items():
            makers[need] = cache(_bound(make, plan))
        makers["maybe_drift"] = makers.get("drift", _nothing)
        makers["maybe_history"] = makers.get("history", _nothing)
    return Inputs(makers)


def _baselines(item: Loaded) -> tuple[WrittenDocument, ...]:
    return tuple(
        WrittenDocument(Origin(document.path, document.index), BASELINE, document, (), None, ())
        for document in item.chain[1:]
    )


def _packs(plan: Plan, of_run: tuple[str, ...]) -> object:
    if not (plan.metadata.packs or of_run):
        return ()
    from commplan.packs import packs_of  # only where a pack is named

    return packs_of(plan, of_run)


def _timeline(plan: Plan, as_of: int) -> object:
    from commplan.timeline import Timeline  # only plans with time in them pay for it

    return Timeline(plan, as_of)


def _evidence(
    bench: Bench, plan: Plan, files: FilesBeside, found: tuple["FoundFile", ...]
) -> object:
    from commplan.evidence import Evidence  # likewise

    return Evidence(
        plan, files, bench.as_of, found, is_audit=bench.measures, workspace_read_at=bench.read_at
    )


def _nothing() -> None:
    """What there is of the workspace in a run without one."""


def _bound(make: Callable[[Plan], object], plan: Plan) -> Callable[[], object]:
    return lambda: make(plan)


def _not_judged(bench: Bench, item: Loaded, path: str) -> list[Skipped]:
    """Say for a broken plan which rules could not look at it."""
    reason = _hindrance(item)
    if reason is None:
        return []
    rules, live = bench.rules, frozenset(bench.live)
    judged = applicable(rules, item, live)
    return [
        Skipped(rule.code, rule.name, reason, path, "")
        for rule in rules
        if (PLAN_NEEDS | live).issuperset(rule.needs) and rule not in judged
    ]


def _hindrance(item: Loaded) -> str | None:
    if item.text.kind in ("Waivers", "Evidence"):
        return None
    if item.plan is None:
        return (
            "the file cannot be read" if item.text.syntax else "the plan does not match its schema"
        )
    return "a baseline of the plan cannot be read" if item.plan.baseline_faults else None


def _unseen(selection: Selection, item: Loaded, path: str) -> list[Incomplete]:
    """A broken document is never green, even where PLN001 is not among the rules."""
    if "PLN001" in selection.codes or not (item.text.faults or item.text.syntax):
        return []
    fault = item.text.syntax.problem if item.text.syntax else item.text.faults[0].message
    return [Incomplete("read", path, f"not judged: {fault}", path=path)]


def _own_people(item: Loaded) -> frozenset[str]:
    """People that the plan defines in its own document, not in a baseline."""
    people = item.chain[0].get(("stakeholders", "people"), {})
    return frozenset(people) if isinstance(people, dict) else frozenset()
