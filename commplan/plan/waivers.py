"""Waivers, and when one of them or an inline ignore is well-formed and so hides anything at all."""

from collections.abc import Callable, Iterator
from datetime import date

from commplan.document import Ignore, Span
from commplan.named import NamedTuple
from commplan.place import Origin, Place
from commplan.plan.values import Raw, day, text, texts

MAX_DAYS = 180
"""How long a waiver may run unless configuration says otherwise."""

RuleFault = Callable[[str], str | None]
"""What is wrong with naming a rule by a word, in words; None for nothing."""


class Waiver(NamedTuple):
    """A finding that somebody accepts, for a reason and for a time."""

    id: str
    at: Place
    rules: tuple[str, ...]
    pointer: str
    reason: str | None
    owner: str | None
    approved_by: str | None
    created: date | None
    expires: date | None


def read_waiver(id: str, raw: Raw, at: Place) -> Waiver:
    """Read ``waivers.<id>``."""
    return Waiver(
        id=id,
        at=at,
        rules=texts(raw.get("rule")),
        pointer=text(raw.get("at")) or "",
        reason=text(raw.get("reason")),
        owner=text(raw.get("owner")),
        approved_by=text(raw.get("approved_by")),
        created=day(raw.get("created")),
        expires=day(raw.get("expires")),
    )


def waiver_faults(
    waiver: Waiver, fault: RuleFault, max_days: int = MAX_DAYS, today: date | None = None
) -> Iterator[str]:
    """What a waiver lacks, in words; nothing for a well-formed one.

    A waiver that does not say when it was created runs from ``today``, where
    that is given.
    """
    for value, field in (
        (waiver.reason, "reason"),
        (waiver.owner, "owner"),
        (waiver.approved_by, "approved_by"),
        (waiver.expires, "expires"),
    ):
        if not value:
            yield f"has no {field!r}"
    if not waiver.rules:
        yield "names no rule"
    yield from filter(None, map(fault, waiver.rules))
    if waiver.pointer in ("", "/"):
        yield "covers the whole plan"
    start = waiver.created or today
    if start and waiver.expires and (days := (waiver.expires - start).days) > max_days:
        yield f"runs {days} days, longer than {max_days}"


def ignore_faults(
    ignore: Ignore, fault: RuleFault, max_days: int = MAX_DAYS, today: date | None = None
) -> Iterator[str]:
    """What an inline ignore lacks, in words; nothing for a well-formed one.

    Nothing says when it was written, so it runs from ``today``, where that is given.
    """
    if ignore.malformed:
        yield ignore.malformed
        return
    if not ignore.reason.strip():
        yield "gives no reason"
    last = day(ignore.until)
    if ignore.until is not None and last is None:
        yield f"ends on {ignore.until!r}, which is no date"
    if today and last and (days := (last - today).days) > max_days:
        yield f"runs {days} days from now, longer than {max_days}"
    yield from filter(None, map(fault, ignore.codes))


def ignore_place(ignore: Ignore, origin: Origin) -> Place:
    """Where an inline ignore stands; no key leads to a comment."""
    return Place(origin, (), span=Span(ignore.line, ignore.column, ignore.line, ignore.end_column))
