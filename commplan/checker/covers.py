"""Collect what hides findings: well-formed waivers and ignores of a file, while they last."""

from collections.abc import Iterable, Iterator

from commplan.catalogue import Catalogue
from commplan.checker.load import Loaded
from commplan.document import Ignore
from commplan.engine.locate import Texts, locate
from commplan.engine.select import Selection
from commplan.engine.suppress import Cover, naming_fault
from commplan.finding import Excuse
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan import MAX_DAYS, Plan, Waiver
from commplan.plan.values import day, day_at
from commplan.plan.waivers import RuleFault, ignore_faults, ignore_place, waiver_faults


class Terms(NamedTuple):
    """What decides whether a waiver or an ignore holds."""

    naming_fault: RuleFault
    as_of: int
    max_days: int
    """How long one may run."""


def terms(catalogue: Catalogue, selection: Selection, as_of: int) -> Terms:
    """The terms of a run: as long as the parameters of WVR101 allow."""
    max_days = selection.parameters.get("WVR101", {}).get("max_days")
    return Terms(
        lambda word: naming_fault(word, catalogue, selection),
        as_of,
        max_days if isinstance(max_days, int) else MAX_DAYS,
    )


def covers_of(item: Loaded, terms: Terms, texts: Texts) -> Iterator[Cover]:
    """The covers that one document brings.

    Malformed ones hide nothing (WVR101 names them), nor do expired ones (WVR201).
    """
    for baseline in item.inherited:
        own = Plan(baseline.value, baseline.origin)
        yield from _of_ignores(baseline.ignores, own, terms, texts)
    plan, subject = _waiving(item)
    waivers = plan.waivers if plan else {}
    if not (waivers or item.text.ignores):
        return
    own = Plan(item.text.value, item.text.origin)
    today = day_at(terms.as_of, own.metadata.timezone)
    for waiver in waivers.values():
        is_over = waiver.expires is not None and waiver.expires < today
        if not is_over and not any(
            waiver_faults(waiver, terms.naming_fault, terms.max_days, today)
        ):
            yield _of_waiver(waiver, subject, texts)
    yield from _of_ignores(item.text.ignores, own, terms, texts)


def _of_ignores(
    ignores: Iterable[Ignore], own: Plan, terms: Terms, texts: Texts
) -> Iterator[Cover]:
    """The comments in the file of a document, while they last by its own clock."""
    today = day_at(terms.as_of, own.metadata.timezone)
    for ignore in ignores:
        last = day(ignore.until)
        is_over = last is not None and last < today
        if not is_over and not any(
            ignore_faults(ignore, terms.naming_fault, terms.max_days, today)
        ):
            yield _of_ignore(ignore, ignore_place(ignore, own.origin), texts)


def _waiving(item: Loaded) -> tuple[Plan | None, str]:
    """The document that holds waivers, and the id of the plan they speak of."""
    if item.plan is not None:
        return item.plan, item.plan.metadata.id
    if item.text.kind == "Waivers" and not item.text.faults:
        metadata = item.text.value["metadata"]
        return Plan(item.text.value, item.text.origin), str(metadata["plan"])
    return None, ""


def _of_waiver(waiver: Waiver, plan: str, texts: Texts) -> Cover:
    excuse = Excuse(
        kind="waiver",
        id=waiver.id,
        reason=waiver.reason or "",
        owner=waiver.owner,
        approved_by=waiver.approved_by,
        expires=waiver.expires.isoformat() if waiver.expires else None,
        location=locate(waiver.at, texts),
    )
    return Cover(excuse, waiver.at, waiver.rules, plan, waiver.pointer, None)


def _of_ignore(ignore: Ignore, at: Place, texts: Texts) -> Cover:
    excuse = Excuse("ignore", None, ignore.reason, None, None, ignore.until, locate(at, texts))
    return Cover(excuse, at, ignore.codes, None, None, ignore.target_line, ignore.opened)
