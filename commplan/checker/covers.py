"""Collect what hides findings: well-formed waivers and ignores of a file."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.catalogue import Catalogue
from commplan.checker.load import Loaded
from commplan.document import Ignore
from commplan.engine.locate import Texts, locate
from commplan.engine.suppress import Cover
from commplan.finding import Excuse, Location
from commplan.plan import Plan, Waiver
from commplan.plan.values import day
from commplan.plan.waivers import ignore_faults, waiver_faults


def covers_of(item: Loaded, catalogue: Catalogue, texts: Texts) -> Iterator[Cover]:
    """The covers that one document brings. Malformed ones hide nothing (WVR101 names them)."""
    plan, subject = _waiving(item)
    if plan is not None:
        for waiver in plan.waivers.values():
            if not any(waiver_faults(waiver, catalogue.knows)):
                yield _of_waiver(waiver, subject, texts)
    for ignore in item.text.ignores:
        if not any(ignore_faults(ignore, catalogue.knows)):
            yield _of_ignore(ignore, item.text.origin.path)


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
    return Cover(excuse, waiver.rules, plan, waiver.pointer, None, waiver.expires)


def _of_ignore(ignore: Ignore, path: str) -> Cover:
    spot = Location(path, "", ignore.line, ignore.column, ignore.line, ignore.end_column)
    excuse = Excuse("ignore", None, ignore.reason, None, None, ignore.until, spot)
    return Cover(excuse, ignore.codes, None, None, ignore.target_line, day(ignore.until))
