"""Which files of records a plan names, where, and what for: the one list of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from commplan.named import NamedTuple
from commplan.place import Place

if TYPE_CHECKING:
    from commplan.clock import Duration
    from commplan.plan import Drill, Kpi, Plan, Programme, Review, Survey

MAJOR_INCIDENT = "major-incident"
"""The event after which a review may be demanded: it makes a check read incidents, too."""


class EvidenceUse(NamedTuple):
    """One place of a plan that names a file."""

    path: str
    """As written: relative to the file in which the place stands."""
    type: str
    """What it records: ``training``, ``reviews``, …"""
    at: Place
    purpose: str
    """``the review of channels``, ``kpi csat``."""
    is_measured: bool
    """Whether only an audit reads it, to measure what happened."""
    every: Duration | None = None
    """How often something is to be recorded."""
    last: date | None = None
    """When the plan says that it was last done."""
    window: Duration | None = None
    """How far back a measure looks."""
    is_found: bool = False
    """It was found among the files of the run, and the plan does not name it."""


class FoundFile(NamedTuple):
    """A file of the run with documents whose records are for a plan that does not name it."""

    path: str
    """Relative to the plan's own file."""
    type: str


def evidence_of_run(plan: Plan, found: Iterable[FoundFile]) -> Iterator[EvidenceUse]:
    """The files with records for a plan among those of the run."""
    read_in_check = _read_in_check(plan)
    for path, what in found:
        yield EvidenceUse(
            path=path,
            type=what,
            at=plan.metadata.at / "id",
            purpose=what,
            is_measured=what not in read_in_check,
            is_found=True,
        )


def evidence_uses(plan: Plan) -> tuple[EvidenceUse, ...]:
    """Every place that names a file, the places that fix its type first."""
    named = tuple(_named(plan))
    known = {use.path: use.type for use in named}
    measured = (
        _of_kpi(kpi.source, kpi, known.get(kpi.source))
        for kpi in plan.kpis.values()
        if kpi.source and not kpi.source.startswith("slack:")
    )
    return (*named, *measured)


def _named(plan: Plan) -> Iterator[EvidenceUse]:
    if plan.entries("training") and (records := plan.training.records):
        at = plan.training.at / "records"
        yield EvidenceUse(records, "training", at, "training", is_measured=False)
    for review in plan.reviews.values():
        yield from _held(review, f"the review of {review.id}")
    for programme in plan.programmes.values():
        yield from _held(programme, f"the programme {programme.id}")
    if plan.entries("feedback"):
        yield from _answered(plan.feedback.csat, "the csat survey")
        yield from _answered(plan.feedback.engagement, "the engagement survey")
    for rehearsal in plan.rehearsals:
        yield from _rehearsed(rehearsal.drill, rehearsal.name)
    yield from _unused_otherwise(plan)


def _unused_otherwise(plan: Plan) -> Iterator[EvidenceUse]:
    """The files under ``evidence``."""
    read_in_check = _read_in_check(plan)
    for what, paths in plan.evidence.items():
        at = plan.root / "evidence" / what
        is_list = isinstance(plan.entries("evidence")[what], list)
        for number, path in enumerate(paths):
            where = at / number if is_list else at
            yield EvidenceUse(path, what, where, what, is_measured=what not in read_in_check)


def _read_in_check(plan: Plan) -> frozenset[str]:
    """The types of records that not only an audit reads."""
    demanded = any(MAJOR_INCIDENT in review.on for review in plan.reviews.values())
    return frozenset(("training", "reviews", *(("incidents",) if demanded else ())))


def _held(item: Review | Programme, purpose: str) -> Iterator[EvidenceUse]:
    if item.records:
        yield EvidenceUse(
            path=item.records,
            type="reviews",
            at=item.at / "records",
            purpose=purpose,
            is_measured=False,
            every=item.every,
            last=item.last,
        )


def _answered(survey: Survey | None, purpose: str) -> Iterator[EvidenceUse]:
    if survey is not None and survey.records:
        yield EvidenceUse(
            path=survey.records,
            type="surveys",
            at=survey.at / "records",
            purpose=purpose,
            is_measured=survey.every is None,
            every=survey.every,
            last=survey.last,
        )


def _rehearsed(drill: Drill, what: str) -> Iterator[EvidenceUse]:
    if drill.records:
        yield EvidenceUse(
            path=drill.records,
            type="drills",
            at=drill.at / "records",
            purpose=f"the drill of {what}",
            is_measured=True,
            every=drill.every,
        )


def _of_kpi(path: str, kpi: Kpi, known: str | None) -> EvidenceUse:
    """A file that only indicators name holds answers to a survey or incidents, by the metric."""
    by_metric = "surveys" if (kpi.metric or "").startswith("survey.") else "incidents"
    return EvidenceUse(
        path=path,
        type=known or by_metric,
        at=kpi.at / "source",
        purpose=f"kpi {kpi.id}",
        is_measured=True,
        window=kpi.window,
    )
