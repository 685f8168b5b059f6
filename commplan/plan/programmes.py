"""What keeps communication alive: recurring occasions and meetings."""

from datetime import date

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, day, duration, part, text, texts


class Meeting(NamedTuple):
    """A meeting on fixed days of the week."""

    at: Place
    days: tuple[str, ...]
    """``mon``, ``mon-fri``, ``tue,thu`` or ``daily``, any number of them."""
    begins: str | None
    """``at``: the wall-clock time, ``hh:mm``."""
    duration: Duration | None
    timezone: str | None
    """The zone of ``begins``; the plan's where none is given."""
    audience: tuple[Reference, ...]


class Programme(NamedTuple):
    """A programme or recurring occasion."""

    id: str
    at: Place
    owner: Reference | None
    every: Duration | None
    last: date | None
    records: str | None
    """The path of the file that shows when it took place."""
    channel: Reference | None
    kb: Reference | None
    """The tool that holds the knowledge."""
    meeting: Meeting | None


def read_programme(id: str, raw: Raw, at: Place) -> Programme:
    """Read ``programmes.<id>``."""
    return Programme(
        id=id,
        at=at,
        owner=read_reference(raw, "owner", at),
        every=duration(raw.get("every")),
        last=day(raw.get("last")),
        records=text(raw.get("records")),
        channel=read_reference(raw, "channel", at),
        kb=read_reference(raw, "kb", at),
        meeting=part(raw, "meeting", at, _meeting),
    )


def _meeting(raw: Raw, at: Place) -> Meeting:
    return Meeting(
        at=at,
        days=texts(raw.get("days")),
        begins=text(raw.get("at")),
        duration=duration(raw.get("duration")),
        timezone=text(raw.get("timezone")),
        audience=read_references(raw, "audience", at),
    )
