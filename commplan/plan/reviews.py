"""What is looked at again, how often, and after which events."""

from datetime import date

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference
from commplan.plan.values import Raw, day, duration, flag, text, texts


class Review(NamedTuple):
    """A review: how often, by whom, and when it was last done."""

    id: str
    at: Place
    every: Duration | None
    last: date | None
    owner: Reference | None
    on: tuple[str, ...]
    """Events that demand a review at once: ``major-incident``, ``owner-change``."""
    records: str | None
    """The path of the file with the reviews that were held."""
    template: Reference | None
    actions_in: Reference | None
    """The tool that tracks what was decided."""


class Pir(NamedTuple):
    """Whether and how soon an incident of a severity is reviewed."""

    at: Place
    required: bool | None
    within: Duration | None


def read_review(id: str, raw: Raw, at: Place) -> Review:
    """Read ``reviews.<id>``."""
    return Review(
        id=id,
        at=at,
        every=duration(raw.get("every")),
        last=day(raw.get("last")),
        owner=read_reference(raw, "owner", at),
        on=texts(raw.get("on")),
        records=text(raw.get("records")),
        template=read_reference(raw, "template", at),
        actions_in=read_reference(raw, "actions_in", at),
    )


def read_pir(raw: Raw, at: Place) -> Pir:
    """Read ``severities.<id>.pir``."""
    return Pir(at, flag(raw.get("required")), duration(raw.get("within")))
